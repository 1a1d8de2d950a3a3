"""What mouse and keyboard do in the grid."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from gallery.ui.grid import drag_pixmap
from gallery.ui.grid.area import GridArea
from gallery.ui.grid.geometry import GAP, LARGEST, PADDING, SMALLEST, Band
from gallery.ui.grid.tiles import Tiles
from gallery.ui.language import tr
from gallery.ui.mime_data import GalleryMimeData
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.widgets.tile_painter import TileButton, button_at

Modifier = Qt.KeyboardModifier
AUTO_SCROLL_MS = 16  # a frame
TILE_STEP = 1.12
HALF_NOTCH = 60  # of a wheel, whose notch is 120 eighths of a degree


class Choice:
    """Where a range of selected pictures began."""

    def __init__(self, area: GridArea, state: GalleryState) -> None:
        self._area, self._state = area, state
        self._from = -1

    def start(self, position: int) -> None:
        """Let the next range begin at a picture."""
        self._from = position

    def to(self, position: int, add: bool) -> None:
        """Select from where the range began up to a picture, and put the focus on it."""
        area, state = self._area, self._state
        first = max(area.index(self._from), area.first)
        if area.index(self._from) < 0:
            first = max(area.index(state.place.focus), area.first)
            self._from = area.position(first)
        last = area.index(position)
        low, high = min(first, last), max(first, last)
        state.select(area.order.positions[low : high + 1], "add" if add else "only")
        state.set_focus(position)


class Mouse(QObject):
    """Clicks, drags and the rubber band.

    What the left button is at stands in `_down`, `_moved` and the area's `touch.band`:

        at rest ---press---> down --release--> a click, and at rest
                              | moved far enough
                              |-- from a tile ----> dragged out; at rest when it is dropped
                              '-- from the ground > band --release--> at rest

    The second press of a double click is told as such: it opens the picture of the first one,
    and the button stays at rest.

    Signals:
        opened: a picture is to be shown large (position).
        tile_wanted: tiles of another size are wanted, in points.
    """

    opened = Signal(int)
    tile_wanted = Signal(int)

    def __init__(self, area: GridArea, state: GalleryState, choice: Choice, tiles: Tiles) -> None:
        super().__init__(area)
        self._area, self._state = area, state
        self._choice, self._tiles = choice, tiles
        self._touch = area.touch
        self._down = self._moved = False
        self._pressed, self._modifiers = -1, Modifier.NoModifier
        self._action: TileButton | None = None
        self._point, self._origin = QPoint(), (0, 0)
        self._turned = 0
        self._base: NDArray[np.intp] = np.zeros(0, np.intp)
        self._scroll = QTimer(self, interval=AUTO_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_band)

    # ------------------------------------------------------------ clicks

    def press(self, event: QMouseEvent) -> None:
        """Remember what a button went down on; a click answers when it comes up."""
        match event.button():
            case Qt.MouseButton.BackButton:
                self._state.back()
            case Qt.MouseButton.ForwardButton:
                self._state.forward()
            case Qt.MouseButton.LeftButton:
                self._point = event.position().toPoint()
                self._origin = (self._point.x(), self._point.y() + self._area.offset)
                self._down, self._moved = True, False
                self._modifiers = event.modifiers()
                self._pressed = self._area.position_at(self._point)
                self._action = self._button_at(self._point)
                self._touch.by_keyboard = False

    def double_click(self, event: QMouseEvent) -> None:
        """Open the picture of the first press: the grid may have been sorted again since."""
        plain = event.modifiers() in (Modifier.NoModifier, Modifier.KeypadModifier)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and plain and self._pressed >= 0 and self._action is None:
            self._down = False
            self.opened.emit(self._pressed)
        elif event.button() != Qt.MouseButton.MiddleButton:
            self.press(event)

    def release(self, event: QMouseEvent) -> None:
        """Do what the click means, or end the rubber band."""
        if event.button() != Qt.MouseButton.LeftButton or not self._down:
            return
        self._down = False
        if self._touch.band is not None:
            self._touch.band = None
            self._scroll.stop()
            self._area.viewport().update()
        elif not self._moved:
            # The picture that was clicked is already in sight; the focus that follows must not
            # scroll.
            self._touch.busy = True
            self._click(event.modifiers())
            self._touch.busy = False
        self.follow()

    def _click(self, modifiers: Modifier) -> None:
        state, position = self._state, self._pressed
        toggle = bool(modifiers & Modifier.ControlModifier) or self._action is TileButton.SELECT
        if position < 0:
            if not toggle and state.selected.any():
                state.select_none()
        elif modifiers & Modifier.ShiftModifier:
            self._choice.to(position, add=toggle)
        elif toggle:
            state.select([position], "toggle")
            self._choice.start(position)
            state.set_focus(position)
        else:
            self._choice.start(position)
            state.find_lookalikes(position)

    def take_up(self, position: int) -> None:
        """Make a picture what the next action is about, unless it is selected with others."""
        self._touch.busy = True
        self._state.take_up(position)
        self._touch.busy = False

    # ------------------------------------------------------------ moving

    def move(self, event: QMouseEvent) -> None:
        """Drag pictures out, draw the rubber band, or look what is under the pointer."""
        point = event.position().toPoint()
        if not self._down:
            self._hover(point)
            return
        far = (point - self._point).manhattanLength() >= QApplication.startDragDistance()
        if not self._moved and not far:
            return
        if self._pressed >= 0:
            if not self._moved:
                # At once: the drag takes the release for itself, and the grid would wait for it.
                self._moved, self._down = True, False
                self.drag(self._pressed)
            return
        if not self._moved:
            self._moved = True
            keep = self._modifiers & (Modifier.ControlModifier | Modifier.ShiftModifier)
            # What the band began with: it adds to this, also after it has become smaller again.
            self._base = np.flatnonzero(self._state.selected if keep else ())
            self._scroll.start()
        self._stretch(point)

    def drag(self, position: int) -> None:
        """Drag a picture out, and with it the selection it belongs to."""
        state, area = self._state, self._area
        positions = np.array([position], np.intp)
        if state.selected[position]:
            others = state.chosen()
            positions = np.concatenate([positions, others[others != position]])
        images = [
            image for p in positions[:3].tolist() if (image := self._tiles.image(p)) is not None
        ]
        drag = QDrag(area)
        drag.setMimeData(GalleryMimeData(state.table, positions))
        ratio = area.devicePixelRatioF()
        drag.setPixmap(drag_pixmap.pixmap(images, len(positions), self._tiles.theme.accent, ratio))
        drag.setHotSpot(QPoint(drag_pixmap.SIDE // 2, drag_pixmap.SIDE // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _stretch(self, point: QPoint) -> None:
        area = self._area
        self._touch.band = Band.between(self._origin, (point.x(), point.y() + area.offset))
        touched = area.order.positions[area.geometry_.touched(self._touch.band)]
        self._state.select(np.union1d(self._base, touched[touched >= 0]))
        area.viewport().update()

    @Slot()
    def _scroll_band(self) -> None:
        """Scroll while the rubber band is drawn beyond the edge, faster further out."""
        area, point = self._area, self._area.cursor_point()
        beyond = min(point.y(), 0) + max(point.y() - area.viewport().height(), 0)
        if beyond:
            area.scroll_by(beyond // 3 + (1 if beyond > 0 else 0))
            self._stretch(point)

    # ------------------------------------------------------------ the pointer at rest

    def _hover(self, point: QPoint) -> None:
        hovered, pointed = self._area.position_at(point), self._button_at(point)
        if (hovered, pointed) != (self._touch.hovered, self._touch.pointed):
            self._touch.hovered, self._touch.pointed = hovered, pointed
            self._state.set_hovered(hovered)
            self._area.viewport().update()

    def _button_at(self, point: QPoint) -> TileButton | None:
        index = self._area.index_at(point)
        return button_at(self._area.tile_rect(index), point.x(), point.y()) if index >= 0 else None

    def follow(self) -> None:
        """Look again what is under the pointer, after the tiles have moved beneath it."""
        if self._area.viewport().underMouse() and not self._down:
            self._hover(self._area.cursor_point())

    def leave(self) -> None:
        """Forget what was under the pointer."""
        if self._touch.hovered >= 0:
            self._touch.hovered, self._touch.pointed = -1, None
            self._state.set_hovered(-1)

    def tooltip(self, point: QPoint) -> str:
        """Return what a tooltip says at a point, as plain text."""
        index, action = self._area.index_at(point), self._button_at(point)
        position = self._area.position(index) if index >= 0 else -1
        if position < 0:
            return self._tiles.told_of_guest(position)
        if action is TileButton.SELECT and self._state.selected[position]:
            return tr("Take out of the selection")
        if not self._state.can_ask(position) and action is not TileButton.SELECT:
            name = self._state.table.name(position)
            return f"{name}\n{tr('Not read yet: its look-alikes can be found in a moment')}"
        return tr(action.value) if action else self._tiles.told(position)

    def resize_tiles(self, delta: int) -> None:
        """Ask for larger tiles, or for smaller ones; `delta` is what the wheel says."""
        # Turned back: what was gathered in the other direction no longer counts.
        if delta * self._turned < 0:
            self._turned = 0
        self._turned += delta
        if abs(self._turned) < HALF_NOTCH:
            return  # Touch pads send many small turns.
        wanted = self._area.tile * (TILE_STEP if self._turned > 0 else 1 / TILE_STEP)
        self._turned = 0
        self.tile_wanted.emit(min(max(round(wanted / 4) * 4, SMALLEST), LARGEST))


class Keys(QObject):
    """The keys of the grid; what is not its own goes on to the window.

    Signals:
        opened: a picture is to be shown large (position).
    """

    opened = Signal(int)

    def __init__(self, area: GridArea, state: GalleryState, choice: Choice) -> None:
        super().__init__(area)
        self._area, self._state, self._choice = area, state, choice
        self._touch = area.touch

    def press(self, event: QKeyEvent) -> None:
        """Move the focus, find look-alikes, or open the picture in focus."""
        key, modifiers = event.key(), event.modifiers()
        held = modifiers & (Modifier.AltModifier | Modifier.MetaModifier)
        count = len(self._area.order.positions)
        if held or not count:
            event.ignore()
            return
        index = self._area.index(self._state.place.focus)
        target = self._target(key, index, count)
        if target is not None:
            self._touch.by_keyboard = True
            self._go(min(max(target, self._area.first), count - 1), modifiers)
        elif index >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._touch.by_keyboard = True
            self._state.find_lookalikes(self._state.place.focus)
        elif index >= 0 and key == Qt.Key.Key_Space:
            self._space(modifiers)
        else:
            event.ignore()

    def _space(self, modifiers: Modifier) -> None:
        focus = self._state.place.focus
        if modifiers & Modifier.ControlModifier:
            self._state.select([focus], "toggle")
        else:
            self.opened.emit(focus)

    def _target(self, key: int, index: int, count: int) -> int | None:
        """Return the place in the order that a key leads to, perhaps beyond the ends; or None."""
        area, geometry = self._area, self._area.geometry_
        page = max(1, (area.viewport().height() - 2 * PADDING + GAP) // geometry.pitch)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Home: -count,
            Qt.Key.Key_End: count,
        }
        rows = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        step, down = steps.get(Qt.Key(key)), rows.get(Qt.Key(key))
        if step is None and down is None:
            return None
        if index < 0 and key not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return area.first_whole()
        if down is None:
            return index + (step or 0)
        target = geometry.moved(index, down)
        at_end = key == Qt.Key.Key_Up and target < 0
        at_end |= key == Qt.Key.Key_Down and geometry.is_last_row(index)
        return index if at_end else target

    def _go(self, index: int, modifiers: Modifier) -> None:
        position = self._area.position(index)
        if modifiers & Modifier.ShiftModifier:
            self._choice.to(position, add=False)
        else:
            self._choice.start(position)
            self._state.set_focus(position)
        self._area.ensure_visible(position)
