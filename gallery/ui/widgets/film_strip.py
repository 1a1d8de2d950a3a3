"""A film strip: pictures in one row, the best first; it is walked through sideways."""

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QToolButton, QToolTip

from gallery.ui import accessibility, sentences
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import DARK, Appearance, Theme, icon
from gallery.ui.widgets.labels import ElidedLabel, as_plain
from gallery.ui.widgets.tile_painter import Tile, TilePainter

SIDE, GAP, EDGE = 84, 8, 12
HEAD, BAR = 26, 10
HEIGHT = HEAD + SIDE + BAR + 7
NOTCH = 120  # eighths of a degree, as Qt counts a wheel's step
NONE: NDArray[np.intp] = np.zeros(0, np.intp)

ScoreOf = Callable[[int], float | None]


class StripSpoken:
    """What the strip says of itself to screen readers; a child is a place on screen."""

    def __init__(self, strip: "FilmStrip", state: GalleryState) -> None:
        self._strip, self._state = strip, state

    def count(self) -> int:
        """Return how many pictures are on screen."""
        return len(self._strip.shown())

    def name(self, child: int) -> str:
        """Return the name of a picture, its score and its folder."""
        place, table = self._strip.shown().start + child, self._state.table
        if not 0 <= place < len(self._strip.positions):
            return ""
        position = int(self._strip.positions[place])
        name, folder = table.name(position), table.folder(position)
        return sentences.heard(name, folder, self._strip.score_of(position))

    def rect(self, child: int) -> QRect:
        """Return where a picture lies in the viewport."""
        return self._strip.tile_rect(self._strip.shown().start + child)

    def state(self, child: int) -> tuple[bool, bool]:
        """Return that a picture is not selected, and whether it has the focus."""
        at = self._strip.shown().start + child
        return False, self._strip.hasFocus() and at == self._strip.current


class StripPainter:
    """Paints the pictures of a strip, only those that are on screen."""

    def __init__(self, strip: "FilmStrip", state: GalleryState, thumbnails: ThumbnailCache) -> None:
        self._strip, self._state, self._thumbnails = strip, state, thumbnails
        self._tiles: TilePainter | None = None
        self._made_for: tuple[object, ...] = ()

    def paint(self, painter: QPainter) -> None:
        """Paint the ground, and the pictures on it."""
        strip = self._strip
        made_for = (strip.theme, strip.font().key(), strip.devicePixelRatioF())
        if self._tiles is None or made_for != self._made_for:
            self._made_for = made_for
            self._tiles = TilePainter(strip.theme, strip.font(), strip.devicePixelRatioF())
        painter.fillRect(strip.viewport().rect(), QColor(strip.theme.ground))
        for place in strip.shown():
            position = int(strip.positions[place])
            # Another folder may have been opened since the strip was filled.
            if position < len(self._state.table):
                self._tiles.paint(painter, strip.tile_rect(place), self.tile(place, position))

    def tile(self, place: int, position: int) -> Tile:
        """Return what is to be seen of the picture at a place."""
        strip = self._strip
        pointed = position == self._state.hovered
        by_keys = strip.by_keys and strip.hasFocus() and place == strip.current
        return Tile(
            name=self._state.table.name(position),
            image=self._thumbnails.image(position, SIDE, True, strip.devicePixelRatioF()),
            score=strip.score_of(position),
            cluster=int(self._state.table.cluster[position]),
            query=position in strip.marked,
            focused=pointed or by_keys,
        )


class FilmStrip(QAbstractScrollArea):
    """One row of pictures under a heading, painted only as far as it is seen.

    Attributes:
        positions: the pictures, [m].
        current: place of the picture that the keys are on.
        by_keys: it was a key that came there, so that the place is shown.
        score_of, marked: the score of a picture, and those that are asked about.

    Signals:
        chosen: a picture was clicked, or entered by a key; its position.
        opened: a picture was double clicked.
        context_requested: a right click on a picture; position, and the place on the screen.
        closed: the strip is not wanted any more.
    """

    chosen = Signal(int)
    opened = Signal(int)
    context_requested = Signal(int, QPoint)
    closed = Signal()

    def __init__(
        self,
        state: GalleryState,
        thumbnails: ThumbnailCache,
        appearance: Appearance,
        *,
        dark: bool = False,
    ) -> None:
        """`dark`: on a dark ground whatever the theme is."""
        super().__init__()
        self._state = state
        self._appearance, self._dark = appearance, dark
        self.positions = NONE
        self.current = 0
        self.spoken = StripSpoken(self, state)
        self.score_of: ScoreOf = lambda _position: None
        self.marked: Collection[int] = ()
        self._over, self._pressed = -1, -1
        self.by_keys = False
        self._look = StripPainter(self, state, thumbnails)
        self.title = ElidedLabel(role="dimmed", mode=Qt.TextElideMode.ElideMiddle)
        self.close_button = QToolButton()
        self._set_up()
        thumbnails.arrived.connect(self._repaint)
        state.hovered_changed.connect(self._repaint)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _set_up(self) -> None:
        self.setObjectName("filmStrip")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedHeight(HEIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportMargins(0, HEAD, 0, 0)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.close_button.setProperty("small", "true")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setAccessibleName(tr("Close the film strip"))
        self.close_button.setToolTip(tr("Close the film strip"))
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout(self)
        head.setContentsMargins(EDGE, 2, EDGE - 4, HEIGHT - HEAD)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)

    @property
    def theme(self) -> Theme:
        """The colours in force here."""
        return DARK if self._dark else self._appearance.theme

    @Slot()
    def _restyle(self) -> None:
        self.close_button.setIcon(icon("close", self.theme, 14))
        if self._dark:  # whatever the sheet of the window says
            self.title.setStyleSheet(f"color: {self.theme.dimmed};")
            self.setStyleSheet(f"FilmStrip {{ background: {self.theme.ground}; }}")
        self._repaint()

    # ------------------------------------------------------------ what is shown

    def show_pictures(
        self,
        positions: NDArray[np.intp],
        score_of: ScoreOf,
        title: str,
        marked: Collection[int] = (),
    ) -> None:
        """Show pictures, [m], under a heading; `marked` are those that are asked about."""
        self.positions, self.score_of, self.marked = positions, score_of, marked
        self._over = -1
        self.current = min(self.current, max(0, len(positions) - 1))
        self.title.setText(title)
        self.setAccessibleName(title)
        self._fit_bar()
        self._repaint()
        accessibility.order_changed(self)

    def rewind(self) -> None:
        """Go to the first picture, as for the answer to another question."""
        self.current = 0
        self.horizontalScrollBar().setValue(0)

    def shown(self) -> range:
        """Return the places of the pictures that are on screen, also in part."""
        left = self.horizontalScrollBar().value() - EDGE
        first = max(0, left // (SIDE + GAP))
        last = (left + self.viewport().width()) // (SIDE + GAP) + 1
        return range(first, max(first, min(last, len(self.positions))))

    def tile_rect(self, place: int) -> QRect:
        """Return where the picture at a place lies in the viewport."""
        left = EDGE + place * (SIDE + GAP) - self.horizontalScrollBar().value()
        return QRect(left, 4, SIDE, SIDE)

    def described(self, place: int) -> str:
        """Return the name of the picture at a place, and its score where it has one."""
        if not 0 <= place < len(self.positions):
            return ""
        position = int(self.positions[place])
        alike = self.score_of(position)
        name = self._state.table.name(position)
        return name if alike is None else f"{name} · {sentences.score(alike)}"

    def _at(self, point: QPoint) -> int:
        """Return the place of the picture at a point of the viewport, or -1."""
        return next((at for at in self.shown() if self.tile_rect(at).contains(point)), -1)

    def _position(self, place: int) -> int:
        return int(self.positions[place]) if 0 <= place < len(self.positions) else -1

    def _fit_bar(self) -> None:
        bar, wide = self.horizontalScrollBar(), self.viewport().width()
        whole = 2 * EDGE + len(self.positions) * (SIDE + GAP) - GAP
        bar.setRange(0, max(0, whole - wide))
        bar.setPageStep(wide)
        bar.setSingleStep(SIDE + GAP)

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pictures that are on screen."""
        self._look.paint(QPainter(self.viewport()))

    # ------------------------------------------------------------ events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is on screen."""
        super().resizeEvent(event)
        self._fit_bar()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the name of the picture under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self.described(self._at(event.pos()))
            QToolTip.showText(event.globalPos(), as_plain(text) if text else "", self.viewport())
            return True
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go sideways, whichever way the wheel is turned."""
        turned = event.angleDelta()
        # Whichever is larger: touch pads send a little of the other direction along.
        notches = (turned.x() if abs(turned.x()) > abs(turned.y()) else turned.y()) / NOTCH
        bar = self.horizontalScrollBar()
        bar.setValue(round(bar.value() - notches * 2 * (SIDE + GAP)))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ring the picture under the pointer here and on the map."""
        self._hover(self._at(event.position().toPoint()))

    def _hover(self, place: int) -> None:
        if place != self._over:
            self._over = place
            self._state.set_hovered(self._position(place))
            hand = Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(hand)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note of the picture that is pressed; the window has the other buttons."""
        place = self._at(event.position().toPoint())
        self._pressed, self.by_keys = -1, False
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._position(place)
            self.current = max(0, place)
        elif event.button() is Qt.MouseButton.RightButton and place >= 0:
            at = event.globalPosition().toPoint()
            self.context_requested.emit(self._position(place), at)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the picture that was pressed."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
        # The same picture at both ends of the click: the strip may have been filled again between
        # them.
        elif self._pressed >= 0 and self._position(self._at(event.position().toPoint())) == (
            self._pressed
        ):
            self.chosen.emit(self._pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the picture of the first press: by now another one may lie there."""
        if event.button() is Qt.MouseButton.LeftButton and self._pressed >= 0:
            opened, self._pressed = self._pressed, -1
            self.opened.emit(opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the strip, and choose."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.positions) - 1}
        key = event.key()
        if key in steps:
            self._go_to(self.current + steps[Qt.Key(key)])
        elif key in ends:
            self._go_to(ends[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self.positions):
            self.chosen.emit(self._position(self.current))
        elif key == Qt.Key.Key_Space and len(self.positions):
            self.opened.emit(self._position(self.current))
        else:
            super().keyPressEvent(event)

    def _go_to(self, place: int) -> None:
        self.current = min(max(place, 0), max(0, len(self.positions) - 1))
        self.by_keys = True
        box, wide = self.tile_rect(self.current), self.viewport().width()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + min(0, box.left() - EDGE) + max(0, box.right() + EDGE - wide))
        self._repaint()
        accessibility.focus_moved(self, self.current - self.shown().start)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are, when it was a key that came here."""
        reasons = Qt.FocusReason
        self.by_keys = event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        self._repaint()
