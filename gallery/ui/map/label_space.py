"""Where on the screen there is room for a name: what is taken, and how much of a cluster is hidden.

A name over a few dots of a large cluster does no harm; over a whole small one it does. So what a
box hides is counted in clusters: each point of a cluster of n counts 1 / n.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gallery.core.arrays import Floats
from gallery.ui.map.camera import MapCamera

CELL = 6.0

Boxes = NDArray[np.float64]
"""Left, top, right and bottom in points of the screen, [n, 4]."""


class Crowd:
    """The dots on the screen, summed up so that what a box hides is four look-ups."""

    def __init__(self, x: Floats, y: Floats, share: Floats, camera: MapCamera) -> None:
        """Take over points of the world, [n], and the share of its cluster that each stands for."""
        # Cells lie fast in the world: names do not jump while one pans.
        self._origin = np.array(camera.screen(0, 0))
        self._first = np.floor(-self._origin / CELL)
        self._size = np.array([camera.width, camera.height]) // CELL + 2
        wide, high = self._size.astype(int).tolist()
        column = np.floor(x * (camera.scale / CELL)) - self._first[0]
        line = np.floor(-y * (camera.scale / CELL)) - self._first[1]
        seen = (column >= 0) & (column < wide) & (line >= 0) & (line < high)
        cells = (line[seen] * wide + column[seen]).astype(np.intp)
        counts = np.bincount(cells, share[seen], wide * high).reshape(high, wide)
        self._sums = np.pad(counts.cumsum(0).cumsum(1), ((1, 0), (1, 0)))

    def hidden(self, boxes: Boxes) -> NDArray[np.float64]:
        """Return how many clusters each of `boxes` hides, [n]."""
        low = np.floor((boxes[:, :2] - self._origin) / CELL) - self._first
        high = np.ceil((boxes[:, 2:] - self._origin) / CELL) - self._first
        left, top = np.clip(low, 0, self._size).astype(np.intp).T
        right, bottom = np.clip(high, 0, self._size).astype(np.intp).T
        sums = self._sums
        found: NDArray[np.float64] = (
            sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        )
        return found


def nobody() -> Crowd:
    """Return a crowd of no dots."""
    none = np.zeros(0, np.float32)
    return Crowd(none, none, none, MapCamera())


@dataclass(frozen=True, slots=True)
class LabelSpace:
    """The screen, boxes that no name may cover, and dots that names should rather not cover.

    `scale` is that of the camera: points of the screen for one unit of the world.
    """

    view: QRectF
    taken: tuple[QRectF, ...] = ()
    crowd: Crowd = field(default_factory=nobody)
    scale: float = 1.0


def edges(boxes: Iterable[QRectF]) -> Boxes:
    """Return rectangles as an array."""
    found = [(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
    return np.array(found, np.float64).reshape(-1, 4)


def touching(boxes: Boxes, taken: Boxes) -> NDArray[np.bool_]:
    """Return which of `boxes` [n, 4] overlap any of those `taken`, [n]."""
    around = np.array([*boxes[:, :2].min(0), *boxes[:, 2:].max(0)])
    near = taken[_meet(around[None], taken)[0]]  # the few that need a closer look
    found: NDArray[np.bool_] = np.any(_meet(boxes, near), axis=1)
    return found


def _meet(some: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Return which of `some` overlap which of `others`, [n, m]."""
    left, top, right, bottom = (column[:, None] for column in some.T)
    across = (left < others[:, 2]) & (right > others[:, 0])
    met: NDArray[np.bool_] = across & (top < others[:, 3]) & (bottom > others[:, 1])
    return met
