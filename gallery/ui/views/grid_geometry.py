"""Where the tiles of the grid lie: arithmetic alone, so that a million tiles cost what ten do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

GAP = 8
PADDING = 12
SMALLEST, LARGEST = 64, 512
# Scroll bars count in 32 bits; beyond this height one step of the bar is several points.
HIGHEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Geometry:
    """Square tiles of `side` points in rows across `width` points; `count` of them.

    Columns keep at least GAP between them and share what is left over, so that the first tile
    and the last both stand PADDING from the edge.
    """

    width: int = 0
    count: int = 0
    side: int = 160

    @property
    def columns(self) -> int:
        """Tiles in a full row, at least 1."""
        return max(1, (self.width - 2 * PADDING + GAP) // (self.side + GAP))

    @property
    def rows(self) -> int:
        """Number of rows."""
        return -(-self.count // self.columns)

    @property
    def pitch(self) -> int:
        """From one row to the next, in points."""
        return self.side + GAP

    @property
    def height(self) -> int:
        """Height of everything, in points."""
        return self.rows * self.pitch - GAP + 2 * PADDING if self.count else 0

    def left(self, column: int) -> int:
        """Return the left edge of a column."""
        if self.columns == 1:
            return max(0, (self.width - self.side) // 2)
        return PADDING + column * (self.width - 2 * PADDING - self.side) // (self.columns - 1)

    def rect(self, index: int) -> QRect:
        """Return the place of the tile at `index`, in points from the top of everything."""
        row, column = divmod(index, self.columns)
        return QRect(self.left(column), PADDING + row * self.pitch, self.side, self.side)

    def at(self, x: int, y: int) -> int:
        """Return the index of the tile at a point, or -1 between tiles and beyond them."""
        row = (y - PADDING) // self.pitch
        if row < 0:
            return -1
        for column in range(self.columns):
            index = row * self.columns + column
            if index < self.count and self.rect(index).contains(x, y):
                return index
        return -1

    def between(self, top: int, bottom: int) -> range:
        """Return the indices of tiles in rows that touch the points from `top` to `bottom`."""
        first = max(0, (top - PADDING - GAP) // self.pitch)
        last = max(first, (bottom - PADDING) // self.pitch + 1)
        columns = self.columns
        return range(min(first * columns, self.count), min(last * columns, self.count))

    def touched(self, area: QRect) -> NDArray[np.intp]:
        """Return the indices of tiles that `area` touches, ascending."""
        area = area.normalized()
        inside = self.between(area.top(), area.bottom())
        if not inside:
            return np.zeros(0, np.intp)
        first, last = inside.start // self.columns, (inside.stop - 1) // self.columns
        rows = np.arange(first, last + 1)
        tops = PADDING + rows * self.pitch
        rows = rows[(tops <= area.bottom()) & (tops + self.side > area.top())]
        lefts = np.array([self.left(column) for column in range(self.columns)])
        columns = np.flatnonzero((lefts <= area.right()) & (lefts + self.side > area.left()))
        indices = (rows[:, None] * self.columns + columns[None, :]).ravel()
        return indices[indices < self.count].astype(np.intp)
