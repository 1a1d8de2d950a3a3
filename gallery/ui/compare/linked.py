"""One view on two pictures: both are seen equally near, and at the same place of each."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

STEP = 1.25
NEAREST = 32.0
SAME = 1.001


@dataclass(slots=True)
class LinkedView:
    """How near two pictures are seen, whatever their sizes.

    Attributes:
        zoom: 1 shows each picture whole, as large as there is room; 2 twice as large.
        x, y: the place that is in the middle, as shares of a picture.
    """

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_whole(self) -> bool:
        """Whether the whole pictures are seen."""
        return self.zoom < SAME

    def whole(self) -> None:
        """Show the whole pictures."""
        self.zoom, self.x, self.y = 1.0, 0.5, 0.5

    def rect(self, width: float, height: float, area: QRectF) -> QRectF:
        """Return where a picture of a size lies in an area; it may reach beyond."""
        scale = min(area.width() / max(width, 1.0), area.height() / max(height, 1.0)) * self.zoom
        wide, high = width * scale, height * scale
        middle = area.center()
        left = _held(middle.x() - self.x * wide, area.left(), area.width(), wide)
        top = _held(middle.y() - self.y * high, area.top(), area.height(), high)
        return QRectF(left, top, wide, high)

    def zoom_to(self, zoom: float, at: QPointF, rect: QRectF, area: QRectF) -> None:
        """Set how near; what lies `at` a point of a picture drawn in `rect` stays there.

        `area` is where that picture has room.
        """
        zoom = min(max(zoom, 1.0), NEAREST)
        if zoom < SAME:
            self.whole()
            return
        share, middle = zoom / self.zoom, area.center()
        wide, high = max(rect.width(), 1.0), max(rect.height(), 1.0)
        self.x = (at.x() - rect.x()) / wide + (middle.x() - at.x()) / (wide * share)
        self.y = (at.y() - rect.y()) / high + (middle.y() - at.y()) / (high * share)
        self.zoom = zoom
        self._hold()

    def pan(self, dx: float, dy: float, rect: QRectF) -> None:
        """Move both pictures by points of one that is drawn in `rect`."""
        if not self.is_whole:
            self.x -= dx / max(rect.width(), 1.0)
            self.y -= dy / max(rect.height(), 1.0)
            self._hold()

    def _hold(self) -> None:
        edge = 0.5 / self.zoom
        self.x = min(max(self.x, edge), 1 - edge)
        self.y = min(max(self.y, edge), 1 - edge)


def _held(at: float, start: float, room: float, size: float) -> float:
    if size <= room:
        return start + (room - size) / 2
    return min(start, max(start + room - size, at))
