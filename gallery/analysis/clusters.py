"""Clusters of alike pictures: k-means, a suggested k, and typical members.

Distances are Euclidean between unit vectors, which order like cosine. Sources: Lloyd (1982) and
Arthur and Vassilvitskii (2007) for k-means, Sculley (2010) for its mini-batches, Rousseeuw
(1987) for the silhouette.
"""

import contextlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from gallery.analysis.neighbours import block_rows, never
from gallery.core.arrays import Labels, Rows, Vectors, normalise
from gallery.core.errors import CancelledError

SAMPLE = 2000  # pictures the silhouette looks at; it compares all pairs of them
GRID = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 50, 64, 80, 100)
FEWEST = 20  # of fewer pictures a silhouette tells nothing
BROWSED = 40  # groups without clear borders that can still be looked through
TRIES = 3  # starts of each k that is only tried
# Kaufman and Rousseeuw (1990) call structure reasonable only above this silhouette.
WEAK = 0.5
STRONG = 0.8  # they call it strong above 0.7, which a cloud along one line can reach
TOLERANCE = 0.05  # a larger k wins if its silhouette is within this share of the best
MINI_BATCH_ABOVE = 50_000  # below it the full k-means is the faster one as well
SEVERAL_STARTS_BELOW = 5_000
STARTS = 10  # k-means ends in the nearest valley; on few pictures ten starts are cheap

Ranks = NDArray[np.int32]
Curve = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """Pictures in k clusters, none of them empty.

    Attributes:
        labels: cluster of each picture, int32 [n], 0 to k - 1.
        centres: mean vector of each cluster, float32 [k, d].
        k: number of clusters; fewer than wanted when fewer vectors differ.
        suggested_k: what the silhouette advises; 0 when k was given and nothing was tried.
        silhouette: mean silhouette by cosine of a sample, -1 to 1; 0 with a single cluster.
        curve: each k tried with its silhouette.
        ranks: place of each picture in its cluster, int32 [n], 0 for the nearest to the centre.
    """

    labels: Labels
    centres: Vectors
    k: int
    suggested_k: int
    silhouette: float
    curve: Curve
    ranks: Ranks


def cluster(
    vectors: Vectors,
    k: int | None,
    seed: int = 0,
    cancelled: Callable[[], bool] = never,
) -> Clustering:
    """Return a clustering of `vectors`: for the same rows in the same order the same one.

    The largest cluster is number 0, the next 1, and so on; of equal ones the first comes first.

    Args:
        vectors: unit vectors, [n, d].
        k: clusters wanted, or None for the suggested number.
        seed: of every random choice.
        cancelled: asked between steps.

    Raises:
        CancelledError: `cancelled` said so.
    """
    curve: Curve = ()
    suggested = 0
    if k is None:
        suggested, curve = suggest_k(vectors, seed, cancelled)
    _check(cancelled)
    with _one_thread():
        labels = _by_size(_kmeans(vectors, max(1, k or suggested), seed))
        _check(cancelled)
        count = int(labels.max(initial=-1)) + 1
        centres = _means(vectors, labels, count)
        value = silhouette(vectors, labels, seed)
    order = ranks(vectors, labels, centres)
    return Clustering(labels, centres, count, suggested, value, curve, order)


def suggest_k(
    vectors: Vectors, seed: int = 0, cancelled: Callable[[], bool] = never
) -> tuple[int, Curve]:
    """Return an advisable k for `vectors` [n, d], and each k tried with its silhouette.

    A sample is clustered for each k of a small grid. The largest k within 5 % of the best
    silhouette is taken: the curve is often flat, and two clusters of holidays and the rest tell
    less than eight of beaches, mountains and so on. Where no silhouette reaches WEAK, no number
    is right and k is chosen for browsing: from sqrt(n) / 3, but 8 at most, to 5/4 sqrt(n), but 40
    at most. 0 without pictures; 1 for fewer than 20, and for those that fall into groups hardly
    more than pictures scattered at random would.

    Raises:
        CancelledError: `cancelled` said so.
    """
    if len(vectors) < FEWEST:
        return min(1, len(vectors)), ()
    sample = vectors[_sample(len(vectors), seed)]
    different = len(np.unique(sample, axis=0))
    if different < 3:
        return 1, ()
    curve = []
    with _one_thread():
        # A cluster holds four pictures or more on average, or every pair would be one.
        for k in [k for k in GRID if k <= max(2, different // 4)]:
            _check(cancelled)
            curve.append((k, silhouette(sample, _kmeans(sample, k, seed, TRIES), seed)))
        k, value = _largest_good(curve, len(vectors))
        if value < STRONG and not _stands_out(sample, k, value, seed):
            return 1, tuple(curve)
    return k, tuple(curve)


def _largest_good(curve: list[tuple[int, float]], count: int) -> tuple[int, float]:
    """Return the k to take of those tried for `count` pictures, and its silhouette."""
    eligible = curve
    if max(value for _k, value in curve) < WEAK:
        root = count**0.5
        least, most = min(max(2, round(root / 3)), 8), min(max(4, round(1.25 * root)), BROWSED)
        eligible = [pair for pair in curve if least <= pair[0] <= most] or curve[-1:]
    best = max(value for _k, value in eligible)
    return max(pair for pair in eligible if pair[1] >= best - abs(best) * TOLERANCE)


def _stands_out(sample: Vectors, k: int, value: float, seed: int) -> bool:
    """Return whether `k` clusters of `sample` are more than chance, by their silhouette `value`.

    Compared with pictures scattered as widely in each direction, but without groups: the principal
    components, each shuffled by itself. What chance leaves between the two was measured: up to
    0.05, and more among few.
    """
    random = np.random.default_rng(seed)
    mean = sample.mean(0)
    left, lengths, axes = np.linalg.svd(sample - mean, full_matrices=False)
    strewn = normalise(random.permuted(left * lengths, axis=0) @ axes + mean)
    chance = silhouette(strewn, _kmeans(strewn, k, seed, TRIES), seed)
    return value - chance >= 0.04 + 1.2 / len(sample)


def silhouette(vectors: Vectors, labels: NDArray[np.integer], seed: int = 0) -> float:
    """Return the mean silhouette by cosine of at most 2,000 of `vectors`, -1 to 1.

    0 where it is not defined: with one cluster, or when each picture is a cluster of its own.
    """
    chosen = _sample(len(vectors), seed)
    labels = labels[chosen]
    if not 1 < len(np.unique(labels)) < len(labels):
        return 0.0
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(vectors[chosen], labels, metric="cosine"))


def typical(
    vectors: Vectors, labels: NDArray[np.integer], centres: Vectors, count: int = 3
) -> list[Rows]:
    """Return for each of `centres` [k, d] the positions of the `count` pictures nearest to it.

    Nearest first; equal ones keep their order, and copies of one vector are shown once where
    there are others.
    """
    found = []
    for number, centre in enumerate(centres):
        members = np.flatnonzero(labels == number)
        near = vectors[members] @ centre
        order = np.argsort(-near, kind="stable")[: 8 * count]
        found.append(_different_first(vectors, members[order], count))
    return found


def ranks(vectors: Vectors, labels: NDArray[np.integer], centres: Vectors) -> Ranks:
    """Return each picture's place in its cluster, int32 [n]: the nearest to the centre is 0.

    Args:
        vectors: unit vectors, [n, d].
        labels: cluster of each, [n].
        centres: mean vector of each cluster, [k, d].
    """
    near = np.empty(len(labels), np.float32)
    block = block_rows(vectors.shape[1])
    for begin in range(0, len(labels), block):
        part = slice(begin, begin + block)
        near[part] = np.einsum("nd,nd->n", vectors[part], centres[labels[part]])
    order = np.lexsort((-near, labels))
    sizes = np.bincount(labels, minlength=len(centres))
    places = np.empty(len(labels), np.int32)
    places[order] = np.arange(len(labels)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return places


def assign(vectors: Vectors, centres: Vectors) -> Labels:
    """Return the cluster, int32 [n], whose mean in `centres` [k, d] is nearest to each vector."""
    labels = np.zeros(len(vectors), np.int32)
    half = (centres.astype(np.float64) ** 2).sum(1).astype(np.float32) / 2
    block = block_rows(len(centres))
    for begin in range(0, len(vectors), block):
        part = slice(begin, begin + block)
        labels[part] = np.argmax(vectors[part] @ centres.T - half, axis=1)
    return labels


def join(
    vectors: Vectors, labels: NDArray[np.int16], numbers: list[int], count: int = 3
) -> tuple[NDArray[np.int16], list[Rows], Ranks]:
    """Let new pictures join the clusters there are.

    Args:
        vectors: unit vectors, [n, d].
        labels: cluster of each, int16 [n]; -1 for new ones.
        numbers: the clusters there are, ascending; each has a member in `labels`.
        count: typical members wanted of each.

    Returns:
        labels: as given, and of the new ones the cluster whose mean is nearest.
        typical: positions of the pictures nearest to each mean, as `typical` returns them.
        ranks: place of each picture in its cluster, as `ranks` returns it.
    """
    labels, new = labels.copy(), labels < 0
    centres = np.stack([vectors[labels == n].mean(0) for n in numbers]).astype(np.float32)
    if new.any():
        labels[new] = np.array(numbers, np.int16)[assign(vectors[new], centres)]
    at = np.searchsorted(numbers, labels)
    return labels, typical(vectors, at, centres, count), ranks(vectors, at, centres)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Compute on one thread: several add up in an order of their own, and round otherwise."""
    import_module("sklearn.cluster")  # only what is loaded can be limited
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


def _kmeans(vectors: Vectors, k: int, seed: int, tries: int = STARTS) -> Labels:
    """Return the label of each vector, int32 [n]; some labels may have no members."""
    count = len(vectors)
    k = min(k, _different(vectors, k))
    if k <= 1:
        return np.zeros(count, np.int32)
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from sklearn.exceptions import ConvergenceWarning

    if count > MINI_BATCH_ABOVE:
        method = MiniBatchKMeans(k, batch_size=4096, n_init=3, random_state=seed)
    else:
        starts = tries if count < SEVERAL_STARTS_BELOW else 1
        method = KMeans(k, n_init=starts, random_state=seed)
    with warnings.catch_warnings():
        # Vectors that differ by rounding alone: fewer clusters come back, and that is right.
        warnings.filterwarnings("ignore", "Number of distinct clusters", ConvergenceWarning)
        labels: Labels = method.fit_predict(vectors).astype(np.int32)
    return labels


def _different(vectors: Vectors, enough: int) -> int:
    """Return how many of `vectors` differ; counting stops at `enough`, which is soon reached."""
    seen: set[bytes] = set()
    for row in vectors:
        seen.add(row.tobytes())
        if len(seen) >= enough:
            break
    return len(seen)


def _different_first(vectors: Vectors, members: Rows, count: int) -> Rows:
    """Return `count` of `members`, those whose vector was seen before behind the others."""
    seen: set[bytes] = set()
    copies = []
    for member in members:
        copies.append(vectors[member].tobytes() in seen)
        seen.add(vectors[member].tobytes())
    first: Rows = members[np.argsort(copies, kind="stable")][:count]
    return first


def _by_size(labels: Labels) -> Labels:
    """Return `labels` numbered anew from the largest cluster to the smallest, without gaps."""
    found, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    number = np.empty(len(found), np.int32)
    number[np.lexsort((first, -sizes))] = np.arange(len(found))
    return number[inverse] if len(found) else labels


def _means(vectors: Vectors, labels: Labels, count: int) -> Vectors:
    centres = np.zeros((count, vectors.shape[1]), np.float32)
    for number in range(count):
        centres[number] = vectors[labels == number].mean(0, dtype=np.float64)
    return centres


def _sample(count: int, seed: int) -> Rows:
    """Return the rows a figure is computed from: all, or SAMPLE of them in order."""
    if count <= SAMPLE:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, SAMPLE, replace=False))


def _check(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise CancelledError
