"""Two pictures beside one another, and their figures."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gallery.ui.compare import words
from gallery.ui.compare.canvas import PairCanvas
from gallery.ui.compare.measuring import Measuring
from gallery.ui.compare.numbers import Figures, FigureTable
from gallery.ui.compare.pixels import PairPixels
from gallery.ui.compare.why import WhyAlike
from gallery.ui.language import tr
from gallery.ui.view import ViewContext
from gallery.ui.widgets.labels import ElidedLabel


def text_button(text: str, tip: str = "") -> QToolButton:
    """Return a flat button that says `text`."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def action_button(context: ViewContext, name: str) -> QToolButton:
    """Return a flat button that says what an action does."""
    made = QToolButton()
    made.setDefaultAction(context.actions[name])
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    made.setAccessibleName(context.actions[name].text())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class PairPage(QWidget):
    """Shows a pair out of those that are compared.

    Signals:
        closed: back to the matrix, or to the pictures.
    """

    closed = Signal()

    def __init__(self, context: ViewContext, measuring: Measuring) -> None:
        super().__init__()
        self._measuring = measuring
        self.pair = (0, 1)  # places among the compared pictures
        self.encoder = ""  # that figures and regions go by; "" for the one on screen
        self.pixels = PairPixels(context)
        self.canvas = PairCanvas(context.appearance)
        self.numbers = FigureTable(context.appearance)
        self.why = WhyAlike(context.controller.client)
        self._wants_why = context.actions["compare_why"]
        self.told = ElidedLabel(role="dimmed")
        self.back = text_button("")
        self.back.clicked.connect(self.closed)
        self.tools = QHBoxLayout()
        self._lay_out(context)
        self.setFocusProxy(self.canvas)
        self.pixels.changed.connect(self._show_pixels)
        self.canvas.looked.connect(self._want)
        self.numbers.wanted.connect(measuring.compute)
        self.numbers.chosen.connect(self.go_by)
        measuring.changed.connect(self._show_numbers)
        self.why.changed.connect(self._tell_why)

    def _lay_out(self, context: ViewContext) -> None:
        self.tools.setContentsMargins(16, 6, 16, 0)
        self.tools.setSpacing(4)
        self.tools.addWidget(self.back)
        self.tools.addWidget(self.told, 1)
        for name in ("compare_why", "compare_flip", "compare_whole"):
            self.tools.addWidget(action_button(context, name))
        self.middle = QHBoxLayout()
        self.middle.setContentsMargins(16, 6, 16, 6)
        self.middle.setSpacing(12)
        self.middle.addWidget(self.canvas, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addLayout(self.tools)
        layout.addLayout(self.middle, 1)
        layout.addWidget(self.numbers)

    def open(self, first: int, second: int) -> None:
        """Show two of the compared pictures, by their places among them."""
        self.pair = (first, second)
        positions = self._measuring.subject.positions
        several = len(positions) > 2
        self.back.setText(tr("All {n}", n=len(positions)) if several else tr("Back"))
        self.back.setToolTip(tr("Back  Esc"))
        self.pixels.show((positions[first], positions[second]))
        self.canvas.show_pair(self.pixels.side(0), self.pixels.side(1))
        self._want()
        self._show_numbers()

    @Slot(str)
    def go_by(self, encoder: str) -> None:
        """Have figures and regions go by an encoder."""
        self.encoder = encoder
        self._show_numbers()

    def current(self) -> str:
        """Return the encoder that is gone by: the one chosen here, else the first that is known."""
        known = self._measuring.measured
        return self.encoder if self.encoder in known else next(iter(known), "")

    @Slot()
    def _show_numbers(self) -> None:
        if max(self.pair) >= len(self._measuring.subject.positions):
            return
        measured = self._measuring.measured.values()
        found = [Figures.of(one, *self.pair) for one in measured]
        rows = [figures for figures in found if figures is not None]
        offered = self._measuring.offered()
        self.numbers.show_figures(rows, self.current(), offered, self._measuring.under_way)
        self.show_why()
        told = [f"{words.encoder(row.encoder)}: {words.cosine(row.cosine)}" for row in rows]
        self.canvas.setAccessibleDescription(", ".join(told))

    @Slot()
    def show_why(self) -> None:
        """Lay over the pictures what their regions add, or take it off."""
        wanted, encoder = self._wants_why.isChecked(), self.current()
        self.canvas.overlay = self.why if wanted else None
        paths = self._measuring.subject.paths
        if wanted and encoder and max(self.pair) < len(paths):
            self.why.ask((paths[self.pair[0]], paths[self.pair[1]]), encoder)
        self._tell_why()

    @Slot()
    def _tell_why(self) -> None:
        told = self.why.told() if self.canvas.overlay is not None else ""
        self.told.setText(told)
        if told:
            self.canvas.setAccessibleDescription(told)
        self.canvas.update()

    @Slot()
    def _show_pixels(self) -> None:
        self.canvas.sides = [self.pixels.side(0), self.pixels.side(1)]
        self.canvas.update()

    @Slot()
    def _want(self) -> None:
        if self.isVisible():
            ratio = self.devicePixelRatioF()
            side = max(self.canvas.width(), self.canvas.height()) * ratio
            self.pixels.want(round(side), self.canvas.view.zoom)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what could not be asked while hidden."""
        super().showEvent(event)
        self._want()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many pixels as there is room for."""
        super().resizeEvent(event)
        self._want()

    def stop(self) -> None:
        """End what is read."""
        self.pixels.stop()
