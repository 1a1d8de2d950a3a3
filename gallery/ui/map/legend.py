"""The legend of the map: each cluster's colour, name and size; a click shows it alone."""

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gallery.library.records import ClusterRow
from gallery.ui.language import counted, tr
from gallery.ui.map.toolbar import FloatingPanel, icon
from gallery.ui.model.cluster_words import called, read_out
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.style import theme as colours
from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Appearance

WIDTH = 188
ROW = 26


class LegendRow(QAbstractButton):
    """One cluster of the legend."""

    def __init__(self, row: ClusterRow, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self._appearance = appearance
        self.setCheckable(True)
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(read_out(row))
        self.setAccessibleDescription(tr("Show only this cluster, or all again"))

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(WIDTH - 12, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint dot, name and size."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(theme.accent_ground))
            painter.drawRoundedRect(self.rect(), 5, 5)
        elif self.underMouse():
            painter.setBrush(QColor(mixed(theme.panel, theme.text, 0.06)))
            painter.drawRoundedRect(self.rect(), 5, 5)
        painter.setBrush(colours.cluster_colour(self.row.number))
        painter.drawEllipse(8, (ROW - 9) // 2, 9, 9)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 5, 5)
        metrics = QFontMetrics(self.font())
        size = f"{self.row.size:,}"
        room = self.width() - 25 - 8 - 8 - metrics.horizontalAdvance(size)
        name = metrics.elidedText(called(self.row), Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setPen(QColor(theme.text))
        painter.drawText(QRect(25, 0, room, ROW), Qt.AlignmentFlag.AlignLeft | middle, name)
        painter.setPen(QColor(theme.dimmed))
        right = QRect(0, 0, self.width() - 8, ROW)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | middle, size)


class Legend(FloatingPanel):
    """The floating panel of clusters; folded to one line until it is opened.

    Signals:
        resized: its size changed, so it has to be put in its corner again.
    """

    resized = Signal()

    def __init__(self, state: GalleryState, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("mapLegend")
        self.setAccessibleName(tr("Legend"))
        self._state = state
        self._room = 320
        self._open = False
        self._told = False
        self._wanted = True
        self.rows: list[LegendRow] = []
        self._head = QToolButton(self)
        self._head.setObjectName("mapLegendHead")
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setAutoRaise(True)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._head.clicked.connect(self.toggle)
        self._list = QWidget()
        self._list.setObjectName("inside")
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        self._scroll.setWidget(self._list)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(4, 3, 4, 3)
        inner.setSpacing(2)
        inner.addWidget(self._head)
        inner.addWidget(self._scroll)
        state.clusters_changed.connect(self.refresh)
        state.folder_changed.connect(self.refresh)
        state.place_changed.connect(self._mark)
        appearance.changed.connect(self._fold)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Take over the clusters of the state; the largest comes first."""
        for old in self.rows:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = []
        clusters = self._state.clusters.rows if self._state.clusters else ()
        for row in sorted(clusters, key=lambda row: (-row.size, row.number)):
            line = LegendRow(row, self.appearance, self._list)
            line.clicked.connect(self._clicked)
            self._lines.addWidget(line)
            self.setTabOrder(self.rows[-1] if self.rows else self._head, line)
            self.rows.append(line)
        self._mark()
        self._fold()

    @property
    def is_open(self) -> bool:
        """Whether the clusters are listed."""
        return self._open

    @Slot()
    def toggle(self) -> None:
        """Open or fold; from then on it stays as it was told."""
        self._told = True
        self.set_open(not self._open)

    def suggest_open(self, on: bool) -> None:
        """Open where there is room, unless a person said otherwise."""
        if not self._told and on != self._open:
            self.set_open(on)

    def set_open(self, on: bool) -> None:
        """List the clusters, or only say how many there are."""
        self._open = on
        self._fold()

    def set_wanted(self, wanted: bool) -> None:
        """Be there only where nothing else lists the clusters."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._fold()

    def set_room(self, height: int) -> None:
        """Be no higher than `height`."""
        if height != self._room:
            self._room = height
            self._fold()

    @Slot()
    def _fold(self) -> None:
        count = len(self.rows)
        self._head.setText(counted("{n} cluster", "{n} clusters", count))
        name = "chevron-down" if self._open else "chevron-right"
        self._head.setIcon(icon(name, self.appearance.theme))
        self._head.setAccessibleName(tr("Fold the legend") if self._open else tr("Open the legend"))
        self._scroll.setVisible(self._open)
        self.setVisible(count > 1 and self._wanted)  # one would tell nothing
        head = self._head.sizeHint()
        height = head.height() + 6
        if self._open:
            height = min(height + 2 + count * ROW + 2, max(self._room, height))
        self.resize(WIDTH if self._open else head.width() + 8, height)
        self.resized.emit()
        self.update()

    @Slot()
    def _mark(self) -> None:
        for line in self.rows:
            line.setChecked(line.row.number == self._state.filter.cluster)

    @Slot()
    def _clicked(self) -> None:
        line = self.sender()
        assert isinstance(line, LegendRow)
        self._state.toggle_cluster(line.row.number)
        self._mark()
