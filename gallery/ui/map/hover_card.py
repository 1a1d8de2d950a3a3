"""The card that shows the picture under the pointer."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gallery.ui.style.sheet import base_font
from gallery.ui.style.theme import Appearance

PICTURE = 128
EDGE = 6
SHADOW = 8
AWAY = 14


class HoverCard(QWidget):
    """A picture with its name and cluster. The name is painted as plain text, never as markup."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mapCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance = appearance
        self._image: QImage | None = None
        self._name, self._cluster = "", ""
        font = base_font()
        font.setPixelSize(font.pixelSize() - 1)
        self.setFont(font)
        self.hide()

    @property
    def text(self) -> str:
        """What stands under the picture."""
        return f"{self._name} · {self._cluster}" if self._cluster else self._name

    def show_picture(self, name: str, cluster: str, image: QImage | None) -> None:
        """Show a picture; without an image its place is kept."""
        self._name, self._cluster, self._image = name, cluster, image
        lines = self._lines() * QFontMetrics(self.font()).height()
        height = EDGE + self._picture_size().height() + 5 + lines + EDGE
        self.resize(PICTURE + 2 * EDGE + 2 * SHADOW, height + 2 * SHADOW)
        self.update()

    def put_beside(self, point: QPoint, room: QRect) -> None:
        """Move beside a point, inside `room`: to the lower right, or where there is room."""
        body = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        x, y = point.x() + AWAY, point.y() + AWAY
        if x + body.width() > room.right():
            x = point.x() - AWAY - body.width()
        if y + body.height() > room.bottom():
            y = point.y() - AWAY - body.height()
        x = max(room.left(), min(x, room.right() + 1 - body.width()))
        y = max(room.top(), min(y, room.bottom() + 1 - body.height()))
        self.move(x - SHADOW, y - SHADOW)

    def _lines(self) -> int:
        """Return 1 when name and cluster fit in one line, else 2."""
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text) <= PICTURE
        return 1 if fits or not self._cluster else 2

    def _picture_size(self) -> QSize:
        if self._image is None or self._image.isNull():
            return QSize(PICTURE, PICTURE * 3 // 4)
        size = self._image.size().scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        return QSize(PICTURE, max(48, size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow, ground, picture and name."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        body = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        for ring in range(SHADOW, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 9 if theme.dark else 3))
            grown = body.adjusted(-ring, 2 - ring, ring, ring)
            painter.drawRoundedRect(grown, 8 + ring, 8 + ring)
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._paint_picture(painter, body)
        self._paint_text(painter, body)

    def _paint_picture(self, painter: QPainter, body: QRectF) -> None:
        size = self._picture_size()
        box = QRectF(body.left() + EDGE, body.top() + EDGE, PICTURE, size.height())
        path = QPainterPath()
        path.addRoundedRect(box, 4, 4)
        painter.fillPath(path, QColor(self._appearance.theme.placeholder))
        if self._image is None or self._image.isNull():
            return
        painter.save()
        painter.setClipPath(path)
        # Fill the width; of a very tall or very wide picture the middle is shown.
        scale = max(box.width() / self._image.width(), box.height() / self._image.height())
        wide, high = box.width() / scale, box.height() / scale
        source = QRectF(
            (self._image.width() - wide) / 2, (self._image.height() - high) / 2, wide, high
        )
        painter.drawImage(box, self._image, source)
        painter.restore()

    def _paint_text(self, painter: QPainter, body: QRectF) -> None:
        metrics, theme = QFontMetrics(self.font()), self._appearance.theme
        high = metrics.height()
        left, lines = round(body.left()) + EDGE, self._lines()
        top = round(body.bottom()) - EDGE - lines * high
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, PICTURE)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(self.font())
        painter.setPen(QColor(theme.text))
        painter.drawText(QRect(left, top, PICTURE, high), flags, name)
        painter.setPen(QColor(theme.dimmed))
        if lines == 2:
            cluster = metrics.elidedText(self._cluster, Qt.TextElideMode.ElideRight, PICTURE)
            painter.drawText(QRect(left, top + high, PICTURE, high), flags, cluster)
        elif self._cluster:
            across = left + metrics.horizontalAdvance(name)
            painter.drawText(QRect(across, top, PICTURE, high), flags, f" · {self._cluster}")
