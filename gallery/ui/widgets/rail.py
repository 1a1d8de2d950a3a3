"""The sidebar where the window is narrow: icons, and a dot for each cluster."""

from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gallery.library.records import ClusterRow
from gallery.ui import sentences
from gallery.ui.client.roles import HoldsState, TellsProblems
from gallery.ui.language import tr
from gallery.ui.model.cluster_words import read_out
from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Appearance, cluster_colour, icon
from gallery.ui.widgets.labels import set_tip

WIDTH = 48
BUTTON, DOT = 34, 26


class ClusterDot(QAbstractButton):
    """One cluster: its colour; a click shows it alone, or all again."""

    def __init__(self, row: ClusterRow, appearance: Appearance) -> None:
        super().__init__()
        self.row, self._appearance = row, appearance
        self.is_marked = False
        self.setFixedSize(BUTTON, DOT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        said = read_out(row)
        self.setAccessibleName(said)
        set_tip(self, said)

    def sizeHint(self) -> QSize:
        """Return the size of a row of the rail."""
        return QSize(BUTTON, DOT)

    def set_marked(self, marked: bool) -> None:
        """Show that this cluster is shown alone."""
        self.is_marked = marked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot on its ground."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        if self.is_marked or self.underMouse():
            ground = theme.accent_ground if self.is_marked else mixed(theme.panel, theme.text, 0.06)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, 5, 5)
        painter.setBrush(cluster_colour(self.row.number))
        dot = QRectF(0, 0, 12, 12)
        dot.moveCenter(box.center())
        painter.drawEllipse(dot)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


class RailSource(HoldsState, TellsProblems, Protocol):
    """What the rail shows."""


class Rail(QWidget):
    """The folded sidebar.

    Signals:
        unfolded: whether the whole sidebar is wanted beside it.
        everything_wanted: all pictures are to be shown.
        problems_wanted: the problems are to be listed.
    """

    unfolded = Signal(bool)
    everything_wanted = Signal()
    problems_wanted = Signal()

    def __init__(self, controller: RailSource, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._controller, self._appearance = controller, appearance
        self.unfold = self._button(tr("Sidebar"), checkable=True)
        self.everything = self._button(tr("All pictures"))
        self.problems = self._button(tr("Problems"))
        self.dots: list[ClusterDot] = []
        self._lines = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._restyle()
        self.refresh()
        self.refresh_clusters()

    @staticmethod
    def _button(name: str, *, checkable: bool = False) -> QToolButton:
        made = QToolButton()
        made.setFixedSize(BUTTON, BUTTON)
        made.setIconSize(QSize(18, 18))
        made.setCheckable(checkable)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for bar in (scroll.setVerticalScrollBarPolicy, scroll.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7, 10, 7, 8)
        layout.setSpacing(2)
        for button in (self.unfold, self.everything, self.problems):
            layout.addWidget(button)
        layout.addSpacing(8)
        layout.addWidget(scroll, 1)

    def _connect(self) -> None:
        state, controller = self._controller.state, self._controller
        self.unfold.toggled.connect(self.unfolded)
        self.everything.clicked.connect(self.everything_wanted)
        self.problems.clicked.connect(self.problems_wanted)
        controller.problems_changed.connect(self.refresh)
        for signal in (state.folder_changed, state.clusters_changed):
            signal.connect(self.refresh_clusters)
        state.place_changed.connect(self._mark)
        self._appearance.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        theme = self._appearance.theme
        for button, name in (
            (self.unfold, "menu"),
            (self.everything, "grid"),
            (self.problems, "problem"),
        ):
            button.setIcon(icon(name, theme))
        self.update()

    @Slot()
    def refresh(self) -> None:
        """Show whether there are problems."""
        count = len(self._controller.problems)
        self.problems.setVisible(count > 0)
        said = f"{tr('Problems')}, {sentences.files(count)}"
        self.problems.setAccessibleName(said)
        self.problems.setToolTip(said)

    @Slot()
    def refresh_clusters(self) -> None:
        """Show a dot for each cluster, the largest first."""
        for old in self.dots:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        clusters = self._controller.state.clusters
        rows = sorted(clusters.rows if clusters else (), key=lambda row: (-row.size, row.number))
        self.dots = [ClusterDot(row, self._appearance) for row in rows]
        last: QWidget = self.problems
        for place, dot in enumerate(self.dots):
            dot.clicked.connect(self._clicked)
            self._lines.insertWidget(place, dot)
            self.setTabOrder(last, dot)
            last = dot
        self._mark()

    @Slot()
    def _clicked(self) -> None:
        dot = self.sender()
        assert isinstance(dot, ClusterDot)
        self._controller.state.toggle_cluster(dot.row.number)

    @Slot()
    def _mark(self) -> None:
        for dot in self.dots:
            dot.set_marked(dot.row.number == self._controller.state.filter.cluster)
