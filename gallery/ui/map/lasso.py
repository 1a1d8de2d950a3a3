"""A rectangle or lasso being drawn, and the points that it holds."""

import math
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gallery.core.arrays import Rows
from gallery.ui.map.camera import MapCamera
from gallery.ui.map.points import MapPoints, inside
from gallery.ui.map.toolbar import Tool
from gallery.ui.style.theme import Theme

How = Literal["only", "add", "remove"]
# A lasso's corners are this far apart, in points: closer ones cost time and show nothing.
CORNER = 3.0


class Shape:
    """A rectangle or a lasso on the screen."""

    def __init__(self, tool: Tool, start: QPointF) -> None:
        self.tool = tool
        self._path = [start, start]

    def drag(self, point: QPointF) -> None:
        """Go on to `point`."""
        last = self._path[-2]
        far = math.hypot(point.x() - last.x(), point.y() - last.y()) >= CORNER
        if self.tool is Tool.LASSO and far:
            self._path.append(point)
        else:
            self._path[-1] = point

    def corners(self) -> list[QPointF]:
        """Return the corners on the screen."""
        if self.tool is Tool.LASSO:
            return self._path
        box = QRectF(self._path[0], self._path[-1]).normalized()
        return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]

    def rows(self, points: MapPoints, camera: MapCamera) -> Rows:
        """Return the rows of `points` inside."""
        corners = [camera.world(corner.x(), corner.y()) for corner in self.corners()]
        return inside(points.x, points.y, np.array(corners, np.float64))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the outline, with a tint inside."""
        tint = QColor(theme.accent)
        tint.setAlpha(34)
        painter.setBrush(tint)
        painter.setPen(QPen(QColor(theme.accent), 1.4))
        painter.drawPolygon(QPolygonF(self.corners()))


def how(modifiers: Qt.KeyboardModifier) -> How:
    """Return what a drawn shape does to the selection: Ctrl adds, Alt removes."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return "add"
    return "remove" if modifiers & Qt.KeyboardModifier.AltModifier else "only"
