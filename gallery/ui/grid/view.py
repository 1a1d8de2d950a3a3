"""The grid: the pictures of the folder as square tiles, in the order of the state."""

import html

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QToolTip, QWidget

from gallery.ui import accessibility
from gallery.ui.grid.accessible import GridAccessible
from gallery.ui.grid.area import GridArea
from gallery.ui.grid.edge_bar import HEIGHT, EdgeBar
from gallery.ui.grid.geometry import GAP, LARGEST, LINE, PADDING, SMALLEST
from gallery.ui.grid.input import Choice, Keys, Mouse
from gallery.ui.grid.outside_pictures import with_guests
from gallery.ui.grid.read_ahead import ReadAhead
from gallery.ui.grid.tiles import Tiles
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.order import Order
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.motion import Motion, motion_wanted
from gallery.ui.style.theme import Appearance

# Not when the window is activated or the program moves the focus: nobody asked for a place then.
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class GridView(GridArea):
    """Shows the order of `state` as tiles and tells the state what a person does with them.

    What is on screen goes through these states:

        at rest --order_changed--> laid out again; it glides where it is another place's order
        gliding --time, a scroll, another order--> at rest
        at rest --scrolled, resized--> unsettled --some 50 ms--> at rest: told, and read ahead

    A focus that moves while an order is still being ranked is shown in the order of before.

    Signals:
        opened: a picture is to be shown large (position).
        context_requested: a menu for a picture (position) at a point of the screen (QPoint).
        tile_changed: the person asked for another tile size, in points.
        tile_grown: the tiles have another size because there are few pictures, or more again.
        visible_changed: positions on screen, list[int], once scrolling has settled a little.
    """

    opened = Signal(int)
    context_requested = Signal(int, QPoint)
    tile_changed = Signal(int)
    tile_grown = Signal(int)
    visible_changed = Signal(list)

    def __init__(
        self,
        state: GalleryState,
        thumbnails: ThumbnailCache,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(state.order, parent)
        self.setObjectName("grid")
        self.setAccessibleName(tr("Pictures"))
        self.state, self.thumbnails = state, thumbnails
        self.empty_text = tr("Nothing here yet")
        self._grows = False
        self._shown_tile = self.tile
        self.look = Tiles(self, state, thumbnails, appearance)
        self._motion = Motion(self.viewport())
        self.choice = Choice(self, state)
        self.spoken = GridAccessible(self, state, self.look)
        self.pointer = Mouse(self, state, self.choice, self.look)
        self._keys = Keys(self, state, self.choice)
        self.ahead = ReadAhead(self, thumbnails, self.look)
        self.edge_bar = EdgeBar(appearance, self.viewport())
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
        # Qt takes the bar for opaque; at a scale of 150 % it leaves half a pixel unpainted.
        bar = self.verticalScrollBar()
        bar.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)

    def _connect(self, appearance: Appearance) -> None:
        state, repaint = self.state, self.viewport().update
        self.pointer.opened.connect(self.opened)
        self._keys.opened.connect(self.opened)
        self.pointer.tile_wanted.connect(self.tile_changed)
        state.order_changed.connect(self._order_changed)
        state.focus_changed.connect(self._focus_changed)
        state.selection_changed.connect(self._selection_changed)
        for signal in (state.hovered_changed, state.clusters_changed, state.pictures_changed):
            signal.connect(repaint)
        self.thumbnails.arrived.connect(repaint)
        self.ahead.visible_changed.connect(self.visible_changed)
        self.edge_bar.more_wanted.connect(state.keep_more)
        self.edge_bar.hides_wanted.connect(state.hide_unlike)
        self.edge_bar.focused.connect(self._show_edge)
        appearance.changed.connect(repaint)

    # ------------------------------------------------------------ what the window sets

    def set_tile(self, side: int, *, grows: bool = False) -> None:
        """Show tiles of `side` points; what is looked at stays on screen.

        Where it `grows`, that is the least: few pictures get tiles that fill the pane.
        """
        side = min(max(side, SMALLEST), LARGEST)
        if (side, grows) != (self._wanted, self._grows):
            focus = self.state.place.focus
            seen = self.is_visible(focus)
            anchor = self.anchor_on(focus) if seen else self.top_anchor()
            self._wanted, self._grows = side, grows
            self.lay_out(anchor)
            if seen:
                self.ensure_visible(focus)

    def set_fill(self, fill: bool) -> None:
        """Fill the square tiles with the pictures, or show them whole."""
        self.look.fill = fill
        self.viewport().update()

    def set_empty_text(self, text: str) -> None:
        """Say `text` where there are no pictures to show."""
        self.empty_text = text
        self.viewport().update()

    # ------------------------------------------------------------ following the state

    @Slot()
    def _selection_changed(self) -> None:
        self.viewport().update()
        accessibility.selection_changed(self)

    @Slot(object)
    def _order_changed(self, order: Order) -> None:
        moves = order.stand is not None and len(self.order.positions) > 0
        moves = moves and self.isVisible() and motion_wanted(self)
        before = self.places() if moves else {}
        # No stand: pictures came or went while a person looks, and what is on top stays there.
        anchor = self.top_anchor() if order.stand is None else None
        self._motion.stop()
        held = self.geometry_.line - self.offset if self.edge_bar.is_in_hand else None
        self.order = with_guests(order, self.state.query)
        if self.order.kept is not None:
            self.edge_bar.show_edge(self.order.kept, self.state.query.more)
        self.lay_out(anchor)
        if order.stand is None and held is not None:
            self.scroll_by(self.geometry_.line - self.offset - held)
        if order.stand is not None:
            self.go_to(order.stand)
        if before:
            self._motion.start(before, self.places())
        self.pointer.follow()
        accessibility.order_changed(self)

    @Slot(int)
    def _focus_changed(self, position: int) -> None:
        # While a button is down nothing may scroll: the tile would move away under the pointer.
        if not self.touch.busy:
            self.ensure_visible(position)
        self.viewport().update()
        index, shown = self.index(position), self.shown()
        if index in shown and self.hasFocus():
            accessibility.focus_moved(self, index - shown.start)

    # ------------------------------------------------------------ scrolling

    def lay_out(self, anchor: tuple[int, int] | None) -> None:
        """Compute the places again, with the picture of `anchor` where it was."""
        self._whole = self.state.table.living if self._grows else 0
        super().lay_out(anchor)
        if self.tile != self._shown_tile:
            self._shown_tile = self.tile
            self.tile_grown.emit(self.tile)
        self.look.stretched(self.side)
        self._place_edge()
        self.ahead.begin()

    def _place_edge(self) -> None:
        """Let the line where likeness ends stand between its rows of tiles."""
        kept = self.order.kept if self.geometry_.split else None
        if kept is not None:
            top = self.geometry_.line - self.offset
            self.edge_bar.place(top, self.geometry_.width, kept)
        self.edge_bar.setVisible(kept is not None)

    @Slot()
    def _show_edge(self) -> None:
        top = self.geometry_.line
        self._scroller.reveal(top - PADDING, top + HEIGHT + self.side)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._scroller.is_placing:
            self._anchor = None
            self.state.note_stand(self.stand())
        if self._motion.running:
            self._motion.stop()
        self._place_edge()
        self.pointer.follow()
        self.ahead.go_on()
        self.viewport().update()

    # ------------------------------------------------------------ events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.look.ground(painter, self.viewport().rect())
        if not len(self.order.positions):
            self.look.empty(painter, self.viewport().rect(), self.empty_text)
            return
        self.look.begin()
        size = QSize(self.side, self.side)
        leaving, opacity = self._motion.leaving()
        for position, place in leaving.items():
            if position < 0:
                continue  # a guest goes at once, with the query that it belonged to
            self.look.leaving(painter, QRect(place, size), position, opacity)
        # Those that glide come last: they pass over the others.
        for index in sorted(self.shown(), key=self._glides):
            position = self.position(index)
            place, opacity = self._motion.place(position, self.tile_rect(index).topLeft())
            opacity *= self.look.strength(index, position)
            self.look.tile(painter, QRect(place, size), position, opacity)
        if self.geometry_.split and self.order.kept is None:
            top = self.geometry_.line - self.offset
            line = QRect(PADDING, top, self.geometry_.width - 2 * PADDING, LINE + GAP)
            self.look.line(painter, line, len(self.order.positions) - self.geometry_.split)
        if self.touch.band is not None:
            self.look.band(painter, self.touch.band)

    def _glides(self, index: int) -> bool:
        return self._motion.glides(self.position(index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out(self.top_anchor())

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
        there = len(self.order.positions) > 0
        if there and event.reason() in BY_KEY and self.index(self.state.place.focus) < 0:
            self.touch.by_keyboard = True
            self.state.set_focus(self.position(self.first_whole()))
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

    def sizeHint(self) -> QSize:
        return QSize(560, 720)


def _plain(text: str) -> str:
    return f"<p>{html.escape(text)}</p>".replace("\n", "<br>") if text else ""
