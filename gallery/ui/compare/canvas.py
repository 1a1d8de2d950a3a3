"""Two pictures side by side, or one in the place of the other, seen through one linked view."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gallery.ui.compare.linked import STEP, LinkedView
from gallery.ui.language import tr
from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Appearance

GAP, RADIUS, CHIP, MARGIN = 12, 8, 22, 10
NOTCH = 120.0
ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
OURS = (
    *ARROWS,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Equal,
    Qt.Key.Key_Minus,
    Qt.Key.Key_0,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


@dataclass(slots=True)
class Side:
    """One of the two pictures.

    Attributes:
        name: what is written on it.
        image: its pixels, or a thumbnail of them; None while there is nothing.
        size: width and height in pixels, for its shape alone.
        sentence: why it cannot be shown, or "".
    """

    name: str = ""
    image: QImage | None = None
    size: tuple[float, float] = (1.0, 1.0)
    sentence: str = ""


class PairOverlay(Protocol):
    """What is drawn over the pictures, and told of where the pointer or the arrow keys are."""

    def paint(self, painter: QPainter, side: int, rect: QRectF) -> None:
        """Draw over the picture of a side, which lies in `rect`."""
        ...

    def point(self, side: int, x: float, y: float) -> bool:
        """Take note of the place pointed at, as shares; side -1 for none. Return if that is new."""
        ...

    def step(self, dx: int, dy: int) -> bool:
        """Go to the next region, as arrow keys do."""
        ...


class PairCanvas(QWidget):
    """Wheel and drag move both pictures.

    Signals:
        flipped: the other picture is shown in place; carries which (0 or 1), -1 for both.
        looked: the view has changed.
        pointed: the overlay points to another region.
    """

    flipped = Signal(int)
    looked = Signal()
    pointed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.view = LinkedView()
        self.sides = [Side(), Side()]
        self.alone = -1  # which one is shown alone, in place of the other
        self.overlay: PairOverlay | None = None
        self._grabbed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 120)
        appearance.changed.connect(self.update)

    # ------------------------------------------------------------ what is shown

    def show_pair(self, first: Side, second: Side) -> None:
        """Show two other pictures, whole and side by side."""
        self.sides = [first, second]
        self.view.whole()
        self.both()

    def _say(self) -> None:
        shown = self.sides if self.alone < 0 else [self.sides[self.alone]]
        names = [f"{side.name}: {side.sentence}" if side.sentence else side.name for side in shown]
        told = (
            names[0]
            if len(names) == 1
            else tr("{first} beside {second}", first=names[0], second=names[1])
        )
        self.setAccessibleName(told)

    def flip(self) -> None:
        """Show one picture in the place of both, and then the other, at the same place of it."""
        self.alone = 1 if self.alone == 0 else 0
        self._tell_flipped()

    def both(self) -> None:
        """Show the two side by side again."""
        self.alone = -1
        self._tell_flipped()

    def _tell_flipped(self) -> None:
        self._say()
        self.flipped.emit(self.alone)
        self.update()

    def whole(self) -> None:
        """Show the whole pictures."""
        self.view.whole()
        self._moved()

    def nearer(self, step: float) -> None:
        """Come nearer by a factor, at the middle."""
        area = self.areas()[max(self.alone, 0)]
        self._zoom(step, area.center(), max(self.alone, 0))

    def areas(self) -> list[QRectF]:
        """Return where each of the two has room; the same place for both where one is alone."""
        whole = QRectF(self.rect())
        if self.alone >= 0:
            return [whole, whole]
        wide = (whole.width() - GAP) / 2
        right = QRectF(wide + GAP, 0, wide, whole.height())
        return [QRectF(0, 0, wide, whole.height()), right]

    def picture_rect(self, side: int) -> QRectF:
        """Return where a picture lies."""
        return self.view.rect(*self.sides[side].size, self.areas()[side])

    def side_at(self, point: QPointF) -> int:
        """Return which picture's room a point is in, -1 for none."""
        if self.alone >= 0:
            return self.alone
        return next((n for n, area in enumerate(self.areas()) if area.contains(point)), -1)

    # ------------------------------------------------------------ mouse and keys

    def _moved(self) -> None:
        can_pan = not self.view.is_whole
        self.setCursor(Qt.CursorShape.OpenHandCursor if can_pan else Qt.CursorShape.ArrowCursor)
        self.looked.emit()
        self.update()

    def _zoom(self, step: float, at: QPointF, side: int) -> None:
        area = self.areas()[side]
        self.view.zoom_to(self.view.zoom * step, at, self.picture_rect(side), area)
        self._moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom both to the pointer."""
        side, notches = self.side_at(event.position()), event.angleDelta().y() / NOTCH
        if notches and side >= 0:
            self._zoom(STEP**notches, event.position(), side)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of both; other buttons, as for back, go on to the window."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag both, or point at a region."""
        if self._grabbed is not None:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            side = max(self.side_at(event.position()), 0)
            self.view.pan(moved.x(), moved.y(), self.picture_rect(side))
            self._moved()
        else:
            self._point(event.position())

    def _point(self, at: QPointF) -> None:
        if self.overlay is None:
            return
        side = self.side_at(at)
        rect = self.picture_rect(max(side, 0))
        if side >= 0 and not rect.contains(at):
            side = -1
        x, y = (at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height()
        if self.overlay.point(side, x, y):
            self._tell_pointed()

    def _tell_pointed(self) -> None:
        self.pointed.emit()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        if self.overlay is not None and self.overlay.point(-1, 0, 0):
            self._tell_pointed()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = None
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole pictures and four times as near."""
        side = self.side_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or side < 0:
            event.ignore()
        elif self.view.is_whole:
            self._zoom(4.0, event.position(), side)
        else:
            self.whole()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom, or go from region to region."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._arrow(*ARROWS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.nearer(STEP)
        elif key == Qt.Key.Key_Minus:
            self.nearer(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.whole()
        elif key == Qt.Key.Key_Space:
            self.flip()
        elif key not in OURS:
            super().keyPressEvent(event)

    def _arrow(self, dx: int, dy: int) -> None:
        if self.overlay is not None and self.view.is_whole:
            if self.overlay.step(-dx, -dy):
                self._tell_pointed()
            return
        rect = self.picture_rect(max(self.alone, 0))
        self.view.pan(dx * self.width() / 12, dy * self.height() / 12, rect)
        self._moved()

    # ------------------------------------------------------------ drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures, what lies over them, and their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, area in enumerate(self.areas()):
            if self.alone in (-1, number):
                self._paint_side(painter, number, area)

    def _paint_side(self, painter: QPainter, number: int, area: QRectF) -> None:
        theme, side = self._appearance.theme, self.sides[number]
        frame = QPainterPath()
        frame.addRoundedRect(area, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(frame)
        painter.fillRect(area, QColor(mixed(theme.ground, theme.text, 0.05)))
        rect = self.picture_rect(number)
        if side.image is not None and not side.image.isNull():
            _paint_seen(painter, side.image, rect, area)
            if self.overlay is not None:
                self.overlay.paint(painter, number, rect)
        painter.restore()
        self._paint_name(painter, side, area)

    def _paint_name(self, painter: QPainter, side: Side, area: QRectF) -> None:
        text = f"{side.name} · {side.sentence}" if side.sentence else side.name
        metrics = painter.fontMetrics()
        room = round(area.width()) - 2 * MARGIN - 16
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        width = metrics.horizontalAdvance(text) + 16
        box = QRectF(area.left() + MARGIN, area.bottom() - MARGIN - CHIP, width, CHIP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#8A4B08") if side.sentence else QColor(38, 40, 44, 190))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def _paint_seen(painter: QPainter, image: QImage, rect: QRectF, area: QRectF) -> None:
    """Draw the part of `image`, which fills `rect`, that is seen in `area`."""
    seen = rect.intersected(area)
    across, down = image.width() / rect.width(), image.height() / rect.height()
    source = QRectF(
        (seen.x() - rect.x()) * across,
        (seen.y() - rect.y()) * down,
        seen.width() * across,
        seen.height() * down,
    )
    painter.drawImage(seen, image, source)
