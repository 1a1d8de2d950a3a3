"""The inspector: the focused picture large, what is known of it, and its eight nearest."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from gallery.core.paths import shown
from gallery.library.records import PictureFacts
from gallery.ui import sentences
from gallery.ui.background import Background
from gallery.ui.client.roles import HoldsPictures, TellsFacts
from gallery.ui.language import tr
from gallery.ui.model.cluster_words import called
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance, cluster_colour
from gallery.ui.widgets.facts import FactsGrid, rows_of
from gallery.ui.widgets.labels import ElidedLabel, NameLabel, plain, set_tip, wrapped
from gallery.ui.widgets.small import paint_cover

WIDTH = 280
LARGE = 256  # what thumbnails have: larger ones would have to be decoded first
NEAREST = 8
REST_MS = 60  # longer than a key's repeat, about 30 ms: it reads where the focus rests


class InspectorSource(HoldsPictures, TellsFacts, Protocol):
    """What the inspector shows."""


class Large(QWidget):
    """The focused picture, whole, as wide as the inspector."""

    clicked = Signal()

    def __init__(self, thumbnails: ThumbnailCache, appearance: Appearance) -> None:
        super().__init__()
        self._thumbnails, self._appearance = thumbnails, appearance
        self.position = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(200)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        thumbnails.arrived.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture with round corners, or a quiet ground until it is read."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        image = None
        if self.position >= 0:
            ratio = self.devicePixelRatioF()
            image = self._thumbnails.image(self.position, LARGE, False, ratio)
        box = QRectF(self.rect())
        path = QPainterPath()
        if image is None or image.isNull():
            path.addRoundedRect(box, 6, 6)
            painter.fillPath(path, QColor(self._appearance.theme.placeholder))
            return
        scale = min(box.width() / image.width(), box.height() / image.height())
        size = QPointF(image.width() * scale, image.height() * scale)
        fitted = QRectF((box.width() - size.x()) / 2, 0, size.x(), size.y())
        fitted.moveTop((box.height() - size.y()) / 2)
        path.addRoundedRect(fitted, 6, 6)
        painter.setClipPath(path)
        painter.drawImage(fitted, image)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the viewer."""
        self.clicked.emit()


class NearTile(QAbstractButton):
    """One of the nearest: its picture and score; a click asks for its look-alikes."""

    def __init__(self, pictures: HoldsPictures, appearance: Appearance) -> None:
        super().__init__()
        self._pictures, self._appearance = pictures, appearance
        self.position, self.score = -1, 0.0
        self.setFixedHeight(58)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._ask)
        pictures.thumbnails.arrived.connect(self.update)

    def show_picture(self, position: int, score: float) -> None:
        """Show a picture and its score."""
        self.position, self.score = position, score
        name = self._pictures.state.table.name(position)
        folder = self._pictures.state.table.folder(position)
        self.setAccessibleName(
            tr("Look-alikes of {picture}", picture=sentences.heard(name, folder, score))
        )
        set_tip(self, f"{name} · {sentences.score(score)}")
        self.update()

    def _ask(self) -> None:
        self._pictures.state.find_lookalikes(self.position)

    def sizeHint(self) -> QSize:
        """Return the size of a small square."""
        return QSize(58, 58)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture, score, and the ring of the focus."""
        if self.position < 0 or self.position >= len(self._pictures.state.table):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box, 5, 5)
        painter.fillPath(path, QColor(self._appearance.theme.placeholder))
        ratio = self.devicePixelRatioF()
        image = self._pictures.thumbnails.image(self.position, 64, True, ratio)
        if image is not None:
            paint_cover(painter, box, image, 5)
        chip = QRectF(box.right() - 33, box.bottom() - 18, 30, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(chip, 4, 4)
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), sentences.score(self.score))
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self._appearance.theme.accent))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


class ClusterButton(QAbstractButton):
    """The cluster of the picture: dot and name; a click filters the grid."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.number = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(24)

    def show_cluster(self, number: int, name: str) -> None:
        """Show a cluster; nothing for -1."""
        self.number = number
        self.setText(name)
        self.setAccessibleName(tr("Show the cluster {name} alone", name=name))
        self.setVisible(number >= 0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for dot and name."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dot and name."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(cluster_colour(self.number))
        painter.drawEllipse(QRectF(0, 7, 10, 10))
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QColor(theme.accent if lit else theme.text))
        inside = self.rect().adjusted(18, 0, 0, 0)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, inside.width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, int(flags), text)


class Inspector(QScrollArea):
    """The right side.

    Signals:
        opened: the large picture was clicked; carries its position.
    """

    opened = Signal(int)

    def __init__(self, controller: InspectorSource, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(220)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._controller, self._state = controller, controller.state
        self.large = Large(controller.thumbnails, appearance)
        self.name = NameLabel(role="heading")
        self.where = ElidedLabel(role="dimmed", mode=Qt.TextElideMode.ElideMiddle)
        self.cluster = ClusterButton(appearance)
        self.tags = wrapped()
        self.facts = FactsGrid()
        self._tiles = [NearTile(controller, appearance) for _ in range(NEAREST)]
        self._near_title = plain(tr("Nearest"), role="caption")
        self._empty = wrapped(tr("Choose a picture to see what is known of it."), role="dimmed")
        self._about = QWidget()
        self._known: PictureFacts | None = None
        self._nearest = Background("nearest", self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._lay_out()
        self._fit_large(None)
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(self._empty)
        outer.addWidget(self._about)
        outer.addStretch(1)
        layout = QVBoxLayout(self._about)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.large, self.name, self.where, self.cluster, self.tags):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self._near_title)
        strip = QGridLayout()
        strip.setSpacing(6)
        for number, tile in enumerate(self._tiles):
            strip.addWidget(tile, number // 4, number % 4)
        layout.addLayout(strip)
        layout.addSpacing(8)
        layout.addWidget(plain(tr("About the file"), role="caption"))
        layout.addWidget(self.facts)
        self.name.setObjectName("inspectorName")
        self.setWidget(inside)

    def _connect(self) -> None:
        state = self._state
        # Moving the focus with the arrow keys held down must not read the store at every step.
        for signal in (
            state.focus_changed, state.folder_changed, state.pictures_changed,
            state.clusters_changed, state.place_changed,
        ):  # fmt: skip
            signal.connect(self._soon)
        self._rest.timeout.connect(self.refresh)
        self._controller.facts_ready.connect(self._take_facts)
        self.cluster.clicked.connect(self._filter)
        self.large.clicked.connect(self._open)

    def stop(self) -> None:
        """End the search for the nearest."""
        self._nearest.stop()

    @Slot()
    def _soon(self) -> None:
        self._rest.start()

    @property
    def position(self) -> int:
        """The picture that is shown, or -1."""
        focus = self._state.place.focus
        return focus if 0 <= focus < len(self._state.table) else -1

    def setVisible(self, visible: bool) -> None:
        """Show or hide; what was missed while hidden is made good."""
        super().setVisible(visible)
        if visible:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the focused picture, if the inspector is to be seen at all."""
        if self.isHidden():
            return
        position = self.position
        self._empty.setVisible(position < 0)
        self._about.setVisible(position >= 0)
        if position < 0:
            return
        table = self._state.table
        if position != self.large.position:
            # What is known of the picture before must not stand under this one until the store
            # answers.
            self._known = None
        self._show_large(position)
        self.name.setText(table.name(position))
        folder = table.path(position).rpartition(b"/")[0]
        self.where.setText(shown(folder))
        self._show_cluster(position)
        self._show_facts()
        self._controller.ask_facts(position)
        self._nearest.run(
            self._controller.nearest(position, NEAREST),
            partial(self._show_nearest, position),
        )

    @Slot(int, object)
    def _take_facts(self, position: int, facts: PictureFacts | None) -> None:
        # The answer may come when the focus, or what is drawn, is elsewhere already.
        if not self.isHidden() and position == self.position == self.large.position:
            self._known = facts
            self._fit_large(facts)
            self._show_facts()

    def _show_facts(self) -> None:
        """Show what is known of the file by now; the rest comes from the store in a moment."""
        facts, position, table = self._known, self.position, self._state.table
        tags = sentences.words_shown(facts.tags) if facts else ""
        self.tags.setText(tags)
        self.tags.setVisible(bool(tags))
        size, changed = int(table.size[position]), int(table.mtime_ns[position])
        self.facts.show_rows(rows_of(facts, size, changed))

    def _fit_large(self, facts: PictureFacts | None) -> None:
        width = max(120, self.viewport().width() - 24)
        height = 200.0
        if facts is not None and facts.width and facts.height:
            height = min(300.0, max(60.0, width * facts.height / facts.width))
        self.large.setFixedHeight(round(height))

    def _show_large(self, position: int) -> None:
        self.large.position = position
        name = self._state.table.name(position)
        self.large.setAccessibleName(tr("{name}, view large", name=name))
        self.large.update()

    def _show_cluster(self, position: int) -> None:
        number = int(self._state.table.cluster[position])
        rows = self._state.clusters.rows if self._state.clusters else ()
        name = next((called(row) for row in rows if row.number == number), "")
        self.cluster.show_cluster(number if name else -1, name)

    def _show_nearest(self, position: int, nearest: list[tuple[int, float]]) -> None:
        if position != self.position:
            return
        self._near_title.setText(tr("Nearest") if nearest else tr("Nearest: not embedded yet"))
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(nearest))
            if number < len(nearest):
                tile.show_picture(*nearest[number])

    def _filter(self) -> None:
        self._state.toggle_cluster(self.cluster.number)

    def _open(self) -> None:
        if self.position >= 0:
            self.opened.emit(self.position)
