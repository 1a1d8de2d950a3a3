"""The left side: the library, its problems, other libraries, and the clusters."""

from typing import Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gallery.core.paths import shown
from gallery.ui import sentences
from gallery.ui.client.folder_list import AWAY, SHOWN
from gallery.ui.client.roles import HoldsPictures, ListsFolders, TellsProblems
from gallery.ui.language import mark, tr
from gallery.ui.model.cluster_drafts import ClusterDrafts
from gallery.ui.model.filters import NO_FILTER
from gallery.ui.model.query import GridQuery
from gallery.ui.sentences import grouped
from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.clusters_list import ClustersList
from gallery.ui.widgets.k_slider import KSlider, are_few
from gallery.ui.widgets.labels import ElidedLabel, empty, plain, set_tip

WIDTH = 228
ROW = 36
OTHERS = SHOWN - 1  # without the one on screen


class SidebarRow(QAbstractButton):
    """A row of the sidebar: a name on the left, a figure on the right."""

    def __init__(self, appearance: Appearance, name: str, height: int = ROW) -> None:
        super().__init__()
        self._appearance = appearance
        self._figure, self._is_dimmed, self.is_marked = "", False, False
        self.setText(name)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def set_figure(self, text: str, spoken: str = "") -> None:
        """Show a figure; `spoken` is what is read out with the name."""
        self._figure = text
        self.setAccessibleName(f"{self.text()}, {spoken or text}")
        self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Show the name in the colour of what is not there now."""
        self._is_dimmed = dimmed
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Show that this is what the grid shows.

        Not the button's own check mark: that would be read out as a box that a click ticks.
        """
        self.is_marked = marked
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a row."""
        return QSize(WIDTH - 24, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, name and figure."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        if self.is_marked:
            painter.setBrush(QColor(theme.accent_ground))
            painter.drawRoundedRect(box, 6, 6)
        elif self.underMouse():
            painter.setBrush(QColor(mixed(theme.panel, theme.text, 0.05)))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.accent))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, metrics = self._appearance.theme, self.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        inside = self.rect().adjusted(6, 0, -6, 0)
        painter.setPen(QColor(theme.dimmed))
        painter.drawText(inside, int(middle | Qt.AlignmentFlag.AlignRight), self._figure)
        room = inside.width() - metrics.horizontalAdvance(self._figure) - 8
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(QColor(theme.dimmed if self._is_dimmed else theme.text))
        left = QRect(inside.left(), 0, room, self.height())
        painter.drawText(left, int(middle | Qt.AlignmentFlag.AlignLeft), name)


COMING = mark("Clusters appear once the\npictures have been compared.")
TOO_FEW = mark("Too few pictures for groups.")
NO_GROUPS = mark("These pictures form no clear\ngroups. The slider makes some.")


class SidebarSource(HoldsPictures, ListsFolders, TellsProblems, Protocol):
    """What the sidebar shows, and asks for."""

    @property
    def errand_ended(self) -> SignalInstance:
        """Work apart from the folder's own ended (Ending)."""

    def recluster(self, k: int) -> None:
        """Cluster the folder into `k` clusters, or the suggested number for 0."""


class Sidebar(QWidget):
    """Everything left of the pictures.

    Signals:
        problems_wanted: the row of problems was clicked.
        everything_wanted: "All pictures" was clicked.
    """

    problems_wanted = Signal()
    everything_wanted = Signal()

    def __init__(self, controller: SidebarSource, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(170)
        self._controller, self._appearance = controller, appearance
        self._title = ElidedLabel(role="caption", mode=Qt.TextElideMode.ElideMiddle)
        self._title.setObjectName("folderName")
        self._count = plain(role="caption")
        self.everything = SidebarRow(appearance, tr("All pictures"))
        self.everything.setObjectName("allPictures")
        self.problems = SidebarRow(appearance, tr("Problems"))
        self.problems.setObjectName("problemsRow")
        self._others_title = plain(tr("Other libraries"), role="caption")
        self._others = QVBoxLayout()
        self._others.setSpacing(0)
        self.k = KSlider(appearance)
        self.drafts = ClusterDrafts(controller.state)
        self.clusters = ClustersList(controller.state, controller.thumbnails, appearance)
        self._empty = plain(tr(COMING), role="dimmed")
        self._empty.setObjectName("noClusters")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 22, 12, 8)
        layout.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title, 1)
        top.addWidget(self._count)
        layout.addLayout(top)
        layout.addSpacing(6)
        layout.addWidget(self.everything)
        layout.addWidget(self.problems)
        layout.addSpacing(12)
        layout.addWidget(self._others_title)
        layout.addLayout(self._others)
        layout.addSpacing(12)
        layout.addWidget(self.k)
        layout.addSpacing(6)
        layout.addWidget(self.clusters, 1)
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        state, controller = self._controller.state, self._controller
        self.everything.clicked.connect(self.everything_wanted)
        self.problems.clicked.connect(self.problems_wanted)
        self.clusters.clicked_cluster.connect(state.toggle_cluster)
        self.k.chosen.connect(controller.recluster)
        self.k.tried.connect(self.drafts.show_number)
        controller.errand_ended.connect(self.drafts.ended)
        for signal in (state.folder_changed, state.pictures_changed, state.place_changed):
            signal.connect(self.refresh)
        state.clusters_changed.connect(self._show_clusters)
        state.folder_changed.connect(self._show_clusters)
        controller.problems_changed.connect(self.refresh)
        controller.folders_changed.connect(self._show_others)
        self._show_clusters()
        self._show_others()

    @Slot()
    def refresh(self) -> None:
        """Show name and counts of the library."""
        state, folder = self._controller.state, self._controller.folder
        name = shown((folder or b"").rstrip(b"/").rpartition(b"/")[2]) or tr("No library")
        count, problems = state.table.living, len(self._controller.problems)
        self._title.setText(name)
        self._title.setAccessibleName(name)
        self._count.setText(grouped(count))
        self.everything.set_figure(grouped(count), sentences.pictures(count))
        self.problems.set_figure(grouped(problems), sentences.files(problems))
        self.problems.setVisible(problems > 0)
        asked = state.query != GridQuery() or bool(state.filter)
        self.everything.set_marked(not asked or state.filter == NO_FILTER)

    @Slot()
    def _show_clusters(self) -> None:
        clusters = self._controller.state.clusters
        self.k.show_clusters(clusters)
        has_groups = clusters is not None and clusters.k > 1
        self.clusters.setVisible(has_groups)
        self._empty.setVisible(not has_groups)
        few = clusters is not None and are_few(clusters)
        self._empty.setText(tr(COMING if clusters is None else TOO_FEW if few else NO_GROUPS))

    @Slot()
    def _show_others(self) -> None:
        empty(self._others)
        others = [entry for entry in self._controller.folders if not entry.current][:OTHERS]
        self._others_title.setVisible(bool(others))
        last = self.problems
        for entry in others:
            row = SidebarRow(self._appearance, entry.name, 28)
            figure = "away" if entry.away else grouped(entry.pictures)
            row.set_figure(tr("working…") if entry.busy else figure)
            row.set_dimmed(entry.away)
            set_tip(row, f"{shown(entry.path)} {tr(AWAY) if entry.away else ''}".rstrip())
            row.clicked.connect(lambda _=False, path=entry.path: self._controller.open_folder(path))
            self._others.addWidget(row)
            self.setTabOrder(last, row)  # what is made later would come after the whole window
            last = row
