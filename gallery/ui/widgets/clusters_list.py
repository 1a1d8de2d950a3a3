"""The clusters as rows: colour, name, typical pictures, size. A click filters the grid."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from gallery.library.records import ClusterRow
from gallery.ui.language import tr
from gallery.ui.model.cluster_words import called, read_out
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.sentences import grouped
from gallery.ui.style.theme import Appearance, cluster_colour
from gallery.ui.widgets.row_ground import ModelIndex, by_keys, paint_ground
from gallery.ui.widgets.small import of_contents, paint_cover

ROW = 36
PICTURE = 22
TYPICAL = 3
SHORTEST, LONGEST = 64, 120


class ClustersModel(QAbstractListModel):
    """One row a cluster, the largest first."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ClusterRow] = []

    def set_rows(self, rows: tuple[ClusterRow, ...]) -> None:
        """Show other clusters."""
        self.beginResetModel()
        self.rows = sorted(rows, key=lambda row: (-row.size, row.number))
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        """Return the number of clusters."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return name, or what is read out."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return called(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return read_out(row)
        return None


class _ClusterDelegate(QStyledItemDelegate):
    def __init__(self, view: "ClustersList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        row = self._view.clusters.rows[index.row()]
        box, theme = QRect(option.rect), self._view.appearance.theme
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, box, theme, state, row.number == self._view.current)
        painter.setBrush(cluster_colour(row.number))
        painter.drawEllipse(box.left() + 6, box.center().y() - 4, 10, 10)
        self._words(painter, box, row)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, row: ClusterRow) -> None:
        theme = self._view.appearance.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        figures = grouped(row.size)
        metrics = painter.fontMetrics()
        room = max(30, metrics.horizontalAdvance(figures) + 8)
        painter.setPen(QColor(theme.dimmed))
        at = box.adjusted(0, 0, -6, 0)
        painter.drawText(at, int(middle | Qt.AlignmentFlag.AlignRight), figures)
        right = box.right() - 6 - room
        left = box.left() + 24
        images = self._view.images(row)
        if not row.name:  # its pictures stand for it, where a name would begin
            for number, image in enumerate(images):
                x = left + number * (PICTURE + 4)
                square = QRectF(x, box.center().y() - PICTURE / 2 + 1, PICTURE, PICTURE)
                paint_cover(painter, square, image, 4)
            return
        fits = min(len(images), self._view.pictures_beside(called(row), right - left))
        for number, image in enumerate(images[:fits]):
            x = right - (fits - number) * (PICTURE + 4) + 4
            square = QRectF(x, box.center().y() - PICTURE / 2 + 1, PICTURE, PICTURE)
            paint_cover(painter, square, image, 4)
        right -= fits * (PICTURE + 4)
        words = QRect(left, box.top(), right - left - 2, box.height())
        painter.setPen(QColor(theme.text))
        name = metrics.elidedText(called(row), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignLeft), name)


class ClustersList(QListView):
    """The rows; the cluster that the grid is filtered by is marked.

    Signals:
        clicked_cluster: a row was clicked, or entered by keyboard; carries the number.
    """

    clicked_cluster = Signal(int)

    def __init__(
        self, state: GalleryState, thumbnails: ThumbnailCache, appearance: Appearance
    ) -> None:
        super().__init__()
        self.setObjectName("clusters")
        self.setAccessibleName(tr("Clusters"))
        self.appearance = appearance
        self._state, self._thumbnails = state, thumbnails
        self._positions: dict[int, int] = {}
        self.clusters = ClustersModel()
        self.setModel(self.clusters)
        self.setItemDelegate(_ClusterDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._clicked)
        appearance.changed.connect(self._repaint)
        thumbnails.arrived.connect(self._repaint)
        state.clusters_changed.connect(self.refresh)
        state.folder_changed.connect(self.refresh)
        state.place_changed.connect(self._repaint)

    @property
    def current(self) -> int:
        """The cluster that is shown alone, or -1."""
        return self._state.filter.cluster

    def refresh(self) -> None:
        """Show the clusters in force."""
        rows = self._state.clusters.rows if self._state.clusters else ()
        wanted = {content for row in rows for content in row.typical[:TYPICAL]}
        self._positions = of_contents(self._state, wanted)
        self.clusters.set_rows(rows)

    def pictures_beside(self, name: str, room: int) -> int:
        """Return how many pictures fit in `room` points beside a name.

        The name comes first, up to a length; one picture stays where there is any room.
        """
        length = min(self.fontMetrics().horizontalAdvance(name) + 6, LONGEST)
        fits = (room - length) // (PICTURE + 4)
        return min(max(fits, 1 if room >= SHORTEST + PICTURE else 0), TYPICAL)

    def images(self, row: ClusterRow) -> list[QImage]:
        """Return the thumbnails of the typical pictures of a cluster that have been read."""
        at = (self._positions.get(content, -1) for content in row.typical[:TYPICAL])
        ratio = self.devicePixelRatioF()
        images = (self._thumbnails.image(p, PICTURE, True, ratio) for p in at if p >= 0)
        return [image for image in images if image is not None]

    def _repaint(self) -> None:
        self.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        self.clicked_cluster.emit(self.clusters.rows[index.row()].number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Filter by the row with Enter or Space."""
        by_keys(self)
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._clicked(self.currentIndex())
            return
        super().keyPressEvent(event)
