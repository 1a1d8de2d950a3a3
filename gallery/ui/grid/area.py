"""Which pictures the grid shows, and where: geometry, scrolling, and holding still."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gallery.ui.grid.geometry import PADDING, Band, Geometry
from gallery.ui.grid.scrolling import Scroller
from gallery.ui.model.order import TOP, Order, ScrollAnchor
from gallery.ui.widgets.tile_painter import TileButton


@dataclass(slots=True)
class Touch:
    """What mouse and keyboard are at, for whoever paints.

    Attributes:
        hovered: the picture under the pointer, or -1.
        pointed: the small button under the pointer, or None.
        band: the rubber band, in points of the whole grid, or None.
        busy: the pointer is doing something, so nothing must scroll beneath it.
        by_keyboard: the keyboard was used last, and not the mouse.
    """

    hovered: int = -1
    pointed: TileButton | None = None
    band: Band | None = None
    busy: bool = False
    by_keyboard: bool = False


class GridArea(QAbstractScrollArea):
    """An order of pictures as tiles in a scrolled area.

    A picture is a position; its place in the order is an index. Guests, which are no pictures of
    the folder, may come first: they have an index, and no position.
    """

    def __init__(self, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order = order
        self.touch = Touch()
        self.geometry_ = Geometry()
        self._wanted = 160
        self._whole = 0  # pictures of the whole folder, where tiles may grow until they fill it
        self._anchor: tuple[int, int] | None = None
        self._scroller = Scroller(self)

    @property
    def tile(self) -> int:
        """Side that a tile is to have, in points; it is stretched to fill the rows."""
        return self.geometry_.wanted if self.geometry_.exact else self._wanted

    @property
    def side(self) -> int:
        """Side that a tile has, in points."""
        return self.geometry_.side

    @property
    def offset(self) -> int:
        """How far the grid is scrolled, in points."""
        return self._scroller.offset

    @property
    def first(self) -> int:
        """Index of the first picture of the folder: how many guests stand before it."""
        # Counted, for they are a handful at most and always come first.
        guests = 0
        while guests < len(self.order.positions) and self.order.positions[guests] < -1:
            guests += 1
        return guests

    def position(self, index: int) -> int:
        """Return the picture at a place of the order; a number below -1 for a guest."""
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
        return max(self.position(index), -1) if index >= 0 else -1

    def tile_rect(self, index: int) -> QRect:
        """Return where the tile at `index` lies in the viewport."""
        return self.geometry_.rect(index, self.offset)

    def shown(self) -> range:
        """Return the places in the order that are on screen, in part at least."""
        return self.geometry_.between(self.offset, self.offset + self.viewport().height())

    def first_whole(self) -> int:
        """Return the index of the first picture whose tile does not stick out at the top."""
        shown, first = self.shown(), self.first
        whole = (i for i in shown if i >= first and self.tile_rect(i).top() >= 0)
        return next(whole, max(first, shown.start))

    def shown_positions(self) -> NDArray[np.intp]:
        """Return the pictures on screen, in order."""
        shown = self.shown()
        return self.order.positions[max(shown.start, self.first) : shown.stop]

    def is_visible(self, position: int) -> bool:
        """Return whether a picture is on screen, in part at least."""
        return position >= 0 and bool((self.shown_positions() == position).any())

    def ensure_visible(self, position: int) -> None:
        """Scroll as little as needed to show all of a picture."""
        index = self.index(position)
        if index >= 0:
            top = self.geometry_.top(index)
            self._scroller.reveal(top - PADDING, top + self.side + PADDING)

    def ensure_one_visible(self, positions: NDArray[np.intp]) -> None:
        """Scroll to the first of `positions`, given in the grid's order, if none is on screen."""
        if len(positions) and not np.isin(self.shown_positions(), positions).any():
            self.ensure_visible(int(positions[0]))

    def places(self) -> dict[int, QPoint]:
        """Return where each picture on screen lies in the viewport."""
        return {self.position(i): self.tile_rect(i).topLeft() for i in self.shown()}

    def cursor_point(self) -> QPoint:
        """Return where the pointer is, in the viewport."""
        return self.viewport().mapFromGlobal(QCursor.pos())

    def make_room(self, height: int) -> None:
        """Leave room of so many points above the tiles, for a widget that does not scroll."""
        if height != self.viewportMargins().top():
            self.setViewportMargins(0, height, 0, 0)

    def scroll_by(self, points: int) -> None:
        """Scroll at once, down for a positive number."""
        self._scroller.jump(self.offset + points)

    # ------------------------------------------------------------ holding the view in place

    def top_anchor(self) -> tuple[int, int] | None:
        """Return the picture that holds the view in place, and its distance from the top edge."""
        if self.offset == 0 or not len(self.order.positions):
            return None
        # Kept until a person scrolls: found again after each change, rounding would let the view
        # creep.
        if self._anchor is None:
            index = self.first_whole()
            self._anchor = (self.position(index), self.geometry_.top(index) - self.offset)
        return self._anchor

    def anchor_on(self, position: int) -> tuple[int, int] | None:
        """Return a picture and its distance from the top edge, None if it is not in the order."""
        index = self.index(position)
        return (position, self.tile_rect(index).top()) if index >= 0 else None

    def stand(self) -> ScrollAnchor:
        """Return where the grid is scrolled to, for the history."""
        return ScrollAnchor(*(self.top_anchor() or TOP))

    def go_to(self, stand: ScrollAnchor) -> None:
        """Scroll to where the grid stood once, whatever size the tiles have now."""
        self._anchor = None
        index = self.index(stand.position) if stand.position >= 0 else -1
        below = min(stand.below, self.geometry_.pitch)
        self._scroller.jump(self.geometry_.top(index) - below if index >= 0 else 0)

    def lay_out(self, anchor: tuple[int, int] | None) -> None:
        """Compute the places again, with the picture of `anchor` where it was."""
        viewport = self.viewport()
        count = len(self.order.positions)
        # As if the bar were always there: were its room given to the tiles, they would grow until
        # it is needed, and shrink until it is not.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        plain = Geometry.filling(width, viewport.height(), count, self._wanted, self._whole)
        self.geometry_ = replace(plain, split=self.order.split)
        with self._scroller.placing():
            self._scroller.set_range(self.geometry_, viewport.height())
            index = self.index(anchor[0]) if anchor else -1
            if anchor and index >= 0:
                self._scroller.hold(self.geometry_.top(index) - anchor[1])
        viewport.update()
