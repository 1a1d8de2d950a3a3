"""What is a vector? Three steps with a person's own pictures, from the menu Help."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gallery.analysis import ranking
from gallery.core.arrays import Vectors
from gallery.ui.background import Background
from gallery.ui.compare import words
from gallery.ui.compare.buttons import text_button
from gallery.ui.compare.numbers import paint_angle
from gallery.ui.language import mark, number, tr
from gallery.ui.view import ViewContext
from gallery.ui.widgets.labels import plain, wrapped
from gallery.ui.widgets.small import paint_cover

PICTURE, GAP, WIDEST, MARGIN = 190, 28, 760, 32
COLUMNS = 16
LAST = 2
TITLES = (
    mark("A picture becomes a list of numbers"),
    mark("Pictures that look alike get numbers that are alike"),
    mark("The numbers are of what is shown, not of single pixels"),
)


@dataclass(frozen=True, slots=True, eq=False)
class LessonPictures:
    """A picture, the one most like it, and the one least like it.

    Attributes:
        positions: of the three in the table; fewer where there are not so many.
        vectors: of each, float32 [n, d].
    """

    positions: tuple[int, ...]
    vectors: Vectors

    def cosine(self, other: int) -> float:
        """Return the cosine of the first picture with another of them."""
        return float(self.vectors[0] @ self.vectors[other])


def examples(
    asked: int, vectors: Vectors, rows: NDArray[np.int64], alive: NDArray[np.bool_]
) -> LessonPictures:
    """Return a picture with the most and the least alike of a folder.

    Args:
        asked: its position; another one is taken while it has no vector.
        vectors: [N, d], mapped.
        rows: of each picture, -1 for none.
        alive: which pictures are there.
    """
    usable = np.flatnonzero(alive & (rows >= 0) & (rows < len(vectors)))
    if not len(usable):
        return LessonPictures((), np.zeros((0, 1), np.float32))
    first = asked if asked in usable else int(usable[0])
    scores = ranking.scores(np.asarray(vectors[rows[first]]), vectors, rows[usable])
    others = scores[usable != first]
    rest = usable[usable != first]
    found = [first]
    if len(rest):
        # One that shows the same thing, and not the same picture once more.
        near = np.where(others < 0.97, others, -2) if (others < 0.97).any() else others
        found += [int(rest[near.argmax()]), int(rest[others.argmin()])]
    positions = tuple(dict.fromkeys(found))
    return LessonPictures(positions, np.array(vectors[rows[list(positions)]], np.float32))


def stripes(vector: Vectors) -> QImage:
    """Return the numbers of a vector as cells: blue above zero, orange below, pale about it."""
    rows = -(-len(vector) // COLUMNS)
    cells = np.zeros(rows * COLUMNS)
    cells[: len(vector)] = vector
    strength = np.clip(np.abs(cells) / (2.5 * max(float(cells.std()), 1e-9)), 0, 1)[:, np.newaxis]
    ends = np.where(cells[:, np.newaxis] > 0, (47.0, 111.0, 235.0), (224.0, 138.0, 60.0))
    pixels = np.round(246 + (ends - 246) * strength).astype(np.uint8)
    pixels = np.ascontiguousarray(pixels.reshape(rows, COLUMNS, 3))
    image = QImage(pixels.data, COLUMNS, rows, 3 * COLUMNS, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


class LessonDrawing(QWidget):
    """The pictures of a step, and their numbers."""

    def __init__(self, context: ViewContext) -> None:
        super().__init__()
        self._context = context
        self._examples: LessonPictures | None = None
        self._step = 0
        self.setMinimumHeight(2 * PICTURE + 70)
        context.thumbnails.arrived.connect(self.update)
        context.appearance.changed.connect(self.update)

    def show_step(self, step: int, found: LessonPictures | None) -> None:
        """Show another step."""
        self._step, self._examples = step, found
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures above their numbers, and how their arrows lie."""
        if self._examples is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = 1 if self._step == 0 else len(self._examples.positions)
        for place in range(count):
            self._paint_one(painter, place, place * (PICTURE + GAP))

    def _paint_one(self, painter: QPainter, place: int, x: float) -> None:
        assert self._examples is not None
        theme, ratio = self._context.appearance.theme, self.devicePixelRatioF()
        position = self._examples.positions[place]
        image = self._context.thumbnails.image(position, PICTURE, True, ratio)
        if image is not None:
            paint_cover(painter, QRectF(x, 0, PICTURE, PICTURE), image, 8)
        if self._step == 0:
            numbers = QRectF(x + PICTURE + GAP, 0, PICTURE, PICTURE)
            painter.drawImage(numbers, stripes(self._examples.vectors[place]))
            return
        painter.drawImage(
            QRectF(x, PICTURE + 10, PICTURE, PICTURE / 2), stripes(self._examples.vectors[place])
        )
        if place:
            cosine = self._examples.cosine(place)
            angle = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
            box = QRectF(x, 1.5 * PICTURE + 20, 90, 60)
            paint_angle(painter, box, angle, theme)
            painter.setPen(QColor(theme.text))
            told = f"{words.degrees(angle)} · {words.cosine(cosine)}"
            beside = QRectF(x + 98, box.y(), PICTURE - 98, box.height())
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), told)


class VectorLesson(QWidget):
    """Three steps; the last one leads to the sliders.

    Signals:
        closed: it is done with, or skipped.
        try_wanted: a picture and another one shall be compared and changed (their positions).
    """

    closed = Signal()
    try_wanted = Signal(list)

    def __init__(self, context: ViewContext) -> None:
        super().__init__()
        self._state = context.state
        self._finding = Background("lesson", self)
        self.step, self.found = 0, LessonPictures((), np.zeros((0, 1), np.float32))
        self.title, self.text = plain(role="title"), wrapped()
        self.drawing = LessonDrawing(context)
        self.before, self.after = text_button(tr("Back")), QPushButton()
        self.skip = text_button(tr("Skip"), tr("Back  Esc"))
        self._lay_out()
        self.before.clicked.connect(partial(self._go, -1))
        self.after.clicked.connect(partial(self._go, 1))
        self.skip.clicked.connect(self.closed)
        self.setFocusProxy(self.after)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, 28, MARGIN, 20)
        column.setSpacing(14)
        for widget in (self.title, self.text, self.drawing):
            column.addWidget(widget)
        row = QHBoxLayout()
        for button in (self.before, self.after, self.skip):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(inside, 100)
        layout.addStretch(1)

    def begin(self) -> None:
        """Begin with the first step, with the picture in focus or the first there is."""
        state, focus = self._state, self._state.place.focus
        order = state.order.positions
        asked = focus if focus >= 0 else int(order[0]) if len(order) else -1
        table = state.table
        work: Callable[[], LessonPictures] = partial(
            examples, asked, state.vectors, table.row, table.alive
        )
        self._finding.run(work, self._take)
        self._show(0)

    def _take(self, found: LessonPictures) -> None:
        self.found = found
        self._show(self.step)

    def _go(self, by: int) -> None:
        if self.step + by > LAST:
            if len(self.found.positions) > 1:
                self.try_wanted.emit(list(self.found.positions[:2]))
            return
        self._show(max(self.step + by, 0))

    def _show(self, step: int) -> None:
        self.step = step
        there = len(self.found.positions) > 1
        self.title.setText(tr(TITLES[step]))
        self.text.setText(self._told(step) if there else words.no_lesson())
        self.before.setEnabled(step > 0)
        self.after.setEnabled(there)
        self.after.setText(tr("Try it") if step == LAST else tr("Next"))
        self.drawing.show_step(step, self.found if there else None)
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")

    def _told(self, step: int) -> str:
        match step:
            case 0:
                return tr(
                    "The encoder looks at a picture and writes down {n} numbers: its vector. Here"
                    " each number is a cell, blue above zero, orange below.",
                    n=number(self.found.vectors.shape[1]),
                )
            case 1:
                return tr(
                    "Think of each vector as an arrow. The smaller the angle between two arrows,"
                    " the more alike the pictures; its cosine is 1 for the same direction, and"
                    " about 0 for pictures that have nothing to do with each other."
                )
            case _:
                return tr(
                    "Shift a picture a little, and most of its pixels change, but it still shows"
                    " the same. Raw pixels fall apart there, and a good encoder holds. Try it with"
                    " the sliders: shift, crop, mirror, and watch the scores."
                )

    @Slot()
    def stop(self) -> None:
        """End what is looked for."""
        self._finding.stop()
