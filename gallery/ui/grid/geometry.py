"""Where the tiles of the grid lie: arithmetic alone, so that a million tiles cost what ten do."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

GAP = 8
PADDING = 12
SMALLEST, LARGEST = 64, 512
GROWN = 320  # thumbnails have 256 pixels: much larger would only show how small they are
GAIN = 1.15  # less would not be seen, and would leave the rows unfilled
MINIMUM = 16  # in a pane that is all but closed, where the arithmetic must still hold
LINE = 36  # between the bands of a search by words
# Scroll bars count in 32 bits; beyond this height one step of the bar is several points.
HIGHEST = 1 << 30


class Band(NamedTuple):
    """A rectangle over the grid, edges included, in points from its top left."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def between(cls, a: tuple[int, int], b: tuple[int, int]) -> "Band":
        """Return the rectangle with corners `a` and `b`."""
        (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        return cls(left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Geometry:
    """Square tiles in rows across `width` points; `count` of them, GAP apart.

    The number of columns is the one that brings the tiles nearest to `wanted` points; they are
    then as large as fills the row, so that the first tile and the last both stand PADDING from
    the edge. The few points that do not divide are spread over the gaps.

    Where the tiles are `exact`, they have the size that is wanted, and stand GAP apart from the
    left. After the first `split` tiles, if any, there is room for a line, and a new row begins:
    tiles then stand in slots, some of which stay empty before the line.
    """

    width: int = 0
    count: int = 0
    wanted: int = 160
    exact: bool = False
    split: int = 0

    @classmethod
    def filling(cls, width: int, height: int, count: int, wanted: int, whole: int) -> "Geometry":
        """Return tiles of `wanted` points, larger where few pictures would leave a pane empty.

        They grow while all `whole` pictures of the folder can still be seen at once, to GROWN
        points at most; `whole` is 0 where they must not grow.
        """
        usual = cls(width, max(count, whole), wanted)
        side = usual._grown(height) if whole else 0
        exact = side >= GAIN * usual.side
        return cls(width, count, side if exact else wanted, exact)

    def _grown(self, height: int) -> int:
        """Return the largest side at which all tiles fit into `height` points; 0 if none does."""
        if self.height > height:
            return 0
        across, down = self.width - 2 * PADDING + GAP, height - 2 * PADDING + GAP
        columns = range(1, self.columns + 1)
        return (
            max(min(across // n, down // max(1, -(-self.count // n)), GROWN + GAP) for n in columns)
            - GAP
        )

    @property
    def columns(self) -> int:
        """Tiles in a full row, at least 1."""
        pitch = self.wanted + GAP
        spare = 0 if self.exact else pitch // 2
        return max(1, (self.width - 2 * PADDING + GAP + spare) // pitch)

    @property
    def side(self) -> int:
        """Side of a tile, in points."""
        if self.exact:
            return self.wanted
        return max(MINIMUM, (self.width - 2 * PADDING + GAP) // self.columns - GAP)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return -(-(self.count + self._hole) // self.columns)

    @property
    def _hole(self) -> int:
        """Slots that stay empty before the line."""
        return -self.split % self.columns

    @property
    def _above(self) -> int:
        """Rows above the line."""
        return (self.split + self._hole) // self.columns

    @property
    def line(self) -> int:
        """Where the room for the line begins, in points from the top of everything."""
        return PADDING + self._above * self.pitch - GAP

    def _slot(self, index: int) -> int:
        return index + self._hole if self.split and index >= self.split else index

    def _index(self, slot: int) -> int:
        """Return the index of the tile in a slot, or of the next one where it is empty."""
        if not self.split or slot < self.split:
            return min(slot, self.count)
        return min(max(slot - self._hole, self.split), self.count)

    def moved(self, index: int, rows: int) -> int:
        """Return the index of the tile some rows below another; beyond the ends there may be none.

        An empty slot leads to the last tile before it.
        """
        slot = self._slot(index) + rows * self.columns
        if self.split and self.split <= slot < self.split + self._hole:
            return self.split - 1
        return slot - self._hole if self.split and slot >= self.split else slot

    def is_last_row(self, index: int) -> bool:
        """Return whether a tile stands in the last row."""
        return self._slot(index) // self.columns == self.rows - 1

    @property
    def pitch(self) -> int:
        """From one row to the next, in points."""
        return self.side + GAP

    @property
    def height(self) -> int:
        """Height of everything, in points."""
        room = LINE if self.split else 0
        return self.rows * self.pitch - GAP + 2 * PADDING + room if self.count else 0

    def left(self, column: int) -> int:
        """Return the left edge of a column."""
        if self.exact:
            return PADDING + column * self.pitch
        if self.columns == 1:
            return max(0, (self.width - self.side) // 2)
        return PADDING + column * (self.width - 2 * PADDING - self.side) // (self.columns - 1)

    def top(self, index: int) -> int:
        """Return the upper edge of the tile at `index`, in points from the top of everything."""
        room = LINE if self.split and index >= self.split else 0
        return PADDING + self._slot(index) // self.columns * self.pitch + room

    def rect(self, index: int, offset: int = 0) -> QRect:
        """Return the place of the tile at `index` when scrolled by `offset` points.

        QRect counts in 32 bits: far down only differences fit.
        """
        left, top = self.left(self._slot(index) % self.columns), self.top(index) - offset
        return QRect(left, top, self.side, self.side)

    def at(self, x: int, y: int) -> int:
        """Return the index of the tile at a point, or -1 between tiles and beyond them."""
        found = self.touched(Band(x, y, x, y))
        return int(found[0]) if len(found) else -1

    def between(self, top: int, bottom: int) -> range:
        """Return the indices of tiles in rows that touch the points from `top` to `bottom`."""
        first = max(0, (self._without_line(top) - PADDING - GAP) // self.pitch)
        last = max(first, (self._without_line(bottom) - PADDING) // self.pitch + 1)
        return range(self._index(first * self.columns), self._index(last * self.columns))

    def _without_line(self, y: int) -> int:
        """Return where a point would lie if there were no room for the line."""
        if not self.split:
            return y
        return max(min(y, self.line + GAP - 1), y - LINE)

    def touched(self, band: Band) -> NDArray[np.intp]:
        """Return the indices of tiles that `band` touches, ascending."""
        inside = self.between(band.top, band.bottom)
        if not inside:
            return np.zeros(0, np.intp)
        first, last = self._slot(inside.start), self._slot(inside.stop - 1)
        rows = np.arange(first // self.columns, last // self.columns + 1)
        tops = PADDING + rows * self.pitch
        if self.split:
            tops[rows >= self._above] += LINE
        rows = rows[(tops <= band.bottom) & (tops + self.side > band.top)]
        lefts = np.array([self.left(column) for column in range(self.columns)])
        columns = np.flatnonzero((lefts <= band.right) & (lefts + self.side > band.left))
        indices = (rows[:, None] * self.columns + columns[None, :]).ravel()
        if self.split:
            indices = indices[(indices < self.split) | (indices >= self.split + self._hole)]
            indices[indices >= self.split] -= self._hole
        return indices[indices < self.count].astype(np.intp)
