"""Drawing in the viewer: the picture as it lies before the camera, and words on it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gallery.ui.viewer.camera import ViewerCamera

CHIP = 26
BANNER = 30


def paint_picture(painter: QPainter, camera: ViewerCamera, image: QImage, ratio: float) -> None:
    """Draw the part of `image` that is seen; `ratio` is device pixels a point."""
    whole = QRectF(
        camera.x, camera.y, camera.picture[0] * camera.scale, camera.picture[1] * camera.scale
    )
    seen = whole.intersected(QRectF(0, 0, *camera.view))
    if seen.isEmpty():
        return
    across, down = image.width() / whole.width(), image.height() / whole.height()
    source = QRectF(
        (seen.x() - whole.x()) * across,
        (seen.y() - whole.y()) * down,
        seen.width() * across,
        seen.height() * down,
    )
    # Beyond four screen pixels a pixel one wants to see the pixels themselves.
    smooth = across > 0.25
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth or camera.scale < 4)
    target = QRectF(seen.x() / ratio, seen.y() / ratio, seen.width() / ratio, seen.height() / ratio)
    painter.drawImage(target, image, source)


def paint_chip(painter: QPainter, corner: QPointF, text: str, room: float) -> None:
    """Draw words on a dark ground, no wider than `room`."""
    metrics = painter.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, round(room))
    box = QRectF(corner.x(), corner.y(), metrics.horizontalAdvance(text) + 20, CHIP)
    _paint_words(painter, box, text, QColor(38, 40, 44, 190))


def paint_banner(painter: QPainter, middle: float, bottom: float, text: str, room: int) -> None:
    """Draw a sentence about what is wrong with the picture, above `bottom`."""
    metrics = painter.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width = metrics.horizontalAdvance(text) + 28
    box = QRectF(middle - width / 2, bottom - BANNER, width, BANNER)
    _paint_words(painter, box, text, QColor("#8A4B08"))


def _paint_words(painter: QPainter, box: QRectF, text: str, ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
