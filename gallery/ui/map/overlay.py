"""What lies over the map and changes at every move: rings, the caption, the word when empty."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gallery.ui import sentences
from gallery.ui.language import tr
from gallery.ui.map.camera import MapCamera
from gallery.ui.map.labels import haloed
from gallery.ui.map.scene import MapScene
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import QueryKind
from gallery.ui.style.sheet import base_font, caption_font
from gallery.ui.style.theme import Theme

NEAREST = 8


def ringed(state: GalleryState) -> tuple[list[int], list[int]]:
    """Return the pictures of the folder that are asked about, and the nearest, at most 8."""
    if state.query.ask is QueryKind.ALL or state.order.scores is None:
        return [], []
    asked = list(state.query.about)
    first = state.order.alike[: NEAREST + len(asked)].tolist()
    return asked, [position for position in first if position not in asked][:NEAREST]


# Of fewer, PCA is all that there is, and nothing better comes.
FEWEST = 16
RINGED = 10.0
# More than these leave no room for names, and are not lost behind one.
FEW_SELECTED = 48


def caption(state: GalleryState, placed: int, living: int) -> str:
    """Return what the map is, and how many pictures it does not show yet."""
    method = {"pca": tr("Preview (PCA)…"), "umap": "UMAP"}.get(state.map_method, "")
    method = method if placed >= FEWEST else ""
    missing = ""
    if placed < living:
        missing = tr("{placed} of {living} placed", placed=placed, living=living)
    return " · ".join(part for part in (method, missing) if part)


class Overlay:
    """Paints over the map of a scene."""

    def __init__(self, state: GalleryState, scene: MapScene) -> None:
        self._state, self._scene = state, scene
        self.legend = QRectF()  # where it lies; beside it or above it there is room for the caption
        self.empty_text = sentences.no_map(empty=False, busy=False)

    def caption(self) -> str:
        """Return the caption in the lower right corner."""
        return caption(self._state, len(self._scene.points), self._scene.points.living)

    def caption_box(self, camera: MapCamera) -> QRectF:
        """Return where the caption lies, in points."""
        metrics = QFontMetricsF(caption_font())
        width, height = metrics.horizontalAdvance(self.caption()) + 4, metrics.height() + 2
        box = QRectF(camera.width - width - 12, camera.height - height - 10, width, height)
        if not self.legend.isEmpty() and box.left() < self.legend.right() + 8:
            box.moveBottom(self.legend.top() - 4)
        return box

    def paint_caption(self, painter: QPainter, camera: MapCamera, theme: Theme) -> None:
        """Paint the caption."""
        text = self.caption()
        if text:
            inks = (theme.dimmed, theme.ground)
            ratio = painter.device().devicePixelRatioF()
            image = haloed(text, inks, caption_font(), ratio)
            painter.drawImage(self.caption_box(camera).topLeft(), image)

    def paint_empty(self, painter: QPainter, camera: MapCamera, theme: Theme) -> None:
        """Paint why there is no map yet."""
        painter.setFont(base_font())
        painter.setPen(QColor(theme.dimmed))
        box = QRectF(0, 0, camera.width, camera.height).adjusted(24, 24, -24, -24)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text
        )

    def paint_rings(self, painter: QPainter, camera: MapCamera, theme: Theme) -> None:
        """Ring what is asked about, its nearest, and the one under the pointer."""
        asked, nearest = ringed(self._state)
        strong = "#FFFFFF" if theme.dark else "#101114"
        self._rings(painter, camera, nearest, Ring(strong, theme.ground, 1.5, 6.5))
        self._rings(painter, camera, asked, Ring(strong, theme.ground, 2.6, 10.0, True))
        hovered = Ring(theme.accent, theme.ground, 2.2, 7.5, True)
        self._rings(painter, camera, [self._state.hovered], hovered)

    def marked_boxes(self, camera: MapCamera) -> list[QRectF]:
        """Return where the picture asked about, its nearest and a few selected are, in points."""
        asked, nearest = ringed(self._state)
        points, selected = self._scene.points, self._scene.selected
        rows = points.rows(np.array([*asked, *nearest], np.intp))
        if len(selected) <= FEW_SELECTED:
            rows = np.concatenate([rows, selected])
        across, down = camera.to_screen(points.x[rows], points.y[rows])
        return [
            QRectF(x - RINGED, y - RINGED, 2 * RINGED, 2 * RINGED)
            for x, y in zip(across.tolist(), down.tolist(), strict=True)
        ]

    def _rings(
        self, painter: QPainter, camera: MapCamera, positions: Iterable[int], ring: "Ring"
    ) -> None:
        points = self._scene.points
        rows = points.rows(np.fromiter(positions, np.intp))
        for row in rows.tolist():
            box = self._scene.box(row)
            at = QPointF(*camera.screen(float(points.x[row]), float(points.y[row])))
            if box is not None:
                ring.around(painter, box.adjusted(-1, -1, 1, 1), 6)
            elif ring.always or not self._scene.covered(row, at):
                side = 2 * ring.radius
                circle = QRectF(at.x() - ring.radius, at.y() - ring.radius, side, side)
                ring.around(painter, circle, ring.radius)


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring with a faint halo: colours, width, radius, and whether it is drawn over pictures."""

    colour: str
    halo: str
    width: float
    radius: float
    always: bool = False

    def around(self, painter: QPainter, box: QRectF, radius: float) -> None:
        """Paint the ring along the edge of `box`."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        halo = QColor(self.halo)
        halo.setAlpha(150)
        for colour, width in ((halo, self.width + 2), (QColor(self.colour), self.width)):
            painter.setPen(QPen(colour, width))
            painter.drawRoundedRect(box, radius, radius)
