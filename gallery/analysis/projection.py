"""Maps: pictures as points in the plane, alike ones close together.

PCA comes at once, UMAP replaces it (McInnes, Healy and Melville 2018), and pictures that come
later are placed among the neighbours they have on the map.
"""

import functools
import os
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.analysis.neighbours import Knn, nearest_neighbours, nearest_to, never
from gallery.core.arrays import Vectors, normalise
from gallery.core.errors import CancelledError

XY = NDArray[np.float32]

NEIGHBOURS = 15  # UMAP's own default: fewer break islands up, more blur them
FIT = 20_000  # pictures the principal axes are computed from
CHUNK = 16_384  # rows projected at a time: the memory is bounded, and not by the folder
FEWEST = 16  # below this, neighbourhoods say nothing, and PCA is the map
SAMPLE = 60_000  # above this, UMAP of a sample; the rest is placed among its neighbours
INSIDE = 99.5  # per cent of points that a map shows undisturbed


def prepare_numba(cache: Path) -> None:
    """Let what numba compiles be kept in `cache`; call it before the first map is made."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache))


def pca(vectors: Vectors, seed: int = 0) -> XY:
    """Return the first two principal components of `vectors` [n, d], float32 [n, 2].

    The axes come from at most 20,000 pictures. Each points to the side of the picture farthest
    out, so that a map is not mirrored from one time to the next. Pictures that do not differ
    lie on one point, the origin.
    """
    count = len(vectors)
    if count < 2:
        return np.zeros((count, 2), np.float32)
    part = np.arange(count)
    if count > FIT:
        part = np.sort(np.random.default_rng(seed).choice(count, FIT, replace=False))
    known = vectors[part]
    mean = known.mean(0, dtype=np.float64).astype(np.float32)
    axes = _axes(known - mean, seed)
    xy = np.zeros((count, 2), np.float32)
    for begin in range(0, count, CHUNK):
        rows = slice(begin, begin + CHUNK)
        xy[rows, : len(axes)] = (vectors[rows] - mean) @ axes.T
    farthest = xy[np.abs(xy).argmax(0), [0, 1]]
    xy *= np.where(farthest < 0, np.float32(-1), np.float32(1))
    # What is left of equal pictures is rounding, and would be blown up to a map of nothing.
    return xy if float(np.abs(xy).max()) > 1e-6 else np.zeros_like(xy)


def rounds(count: int) -> int:
    """Return how many rounds the UMAP of `count` pictures takes."""
    return 500 if count <= 5_000 else 200


def umap(
    vectors: Vectors, start: XY, knn: Knn, seed: int = 0, cancelled: Callable[[], bool] = never
) -> XY:
    """Return the UMAP of `vectors`, float32 [n, 2]; `start` itself for fewer than 16 pictures.

    One thread, hence the same map to the last bit for the same seed.

    Args:
        vectors: unit vectors, [n, d].
        start: where the points begin, [n, 2], usually their PCA.
        knn: indices and distances of the neighbours, [n, k] each, the row itself first.
        seed: of the random choices.
        cancelled: asked once a round; there are `rounds(n)` of them.

    Raises:
        CancelledError: `cancelled` said so.
    """
    count = len(vectors)
    if cancelled():
        raise CancelledError
    if count < FEWEST or not np.ptp(start, axis=0).any():
        return start.astype(np.float32)
    bar = {
        "disable": False,
        "bar_format": "{n}",
        "mininterval": 0,
        "miniters": 1,
        "file": _Rounds(cancelled),
    }
    method = _umap_learn().UMAP(
        n_neighbors=min(NEIGHBOURS, knn[0].shape[1]),
        metric="cosine",
        n_epochs=rounds(count),
        init=_scaled(start, seed),
        random_state=seed,
        n_jobs=1,
        precomputed_knn=knn,
        tqdm_kwds=bar,
    )
    with warnings.catch_warnings():
        # New pictures are placed by `place`, never by its own transform.
        warnings.filterwarnings("ignore", r"precomputed_knn\[2\]", UserWarning)
        xy = method.fit_transform(vectors).astype(np.float32)
    return np.asarray(np.where(np.isfinite(xy), xy, 0), np.float32)


@functools.cache
def _umap_learn() -> Any:
    """Import umap-learn, so that it compiles only what a map needs, and that only once.

    As it is imported, pynndescent compiles its search for neighbours, which takes fifteen seconds
    and is never called: `umap` is given the neighbours. The loops of umap-learn itself take five,
    and it would not keep them.
    """
    import numba

    was_disabled, numba.config.DISABLE_JIT = numba.config.DISABLE_JIT, True
    try:
        for name in ("pynndescent.distances", "pynndescent.sparse"):
            import_module(name)
    finally:
        numba.config.DISABLE_JIT = was_disabled
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Tensorflow not installed", ImportWarning)
        import umap
        from umap import layouts, umap_
    for function in (
        umap_.smooth_knn_dist,
        umap_.compute_membership_strengths,
        layouts._nb_optimize_layout_euclidean_single_epoch,
    ):
        function.enable_caching()
    return umap


def warm() -> None:
    """Import and compile what `umap` needs: five seconds the first time, half of one later."""
    vectors = normalise(np.random.default_rng(0).standard_normal((2 * FEWEST, 8)))
    umap(vectors, pca(vectors), nearest_neighbours(vectors, NEIGHBOURS))


def umap_of_all(
    vectors: Vectors, start: XY, seed: int = 0, cancelled: Callable[[], bool] = never
) -> XY:
    """Return the map of any number of `vectors` [n, d], float32 [n, 2]; the rest as for `umap`.

    Above 60,000 pictures a sample of them makes the map, and the rest is placed in it.
    """
    count = len(vectors)
    sample = np.arange(count)
    if count > SAMPLE:
        sample = np.sort(np.random.default_rng(seed).choice(count, SAMPLE, replace=False))
    chosen = vectors[sample]
    knn = nearest_neighbours(chosen, min(NEIGHBOURS, len(chosen)), cancelled=cancelled)
    placed = umap(chosen, start[sample], knn, seed, cancelled)
    rest = np.setdiff1d(np.arange(count), sample)
    xy = np.empty((count, 2), np.float32)
    xy[sample] = placed
    if len(rest):
        xy[rest] = place(vectors[rest], chosen, placed)
    return xy


def join(vectors: Vectors, known: NDArray[np.bool_], xy: XY) -> XY:
    """Return places for those of `vectors` [n, d] that are not `known` [n], float32 [m, 2].

    They are placed among the known ones, whose places on the map are `xy` [n - m, 2].
    """
    return place(vectors[~known], vectors[known], xy)


def place(new: Vectors, vectors: Vectors, xy: XY, k: int = NEIGHBOURS) -> XY:
    """Return a place on the map for each of `new` [m, d], float32 [m, 2].

    The mean of the places `xy` [n, 2] of its `k` nearest among `vectors` [n, d], which count by
    the inverse of their distance: a copy lands on its twin.
    """
    if not len(vectors):
        return np.zeros((len(new), 2), np.float32)
    indices, distances = nearest_to(new, vectors, k)
    # Rounding of float32 leaves up to 1e-6 between copies; they count as equal.
    weights = 1 / np.maximum(distances.astype(np.float64) - 1e-6, 1e-9) ** 2
    weights /= weights.sum(1, keepdims=True)
    places = np.einsum("mk,mkc->mc", weights, xy[indices].astype(np.float64))
    return np.asarray(places, np.float32)


def normalise_map(xy: NDArray[np.floating]) -> XY:
    """Return `xy` [n, 2] centred and scaled into [-1, 1], its proportions kept.

    99.5 % of the points decide the scale; the few beyond are drawn in to the border.
    """
    if not len(xy):
        return np.zeros((0, 2), np.float32)
    exact = np.nan_to_num(np.asarray(xy, np.float64), posinf=0.0, neginf=0.0)
    low = np.percentile(exact, 100 - INSIDE, axis=0, method="lower")
    high = np.percentile(exact, INSIDE, axis=0, method="higher")
    half = (high - low).max() / 2
    if half <= 0:
        low, high = exact.min(0), exact.max(0)
        half = (high - low).max() / 2
    if half <= 0:
        return np.zeros(exact.shape, np.float32)
    return np.asarray(np.clip((exact - (low + high) / 2) / half, -1, 1), np.float32)


class _Rounds:
    """What umap-learn writes its progress to: the one place where it can be stopped."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._stopped = False

    def write(self, text: str) -> None:
        """Raise CancelledError if the rounds are to stop; `text` is of no use."""
        if not self._stopped and self._cancelled():
            # Only once: the bar writes again while the error passes through it.
            self._stopped = True
            raise CancelledError

    def flush(self) -> None:
        """Do nothing; nothing is kept back."""


def _axes(centred: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Return the two (or fewer) principal axes of `centred` [n, d], unit vectors [2, d]."""
    if min(centred.shape) < 4:
        axes: NDArray[np.float32] = np.linalg.svd(centred, full_matrices=False)[2][:2]
        return axes
    from sklearn.utils.extmath import randomized_svd

    right: NDArray[np.float32] = randomized_svd(centred, 2, n_iter=7, random_state=seed)[2]
    return right


def _scaled(start: XY, seed: int) -> XY:
    """Return `start` within 10 of the origin, with a trace of noise to part equal points."""
    xy = start.astype(np.float32) * np.float32(10 / np.abs(start).max())
    noise = np.random.default_rng(seed).normal(scale=1e-4, size=xy.shape)
    return (xy + noise).astype(np.float32)
