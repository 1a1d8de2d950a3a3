"""Chips of the search field: one for the query, one for the filter."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gallery.ui.language import tr
from gallery.ui.style.elided import shortened
from gallery.ui.style.theme import Theme, pixmap
from gallery.ui.widgets.labels import as_plain
from gallery.ui.widgets.small import cover

HEIGHT = 24
PICTURE = 20
LONGEST = 260


def struck_through(text: str, words: Sequence[str], font: QFont) -> QTextLayout:
    """Return `text` as one line, with `words` struck through wherever they stand in it."""
    layout = QTextLayout(text, font)
    ranges = []
    for word in words:
        for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            part = QTextLayout.FormatRange()
            part.start, part.length = found.start(), len(word)
            part.format.setFontStrikeOut(True)
            ranges.append(part)
    layout.setFormats(ranges)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


class Chip(QAbstractButton):
    """A rounded label with an optional round picture or colour dot, and a cross to take it off.

    Signals:
        removed: the cross was clicked, or Delete was pressed.
    """

    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._dot: QColor | None = None
        self._over_cross = False
        self.struck: tuple[str, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)

    def show_text(self, text: str, image: QImage | None = None, dot: QColor | None = None) -> None:
        """Show `text` behind a picture or a dot."""
        self._image, self._dot = image or QImage(), dot
        self.setText(text)
        self.strike(())
        self.updateGeometry()
        self.update()

    def strike(self, words: Sequence[str]) -> None:
        """Strike those of the text's words through that are not known."""
        self.struck = tuple(words)
        unknown = tr("; not known: {words}", words=", ".join(words)) if words else ""
        spoken = tr("{chip}, press Delete to take off", chip=self.text() + unknown)
        self.setAccessibleName(spoken)
        self.setToolTip(as_plain(self.text() + unknown))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for picture, text and cross."""
        width = self._left() + self.fontMetrics().horizontalAdvance(self.text()) + 24
        return QSize(min(LONGEST, width), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return a width at which some of the text is left."""
        return QSize(min(70, self.sizeHint().width()), HEIGHT)

    def _left(self) -> int:
        if not self._image.isNull():
            return PICTURE + 8
        return 22 if self._dot is not None else 9

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_ground))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), HEIGHT / 2, HEIGHT / 2)
        if not self._image.isNull():
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(2, 2, cover(self._image, PICTURE, PICTURE / 2, ratio))
        elif self._dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._dot)
            painter.drawEllipse(8, HEIGHT // 2 - 4, 9, 9)
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        theme, left = self._theme, self._left()
        room = self.width() - left - 22
        text = shortened(self.text(), room, self.fontMetrics().horizontalAdvance)
        painter.setPen(QColor(theme.text))
        line = struck_through(text, self.struck, self.font())
        line.draw(painter, QPointF(left, (self.height() - line.boundingRect().height()) / 2))
        colour = theme.accent if self._over_cross else theme.text
        cross = pixmap("close", colour, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 20, (self.height() - 14) // 2, cross)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the cross under the pointer."""
        self._set_over(event.position().x() > self.width() - 24)

    def leaveEvent(self, event: QEvent) -> None:
        """Put out the cross."""
        self._set_over(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up the cross if the pointer came in there."""
        self._set_over(event.position().x() > self.width() - 24)

    def _set_over(self, over: bool) -> None:
        self._over_cross = over
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the chip off when the cross was clicked."""
        super().mouseReleaseEvent(event)
        if event.position().x() > self.width() - 24 and self.rect().contains(
            event.position().toPoint()
        ):
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chip off by keyboard."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)
