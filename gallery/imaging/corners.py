"""Where a small picture has corners, and what it looks like around each of them.

Descriptors are plain patches, brought to mean 0 and length 1 (MOPS; Brown, Szeliski, Winder 2005).
A patch of eight by eight samples is turned and mirrored by moving its numbers, so that pictures
are compared in eight orientations at no cost.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.core.arrays import Vectors

Grey = NDArray[np.float32]
Number = TypeVar("Number", bound=np.generic)

STEP = 1.25  # from one level of the pyramid to the next
MOST = (72, 56, 44, 34)  # corners that are kept of each level
GRID = 8  # samples across a patch
SPACING = 2  # pixels from one sample to the next
CELL = 5  # pixels; of each cell the strongest corner counts
_REACH = SPACING * GRID // 2  # pixels from a corner to the edge of its patch
_OFFSETS = SPACING * np.arange(GRID) - _REACH + SPACING // 2
_LEAST_CONTRAST = 4.0  # grey levels, standard deviation within a patch


@dataclass(frozen=True, slots=True)
class Corners:
    """Corners of one picture.

    Attributes:
        points: x and y in pixels of the picture, float32 [n, 2].
        patches: what lies around each, mean 0 and length 1, float32 [n, GRID * GRID].
    """

    points: NDArray[np.float32]
    patches: Vectors


def find_corners(grey: Grey) -> Corners:
    """Return the corners of a picture [h, w], values 0 to 255, on four scales."""
    points, patches = [np.zeros((0, 2), np.float32)], [np.zeros((0, GRID * GRID), np.float32)]
    image = Image.fromarray(grey)
    for level, most in enumerate(MOST):
        share = STEP**-level
        size = (round(grey.shape[1] * share), round(grey.shape[0] * share))
        # No corner has a whole patch around it in a picture this small.
        if min(size) < 2 * _REACH + 2 * CELL:
            break
        small = grey if level == 0 else np.asarray(image.resize(size, Image.Resampling.BOX))
        soft = _blurred(small)
        at = _strongest(soft, most)
        found, kept = _patches(soft, at)
        scale = np.array([grey.shape[1] / size[0], grey.shape[0] / size[1]], np.float32)
        points.append((at[kept].astype(np.float32) + 0.5) * scale - 0.5)
        patches.append(found)
    return Corners(np.concatenate(points), np.concatenate(patches))


def turned_patches(patches: Vectors, turn: int) -> Vectors:
    """Return patches [n, GRID * GRID] as they look in orientation `turn`, 0 to 7."""
    return patches[:, _TURNS[turn]]


def turned(array: NDArray[Number], turn: int) -> NDArray[Number]:
    """Return a picture [h, w] in orientation `turn`: mirrored for 4 to 7, then quarter turns."""
    return np.rot90(array[:, ::-1] if turn >= 4 else array, turn % 4)


def turned_points(
    points: NDArray[np.float32], size: tuple[int, int], turn: int
) -> NDArray[np.float32]:
    """Return where points [n, 2] of a picture of `size`, width and height, lie in `turned`."""
    x, y = points[:, 0], points[:, 1]
    width, height = size
    if turn >= 4:
        x = width - 1 - x
    for _quarter in range(turn % 4):  # numpy turns against the clock: the right edge goes up
        x, y = y, width - 1 - x
        width, height = height, width
    return np.stack([x, y], axis=1)


_TURNS = [turned(np.arange(GRID * GRID).reshape(GRID, GRID), turn).ravel() for turn in range(8)]


def _blurred(grey: Grey) -> Grey:
    """Return a picture smoothed by 1 4 6 4 1 along both axes."""
    for _axis in range(2):
        padded = np.pad(grey, ((2, 2), (0, 0)), "edge")
        near, far = padded[1:-3] + padded[3:-1], padded[:-4] + padded[4:]
        grey = ((6 * padded[2:-2] + 4 * near + far) / 16).T
    return np.ascontiguousarray(grey, np.float32)


def _strongest(soft: Grey, most: int) -> NDArray[np.intp]:
    """Return x and y of the strongest corners (Shi, Tomasi 1994), strongest first, [n, 2]."""
    down, right = (np.asarray(slope, np.float32) for slope in np.gradient(soft))
    xx, yy, xy = _summed(right * right), _summed(down * down), _summed(right * down)
    strength = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    inner = strength[_REACH:-_REACH, _REACH:-_REACH]
    rows, columns = inner.shape[0] // CELL, inner.shape[1] // CELL
    cut = inner[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    cells = cut.transpose(0, 2, 1, 3).reshape(rows * columns, CELL * CELL)
    within = cells.argmax(axis=1)
    best = cells[np.arange(len(cells)), within]
    order = np.argsort(-best, kind="stable")[:most]
    # A cell without any structure has a strongest point as well.
    order = order[best[order] > 1.0]
    y = order // columns * CELL + within[order] // CELL + _REACH
    x = order % columns * CELL + within[order] % CELL + _REACH
    return np.stack([x, y], axis=1)


def _summed(values: Grey) -> Grey:
    """Return the sum over a window of five by five pixels around each; 0 at the edge."""
    table = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    table[1:, 1:] = values.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    out = np.zeros_like(values)
    out[2:-2, 2:-2] = table[5:, 5:] - table[5:, :-5] - table[:-5, 5:] + table[:-5, :-5]
    return out


def _patches(soft: Grey, at: NDArray[np.intp]) -> tuple[Vectors, NDArray[np.bool_]]:
    """Return the patches around corners [n, 2] that show anything, and which those are, [n]."""
    rows = at[:, 1, None, None] + _OFFSETS[:, None]
    columns = at[:, 0, None, None] + _OFFSETS[None, :]
    found = soft[rows, columns].reshape(len(at), GRID * GRID)
    found = found - found.mean(axis=1, keepdims=True)
    length = np.linalg.norm(found, axis=1)
    kept = length > _LEAST_CONTRAST * GRID
    return (found[kept] / length[kept, None]).astype(np.float32), kept
