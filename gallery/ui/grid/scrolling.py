"""How far the grid is scrolled, in points, and the wheel."""

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from gallery.ui.grid.geometry import HIGHEST, Geometry
from gallery.ui.style.motion import motion_wanted

NOTCH = 120
WHEEL_MS = 110


class Scroller(QObject):
    """The vertical scroll bar in points, whatever the height; the wheel moves it smoothly."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view, self._bar = view, view.verticalScrollBar()
        self._scale = 1
        self.is_placing = False
        self._goal = 0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(WHEEL_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutQuad)
        self._animation.valueChanged.connect(self._step)

    @property
    def offset(self) -> int:
        """How far the view is scrolled, in points."""
        return self._bar.value() * self._scale

    @contextlib.contextmanager
    def placing(self) -> Iterator[None]:
        """Scroll within this to hold the view in place: it is not the person who scrolls."""
        self.is_placing = True
        try:
            yield
        finally:
            self.is_placing = False

    def set_range(self, geometry: Geometry, page: int) -> None:
        """Let the bar cover `geometry`, of which `page` points are seen at once."""
        beyond = max(0, geometry.height - page)
        # Before the scale changes: it is counted in points, and the bar in its own steps.
        offset = self.offset
        self._scale = max(1, -(-beyond // HIGHEST))
        self._bar.setPageStep(max(1, page // self._scale))
        self._bar.setSingleStep(max(1, geometry.pitch // 3 // self._scale))
        self._bar.setRange(0, -(-beyond // self._scale))
        self._bar.setValue(offset // self._scale)

    def jump(self, offset: int) -> None:
        """Scroll to `offset` points at once."""
        self._animation.stop()
        self._bar.setValue(offset // self._scale)

    def hold(self, offset: int) -> None:
        """Scroll to `offset` points because what is seen moved there; the wheel rolls on."""
        by = offset - self.offset
        if self._animation.state() != QVariantAnimation.State.Running:
            self.jump(offset)
        elif by:
            self._bar.setValue(offset // self._scale)
            self._roll(self._goal + by)

    def reveal(self, top: int, bottom: int) -> None:
        """Scroll as little as needed to show what lies between two points."""
        page = self._view.viewport().height()
        if top < self.offset or bottom - top > page:
            self.jump(max(0, top))
        elif bottom > self.offset + page:
            self.jump(bottom - page)

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll by what the wheel says: touch pads in points, wheels in notches."""
        pixels = event.pixelDelta().y()
        if pixels:
            self.jump(self.offset - pixels)
            return
        notch = max(NOTCH, self._bar.singleStep() * self._scale)
        running = self._animation.state() == QVariantAnimation.State.Running
        # Notches that come while the view still moves add up, instead of being cut short.
        start = self._goal if running else self.offset
        goal = start - round(event.angleDelta().y() * notch / 120)
        self._goal = min(max(0, goal), self._bar.maximum() * self._scale)
        if not motion_wanted(self._view):
            self.jump(self._goal)
            return
        self._roll(self._goal)

    def _roll(self, goal: int) -> None:
        self._goal = goal
        self._animation.stop()
        # As floats: QVariantAnimation counts whole numbers in 32 bits.
        self._animation.setStartValue(float(self.offset))
        self._animation.setEndValue(float(self._goal))
        self._animation.start()

    @Slot(object)
    def _step(self, value: float) -> None:
        self._bar.setValue(round(value) // self._scale)
