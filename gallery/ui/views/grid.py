"""The grid: the pictures of the folder as square tiles, in the order of the state."""

import html

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gallery.ui import accessibility
from gallery.ui.query import Order
from gallery.ui.state import GalleryState
from gallery.ui.theme import Appearance
from gallery.ui.thumbnails import Thumbnails
from gallery.ui.views.grid_geometry import PADDING, Band, Geometry
from gallery.ui.views.grid_input import Choice, Keys, Mouse
from gallery.ui.views.grid_look import Look
from gallery.ui.views.grid_motion import Motion, motion_wanted
from gallery.ui.views.grid_scroll import Scroller
from gallery.ui.views.grid_spoken import GridSpoken

SETTLE_MS = 50


class GridView(QAbstractScrollArea):
    """Shows the order of `state` as tiles and tells the state what a person does with them.

    Signals:
        opened: a picture shall be shown large (position).
        context_requested: a menu for a picture (position) at a point of the screen (QPoint).
        tile_changed: the person asked for another tile size, in points.
        visible_changed: positions on screen, list[int], once scrolling has settled a little.
    """

    opened = Signal(int)
    context_requested = Signal(int, QPoint)
    tile_changed = Signal(int)
    visible_changed = Signal(list)

    def __init__(
        self,
        state: GalleryState,
        thumbnails: Thumbnails,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setAccessibleName("Pictures")
        self.state, self.thumbnails = state, thumbnails
        self.geometry_ = Geometry()
        self.order = state.order
        self.empty_text = "Nothing here yet"
        self._side, self._arriving = 160, False
        self._anchor: tuple[int, int] | None = None
        self.look = Look(self, appearance)
        self._motion = Motion(self.viewport().update)
        self._scroller = Scroller(self)
        self.choice = Choice(self)
        self.spoken = GridSpoken(self)
        self.pointer, self._keys = Mouse(self), Keys(self)
        self._near: set[int] = set()
        self._told: list[int] = []
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._set_up()
        self._connect(appearance)
        accessibility.install()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(2 * 12 + 64 + 16)
        viewport = self.viewport()
        viewport.setMouseTracking(True)
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _connect(self, appearance: Appearance) -> None:
        state, repaint = self.state, self.viewport().update
        state.place_changed.connect(self._place_changed)
        state.order_changed.connect(self._order_changed)
        state.focus_changed.connect(self._focus_changed)
        state.selection_changed.connect(self._selection_changed)
        for signal in (state.hovered_changed, state.clusters_changed, state.pictures_changed):
            signal.connect(repaint)
        self.thumbnails.arrived.connect(repaint)
        appearance.changed.connect(repaint)

    # ------------------------------------------------------------ what the window sets

    @property
    def tile(self) -> int:
        """Side of a tile, in points."""
        return self._side

    def set_tile(self, side: int) -> None:
        """Show tiles of `side` points; what is looked at stays on screen."""
        if side != self._side:
            focus = self.state.place.focus
            anchor = self._anchor_on(focus) if self.is_visible(focus) else self._top()
            self._side = side
            self._lay_out(anchor)

    def set_fill(self, fill: bool) -> None:
        """Fill the square tiles with the pictures, or show them whole."""
        self.look.fill = fill
        self.viewport().update()

    def set_empty_text(self, text: str) -> None:
        """Say `text` where there are no pictures to show."""
        self.empty_text = text
        self.viewport().update()

    # ------------------------------------------------------------ where things are

    @property
    def offset(self) -> int:
        """How far the grid is scrolled, in points."""
        return self._scroller.offset

    def position(self, index: int) -> int:
        """Return the picture at a place of the order."""
        return int(self.order.positions[index])

    def index(self, position: int) -> int:
        """Return the place of a picture in the order, or -1."""
        found = np.flatnonzero(self.order.positions == position)
        return int(found[0]) if len(found) else -1

    def index_at(self, point: QPoint) -> int:
        """Return the place in the order of the tile at a point of the viewport, or -1."""
        return self.geometry_.at(point.x(), point.y() + self.offset)

    def position_at(self, point: QPoint) -> int:
        """Return the picture at a point of the viewport, or -1."""
        index = self.index_at(point)
        return self.position(index) if index >= 0 else -1

    def tile_rect(self, index: int) -> QRect:
        """Return where the tile at `index` lies in the viewport."""
        return self.geometry_.rect(index, self.offset)

    def shown(self) -> range:
        """Return the places in the order that are on screen, in part at least."""
        return self.geometry_.between(self.offset, self.offset + self.viewport().height())

    def shown_positions(self) -> NDArray[np.intp]:
        """Return the pictures on screen, in order."""
        shown = self.shown()
        return self.order.positions[shown.start : shown.stop]

    def is_visible(self, position: int) -> bool:
        """Return whether a picture is on screen, in part at least."""
        return position >= 0 and bool((self.shown_positions() == position).any())

    def ensure_visible(self, position: int) -> None:
        """Scroll as little as needed to show all of a picture."""
        index = self.index(position)
        if index >= 0:
            top = self.geometry_.top(index)
            self._scroller.reveal(top - PADDING, top + self._side + PADDING)

    # ------------------------------------------------------------ following the state

    @Slot()
    def _selection_changed(self) -> None:
        self._arriving = False
        self.viewport().update()
        accessibility.selection_changed(self)

    @Slot()
    def _place_changed(self) -> None:
        # The order that belongs to the new place follows, and says where to stand.
        self._arriving = True

    @Slot(object)
    def _order_changed(self, order: Order) -> None:
        moves = order.scroll is not None and len(self.order.positions) > 0
        moves = moves and self.isVisible() and motion_wanted(self)
        before = self._places() if moves else {}
        anchor = self._top() if order.scroll is None else None
        self._motion.stop()
        self.order, self._arriving = order, False
        self._lay_out(anchor)
        if order.scroll is not None:
            self._anchor = None
            self._scroller.jump(order.scroll)
        if before:
            self._motion.start(before, self._places())
        self.pointer.follow()
        accessibility.order_changed(self)

    @Slot(int)
    def _focus_changed(self, position: int) -> None:
        if self._arriving:
            return  # The order is on its way, and painting twice would hold it up.
        if not self.pointer.busy:
            self.ensure_visible(position)
        self.viewport().update()
        shown = self.shown_positions()
        at = np.flatnonzero(shown == position)
        if len(at) and self.hasFocus():
            accessibility.focus_moved(self, int(at[0]))

    def _places(self) -> dict[int, QPoint]:
        return {self.position(i): self.tile_rect(i).topLeft() for i in self.shown()}

    # ------------------------------------------------------------ layout

    def _top(self) -> tuple[int, int] | None:
        """Return the picture that holds the view in place, and its distance from the top edge."""
        if self.offset == 0 or not len(self.order.positions):
            return None
        if self._anchor is None:
            shown = self.shown()
            below = (index for index in shown if self.tile_rect(index).top() >= 0)
            self._anchor = self._anchor_on(self.position(next(below, shown.start)))
        return self._anchor

    def _anchor_on(self, position: int) -> tuple[int, int] | None:
        index = self.index(position)
        return (position, self.tile_rect(index).top()) if index >= 0 else None

    def _lay_out(self, anchor: tuple[int, int] | None) -> None:
        viewport = self.viewport()
        count = len(self.order.positions)
        self.geometry_ = Geometry(viewport.width(), count, self._side)
        with self._scroller.placing():
            self._scroller.set_range(self.geometry_, viewport.height())
            index = self.index(anchor[0]) if anchor else -1
            if anchor and index >= 0:
                self._scroller.jump(self.geometry_.top(index) - anchor[1])
        self._settle.start()
        viewport.update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._scroller.is_placing:
            self._anchor = None
        if self._motion.running:
            self._motion.stop()
        self.state.note_scroll(self.offset)
        self.pointer.follow()
        if not self._settle.isActive():
            self._settle.start()
        self.viewport().update()

    @Slot()
    def _settled(self) -> None:
        """Tell who is interested what is on screen; have a page around it read, nearest last."""
        height = self.viewport().height()
        near = self.geometry_.between(self.offset - height // 2, self.offset + 2 * height)
        around = set(self.order.positions[near.start : near.stop].tolist())
        visible: list[int] = self.shown_positions().tolist()
        self.thumbnails.drop(self._near - around)
        self._near = around
        for position in (*(around - set(visible)), *reversed(visible)):
            self.look.image(position)
        if visible != self._told:
            self._told = visible
            self.visible_changed.emit(visible)

    # ------------------------------------------------------------ events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.look.ground(painter, self.viewport().rect())
        if not len(self.order.positions):
            self.look.empty(painter, self.viewport().rect())
            return
        self.look.begin()
        size = QSize(self._side, self._side)
        leaving, opacity = self._motion.leaving()
        for position, place in leaving.items():
            self.look.leaving(painter, QRect(place, size), position, opacity)
        for index in self.shown():
            position = self.position(index)
            place, opacity = self._motion.place(position, self.tile_rect(index).topLeft())
            self.look.tile(painter, QRect(place, size), position, opacity)
        band = self.pointer.band
        if band is not None:
            self._band(painter, band)

    def _band(self, painter: QPainter, band: Band) -> None:
        colour = QColor(self.look.theme.accent)
        painter.setPen(QPen(colour, 1))
        colour.setAlpha(40)
        painter.setBrush(colour)
        top, bottom = band.top - self.offset, band.bottom - self.offset
        # Cut to what is seen: far down, the coordinates do not fit into 32 bits.
        top, bottom = max(top, -10), min(bottom, self.viewport().height() + 10)
        painter.drawRect(QRect(QPoint(band.left, top), QPoint(band.right, bottom)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out(self._top())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pointer.resize_tiles(event.angleDelta().y())
        else:
            self._scroller.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keys.press(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.index(self.state.place.focus)
            position = self.state.place.focus if index >= 0 else -1
            point = self.viewport().mapToGlobal(self.tile_rect(max(index, 0)).center())
        else:
            position, point = self.position_at(event.pos()), event.globalPos()
        if position >= 0:
            self.pointer.take_up(position)
            self.context_requested.emit(position, point)

    def focusInEvent(self, event: QFocusEvent) -> None:
        shown = self.shown_positions()
        mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not mouse and len(shown) and self.index(self.state.place.focus) < 0:
            self.state.set_focus(int(shown[0]))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.pointer.leave()
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.pointer.tooltip(event.pos())
            # As plain text: a file name may look like markup.
            QToolTip.showText(event.globalPos(), _plain(text), self.viewport())
            return True
        return super().viewportEvent(event)

    def scroll_by(self, points: int) -> None:
        """Scroll at once, down for a positive number."""
        self._scroller.jump(self.offset + points)

    def sizeHint(self) -> QSize:
        return QSize(560, 720)

    def cursor_point(self) -> QPoint:
        """Return where the pointer is, in the viewport."""
        return self.viewport().mapFromGlobal(QCursor.pos())


def _plain(text: str) -> str:
    return f"<p>{html.escape(text)}</p>" if text else ""
