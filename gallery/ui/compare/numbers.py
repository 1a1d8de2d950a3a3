"""The figures of a pair, one row for each encoder; and what other encoders could add."""

import math
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from gallery.core.encoder_names import title
from gallery.ui.compare import words
from gallery.ui.compare.measuring import Measured
from gallery.ui.language import tr
from gallery.ui.style.theme import Appearance, Theme
from gallery.ui.widgets.labels import ElidedLabel, empty, plain

BIG_PX, SMALL_PX = 22, 14


@dataclass(frozen=True, slots=True)
class Figures:
    """How two pictures lie by one encoder."""

    encoder: str
    cosine: float
    degrees: float
    euclidean: float
    alike: str
    rank: str

    @property
    def in_words(self) -> str:
        """How alike they are, and how rare that is: "very alike, more alike than 92 % ..."."""
        return ", ".join(part for part in (self.alike, self.rank) if part)

    @classmethod
    def of(cls, measured: Measured, first: int, second: int) -> "Figures | None":
        """Return the figures of two of the pictures; None where a vector is missing."""
        if not (measured.has[first] and measured.has[second]):
            return None
        found = measured.comparison
        cosine = float(found.cosine[first, second])
        return cls(
            measured.encoder,
            cosine,
            float(found.degrees[first, second]),
            float(found.euclidean[first, second]),
            words.how_alike(measured.background, cosine),
            words.rank(measured.background, cosine),
        )


class Arrows(QWidget):
    """An angle, drawn as two arrows from one point."""

    def __init__(self, appearance: Appearance, degrees: float, *, large: bool) -> None:
        super().__init__()
        self._appearance, self._degrees = appearance, degrees
        self.setFixedSize(QSize(84, 56) if large else QSize(48, 28))
        self.setAccessibleName(tr("Angle {degrees}", degrees=words.degrees(degrees)))
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both arrows and the arc between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_angle(painter, QRectF(self.rect()), self._degrees, self._appearance.theme)


def paint_angle(painter: QPainter, box: QRectF, degrees: float, theme: Theme) -> None:
    """Draw an angle as two arrows from one point, and the arc between them."""
    # From the middle where the second arrow points back.
    obtuse = degrees > 90
    length = min(box.width() * (0.48 if obtuse else 0.92), box.height() - 8.0)
    left = box.center().x() if obtuse else box.left() + 4.0
    start, turn = QPointF(left, box.bottom() - 4.0), math.radians(degrees)
    other = start + QPointF(length * math.cos(turn), -length * math.sin(turn))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.dimmed), 1))
    arc = length * 0.4
    around = QRectF(start.x() - arc, start.y() - arc, 2 * arc, 2 * arc)
    painter.drawArc(around, 0, round(16 * degrees))
    _arrow(painter, start, QPointF(start.x() + length, start.y()), 0.0, QColor(theme.accent))
    _arrow(painter, start, other, turn, QColor("#E08A3C"))


def _arrow(painter: QPainter, start: QPointF, tip: QPointF, angle: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(start, tip)
    for side in (-1, 1):
        back = angle + math.pi + side * 0.45
        painter.drawLine(tip, tip + QPointF(6 * math.cos(back), -6 * math.sin(back)))


class FigureTable(QWidget):
    """A grid of figures; its first row is large.

    Signals:
        wanted: an encoder shall look at the pictures (its name).
        chosen: why and matrix shall go by an encoder (its name).
    """

    wanted = Signal(str)
    chosen = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._told: object = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 4, 16, 4)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(8, 1)

    def show_figures(
        self, rows: list[Figures], current: str, offered: list[str], under_way: dict[str, int]
    ) -> None:
        """Show figures, the encoder in force first, and what else could be computed."""
        told = (tuple(rows), current, tuple(offered), tuple(under_way.items()))
        if told == self._told:
            return
        self._told = told
        empty(self._grid)
        ordered = sorted(rows, key=lambda row: row.encoder != current)
        for place, row in enumerate(ordered):
            self._add(place, row, several=len(rows) > 1)
        self._offer(len(ordered), offered, under_way)

    def _add(self, place: int, row: Figures, *, several: bool) -> None:
        large = place == 0
        figures = (
            (words.cosine(row.cosine), tr("cosine similarity")),
            (words.degrees(row.degrees), tr("angle")),
            (words.cosine(row.euclidean), tr("Euclidean distance")),
            (row.alike, row.rank),
        )
        self._grid.addWidget(Arrows(self._appearance, row.degrees, large=large), place, 1)
        for column, (figure, caption) in enumerate(figures, 2):
            self._grid.addWidget(_figure(figure, caption, large=large), place, column)
        self._grid.addWidget(self._name(row.encoder, large=large, several=several), place, 6)

    def _name(self, encoder: str, *, large: bool, several: bool) -> QWidget:
        text = words.encoder(encoder)
        if large or not several:
            called = tr(title(encoder))
            caption = tr("encoder") if called == encoder else f"{tr('encoder')} · {encoder}"
            return _figure(called, caption, large=large)
        button = QToolButton()
        button.setText(text)
        button.setProperty("small", "true")
        button.setToolTip(tr("Go by {encoder}", encoder=text))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self.chosen.emit, encoder))
        return button

    def _offer(self, place: int, offered: list[str], under_way: dict[str, int]) -> None:
        if not offered:
            return
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        for encoder in offered:
            text = words.encoder(encoder)
            button = QPushButton(tr("Compare with {encoder}", encoder=text))
            left = under_way.get(encoder)
            if left is not None:
                button.setText(words.to_go(text, left))
            button.setEnabled(left is None)
            button.setProperty("link", "true")
            button.clicked.connect(partial(self.wanted.emit, encoder))
            row.addWidget(button)
        row.addStretch(1)
        self._grid.addWidget(line, place, 1, 1, 6)


def _figure(figure: str, caption: str, *, large: bool) -> QWidget:
    """Return a figure with what it is beneath it; beside it for a small one."""
    made = QWidget()
    shown = plain(figure)
    shown.setStyleSheet(f"font-size: {BIG_PX if large else SMALL_PX}px; font-weight: 600;")
    box = QGridLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(shown, 0, 0)
    if large:
        box.addWidget(ElidedLabel(caption, role="caption"), 1, 0)
    made.setToolTip("" if large else caption)
    made.setAccessibleName(f"{caption}: {figure}")
    return made
