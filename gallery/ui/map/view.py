"""The map: the whole folder as points, coloured by cluster, that one can walk over."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)

from gallery.ui.language import tr
from gallery.ui.map.camera import bounded
from gallery.ui.map.camera_animation import ZOOM_MS
from gallery.ui.map.canvas import MapCanvas
from gallery.ui.map.hover_card import PICTURE, HoverCard
from gallery.ui.map.input import Pointer
from gallery.ui.map.lasso import How, Shape
from gallery.ui.map.panels import MapPanels
from gallery.ui.map.scene import ThumbnailSource
from gallery.ui.map.toolbar import Tool
from gallery.ui.model.cluster_words import called
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.style.theme import Appearance

# From this width on there is room for an open legend beside the points.
ROOMY = 760
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class MapView(MapCanvas):
    """The map of a state.

    Signals:
        opened: a picture was double clicked; its position.
        selected: lasso or rectangle changed the selection.
        context_requested: a right click; position or -1, and the place on the screen.
        tool_changed: carries the Tool in hand.
        landmarks_changed: whether clusters show their most typical picture.
    """

    opened = Signal(int)
    selected = Signal()
    context_requested = Signal(int, QPoint)
    tool_changed = Signal(object)
    landmarks_changed = Signal(bool)

    def __init__(
        self, state: GalleryState, thumbnails: ThumbnailSource, appearance: Appearance
    ) -> None:
        super().__init__(state, thumbnails, appearance)
        self._thumbnails = thumbnails
        self.tool = Tool.PAN
        self._pointer = Pointer(self)
        self._at: QPointF | None = None
        self.panels = MapPanels(self, state, appearance)
        self.tools, self.legend = self.panels.tools, self.panels.legend
        self.card = HoverCard(appearance, self)
        self.setObjectName("map")
        self.setAccessibleName(tr("Map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(220, 180)
        state.hovered_changed.connect(self._hovered_changed)
        thumbnails.arrived.connect(self._arrived)
        self.legend.resized.connect(self._arrange)
        self.tools.fit_asked.connect(self.fit)
        self.tools.tool_chosen.connect(self.set_tool)
        self.tools.landmarks_chosen.connect(self.set_landmarks)
        self._flight.moved.connect(self._moved_away)
        self._folder_changed()

    # ------------------------------------------------------------ what a person does

    def pan(self, across: float, down: float) -> None:
        """Drag the ground by so many points."""
        self._fitted = False
        self._flight.go(self.scene.layout.extent.held(self.camera.panned(across, down)))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom; what is at the point `at`, or in the middle, stays there."""
        point = at or QPointF(self.width() / 2, self.height() / 2)
        place = (point.x(), point.y())
        # Notches that come while one is still flying add up.
        factor *= self._flight.target.scale / self.camera.scale
        wanted = self.camera.zoomed(factor, place)
        self._fitted = False
        camera = bounded(wanted, self.camera, self._whole(), place)
        self._flight.go(self.scene.layout.extent.held(camera), self._flying_ms(ZOOM_MS))
        self.hover(None)

    def picture_at(self, point: QPointF) -> int:
        """Return the position of the picture at a point; -1 for the ground."""
        return self.scene.at(self.camera, point)

    def click(self, position: int, modifiers: Qt.KeyboardModifier) -> None:
        """Find look-alikes of a picture; with Ctrl, select it or not; with Shift, select it too."""
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._state.select([position], "toggle")
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._state.select([position], "add")
        else:
            self._state.find_lookalikes(position)

    def open(self, position: int) -> None:
        """Say that a picture was double clicked."""
        self.opened.emit(position)

    def menu(self, position: int, at: QPoint) -> None:
        """Say that a context menu is wanted; of a picture, it is about this one."""
        if position >= 0:
            self._state.take_up(position)
        self.context_requested.emit(position, at)

    @Slot(object)
    def set_tool(self, tool: Tool) -> None:
        """Choose what dragging on the ground does."""
        self.tool = tool
        self.tools.show_tool(tool)
        if tool is Tool.PAN:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)
        self.tool_changed.emit(tool)

    def toggle_tool(self, tool: Tool) -> None:
        """Take a tool in hand, or put it away."""
        self.set_tool(Tool.PAN if self.tool is tool else tool)

    @Slot(bool)
    def set_landmarks(self, on: bool) -> None:
        """Show each cluster's most typical picture, or only its name."""
        self.scene.landmarks = on
        self.tools.show_landmarks(on)
        self.redraw()
        self.landmarks_changed.emit(on)

    def show_shape(self, shape: Shape | None) -> None:
        """Show a shape that is being drawn."""
        self._shape = shape
        self.update()

    def select_inside(self, shape: Shape, how: How) -> None:
        """Select the pictures inside a shape."""
        rows = shape.rows(self.scene.points, self.camera)
        self._state.select(self.scene.points.positions[rows], how)
        self.selected.emit()

    # ------------------------------------------------------------ the card

    def hover(self, point: QPointF | None) -> None:
        """Show what is under the pointer; None when it left."""
        self._at = point
        self._state.set_hovered(-1 if point is None else self.picture_at(point))
        self._show_card()

    @Slot(int)
    def _hovered_changed(self, position: int) -> None:
        if position < 0:
            self.card.hide()
        self.update()

    @Slot()
    def _moved_away(self) -> None:
        """Take the card away: the map moved under a pointer that may have stood still."""
        if self._at is not None:
            self.hover(None)

    @Slot()
    def _arrived(self) -> None:
        self._show_card()
        self.redraw()

    def _show_card(self) -> None:
        position = self._state.hovered
        if self._at is None or not 0 <= position < len(self._state.table):
            self.card.hide()
            return
        ratio = self.devicePixelRatioF()
        image = self._thumbnails.image(position, round(PICTURE * ratio), False)
        self.card.show_picture(*_named(self._state, position), image)
        self.card.put_beside(self._at.toPoint(), self.rect().adjusted(6, 6, -6, -6))
        self.card.show()

    # ------------------------------------------------------------ the floating panels

    def _describe(self) -> None:
        super()._describe()
        self.panels.show_tools(are_used=len(self.scene.points) > 0)

    def _taken(self) -> tuple[QRectF, ...]:
        return (*super()._taken(), *self.panels.boxes())

    def set_covered(self, width: int) -> None:
        """Keep tools and names out of what something floats over: so many points from the right."""
        if width != self.panels.covered:
            self.panels.covered = width
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Put the floating panels into their corners."""
        self._overlay.legend = self.panels.arrange()
        self.panels.show_tools(are_used=len(self.scene.points) > 0)
        self.redraw()

    # ------------------------------------------------------------ events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the map in view and the panels in their corners."""
        super().resizeEvent(event)
        self._moved_away()
        self.legend.suggest_open(self.width() >= ROOMY)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers where the system tells of it."""
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is pinch:
            self.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag; the buttons for back and forward go on to the window."""
        if not self._pointer.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag or hover."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click or a drag."""
        if not self._pointer.release(event):
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a picture or fit."""
        if not self._pointer.double(event):
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        self._pointer.wheel(event)
        event.accept()

    def answer_key(self, event: QKeyEvent) -> bool:
        """Answer one of the map's keys; return whether it was one."""
        return self._pointer.key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the map's keys; the rest goes on to the window."""
        if not self.answer_key(event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the card away: it would be there still when the map comes back."""
        self._moved_away()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the card away."""
        self.hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus when it came by a key."""
        self._focus_shown = event.reason() in BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus left."""
        self._focus_shown = False
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the focused picture by a key; the right button has its own way."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.menu(self._state.place.focus, event.globalPos())
        event.accept()


def _named(state: GalleryState, position: int) -> tuple[str, str]:
    """Return the name of a picture, and of its cluster."""
    clusters = state.clusters.rows if state.clusters else ()
    number = int(state.table.cluster[position])
    return state.table.name(position), next(
        (called(row) for row in clusters if row.number == number), ""
    )
