"""The sheet of all shortcuts, made from the actions."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gallery.ui.actions import Action, Menu, Scope, keys_text
from gallery.ui.language import tr
from gallery.ui.widgets.column import middle_column
from gallery.ui.widgets.labels import plain

COLUMNS = ((Menu.LIBRARY, Menu.EDIT), (Menu.VIEW, Menu.GO), (Menu.PICTURE, Menu.HELP))

# Wider, and the eye loses the way from a title to its keys.
WIDEST = 1160
GAP, EDGE = 40, 12


def entries(declared: Iterable[Action], menu: Menu) -> list[tuple[str, str]]:
    """Return title and keys of those of the actions `declared` in a menu that have keys."""
    return [
        (_title(action), keys_text(action))
        for action in declared
        if action.menu is menu and action.keys
    ]


def _title(action: Action) -> str:
    title = tr(action.title)
    match action.scope:
        case Scope.VIEWER:
            return tr("{title} (viewer)", title=title)
        case Scope.COMPARISON:
            return tr("{title} (comparison)", title=title)
        case _:
            return title


def _needed(widths: list[int], beside: int) -> int:
    """Return how wide `beside` columns are into which parts of these widths go by turns."""
    return sum(max(widths[n::beside]) for n in range(beside)) + (beside - 1) * GAP


class ShortcutsPage(QWidget):
    """Titles and keys in three columns, or in as many as have room side by side.

    Signals:
        closed: back to where one was.
    """

    closed = Signal()

    def __init__(self, declared: tuple[Action, ...]) -> None:
        super().__init__()
        self._declared = declared
        self.setAccessibleName(tr("All shortcuts"))
        self._columns: list[QWidget] = []
        self._places = QGridLayout()
        self._scroll = QScrollArea()
        self._scroll.setObjectName("shortcuts")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = middle_column(self, WIDEST, (32, 28, 32, 0), 20)
        top = QHBoxLayout()
        top.addWidget(plain(tr("All shortcuts"), role="title"))
        top.addStretch(1)
        close = QPushButton(tr("Back"))
        close.clicked.connect(self.closed)
        top.addWidget(close)
        layout.addLayout(top)
        layout.addWidget(self._scroll, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the page when it is shown first: starting the program does not wait for it."""
        if not self._columns:
            self._fill()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many columns side by side as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _fill(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, EDGE, 24)
        self._places.setHorizontalSpacing(GAP)
        self._places.setVerticalSpacing(10)
        lines.addLayout(self._places)
        lines.addStretch(1)
        self._columns = [self._column(menus) for menus in COLUMNS]
        self._scroll.setWidget(inside)
        self._arrange()

    def _arrange(self) -> None:
        room = self._scroll.viewport().width() - EDGE
        widths = [column.minimumSizeHint().width() for column in self._columns]
        fitting = (n for n in range(len(widths), 1, -1) if _needed(widths, n) <= room)
        beside = next(fitting, 1)
        for number, column in enumerate(self._columns):
            self._places.addWidget(column, *divmod(number, beside))
            self._places.setColumnStretch(number, 1 if number < beside else 0)

    def _column(self, menus: tuple[Menu, ...]) -> QWidget:
        column = QWidget()
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for menu in menus:
            if lines.count():
                lines.addSpacing(10)
            lines.addWidget(plain(tr(menu.value), role="caption"))
            for title, keys in entries(self._declared, menu):
                # Not a table: a long title in one line leaves the keys of another their room.
                line = QHBoxLayout()
                line.addWidget(plain(title), 1)
                line.addWidget(plain(keys, role="dimmed"))
                lines.addLayout(line)
        lines.addStretch(1)
        return column
