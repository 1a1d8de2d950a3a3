"""The sheet of all shortcuts, made from the actions."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gallery.ui.actions import ACTIONS, Action, Menu, Scope, keys_text
from gallery.ui.widgets.column import middle_column
from gallery.ui.widgets.labels import plain

COLUMNS = ((Menu.LIBRARY, Menu.EDIT), (Menu.VIEW, Menu.GO), (Menu.PICTURE, Menu.HELP))

# Wider, and the eye loses the way from a title to its keys.
WIDEST = 1160


def entries(menu: Menu) -> list[tuple[str, str]]:
    """Return title and keys of the actions of a menu that have keys."""
    return [
        (_title(action), keys_text(action))
        for action in ACTIONS
        if action.menu is menu and action.keys
    ]


def _title(action: Action) -> str:
    return f"{action.title} (viewer)" if action.scope is Scope.VIEWER else action.title


class ShortcutsPage(QScrollArea):
    """Three columns of titles and keys.

    Signals:
        closed: back to where one was.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shortcuts")
        self.setAccessibleName("All shortcuts")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the page when it is shown first: starting the program does not wait for it."""
        if self.widget() is None:
            self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        layout = middle_column(inside, WIDEST, (32, 28, 32, 24), 20)
        top = QHBoxLayout()
        top.addWidget(plain("All shortcuts", role="title"))
        top.addStretch(1)
        close = QPushButton("Back")
        close.clicked.connect(self.closed)
        top.addWidget(close)
        layout.addLayout(top)
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for menus in COLUMNS:
            columns.addWidget(self._column(menus), 1)
        layout.addLayout(columns)
        layout.addStretch(1)
        self.setWidget(inside)

    @staticmethod
    def _column(menus: tuple[Menu, ...]) -> QWidget:
        column = QWidget()
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for menu in menus:
            if lines.count():
                lines.addSpacing(10)
            lines.addWidget(plain(menu.value, role="caption"))
            for title, keys in entries(menu):
                # Not a table: a long title in one line leaves the keys of another their room.
                line = QHBoxLayout()
                line.addWidget(plain(title), 1)
                line.addWidget(plain(keys, role="dimmed"))
                lines.addLayout(line)
        lines.addStretch(1)
        return column
