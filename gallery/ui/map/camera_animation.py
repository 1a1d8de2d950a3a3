"""The camera's way from one place over the map to another."""

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal, Slot

from gallery.ui.map.camera import MapCamera, between

FIT_MS = 150
ZOOM_MS = 110


class CameraAnimation(QObject):
    """Holds the camera, and moves it at once or within a short time.

    Signals:
        moved: the camera is another.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.camera = MapCamera()
        self.target = self.camera
        self._start = self.camera
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    def go(self, camera: MapCamera, duration_ms: int = 0) -> None:
        """Move to `camera`, in `duration_ms` or at once."""
        self._animation.stop()
        self._start, self.target = self.camera, camera
        if duration_ms:
            self._animation.setDuration(duration_ms)
            self._animation.start()
        else:
            self._arrive(camera)

    @Slot(object)
    def _step(self, share: float) -> None:
        self._arrive(between(self._start, self.target, float(share)))

    def _arrive(self, camera: MapCamera) -> None:
        self.camera = camera
        self.moved.emit()
