"""Which points are shown as thumbnails when one is near, and where they lie on the screen.

The choice is made in the world, for one of the discrete levels of zoom: it stays the same while
one pans, and within a level thumbnails grow with the zoom until the next level brings more.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gallery.core.arrays import Floats, Rows
from gallery.ui.map.camera import MapCamera
from gallery.ui.map.points import MapPoints

SMALL = 60.0
STEP = 1.4
GAP = 0.07
# Thumbnails begin where most points have at most so many in their cell; before that, and once one
# has zoomed in a little, they begin in the cells that hold no more than a few.
CROWD, FEW_IN_CELL = 3, 5
# Zoom, of the fitted map, from which places without a crowd show thumbnails, and all places do.
# A small library shows some at once.
SPARSE_FROM, ALL_FROM, SMALL_LIBRARY = 1.2, 10.0, 150
# Beyond, only the best point of each quarter of a cell is tried.
FEW = 3000


@dataclass(frozen=True, slots=True)
class PlacedThumbnails:
    """Thumbnails: rows of points, [t], and the side of each in the world."""

    rows: Rows
    side: float

    def boxes(self, points: MapPoints, camera: MapCamera) -> list[tuple[int, QRectF]]:
        """Return row and place of those on the screen, in points."""
        across, down = camera.to_screen(points.x[self.rows], points.y[self.rows])
        side = self.side * camera.scale
        half = side / 2
        seen = (across > -half) & (across < camera.width + half)
        seen &= (down > -half) & (down < camera.height + half)
        return [
            (
                int(self.rows[at]),
                QRectF(float(across[at]) - half, float(down[at]) - half, side, side),
            )
            for at in np.flatnonzero(seen)
        ]


NOTHING = PlacedThumbnails(np.zeros(0, np.intp), 1.0)


class Chooser:
    """Chooses thumbnails for points, and keeps the choice while it holds."""

    def __init__(self) -> None:
        self._points = MapPoints()
        self._first: Rows = np.zeros(0, np.intp)
        self._kept: NDArray[np.bool_] | None = None
        self._crowded: dict[int, bool] = {}
        self._key: tuple[object, ...] = ()
        self._shown = NOTHING

    def set_points(
        self, points: MapPoints, first: Rows, kept: NDArray[np.bool_] | None = None
    ) -> None:
        """Choose among those `points` that are `kept`; `first` are rows to be preferred."""
        self._points, self._first, self._kept = points, first, kept
        self._crowded.clear()
        self._key = ()

    def shown(self, camera: MapCamera, fit_scale: float) -> PlacedThumbnails:
        """Return the thumbnails for a camera; the fitted map has the scale `fit_scale`."""
        if len(self._points) == 0:
            return NOTHING
        level = math.floor(math.log(camera.scale) / math.log(STEP))
        zoom = STEP**level / fit_scale
        crowded = self._is_crowded(level)
        if crowded and zoom < SPARSE_FROM and len(self._points) > SMALL_LIBRARY:
            return NOTHING
        limit = FEW_IN_CELL if crowded and zoom < ALL_FROM else 0
        # Tiles of the world as large as the screen: the choice is made for 3 x 3 of them.
        wide, high = camera.width / STEP**level, camera.height / STEP**level
        tile = (math.floor(camera.x / wide), math.floor(camera.y / high))
        key = (level, limit, tile, wide, high)
        if key != self._key:
            left, bottom = (tile[0] - 1) * wide, (tile[1] - 1) * high
            self._shown = self._choose(level, limit, (left, bottom, 3 * wide, 3 * high))
            self._key = key
        return self._shown

    def _is_crowded(self, level: int) -> bool:
        """Return whether most points share their cell with a crowd, at one level."""
        if level not in self._crowded:
            every = max(1, len(self._points) // 50_000)
            x, y = self._points.x[::every], self._points.y[::every]
            counts = _sharing(x, y, SMALL / STEP**level)
            self._crowded[level] = float(np.median(counts)) * every > CROWD
        return self._crowded[level]

    def _choose(
        self, level: int, limit: int, region: tuple[float, float, float, float]
    ) -> PlacedThumbnails:
        left, bottom, wide, high = region
        points, side = self._points, SMALL / STEP**level
        near = (points.x >= left) & (points.x <= left + wide)
        near &= (points.y >= bottom) & (points.y <= bottom + high)
        if self._kept is not None:
            near &= self._kept
        rows = np.flatnonzero(near)
        # The preferred ones first; the rest in the order of their positions.
        preferred = self._first[near[self._first]]
        near[preferred] = False
        rows = np.concatenate([preferred, np.flatnonzero(near)])
        if limit and len(rows):
            cells = _numbered(points, rows, region, side)
            rows = rows[np.bincount(cells)[cells] <= limit]
        if len(rows) > FEW:
            half = _numbered(points, rows, region, side / 2)
            _, first = np.unique(half, return_index=True)
            rows = rows[np.sort(first)]
        return PlacedThumbnails(apart(points.x, points.y, rows, side * (1 + GAP)), side)


def _numbered(
    points: MapPoints, rows: Rows, region: tuple[float, float, float, float], side: float
) -> Rows:
    """Return the number of each point's cell, cells of `side` counted in lines over `region`."""
    across = ((points.x[rows] - np.float32(region[0])) / np.float32(side)).astype(np.intp)
    up = ((points.y[rows] - np.float32(region[1])) / np.float32(side)).astype(np.intp)
    up *= math.ceil(region[2] / side) + 2
    up += across
    return up


def _sharing(x: Floats, y: Floats, side: float) -> Rows:
    """Return for each point how many are in its cell of the world, [n]."""
    across = np.floor(x.astype(np.float64) / side).astype(np.int64)
    up = np.floor(y.astype(np.float64) / side).astype(np.int64)
    _, inverse, counts = np.unique(across * (1 << 32) + up, return_inverse=True, return_counts=True)
    shared: Rows = counts[inverse]
    return shared


def apart(x: Floats, y: Floats, rows: Rows, side: float) -> Rows:
    """Return those of `rows`, taken in order, whose squares of `side` overlap none before them."""
    taken: dict[tuple[int, int], tuple[float, float]] = {}
    kept: list[int] = []
    for row, across, up in zip(rows.tolist(), x[rows].tolist(), y[rows].tolist(), strict=True):
        column, line = math.floor(across / side), math.floor(up / side)
        for right, above in _AROUND:
            other = taken.get((column + right, line + above))
            if other and abs(other[0] - across) < side and abs(other[1] - up) < side:
                break
        else:
            taken[column, line] = (across, up)
            kept.append(row)
    return np.array(kept, np.intp)


_AROUND = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1))
