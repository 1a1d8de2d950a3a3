"""The matrix of several pictures as a heat map, with the pictures along two of its edges."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gallery.ui.compare.heat import LikenessMatrix, as_image
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.small import paint_cover

LARGEST, TEXT_FROM, GAP, ROUND = 92.0, 40.0, 4.0, 14.0
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
OURS = (*STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MatrixCanvas(QWidget):
    """Pointer and arrow keys go from pair to pair; a click or Enter opens it.

    Signals:
        opened: a pair shall be shown (row and column, as they are shown).
        moved: another pair is pointed at.

    Attributes:
        at: row and column of the pair that is pointed at.
    """

    opened = Signal(int, int)
    moved = Signal()

    def __init__(
        self, state: GalleryState, thumbnails: ThumbnailCache, appearance: Appearance
    ) -> None:
        super().__init__()
        self._state, self._thumbnails, self._appearance = state, thumbnails, appearance
        self._heat: LikenessMatrix | None = None
        self.positions: list[int] = []
        self.at = (0, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 200)
        appearance.changed.connect(self.update)
        thumbnails.arrived.connect(self.update)

    def show_heat(self, heat: LikenessMatrix | None, positions: list[int]) -> None:
        """Show another matrix; `positions` of its pictures in the order that is shown."""
        self._heat, self.positions = heat, positions
        if max(self.at) >= len(positions):
            self.at = (0, 1)
        self._say()
        self.update()

    def say_pair(self, told: str) -> None:
        """Have `told` read out as what is pointed at."""
        self.setAccessibleName(told or tr("Matrix of likeness"))
        if QAccessible.isActive():
            changed = QAccessibleEvent(self, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(changed)

    def _say(self) -> None:
        self.moved.emit()

    # ------------------------------------------------------------ where things lie

    @property
    def cell(self) -> float:
        """Side of a cell, in points."""
        count = max(len(self.positions), 1)
        room = min(self.width(), self.height()) - GAP
        return max(2.0, min(LARGEST, room / (count + 1)))

    def corner(self) -> QPointF:
        """Return where the first cell begins: beside and below the pictures."""
        whole = self.cell * (len(self.positions) + 1) + GAP
        return QPointF((self.width() - whole) / 2 + self.cell + GAP, self.cell + GAP)

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell lies; -1 for the pictures before it or above it."""
        corner, side = self.corner(), self.cell
        x = corner.x() + column * side if column >= 0 else corner.x() - GAP - side
        y = corner.y() + row * side if row >= 0 else corner.y() - GAP - side
        return QRectF(x, y, side, side)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return row and column of the cell at a point, or None."""
        at = (point - self.corner()) / self.cell
        row, column = int(np.floor(at.y())), int(np.floor(at.x()))
        count = len(self.positions)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    # ------------------------------------------------------------ mouse and keys

    def point(self, row: int, column: int) -> None:
        """Point at another pair."""
        if (row, column) != self.at:
            self.at = (row, column)
            self._say()
            self.update()

    def open(self) -> None:
        """Open the pair that is pointed at; a picture beside itself is none."""
        if self._heat is not None and self.at[0] != self.at[1]:
            self.opened.emit(*self.at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the pair under the pointer."""
        found = self.cell_at(event.position())
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if found is not None and found[0] != found[1]
            else Qt.CursorShape.ArrowCursor
        )
        if found is not None:
            self.point(*found)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press; other buttons, as for back, go on to the window."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the pair under the pointer."""
        found = self.cell_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif found is not None:
            self.point(*found)
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next pair, or open this one."""
        key, last = Qt.Key(event.key()), len(self.positions) - 1
        if key in STEPS:
            down, right = STEPS[key]
            row, column = self.at[0] + down, self.at[1] + right
            self.point(min(max(row, 0), last), min(max(column, 0), last))
        elif key in OURS:
            self.open()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heat map, the pictures, and what is pointed at."""
        painter = QPainter(self)
        if self._heat is None:
            return
        dark, count = self._appearance.theme.dark, len(self.positions)
        corner, side = self.corner(), self.cell
        shares = self._heat.shares()
        whole = QRectF(corner.x(), corner.y(), side * count, side * count)
        painter.drawImage(whole, as_image(shares, dark=dark))
        if side >= TEXT_FROM:
            self._paint_values(painter, shares)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, position in enumerate(self.positions):
            for box in (self.cell_rect(place, -1), self.cell_rect(-1, place)):
                self._paint_picture(painter, box, position)
        self._paint_pointed(painter)

    def _paint_values(self, painter: QPainter, shares: np.ndarray) -> None:
        assert self._heat is not None
        dark = self._appearance.theme.dark
        for (row, column), value in np.ndenumerate(self._heat.table):
            strong = shares[row, column] > 0.55
            painter.setPen(QColor("#10131A" if strong == dark else "#FFFFFF"))
            box = self.cell_rect(row, column)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._heat.measure.text(value))

    def _paint_picture(self, painter: QPainter, box: QRectF, position: int) -> None:
        ratio = self.devicePixelRatioF()
        image = self._thumbnails.image(position, max(16, round(self.cell)), True, ratio)
        inner = box.adjusted(1, 1, -1, -1) if self.cell > 12 else box
        if image is not None:
            paint_cover(painter, inner, image, 3 if self.cell > ROUND else 0)
        else:
            painter.fillRect(inner, QColor(self._appearance.theme.placeholder))

    def _paint_pointed(self, painter: QPainter) -> None:
        row, column = self.at
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#E08A3C"), 2))
        for box in (
            self.cell_rect(row, column),
            self.cell_rect(row, -1),
            self.cell_rect(-1, column),
        ):
            painter.drawRect(box.adjusted(1, 1, -1, -1) if self.cell > 6 else box)
