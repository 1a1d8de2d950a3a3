"""The viewer: one picture large, and the next and previous ones in the grid's order."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget

from gallery.core.codes import Code
from gallery.core.sentence import Sentence
from gallery.library.records import PictureFacts
from gallery.ui.actions import Actions, Scope
from gallery.ui.client.roles import DecodesPictures
from gallery.ui.language import say
from gallery.ui.style.theme import Appearance
from gallery.ui.viewer.camera import ViewerCamera
from gallery.ui.viewer.hand import Hand
from gallery.ui.viewer.painter import CHIP, paint_banner, paint_chip, paint_picture
from gallery.ui.viewer.panels import GROUND, MARGIN, Panels, PanelsSource
from gallery.ui.viewer.pixel_cache import LARGEST, PixelStore
from gallery.ui.viewer.walk import Walk

THUMBNAIL = 256


class ViewerSource(PanelsSource, DecodesPictures, Protocol):
    """What the viewer shows, and keeps."""


class Viewer(QWidget):
    """Shows the thumbnail at once, then the pixels from the engine.

    Signals:
        closed: back to the grid; carries the picture shown last.
        shown: another picture is shown; carries its position.
    """

    closed = Signal(int)
    shown = Signal(int)

    def __init__(self, controller: ViewerSource, actions: Actions, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("viewer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._controller, self._state = controller, controller.state
        self._appearance = appearance
        self.position = -1
        self._size: tuple[int, int] | None = None
        self._known: PictureFacts | None = None
        self._is_told = False
        self.camera = ViewerCamera()
        self.pixels = PixelStore(self._state, controller)
        self._sentences: dict[int, str] = {}
        self.walk = Walk(self, self._state)
        self.hand = Hand(self, self.camera)
        self.panels = Panels(controller, actions, appearance, self)
        self._connect(actions)

    def _connect(self, actions: Actions) -> None:
        actions.listen(self, Scope.VIEWER)
        actions.bind(self.walk.handlers() | self.hand.handlers())
        actions.bind({"leave": self.leave, "facts": self._show_panels, "strip": self._show_panels})
        self.hand.zoomed.connect(self._want)
        self.panels.strip.chosen.connect(self.open)
        self._enable_actions()
        self.pixels.arrived.connect(self._arrived)
        self._controller.facts_ready.connect(self._facts_ready)
        self.pixels.failed.connect(self._failed)
        self._controller.thumbnails.arrived.connect(self._thumbnail_arrived)
        self._state.order_changed.connect(self._order_changed)
        self._state.folder_changed.connect(self._folder_changed)
        self._appearance.changed.connect(self.update)

    # ------------------------------------------------------------ which picture

    def open(self, position: int) -> None:
        """Show a picture whole."""
        self.position, self._size = position, None
        # Until the store has told of it, its thumbnail would be drawn in a size that it may not
        # have.
        self._known, self._is_told = None, False
        self._controller.ask_facts(position)
        self.camera.fitted = True
        self._sentences.pop(position, None)
        self._say_viewed()
        self._take_size()
        self._want()
        self._place_panels()
        self.panels.strip.find_for(position)
        self.setAccessibleName(self.caption())
        self.update()
        self.shown.emit(position)

    def stop(self) -> None:
        """End what is read and looked for."""
        self.pixels.stop()
        self.panels.strip.stop()

    @Slot()
    def leave(self) -> None:
        """Return to the grid."""
        self.closed.emit(self.position)

    def caption(self) -> str:
        """Return what stands above the picture: name, place in the order, score."""
        return self.walk.caption()

    # ------------------------------------------------------------ pixels

    @Slot()
    def _want(self) -> None:
        """Ask for the pixels of this picture, as large as they are shown, and of its neighbours."""
        if self.position < 0 or not self.isVisible():
            return
        side = _screen_side(self)
        if not self.camera.fitted:
            shown = max(self.camera.picture) * self.camera.scale
            # Nearer than the screen: all pixels at once, and not a larger view at each step of the
            # wheel.
            side = LARGEST if shown > side else side
        self.pixels.want(self.position, side)
        if self.pixels.get(self.position) is not None:
            # Both only once this one is there.
            for near in self.walk.neighbours():
                self.pixels.want(near, _screen_side(self))

    @Slot(int)
    def _arrived(self, position: int) -> None:
        if position == self.position:
            self._take_size()
            self._want()
            self.update()

    @Slot(int, object)
    def _facts_ready(self, position: int, facts: PictureFacts | None) -> None:
        if position == self.position:
            self._known, self._is_told = facts, True
            if facts is not None and facts.width and facts.height:
                self._size = (facts.width, facts.height)
                self._take_size()
            self._place_panels()
            self.update()

    @Slot(int, str)
    def _failed(self, position: int, sentence: str) -> None:
        self._sentences[position] = sentence
        self.update()

    @Slot()
    def _thumbnail_arrived(self) -> None:
        if self.isVisible() and self.pixels.get(self.position) is None:
            self._take_size()
            self.update()

    @Slot()
    def _order_changed(self) -> None:
        if self.isVisible():
            self._place_panels()
            self.update()

    @Slot()
    def _folder_changed(self) -> None:
        self.position = -1
        self._say_viewed()
        self._sentences.clear()

    def _take_size(self) -> None:
        pixels = self.pixels.get(self.position)
        if pixels is not None:
            self.camera.set_picture(pixels.full_width, pixels.full_height)
            return
        if self._size is not None:
            self.camera.set_picture(*self._size)
            return
        thumbnail = self._thumbnail()
        if thumbnail is not None:
            # The true size is not known yet: as if the picture had 2,000 pixels.
            scale = 2000 / max(thumbnail.width(), thumbnail.height())
            self.camera.set_picture(thumbnail.width() * scale, thumbnail.height() * scale)

    def _thumbnail(self) -> QImage | None:
        return self._controller.thumbnails.image(self.position, THUMBNAIL, False, 1.0)

    # ------------------------------------------------------------ zoom and pan

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        self.hand.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture; other buttons, as for back, go on to the window."""
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture."""
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the picture go."""
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole picture and its full size."""
        self.hand.double_click(event)

    # ------------------------------------------------------------ drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture in its place."""
        self._resize_camera()

    def showEvent(self, event: QEvent) -> None:
        """Ask for what could not be asked while hidden."""
        self._say_viewed()
        self._enable_actions()
        self.panels.strip.find_for(self.position)
        self._want()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the picture go."""
        self.hand.let_go()
        self._state.set_hovered(-1)
        self._say_viewed()
        self._enable_actions()

    def _enable_actions(self) -> None:
        """Offer in the menus what can be done here only while it can."""
        for action in self.actions():
            action.setEnabled(self.isVisible())

    def _say_viewed(self) -> None:
        self._state.viewed = self.position if self.isVisible() else -1

    def _show_panels(self) -> None:
        self.panels.show_wanted()
        self._resize_camera()
        self.panels.strip.find_for(self.position)

    def _resize_camera(self) -> None:
        ratio = self.devicePixelRatioF()
        self.camera.resize(self.width() * ratio, self.panels.room * ratio)
        self._place_panels()
        self.update()

    def _place_panels(self) -> None:
        place = self.walk.place() if self.position >= 0 else (0, 0)
        self.panels.place(self.position, self._known, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, then what is said of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(GROUND))
        if self.position < 0 or self.position >= len(self._state.table):
            return
        pixels = self.pixels.get(self.position)
        image = pixels.image if pixels is not None else None
        if image is None and (self._is_told or self._size is not None):
            image = self._thumbnail()  # before, it would be drawn in a size that it does not have
        if image is not None and not image.isNull():
            paint_picture(painter, self.camera, image, self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - 2 * MARGIN - 128
        paint_chip(painter, QPointF(MARGIN, MARGIN), self.caption(), room)
        if pixels is not None or not self.camera.fitted:
            text = f"{round(self.camera.scale * 100)} %"
            paint_chip(painter, QPointF(MARGIN, self.panels.room - MARGIN - CHIP), text, room)
        self._paint_sentence(painter, pixels is not None and pixels.damaged)

    def _paint_sentence(self, painter: QPainter, damaged: bool) -> None:
        text = self._sentences.get(self.position, "")
        if damaged and not text:
            text = say(Sentence(Code.PARTLY_DAMAGED))
        if text:
            middle, bottom = self.width() / 2, self.panels.room - MARGIN
            paint_banner(painter, middle, bottom, text, self.width() - 160)


def _screen_side(widget: QWidget) -> int:
    """Return the longer side of the screen in its pixels."""
    screen = widget.screen().size()
    return round(max(screen.width(), screen.height()) * widget.devicePixelRatioF())
