"""Flat buttons of the comparison."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from gallery.ui.view import ViewContext


def text_button(text: str, tip: str = "") -> QToolButton:
    """Return a flat button that says `text`."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def action_button(context: ViewContext, name: str) -> QToolButton:
    """Return a flat button that says what an action does."""
    made = QToolButton()
    made.setDefaultAction(context.actions[name])
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    made.setAccessibleName(context.actions[name].text())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
