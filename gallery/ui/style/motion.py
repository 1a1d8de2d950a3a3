"""The short glide of tiles to their new places."""

import os
from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QVariantAnimation, Slot
from PySide6.QtWidgets import QStyle, QWidget

DURATION_MS = 140  # an eye follows it, and no hand waits for it
# The first frame already shows the new order on its way, not the old one once more.
START = 0.2


def motion_wanted(widget: QWidget) -> bool:
    """Return whether things may move; not where the system or the person asks for calm."""
    if os.environ.get("LOOKALIKE_REDUCED_MOTION", "") not in ("", "0"):
        return False
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return widget.style().styleHint(hint, None, widget) > 0


class Motion(QObject):
    """Tiles under way: those seen before and after glide, others fade in or out."""

    def __init__(self, canvas: QWidget) -> None:
        # As a child it ends with what it paints on, in the middle of a glide too.
        super().__init__(canvas)
        self._repaint = canvas.update
        self._from: dict[int, QPoint] = {}
        self._leaving: dict[int, QPoint] = {}
        self._progress = 1.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(START)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether tiles are under way."""
        return self._progress < 1.0

    def start(self, before: Mapping[int, QPoint], after: Mapping[int, QPoint]) -> None:
        """Let the tiles of `before` (position to place in the view) glide to those of `after`."""
        self._from = {p: place for p, place in before.items() if p in after}
        self._leaving = {p: place for p, place in before.items() if p not in after}
        if before == after:
            return
        self._progress = START
        self._animation.stop()
        self._animation.start()

    @Slot()
    def stop(self) -> None:
        """Put every tile in its place at once."""
        self._progress = 1.0
        self._from, self._leaving = {}, {}
        if self._animation.state() != QVariantAnimation.State.Stopped:
            self._animation.stop()
        self._repaint()

    def place(self, position: int, end: QPoint) -> tuple[QPoint, float]:
        """Return where a tile that ends at `end` is now, and its opacity."""
        if not self.running:
            return end, 1.0
        start = self._from.get(position)
        if start is None:
            return end, self._progress
        way = self._progress
        return start + QPoint(
            round((end.x() - start.x()) * way), round((end.y() - start.y()) * way)
        ), 1.0

    def glides(self, position: int) -> bool:
        """Return whether a tile is on its way from another place."""
        return position in self._from

    def leaving(self) -> tuple[Mapping[int, QPoint], float]:
        """Return the tiles that fade out, where they stand, and their opacity."""
        return self._leaving, 1.0 - self._progress

    @Slot(object)
    def _step(self, value: float) -> None:
        self._progress = float(value)
        self._repaint()
