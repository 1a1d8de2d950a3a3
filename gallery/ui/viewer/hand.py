"""Zoom and pan of the viewer, by actions, wheel and mouse."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gallery.ui.viewer.camera import STEP, ViewerCamera

WHEEL_NOTCH = 120.0


class Hand(QObject):
    """Moves the camera of a viewer. What it does not answer it leaves to the window.

    Signals:
        zoomed: the picture is seen in another size.
    """

    zoomed = Signal()

    def __init__(self, viewer: QWidget, camera: ViewerCamera) -> None:
        super().__init__(viewer)
        self._viewer, self._camera = viewer, camera
        self._grabbed: QPointF | None = None

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what carries out each action."""
        return {
            "fit": self.fit,
            "full_size": self.full_size,
            "zoom_in": self.zoom_in,
            "zoom_out": self.zoom_out,
        }

    def fit(self) -> None:
        """Show the whole picture."""
        self._camera.fit()
        self._moved()

    def full_size(self) -> None:
        """Show one picture pixel on one pixel of the screen."""
        self._zoom(1.0, None)

    def zoom_in(self) -> None:
        """Come nearer."""
        self._zoom(self._camera.scale * STEP, None)

    def zoom_out(self) -> None:
        """Go farther."""
        self._zoom(self._camera.scale / STEP, None)

    def let_go(self) -> None:
        """Let the picture go."""
        self._grabbed = None

    def _zoom(self, scale: float, at: QPointF | None) -> None:
        ratio = self._viewer.devicePixelRatioF()
        point = at * ratio if at is not None else QPointF(*(v / 2 for v in self._camera.view))
        self._camera.zoom_to(scale, point.x(), point.y())
        self._moved()

    def _moved(self) -> None:
        self.zoomed.emit()
        shapes = Qt.CursorShape
        self._viewer.setCursor(shapes.ArrowCursor if self._camera.fitted else shapes.OpenHandCursor)
        self._viewer.update()

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        notches = event.angleDelta().y() / WHEEL_NOTCH
        if notches:
            self._zoom(self._camera.scale * STEP**notches, event.position())
        event.accept()

    def press(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
        else:
            event.ignore()

    def move(self, event: QMouseEvent) -> None:
        """Drag the picture."""
        if self._grabbed is not None:
            moved = (event.position() - self._grabbed) * self._viewer.devicePixelRatioF()
            self._grabbed = event.position()
            self._camera.pan(moved.x(), moved.y())
            self._viewer.update()

    def release(self, event: QMouseEvent) -> None:
        """Let the picture go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.let_go()
        else:
            event.ignore()

    def double_click(self, event: QMouseEvent) -> None:
        """Change between the whole picture and its full size."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif not self._camera.fitted:
            self.fit()
        else:
            self._zoom(max(1.0, self._camera.fit_scale * 2), event.position())
