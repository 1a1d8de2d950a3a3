"""What the regions of two pictures add to their likeness, and parts of pictures that match a crop.

An encoder whose pooling is linear gives for each cell of a grid what it adds to the vector. The
cosine of two pictures is then the sum over all pairs of cells, which shows where they are alike
(Stylianou et al. 2019, "Visualizing deep similarity networks"). The same sums over a window of
cells are the vector of that part of the picture, so that a crop can be compared with parts (after
Patchify, arXiv 2512.12610). For other encoders, what is lost where a cell is covered is an estimate
(Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks").
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Pixels, Vectors, normalise
from gallery.core.query import Box

GRID = 7  # cells across and down of an estimate
SHARES = (1.0, 0.6, 0.45)  # sides of the windows that a crop is compared with
TINY = 1e-12

Parts = NDArray[np.float32]
Heat = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """Where two pictures are alike.

    Attributes:
        cosine: of the two.
        first: what each cell of the first adds to it, float32 [rows, columns].
        second: likewise of the second.
        pairs: what each pair of cells adds, float32 [rows x columns, rows x columns]; their sum is
            the cosine. None where all is estimated by covering cells.
    """

    cosine: float
    first: Heat
    second: Heat
    pairs: Heat | None = None

    def partners(self, cell: int, *, of_first: bool = True) -> Heat:
        """Return what each cell of the other picture adds together with one cell.

        Args:
            cell: its number, row by row.
            of_first: it is one of the first picture.
        """
        if self.pairs is None:
            return np.zeros_like(self.second if of_first else self.first)
        row = self.pairs[cell] if of_first else self.pairs[:, cell]
        return row.reshape(self.second.shape if of_first else self.first.shape)


def why(first: Parts, second: Parts) -> Why:
    """Return where two pictures are alike.

    Args:
        first: what each region adds to the vector, float32 [rows, columns, d]; their sum is the
            vector before it is made unit length.
        second: likewise of the other picture.
    """
    a, b = (part.reshape(-1, part.shape[-1]).astype(np.float64) for part in (first, second))
    lengths = float(np.linalg.norm(a.sum(0)) * np.linalg.norm(b.sum(0)))
    pairs = a @ b.T / max(lengths, TINY)
    return Why(
        float(pairs.sum()),
        pairs.sum(1).reshape(first.shape[:2]).astype(np.float32),
        pairs.sum(0).reshape(second.shape[:2]).astype(np.float32),
        pairs.astype(np.float32),
    )


def why_estimated(images: Callable[[Pixels], Vectors], first: Pixels, second: Pixels) -> Why:
    """Return an estimate of where two pictures are alike: what is lost where a cell is covered.

    Args:
        images: of an encoder; it is asked for 2 x 50 pictures.
        first: what the encoder sees of it, uint8 [side, side, 3].
        second: likewise.
    """
    a, b = images(covered(first)), images(covered(second))
    cosine = float(a[0] @ b[0])
    heats = (cosine - one[1:] @ other[0] for one, other in ((a, b), (b, a)))
    first_heat, second_heat = (heat.reshape(GRID, GRID).astype(np.float32) for heat in heats)
    return Why(cosine, first_heat, second_heat)


def covered(pixels: Pixels) -> Pixels:
    """Return a picture, and then with each cell of GRID x GRID in its mean colour, [50, ...]."""
    side = pixels.shape[0]
    ends = np.linspace(0, side, GRID + 1).astype(int)
    mean = np.round(pixels.reshape(-1, 3).mean(0)).astype(np.uint8)
    batch = np.repeat(pixels[np.newaxis], 1 + GRID * GRID, axis=0)
    for cell in range(GRID * GRID):
        row, column = divmod(cell, GRID)
        batch[1 + cell, ends[row] : ends[row + 1], ends[column] : ends[column + 1]] = mean
    return batch


# ---------------------------------------------------------------- parts that match a crop


@cache
def windows(rows: int, columns: int) -> tuple[tuple[int, int, int, int], ...]:
    """Return the windows of a grid: top, left, bottom and right in cells; the whole first.

    1, 4 and 9 of them, from corner to corner, overlapping.
    """
    found = []
    for number, share in enumerate(SHARES, 1):
        high, wide = max(1, round(share * rows)), max(1, round(share * columns))
        for top in _starts(rows - high, number):
            found += [
                (top, left, top + high, left + wide) for left in _starts(columns - wide, number)
            ]
    return tuple(dict.fromkeys(found))


def _starts(room: int, count: int) -> list[int]:
    return [round(at) for at in np.linspace(0, room, count)]


def window_vectors(parts: Parts) -> Vectors:
    """Return the unit vector of each window of pictures, float32 [n, w, d].

    Args:
        parts: what each region adds to the vector, float32 [n, rows, columns, d].
    """
    # A summed-area table: each window is four look-ups, whatever its size.
    sums = np.pad(parts.cumsum(1).cumsum(2), ((0, 0), (1, 0), (1, 0), (0, 0)))
    found = [
        sums[:, bottom, right] - sums[:, top, right] - sums[:, bottom, left] + sums[:, top, left]
        for top, left, bottom, right in windows(*parts.shape[1:3])
    ]
    return normalise(np.stack(found, 1))


def window_boxes(rows: int, columns: int, cut: Box) -> list[Box]:
    """Return where the windows lie in a picture, of which the encoder sees `cut`."""
    return [
        Box(
            cut.left + cut.width * left / columns,
            cut.top + cut.height * top / rows,
            cut.width * (right - left) / columns,
            cut.height * (bottom - top) / rows,
        )
        for top, left, bottom, right in windows(rows, columns)
    ]


def best_windows(crop: Vectors, vectors: Vectors) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return the cosine of the window of each picture that is most like a crop, and its number.

    Args:
        crop: unit vector, [d].
        vectors: of the windows, [n, w, d]; need not be of unit length.
    """
    lengths = np.maximum(np.linalg.norm(vectors, axis=2), TINY)
    cosines = (vectors @ crop) / lengths
    best = cosines.argmax(1)
    return cosines[np.arange(len(best)), best].astype(np.float32), best
