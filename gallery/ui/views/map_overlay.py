"""What lies over the map and changes at every move: rings, the caption, the word when empty."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gallery.ui.query import Ask
from gallery.ui.state import GalleryState
from gallery.ui.style import base_font, caption_font
from gallery.ui.theme import Theme
from gallery.ui.views.map_camera import Camera
from gallery.ui.views.map_labels import haloed
from gallery.ui.views.map_scene import MapScene

NEAREST = 8
EMPTY = "The map appears when the first pictures are embedded."
QUERY_RING, NEAREST_RING, HOVER_RING = 10.0, 6.5, 7.5


def ringed(state: GalleryState) -> tuple[int, list[int]]:
    """Return the picture asked about, or -1, and its nearest, at most 8."""
    if state.query.ask is Ask.ALL or state.order.scores is None:
        return -1, []
    query = state.query.position if state.query.ask is Ask.PICTURE else -1
    first = state.order.positions[: NEAREST + 1].tolist()
    return query, [position for position in first if position != query][:NEAREST]


def caption(state: GalleryState, placed: int, living: int) -> str:
    """Return what the map is, and how many pictures it does not show yet."""
    method = {"pca": "Preview (PCA)…", "umap": "UMAP"}.get(state.map_method, "")
    missing = f"{placed:,} of {living:,} placed" if placed < living else ""
    return " · ".join(part for part in (method, missing) if part)


class Overlay:
    """Paints over the map of a scene."""

    def __init__(self, state: GalleryState, scene: MapScene) -> None:
        self._state, self._scene = state, scene

    def caption(self) -> str:
        """Return the caption in the lower right corner."""
        return caption(self._state, len(self._scene.points), self._scene.points.living)

    def caption_box(self, camera: Camera) -> QRectF:
        """Return where the caption lies, in points."""
        metrics = QFontMetricsF(caption_font())
        width, height = metrics.horizontalAdvance(self.caption()) + 4, metrics.height() + 2
        return QRectF(camera.width - width - 12, camera.height - height - 10, width, height)

    def paint_caption(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        """Paint the caption."""
        text = self.caption()
        if text:
            inks = (theme.dimmed, theme.ground)
            ratio = painter.device().devicePixelRatioF()
            image = haloed(text, inks, caption_font(), ratio)
            painter.drawImage(self.caption_box(camera).topLeft(), image)

    def paint_empty(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        """Paint why there is no map yet."""
        painter.setFont(base_font())
        painter.setPen(QColor(theme.dimmed))
        box = QRectF(0, 0, camera.width, camera.height).adjusted(24, 24, -24, -24)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, EMPTY)

    def paint_rings(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        """Ring the picture asked about, its nearest, and the one under the pointer."""
        query, nearest = ringed(self._state)
        strong = QColor("#FFFFFF" if theme.dark else "#101114")
        self._rings(painter, camera, nearest, QPen(strong, 1.6), NEAREST_RING)
        self._rings(painter, camera, [query], QPen(strong, 2.6), QUERY_RING)
        hovered = QPen(QColor(theme.accent), 2.2)
        self._rings(painter, camera, [self._state.hovered], hovered, HOVER_RING)

    def _rings(
        self,
        painter: QPainter,
        camera: Camera,
        positions: Iterable[int],
        pen: QPen,
        radius: float,
    ) -> None:
        rows = self._scene.points.rows(np.fromiter(positions, np.intp))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        for row in rows.tolist():
            box = self._scene.box(row)
            if box is not None:
                painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 6, 6)
                continue
            at = camera.screen(float(self._scene.points.x[row]), float(self._scene.points.y[row]))
            painter.drawEllipse(QPointF(*at), radius, radius)
