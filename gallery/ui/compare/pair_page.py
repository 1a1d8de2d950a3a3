"""Two pictures beside one another, and their figures."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gallery.ui.compare import words
from gallery.ui.compare.buttons import action_button, text_button
from gallery.ui.compare.canvas import PairCanvas, Side
from gallery.ui.compare.measuring import Measuring
from gallery.ui.compare.numbers import Figures, FigureTable
from gallery.ui.compare.pixels import PairPixels
from gallery.ui.compare.try_panel import TryPanel
from gallery.ui.compare.trying import Trying
from gallery.ui.compare.why import WhyAlike
from gallery.ui.language import tr
from gallery.ui.view import ViewContext
from gallery.ui.widgets.labels import ElidedLabel


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
        self._wants_try = context.actions["compare_try"]
        self.trying = Trying(context.controller.client)
        self.panel = TryPanel(context.appearance)
        self.tried = 0  # which of the two is changed
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
        self.trying.changed.connect(self._show_tried)
        self.panel.changed.connect(self._change)
        self.panel.other_wanted.connect(self._try_other)

    def _lay_out(self, context: ViewContext) -> None:
        self.tools.setContentsMargins(16, 6, 16, 0)
        self.tools.setSpacing(4)
        self.tools.addWidget(self.back)
        self.tools.addWidget(self.told, 1)
        for name in ("compare_why", "compare_try", "compare_flip", "compare_whole"):
            self.tools.addWidget(action_button(context, name))
        both = action_button(context, "compare_both")
        both.hide()
        self.canvas.flipped.connect(lambda alone: both.setVisible(alone >= 0))
        self.tools.insertWidget(self.tools.count() - 1, both)
        self.middle = QHBoxLayout()
        self.middle.setContentsMargins(16, 6, 16, 6)
        self.middle.setSpacing(12)
        self.middle.addWidget(self.canvas, 1)
        self.middle.addWidget(self.panel)
        self.panel.hide()
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
        self.tried = 0
        self._wants_try.setChecked(False)
        self.canvas.show_pair(*self._sides())
        self.show_try()
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
        if wanted and self._wants_try.isChecked():
            self._wants_try.setChecked(False)
            self.show_try()
        self.canvas.overlay = self.why if wanted else None
        paths = self._measuring.subject.paths
        if wanted and encoder and max(self.pair) < len(paths):
            self.why.ask((paths[self.pair[0]], paths[self.pair[1]]), encoder)
        self._tell_why()

    @Slot()
    def _tell_why(self) -> None:
        lies_over = self.canvas.overlay is not None
        self.told.setText(self.why.told() if lies_over else words.how_to_look())
        if lies_over:
            self.canvas.setAccessibleDescription(self.told.text())
        self.canvas.update()

    @Slot()
    def _show_pixels(self) -> None:
        if self._wants_try.isChecked():
            self.trying.take_pixels(self.pixels.side(self.tried).image)
        self.canvas.sides = self._sides()
        self.canvas.update()

    def _sides(self) -> list[Side]:
        """Return both pictures; or while one is changed, that as it is and as it becomes."""
        if not self._wants_try.isChecked():
            return [self.pixels.side(0), self.pixels.side(1)]
        before = self.pixels.side(self.tried)
        image = self.trying.image or before.image
        size = before.size if image is None else (float(image.width()), float(image.height()))
        return [before, Side(tr("{name}, changed", name=before.name), image, size)]

    # ------------------------------------------------------------ trying changes

    def peel(self) -> bool:
        """Take off what lies over the pictures or beside them; return whether there was any."""
        for action, show in ((self._wants_try, self.show_try), (self._wants_why, self.show_why)):
            if action.isChecked():
                action.setChecked(False)
                show()
                return True
        if self.canvas.alone >= 0:
            self.canvas.both()
            return True
        return False

    @Slot()
    def show_try(self) -> None:
        """Change one of the pictures, or show both again."""
        wanted = self._wants_try.isChecked()
        if wanted and self._wants_why.isChecked():
            self._wants_why.setChecked(False)
            self.show_why()
        focused = self.window().focusWidget()
        if not wanted and focused is not None and self.panel.isAncestorOf(focused):
            self.canvas.setFocus()
        self.panel.setVisible(wanted)
        self.numbers.setVisible(not wanted)
        paths = self._measuring.subject.paths
        if wanted and max(self.pair) < len(paths):
            self.panel.undo()
            shown = [name for name in ("pixels", self.current()) if name]
            encoders = list(dict.fromkeys((*shown, *self._measuring.available)))
            self.trying.start(paths[self.pair[self.tried]], encoders)
            if self.canvas.hasFocus():
                self.panel.sliders["shift"].setFocus()
        else:
            self.trying.forget()
        self._show_pixels()

    @Slot()
    def _change(self) -> None:
        self.trying.change(self.panel.changes())

    @Slot()
    def _try_other(self) -> None:
        self.tried = 1 - self.tried
        self.show_try()

    @Slot()
    def _show_tried(self) -> None:
        cosines, background = self.trying.cosines, self._measuring.background
        alike = {name: words.how_alike(background(name), at) for name, at in cosines.items()}
        self.panel.show_cosines(cosines, alike)
        self.canvas.sides = self._sides()
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
        self.trying.stop()
