"""A slider of one thin line and a round handle, with a tick for a suggested value."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider

from gallery.ui.style.theme import Appearance

HANDLE = 14


class PlainSlider(QSlider):
    """Drawn by itself: groove 4 px, handle 14 px; a click goes where it points."""

    def __init__(self, appearance: Appearance, least: int, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._appearance = appearance
        self.suggested: int | None = None
        self.setRange(least, most)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        appearance.changed.connect(self.update)

    def set_suggested(self, value: int | None) -> None:
        """Put the tick at `value`, or take it away."""
        self.suggested = value
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a short slider."""
        return QSize(100, 22)

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which it can be used."""
        return QSize(48, 22)

    def _x(self, value: int) -> float:
        span = max(1, self.maximum() - self.minimum())
        room = self.width() - HANDLE - 2
        return 1 + HANDLE / 2 + room * (value - self.minimum()) / span

    def _value(self, x: float) -> int:
        room = max(1, self.width() - HANDLE - 2)
        share = (x - 1 - HANDLE / 2) / room
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, tick and handle."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hairline))
        painter.drawRoundedRect(QRectF(1, middle - 2, self.width() - 2, 4), 2, 2)
        if self.suggested is not None and self.minimum() <= self.suggested <= self.maximum():
            painter.setBrush(QColor(theme.dimmed))
            painter.drawRoundedRect(QRectF(self._x(self.suggested) - 1, middle - 5, 2, 10), 1, 1)
        colour = theme.accent if self.hasFocus() or self.isSliderDown() else theme.dimmed
        painter.setPen(QColor(colour if self.isEnabled() else theme.hairline))
        painter.setBrush(QColor(theme.panel))
        centre = QPointF(self._x(self.sliderPosition()), middle)
        painter.drawEllipse(centre, HANDLE / 2 - 0.5, HANDLE / 2 - 0.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._value(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        if self.isSliderDown():
            self.setSliderPosition(self._value(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
