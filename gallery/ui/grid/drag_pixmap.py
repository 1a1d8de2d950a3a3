"""What hangs at the pointer while pictures are dragged out of the grid."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

SIDE = 96


def pixmap(images: Sequence[QImage], count: int, accent: str, ratio: float) -> QPixmap:
    """Return what hangs at the pointer: up to three pictures, and how many there are in all."""
    spread = 6 * (max(1, len(images)) - 1)
    edge = SIDE + spread + 8
    result = QPixmap(round(edge * ratio), round(edge * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setOpacity(0.9)
    for number, image in reversed(list(enumerate(images))):
        size = image.size().scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(6.0 * number, 6.0 * number, size.width(), size.height())
        painter.drawImage(place, image)
        painter.setPen(QColor(255, 255, 255, 200))
        painter.drawRect(place)
    if count > 1:
        text = f"{count:,}"
        width = painter.fontMetrics().horizontalAdvance(text) + 14
        chip = QRectF(edge - width, edge - 22, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(accent))
        painter.drawRoundedRect(chip, 11, 11)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return result
