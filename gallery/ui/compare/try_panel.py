"""Sliders that change a picture, and beside each encoder how alike it still is to what it was."""

from itertools import pairwise

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gallery.core.encoder_names import title
from gallery.ui.compare import words
from gallery.ui.compare.buttons import text_button
from gallery.ui.compare.trying import Changes
from gallery.ui.language import decimal, mark, tr
from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.labels import ElidedLabel, empty, plain, wrapped
from gallery.ui.widgets.plain_slider import PlainSlider

WIDTH, BAR = 280, 8
# In the order in which they are made; least and most in hundredths.
SLIDERS = (
    ("shift", mark("Shift"), 0, 30),
    ("crop", mark("Crop"), 0, 60),
    ("brightness", mark("Brightness"), -60, 60),
    ("noise", mark("Noise"), 0, 30),
)
SWITCHES = (("mirror", mark("Mirror")), ("turn", mark("Quarter turn")), ("grey", mark("Grey")))


class ScoreBar(QWidget):
    """A cosine as a bar, from nothing to the same."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance, self.value = appearance, 1.0
        self.setFixedHeight(BAR + 4)
        appearance.changed.connect(self.update)

    def show_value(self, value: float) -> None:
        """Show another cosine."""
        self.value = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar: it pales as likeness falls."""
        theme, painter = self._appearance.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hairline))
        painter.drawRoundedRect(QRectF(0, 2, self.width(), BAR), 4, 4)
        share = min(max(self.value, 0.0), 1.0)
        painter.setBrush(QColor(mixed("#D5662B", theme.accent, share**2)))
        painter.drawRoundedRect(QRectF(0, 2, max(share * self.width(), BAR), BAR), 4, 4)


class TryPanel(QWidget):
    """What is changed, and what comes of it.

    Signals:
        changed: other changes shall be made (`changes`).
        other_wanted: the other picture of the pair shall be changed.
    """

    changed = Signal()
    other_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setFixedWidth(WIDTH)
        self.sliders = {name: PlainSlider(appearance, low, high) for name, _t, low, high in SLIDERS}
        self.amounts = {name: plain() for name in self.sliders}
        self.switches = {name: text_button(tr(said)) for name, said in SWITCHES}
        self.scores: dict[str, tuple[QLabel, ScoreBar]] = {}
        self._rows = QGridLayout()
        self._lay_out()
        self._show_amounts()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(8)
        about = tr("Change the picture, and see who still knows it.")
        column.addWidget(wrapped(about, role="dimmed"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (name, said, _low, _high) in enumerate(SLIDERS):
            slider, amount = self.sliders[name], self.amounts[name]
            slider.setValue(0)
            slider.setAccessibleName(tr(said))
            slider.valueChanged.connect(self._changed)
            amount.setFixedWidth(46)
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for place, widget in enumerate((plain(tr(said)), slider, amount)):
                grid.addWidget(widget, row, place)
        column.addLayout(grid)
        column.addLayout(self._switch_row())
        column.addSpacing(8)
        self._rows.setColumnStretch(0, 1)
        column.addLayout(self._rows)
        column.addStretch(1)
        column.addLayout(self._button_row())
        parts = [*self.sliders.values(), *self.switches.values(), self.reset, self.other]
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def _switch_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in self.switches.values():
            button.setCheckable(True)
            button.toggled.connect(self._changed)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.reset = text_button(tr("As it was"))
        self.reset.clicked.connect(self.undo)
        self.other = text_button(tr("The other picture"))
        self.other.clicked.connect(self.other_wanted)
        for button in (self.reset, self.other):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def changes(self) -> Changes:
        """Return what is to be changed, and how much, in the order in which it is made."""
        found = [(name, slider.value() / 100) for name, slider in self.sliders.items()]
        found += [(name, float(button.isChecked())) for name, button in self.switches.items()]
        return tuple((name, amount) for name, amount in found if amount)

    @Slot()
    def _changed(self) -> None:
        self._show_amounts()
        self.changed.emit()

    def _show_amounts(self) -> None:
        for name, label in self.amounts.items():
            label.setText(f"{decimal(self.sliders[name].value(), 0)} %")

    @Slot()
    def undo(self) -> None:
        """Take all changes back."""
        for widget in (*self.sliders.values(), *self.switches.values()):
            widget.blockSignals(True)
        for slider in self.sliders.values():
            slider.setValue(0)
        for button in self.switches.values():
            button.setChecked(False)
        for widget in (*self.sliders.values(), *self.switches.values()):
            widget.blockSignals(False)
            widget.update()
        self._changed()

    def show_cosines(self, cosines: dict[str, float], alike: dict[str, str]) -> None:
        """Show how alike the picture still is, by each encoder, and in words."""
        if list(cosines) != list(self.scores):
            self._make_rows(list(cosines))
        for name, value in cosines.items():
            label, bar = self.scores[name]
            text = f"{alike[name]}  {words.cosine(value)}"
            label.setText(text)
            label.setAccessibleName(f"{words.encoder(name)}: {text}")
            bar.show_value(value)

    def _make_rows(self, names: list[str]) -> None:
        empty(self._rows)
        self.scores = {}
        for row, name in enumerate(names):
            value, bar = plain(), ScoreBar(self._appearance)
            value.setStyleSheet("font-weight: 600;")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._rows.addWidget(ElidedLabel(tr(title(name))), 2 * row, 0)
            self._rows.addWidget(value, 2 * row, 1)
            self._rows.addWidget(bar, 2 * row + 1, 0, 1, 2)
            self.scores[name] = (value, bar)
