"""Whether two pictures show the same exposure: saved again, resized, turned, cropped, recoloured.

Vectors and hashes only say that two pictures are alike; two daisies are that as well. Here one is
laid over the other, and the small parts that have any structure are compared one by one.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.core.findings import Same
from gallery.imaging.corners import Corners, Grey, find_corners, turned
from gallery.imaging.registration import Placement, register

SIDE = 160  # longer side of the pictures that are compared
PLAIN = 32  # side of the squares by which the plain orientations are tried
BLOCK = 8  # side of the parts that are compared one by one
FLAT = 5.0  # grey levels, standard deviation of a part without structure
ALIKE = 0.75  # correlation of two parts that show the same
LEAST_BLOCKS = 10  # with structure
LEAST_AGREEMENT = 0.75  # of a burst it is below 0.7, of other pictures of the same below 0.5
LEAST_WHOLE = 0.60  # correlation of all that both pictures show; words over it take some
MOST_TILT = 7.0  # degrees: a thing that was moved between two pictures lies askew by more
COVERED = (0.40, 0.85)  # the least of either, and of the one that is a part of the other
RECIPE = 1  # counts up when the same two pictures may be judged in another way
TRIED = 3  # placements
PLAIN_LIKE = 0.80  # correlation of small squares from which an orientation is tried


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is needed of a picture to compare it: its greys and its corners."""

    grey: Grey
    plain: NDArray[np.float32]
    corners: Corners


NOTHING = Same(0.0, 0.0, 0, 0.0, 1.0, (0.0, 0.0), 0)


def is_same(found: Same) -> bool:
    """Return whether two pictures are one exposure.

    One of them must show nearly all that the other one does: neighbours of a panorama share only
    their edges.
    """
    return (
        found.agreement >= LEAST_AGREEMENT
        and found.blocks >= LEAST_BLOCKS
        and found.whole >= LEAST_WHOLE
        and abs(found.rotation) <= MOST_TILT
        and min(found.covered) >= COVERED[0]
        and max(found.covered) >= COVERED[1]
    )


def sketch(jpeg: bytes) -> Sketch | None:
    """Return the sketch of a thumbnail; None where it is no picture."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
            # Colour says nothing here: a picture made grey or recoloured is still the same
            # exposure.
            image.draft("L", (SIDE, SIDE))
            return sketch_of(image.convert("L"))
    except (OSError, ValueError, SyntaxError):
        return None


def sketch_of(image: Image.Image) -> Sketch:
    """Return the sketch of a picture of mode L."""
    share = SIDE / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    small = image.resize(size, Image.Resampling.BOX if share < 1 else Image.Resampling.BILINEAR)
    grey = np.asarray(small, np.float32)
    square = np.asarray(small.resize((PLAIN, PLAIN), Image.Resampling.BOX), np.float32)
    return Sketch(grey, square, find_corners(grey))


def compare(first: Sketch, second: Sketch) -> Same:
    """Return how much two pictures agree, laid over each other as well as they can be."""
    best = NOTHING
    for placement in _plain(first, second):
        best = _better(best, _overlaid(first.grey, second.grey, placement))
    # As good as it gets: no placement by corners would change the verdict.
    if best.agreement > 0.97:
        return best
    size = (second.grey.shape[1], second.grey.shape[0])
    for placement in register(first.corners, second.corners, size)[:TRIED]:
        best = _better(best, _overlaid(first.grey, second.grey, placement))
        if best.agreement > 0.97:
            break
    return best


def _better(one: Same, other: Same) -> Same:
    return other if other.agreement * other.blocks**0.5 > one.agreement * one.blocks**0.5 else one


def _plain(first: Sketch, second: Sketch) -> list[Placement]:
    """Return the orientations in which both pictures as wholes look alike."""
    shape = first.grey.shape[1] / first.grey.shape[0]
    found = []
    for turn in range(8):
        there = turned(second.grey, turn)
        # Shapes that differ by more than an eighth were cropped, which only corners can tell.
        if abs(np.log(there.shape[1] / there.shape[0] / shape)) > 0.12:
            continue
        like = _correlation(first.plain, turned(second.plain, turn))
        if like > PLAIN_LIKE:
            found.append((-like, turn, there.shape))
    return [Placement(turn, _stretch(first.grey.shape, shape)) for _, turn, shape in sorted(found)]


def _stretch(first: tuple[int, ...], second: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the matrix that stretches a picture of one shape over one of another."""
    x, y = second[1] / first[1], second[0] / first[0]
    return np.array([[x, 0, x / 2 - 0.5], [0, y, y / 2 - 0.5]])


def _correlation(one: Grey, other: Grey) -> float:
    a, b = one - one.mean(), other - other.mean()
    length = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / length if length > 1e-6 else 0.0


def _overlaid(first: Grey, second: Grey, placement: Placement) -> Same:
    """Return how much the pictures agree in one placement.

    The one that shows the content larger is brought to the size of the other: nothing is
    compared that only one of them can show.
    """
    there = turned(second, placement.turn)
    matrix = placement.matrix
    if placement.scale >= 1:
        warped, inside = _warped(there, matrix, first.shape)
        seen, over = first, matrix
    else:
        over = _inverse(matrix)
        warped, inside = _warped(first, over, there.shape)
        seen = there
    share = float(inside.mean())
    if inside.sum() < LEAST_BLOCKS * BLOCK * BLOCK:
        return NOTHING
    agreement, blocks = _agreement(seen, warped, inside)
    whole = _correlation(seen[inside], warped[inside])
    area = (
        share
        * seen.size
        * abs(np.linalg.det(over[:, :2]))
        / (there.size if seen is first else first.size)
    )
    covered = (share, min(area, 1.0)) if seen is first else (min(area, 1.0), share)
    return Same(
        agreement, whole, placement.turn, placement.rotation, placement.scale, covered, blocks
    )


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    turn = np.linalg.inv(matrix[:, :2])
    return np.column_stack([turn, -turn @ matrix[:, 2]])


def _warped(
    picture: Grey, matrix: NDArray[np.float64], shape: tuple[int, ...]
) -> tuple[Grey, NDArray[np.bool_]]:
    """Return `picture` as seen from a frame of `shape`, and where it is there."""
    height, width = shape
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    source = np.ascontiguousarray(picture, np.float32)
    if scale > 1.1:  # made small first, or single pixels would be picked out
        size = (max(2, round(source.shape[1] / scale)), max(2, round(source.shape[0] / scale)))
        small = Image.fromarray(source).resize(size, Image.Resampling.BOX)
        matrix = _stretch(source.shape, (size[1], size[0])) @ np.vstack([matrix, [0, 0, 1]])
        source = np.asarray(small)
    y, x = np.mgrid[0:height, 0:width]
    across = matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]
    down = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
    inside = (
        (across >= -0.5) & (down >= -0.5)
        & (across <= source.shape[1] - 0.5) & (down <= source.shape[0] - 0.5)
    )  # fmt: skip
    return _between(source, across, down), inside


def _between(source: Grey, across: NDArray[np.float64], down: NDArray[np.float64]) -> Grey:
    """Return the values of a picture between its pixels (bilinear), at its edge beyond it."""
    height, width = source.shape
    across = np.clip(across, 0, width - 1).astype(np.float32)
    down = np.clip(down, 0, height - 1).astype(np.float32)
    x, y = np.minimum(across.astype(int), width - 2), np.minimum(down.astype(int), height - 2)
    u, v = across - x, down - y
    above = source[y, x] * (1 - u) + source[y, x + 1] * u
    below = source[y + 1, x] * (1 - u) + source[y + 1, x + 1] * u
    between: Grey = above * (1 - v) + below * v
    return between


def _agreement(seen: Grey, warped: Grey, inside: NDArray[np.bool_]) -> tuple[float, int]:
    """Return the share of parts with structure that show the same, and how many there are."""
    whole = _blocks(inside.astype(np.float32)).min(axis=1) > 0
    a, b = _blocks(seen)[whole], _blocks(warped)[whole]
    if not len(a):
        return 0.0, 0
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    va, vb = (a * a).mean(axis=1), (b * b).mean(axis=1)
    # Where either has structure: a word drawn over plain sky must count against them.
    rich = np.maximum(va, vb) > FLAT * FLAT
    if not rich.any():
        return 0.0, 0
    like = (a * b).mean(axis=1)[rich] / np.sqrt(np.maximum(va * vb, 1e-6))[rich]
    return float((like > ALIKE).mean()), int(rich.sum())


def _blocks(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the whole blocks of a picture as rows, [n, BLOCK * BLOCK]."""
    rows, columns = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    cut = picture[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return cut.transpose(0, 2, 1, 3).reshape(rows * columns, BLOCK * BLOCK)


# ---------------------------------------------------------------- many pairs, in a worker


def compare_all(jpegs: Sequence[bytes], pairs: Sequence[tuple[int, int]]) -> list[Same | None]:
    """Return how much each of some pairs of thumbnails agrees; None where one is no picture."""
    sketches = [_remembered(jpeg) for jpeg in jpegs]
    found: list[Same | None] = []
    for i, j in pairs:
        one, other = sketches[i], sketches[j]
        found.append(None if one is None or other is None else compare(one, other))
    return found


@lru_cache(maxsize=512)  # 60 MB: the same picture comes in several batches
def _remembered(jpeg: bytes) -> Sketch | None:
    return sketch(jpeg)
