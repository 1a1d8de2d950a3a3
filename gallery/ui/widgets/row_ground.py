"""The ground under a row of a list: chosen, under the pointer, and in focus."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QWidget

from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Theme

RADIUS = 6
State = QStyle.StateFlag
ModelIndex = QModelIndex | QPersistentModelIndex


def paint_ground(
    painter: QPainter, box: QRect, theme: Theme, state: QStyle.StateFlag, chosen: bool
) -> None:
    """Paint what lies under a row; the caller has antialiasing on, and paints the row next.

    The ring of the focus is for those who use keys: after a click it would look like a choice.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen:
        painter.setBrush(QColor(theme.accent_ground))
    elif state & State.State_MouseOver:
        painter.setBrush(QColor(mixed(theme.panel, theme.text, 0.05)))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    if state & State.State_HasFocus and state & State.State_KeyboardFocusChange:
        painter.setPen(QColor(theme.accent))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)


def by_keys(view: QWidget) -> None:
    """Let the ring of the focus be seen: a key was pressed in `view`."""
    view.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, True)
    view.update()
