"""Labels for names of files: always plain text, shortened where there is no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLayout, QSizePolicy, QWidget

from gallery.ui.style.elided import shortened


def plain(text: str = "", *, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label of plain text; `role` is "dimmed", "caption", "title", "heading" or ""."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty(role, "true")
    return label


def wrapped(text: str = "", *, role: str = "") -> QLabel:
    """Return a label of plain text on as many lines as it needs."""
    label = plain(text, role=role)
    label.setWordWrap(True)
    return label


class ElidedLabel(QLabel):
    """One line of plain text that gives way: its middle or end is left out where it is narrow."""

    def __init__(
        self,
        text: str = "",
        role: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._mode = mode
        if role:
            self.setProperty(role, "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`; the whole of it is the tooltip's when it is shortened."""
        super().setText(text)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return a width of some letters: the layout may make it narrow."""
        return QSize(min(24, self.sizeHint().width()), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Return the room that the whole text takes."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def _fitted(self, text: str, room: int) -> str:
        return self.fontMetrics().elidedText(text, self._mode, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened to the width there is."""
        painter = QPainter(self)
        text = self._fitted(self.text(), self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
        if text != self.text():
            set_tip(self, self.text())
        elif self.toolTip():
            self.setToolTip("")


class NameLabel(ElidedLabel):
    """The name of a picture: where it is shortened, its number stays."""

    def _fitted(self, text: str, room: int) -> str:
        return shortened(text, room, self.fontMetrics().horizontalAdvance)


def as_plain(text: str) -> str:
    """Return a tooltip that Qt takes for plain text whatever the file's name is."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>"


def set_tip(widget: QWidget, text: str) -> None:
    """Set a tooltip of plain text; a screen reader hears the same, and none of Qt's markup."""
    widget.setToolTip(as_plain(text))
    widget.setAccessibleDescription(text)


def empty(layout: QLayout) -> None:
    """Take all widgets out of a layout and delete them."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
