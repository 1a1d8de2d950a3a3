"""What the mouse, the wheel and the keys do on the map."""

from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from gallery.ui.map.lasso import How, Shape, how
from gallery.ui.map.toolbar import Tool

# As far as a hand shakes while it clicks, in points.
STILL = 4
NOTCH = 1.25
PAN = 60.0


class Ground(Protocol):
    """What the pointer may ask of the map."""

    tool: Tool

    def picture_at(self, point: QPointF) -> int:
        """Return the position of the picture at a point; -1 for the ground."""

    def pan(self, across: float, down: float) -> None:
        """Drag the ground by so many points."""

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom; what is at the point, or in the middle, stays there."""

    def fit(self) -> None:
        """Show the whole map."""

    def set_tool(self, tool: Tool) -> None:
        """Choose what dragging does."""

    def show_shape(self, shape: Shape | None) -> None:
        """Show a shape that is being drawn."""

    def select_inside(self, shape: Shape, how: How) -> None:
        """Select the pictures inside a shape."""

    def click(self, position: int, modifiers: Qt.KeyboardModifier) -> None:
        """Answer a click on a picture."""

    def open(self, position: int) -> None:
        """Answer a double click on a picture."""

    def menu(self, position: int, at: QPoint) -> None:
        """Answer a right click; `at` is on the screen."""

    def hover(self, point: QPointF | None) -> None:
        """Answer the pointer's moving, or its leaving."""


class Pointer:
    """Turns events into what the map does. A click counts when the button is let go."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._pressed: QPointF | None = None
        self._button = Qt.MouseButton.NoButton
        self._last = QPointF()
        self._picture = -1
        self._moving = False
        self._shape: Shape | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being dragged."""
        return self._moving

    def press(self, event: QMouseEvent) -> bool:
        """Begin a click or a drag; return whether the button means something here."""
        point = event.position()
        if event.button() is Qt.MouseButton.RightButton:
            self._ground.menu(self._ground.picture_at(point), event.globalPosition().toPoint())
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._button = point, event.button()
            self._last = point
            self._picture = self._ground.picture_at(point)
            self._moving, self._shape = False, None
        else:
            return False
        return True

    def move(self, event: QMouseEvent) -> None:
        """Go on dragging, or look at what is under the pointer."""
        point = event.position()
        if self._pressed is None:
            self._ground.hover(point)
            return
        if not self._moving and (point - self._pressed).manhattanLength() >= STILL:
            self._moving = True
            self._ground.hover(None)
            self._shape = self._begun(event, self._pressed)
        if self._shape is not None:
            self._shape.drag(point)
            self._ground.show_shape(self._shape)
        elif self._moving:
            self._ground.pan(point.x() - self._last.x(), point.y() - self._last.y())
            self._last = point

    def _begun(self, event: QMouseEvent, start: QPointF) -> Shape | None:
        if event.buttons() & Qt.MouseButton.MiddleButton:
            return None
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        tool = Tool.RECTANGLE if shift else self._ground.tool
        return None if tool is Tool.PAN else Shape(tool, start)

    def release(self, event: QMouseEvent) -> bool:
        """End a click or a drag; return whether the button means something here."""
        if self._pressed is None or event.button() is not self._button:
            return event.button() in _BUTTONS
        shape, moving = self._shape, self._moving
        self.cancel()
        if shape is not None:
            self._ground.select_inside(shape, how(event.modifiers()))
        elif not moving and self._picture >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._ground.click(self._picture, event.modifiers())
        return True

    def double(self, event: QMouseEvent) -> bool:
        """Open the picture of the first press, or fit when that was on the ground.

        Return whether the button means something here.
        """
        self._pressed = None
        if event.button() is not Qt.MouseButton.LeftButton:
            return event.button() in _BUTTONS
        if self._picture >= 0:
            self._ground.open(self._picture)
        else:
            self._ground.fit()
        return True

    def cancel(self) -> bool:
        """Give up what is being dragged; return whether there was something."""
        was = self._moving
        self._pressed, self._shape, self._moving = None, None, False
        self._ground.show_shape(None)
        return was

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._ground.zoom(NOTCH**notches, event.position())

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; return whether it meant something here."""
        key = event.key()
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            return False
        if key in _ARROWS:
            self._ground.pan(*_ARROWS[key])
        elif key in _ZOOMS:
            self._ground.zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        else:
            return False
        return True

    def _escape(self) -> bool:
        if self.cancel():
            return True
        if self._ground.tool is Tool.PAN:
            return False
        self._ground.set_tool(Tool.PAN)
        return True


_BUTTONS = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
_ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (PAN, 0.0),
    Qt.Key.Key_Right: (-PAN, 0.0),
    Qt.Key.Key_Up: (0.0, PAN),
    Qt.Key.Key_Down: (0.0, -PAN),
}
_ZOOMS: dict[int, float] = {
    Qt.Key.Key_Plus: 1.4,
    Qt.Key.Key_Equal: 1.4,
    Qt.Key.Key_Minus: 1 / 1.4,
    Qt.Key.Key_Underscore: 1 / 1.4,
}
