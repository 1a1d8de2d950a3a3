"""Several pictures compared: the matrix, the pair that is pointed at, and what can be copied."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from gallery.ui.compare import heat as heat_map
from gallery.ui.compare import words
from gallery.ui.compare.buttons import text_button
from gallery.ui.compare.heat import LikenessMatrix, Measure
from gallery.ui.compare.matrix import MatrixCanvas
from gallery.ui.compare.measuring import Measured, Measuring
from gallery.ui.compare.numbers import Figures
from gallery.ui.language import counted, tr
from gallery.ui.style.theme import Appearance
from gallery.ui.view import ViewContext
from gallery.ui.widgets.labels import NameLabel, empty, plain, wrapped
from gallery.ui.widgets.small import paint_cover

SIDE, PICTURE = 268, 128


class PairBeside(QWidget):
    """The two pictures of the pair that is pointed at, and its figures in words."""

    def __init__(self, context: ViewContext) -> None:
        super().__init__()
        self._context = context
        self._positions = (-1, -1)
        self.names = (NameLabel(), NameLabel())
        self.figures = wrapped()
        self.rank = wrapped(role="caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addSpacing(PICTURE + 8)
        for label in (*self.names, self.figures, self.rank):
            column.addWidget(label)
        context.thumbnails.arrived.connect(self.update)

    def show_pair(self, positions: tuple[int, int], figures: Figures | None) -> None:
        """Show two pictures by their positions, and how they lie."""
        self._positions = positions
        for label, position in zip(self.names, positions, strict=True):
            label.setText(self._context.state.table.name(position) if position >= 0 else "")
        told = [] if figures is None else [
            tr("cosine {cosine}", cosine=words.cosine(figures.cosine)),
            words.degrees(figures.degrees),
            tr("distance {distance}", distance=words.cosine(figures.euclidean)),
        ]  # fmt: skip
        self.figures.setText(" · ".join(told))
        self.rank.setText(figures.in_words if figures is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two pictures."""
        painter = QPainter(self)
        for place, position in enumerate(self._positions):
            box = QRectF(place * (PICTURE + 8), 0, PICTURE, PICTURE)
            if position < 0:
                continue
            image = self._context.thumbnails.image(
                position, PICTURE, True, self.devicePixelRatioF()
            )
            if image is not None:
                paint_cover(painter, box, image, 6)


class HeatLegend(QWidget):
    """Which colour stands for how alike."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._heat: LikenessMatrix | None = None
        self.setFixedHeight(34)
        appearance.changed.connect(self.update)

    def show_heat(self, heat: LikenessMatrix | None) -> None:
        """Show the range of a matrix."""
        self._heat = heat
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a short bar."""
        return QSize(SIDE, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ramp and its two ends."""
        if self._heat is None:
            return
        theme, painter = self._appearance.theme, QPainter(self)
        ramp = heat_map.DARK_RAMP if theme.dark else heat_map.LIGHT_RAMP
        gradient = QLinearGradient(QPointF(0, 0), QPointF(self.width(), 0))
        for place, colour in enumerate(ramp):
            gradient.setColorAt(place / (len(ramp) - 1), QColor(colour))
        painter.fillRect(QRectF(0, 0, self.width(), 10), gradient)
        painter.setPen(QColor(theme.dimmed))
        low, high = (self._heat.measure.text(end) for end in (self._heat.low, self._heat.high))
        box = QRectF(0, 13, self.width(), 20)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), low)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), high)


class MatrixPage(QWidget):
    """Shows all pairs of what is compared.

    Signals:
        opened: a pair shall be shown (two places among the compared pictures).
        closed: back to the pictures.
        copied: something is on the clipboard; the sentence that says what.
    """

    opened = Signal(int, int)
    closed = Signal()
    copied = Signal(str)

    def __init__(self, context: ViewContext, measuring: Measuring) -> None:
        super().__init__()
        self._context, self._measuring = context, measuring
        self.encoder, self.measure, self.chosen = "", Measure.COSINE, 0
        self.heat: LikenessMatrix | None = None
        self.canvas = MatrixCanvas(context.state, context.thumbnails, context.appearance)
        self.beside, self.legend = PairBeside(context), HeatLegend(context.appearance)
        self.title = plain()
        self.encoders = QVBoxLayout()
        self._told: object = None
        self.measures = {one: self._measure_button(one) for one in Measure}
        self._lay_out()
        self.setFocusProxy(self.canvas)
        self.canvas.moved.connect(self._show_pair)
        self.canvas.opened.connect(self._open)
        measuring.changed.connect(self.refresh)

    def _measure_button(self, measure: Measure) -> QToolButton:
        made = text_button(tr(measure))
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.setChecked(measure is self.measure)
        made.clicked.connect(partial(self.go_by_measure, measure))
        return made

    def _lay_out(self) -> None:
        back = text_button(tr("Back"), tr("Back  Esc"))
        back.clicked.connect(self.closed)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 6, 16, 0)
        tools.setSpacing(4)
        for widget in (back, self.title):
            tools.addWidget(widget)
        tools.addStretch(1)
        for button in self.measures.values():
            tools.addWidget(button)
        for text, copy in (
            (tr("Copy as table"), self.copy_table),
            (tr("Copy as picture"), self.copy_picture),
        ):
            button = text_button(text)
            button.clicked.connect(copy)
            tools.addWidget(button)
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.beside, self.legend):
            column.addWidget(part)
        column.addLayout(self.encoders)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 8, 16, 12)
        middle.setSpacing(16)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addLayout(middle, 1)

    # ------------------------------------------------------------ what is shown

    def current(self) -> Measured | None:
        """Return how the pictures lie by the encoder in force; None while that is not known."""
        known = self._measuring.measured
        return known.get(self.encoder) or next(iter(known.values()), None)

    @Slot()
    def refresh(self) -> None:
        """Show what is known now."""
        one, subject = self.current(), self._measuring.subject
        self.title.setText(words.compared(len(subject.positions), self.chosen))
        self.title.setToolTip(tr("Their order: neighbours are as alike as can be"))
        positions: list[int] = []
        self.heat = None
        if one is not None and len(subject.positions) > 2:
            self.heat = LikenessMatrix.of(one.comparison, one.order, self.measure)
            positions = [subject.positions[place] for place in one.order]
        self.canvas.show_heat(self.heat, positions)
        self.legend.show_heat(self.heat)
        self._show_encoders()

    @Slot()
    def _show_pair(self) -> None:
        one = self.current()
        if self.heat is None or one is None:
            self.beside.show_pair((-1, -1), None)
            return
        row, column = self.canvas.at
        places = int(one.order[row]), int(one.order[column])
        positions = self._measuring.subject.positions
        figures = Figures.of(one, *places)
        self.beside.show_pair((positions[places[0]], positions[places[1]]), figures)
        names = tr("{first} and {second}", first=self.beside.names[0].text(),
                   second=self.beside.names[1].text())  # fmt: skip
        self.canvas.say_pair(f"{names}: {self.beside.figures.text()}, {self.beside.rank.text()}")

    def _show_encoders(self) -> None:
        one, measuring = self.current(), self._measuring
        known, offered = list(measuring.measured), measuring.offered()
        told = (one.encoder if one else "", known, offered, dict(measuring.under_way))
        if told == self._told:
            return
        self._told = told
        empty(self.encoders)
        if len(known) > 1:
            for name in known:
                button = text_button(words.encoder(name))
                button.setCheckable(True)
                button.setAutoExclusive(True)
                button.setChecked(one is not None and name == one.encoder)
                button.clicked.connect(partial(self.go_by, name))
                self.encoders.addWidget(button)
        for name in offered:
            self.encoders.addWidget(self._offer(name))

    def _offer(self, name: str) -> QPushButton:
        text, left = words.encoder(name), self._measuring.under_way.get(name)
        button = QPushButton(tr("Compare with {encoder}", encoder=text))
        if left is not None:
            button.setText(words.to_go(text, left))
        button.setEnabled(left is None)
        button.setProperty("link", "true")
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(partial(self._measuring.compute, name))
        return button

    # ------------------------------------------------------------ what a person does

    def go_by(self, encoder: str) -> None:
        """Show the matrix of another encoder."""
        self.encoder = encoder
        self.refresh()

    def go_by_measure(self, measure: Measure) -> None:
        """Show another measure."""
        self.measure = measure
        self.refresh()

    @Slot(int, int)
    def _open(self, row: int, column: int) -> None:
        one = self.current()
        if one is not None:
            self.opened.emit(int(one.order[row]), int(one.order[column]))

    @Slot()
    def copy_table(self) -> None:
        """Copy the matrix as a table of comma-separated values."""
        if self.heat is not None:
            table = self._context.state.table
            names = [table.name(position) for position in self.canvas.positions]
            QGuiApplication.clipboard().setText(heat_map.as_csv(names, self.heat))
            count = len(names)
            self.copied.emit(
                counted("Copied a table of {n} picture", "Copied a table of {n} pictures", count)
            )

    @Slot()
    def copy_picture(self) -> None:
        """Copy the matrix as it is drawn."""
        if self.heat is not None:
            QGuiApplication.clipboard().setImage(self.canvas.grab().toImage())
            self.copied.emit(tr("Copied the matrix as a picture"))
