"""The points of the map as columns, and the questions asked of them: nearest, and inside."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Floats, Rows
from gallery.library.table import Table


def _no_floats() -> Floats:
    return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class MapPoints:
    """The m pictures that have a place on the map; one of them is a row, 0 to m - 1.

    Attributes:
        positions: position in the table, ascending, [m].
        x, y: place in the world, finite, float32 [m].
        cluster: number of the cluster, int16 [m]; -1 for none.
        living: pictures of the folder, placed or not.
    """

    positions: Rows = field(default_factory=lambda: np.zeros(0, np.intp))
    x: Floats = field(default_factory=_no_floats)
    y: Floats = field(default_factory=_no_floats)
    cluster: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, np.int16))
    living: int = 0

    def __len__(self) -> int:
        return len(self.positions)

    def same_as(self, other: "MapPoints") -> bool:
        """Return whether the same pictures lie at the same places in the same clusters."""
        return all(
            np.array_equal(mine, theirs)
            for mine, theirs in (
                (self.positions, other.positions),
                (self.x, other.x),
                (self.y, other.y),
                (self.cluster, other.cluster),
            )
        )

    def row(self, position: int) -> int:
        """Return the row of a picture; -1 when it has no place."""
        at = int(np.searchsorted(self.positions, position))
        return at if at < len(self.positions) and self.positions[at] == position else -1

    def rows(self, positions: Rows) -> Rows:
        """Return the rows of those `positions` that have a place, in their order."""
        if len(self.positions) == 0:
            return np.zeros(0, np.intp)
        at = np.minimum(np.searchsorted(self.positions, positions), len(self.positions) - 1)
        found: Rows = at[self.positions[at] == positions]
        return found


def points_of(table: Table) -> MapPoints:
    """Return the points of a table: living pictures whose place is finite."""
    placed = table.alive & np.isfinite(table.xy[:, 0]) & np.isfinite(table.xy[:, 1])
    positions = np.flatnonzero(placed)
    xy = table.xy[positions]
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    return MapPoints(positions, x, y, table.cluster[positions], table.living)


class PointIndex:
    """Points sorted into square cells, so that the nearest one is found by looking at a few."""

    def __init__(self, x: Floats, y: Floats) -> None:
        self._x, self._y = x, y
        self._left, self._bottom = (float(x.min()), float(y.min())) if len(x) else (0.0, 0.0)
        extent = max(float(np.ptp(x)), float(np.ptp(y)), 1e-6) if len(x) else 1.0
        self._side = max(1, min(1024, int(len(x) ** 0.5 / 2)))
        self._cell = extent / self._side * 1.0001
        cells = self._cells(x, self._left) + self._side * self._cells(y, self._bottom)
        self._rows = np.argsort(cells, kind="stable")
        self._starts = np.searchsorted(cells[self._rows], np.arange(self._side**2 + 1))

    def _cells(self, values: Floats, origin: float) -> NDArray[np.int32]:
        cells = ((values - np.float32(origin)) / np.float32(self._cell)).astype(np.int32)
        return np.clip(cells, 0, self._side - 1)

    def nearest(self, x: float, y: float, within: float) -> int:
        """Return the row nearest to a place of the world, or -1 if none is `within` reach."""
        rows = self._around(x, y, within)
        if len(rows) == 0:
            return -1
        away = (self._x[rows] - x) ** 2 + (self._y[rows] - y) ** 2
        best = int(np.argmin(away))
        return int(rows[best]) if away[best] <= within**2 else -1

    def _around(self, x: float, y: float, within: float) -> Rows:
        last = self._side - 1
        low = int(max((x - within - self._left) // self._cell, 0))
        high = int(min((x + within - self._left) // self._cell, last))
        bottom = int(max((y - within - self._bottom) // self._cell, 0))
        top = int(min((y + within - self._bottom) // self._cell, last))
        if low > high or bottom > top:
            return np.zeros(0, np.intp)
        parts = [
            self._rows[self._starts[line + low] : self._starts[line + high + 1]]
            for line in range(bottom * self._side, (top + 1) * self._side, self._side)
        ]
        return np.concatenate(parts)


def inside(x: Floats, y: Floats, corners: NDArray[np.float64]) -> Rows:
    """Return the rows of points inside a polygon, ascending.

    Even-odd rule (Shimrat 1962, Algorithm 112): each edge turns the points to its left over. They
    are sorted by height, so that an edge touches only those beside it.

    Args:
        x, y: points, [n].
        corners: of the polygon, [c, 2]; it closes itself.
    """
    if len(corners) < 3:
        return np.zeros(0, np.intp)
    (left, low), (right, high) = corners.min(axis=0), corners.max(axis=0)
    near = np.flatnonzero((x >= left) & (x <= right) & (y >= low) & (y <= high))
    near = near[np.argsort(y[near], kind="stable")]
    across, up = x[near].astype(np.float64), y[near].astype(np.float64)
    odd = np.zeros(len(near), np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 != y2:
            start, end = np.searchsorted(up, (min(y1, y2), max(y1, y2)))
            crossing = x1 + (up[start:end] - y1) * ((x2 - x1) / (y2 - y1))
            odd[start:end] ^= across[start:end] < crossing
    return np.sort(near[odd])
