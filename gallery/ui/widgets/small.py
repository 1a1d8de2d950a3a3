"""Small pictures for rows, chips and strips, cut from thumbnails."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from gallery.ui.model.gallery_state import GalleryState


def cover(image: QImage, side: int, radius: float, ratio: float) -> QPixmap:
    """Return the middle square of `image`, `side` points wide, with round corners."""
    result = QPixmap(round(side * ratio), round(side * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    paint_cover(painter, QRectF(0, 0, side, side), image, radius)
    painter.end()
    return result


def paint_cover(painter: QPainter, box: QRectF, image: QImage, radius: float) -> None:
    """Paint `image` so that it fills `box`, which has round corners; what is over is cut off."""
    if image.isNull() or box.isEmpty():
        return
    scale = max(box.width() / image.width(), box.height() / image.height())
    width, height = round(box.width() / scale), round(box.height() / scale)
    middle = QRect((image.width() - width) // 2, (image.height() - height) // 2, width, height)
    ratio = painter.device().devicePixelRatioF()
    fitted = image.copy(middle).scaled(
        max(1, round(box.width() * ratio)),
        max(1, round(box.height() * ratio)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    painter.drawImage(box, fitted)
    painter.restore()


def of_contents(state: GalleryState, contents: set[int]) -> dict[int, int]:
    """Return the position of one living picture for each content id in `contents`."""
    table = state.table
    wanted = np.array(sorted(contents - {0}), np.int64)
    at = np.flatnonzero(np.isin(table.content, wanted) & table.alive)
    return dict(zip(table.content[at].tolist(), at.tolist(), strict=True))
