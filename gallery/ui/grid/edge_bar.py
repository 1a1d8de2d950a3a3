"""The line across the grid where likeness ends: how many there are, fewer or more, hide others."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gallery.ui import sentences_likeness as sentences
from gallery.ui.grid.geometry import GAP, LINE, PADDING
from gallery.ui.language import tr
from gallery.ui.model.edge import Kept
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.labels import ElidedLabel, plain
from gallery.ui.widgets.plain_slider import PlainSlider

HEIGHT = LINE + GAP
STEPS = 20  # of the slider to either side
# Below these widths the words beside the slider, then how many are less alike, give way.
NO_ENDS, NO_COUNT = 520, 400
FAR = 10_000  # a widget's place has 16 bits on some systems; beyond any screen is enough


class EdgeBar(QWidget):
    """Stands between the tiles, and moves with them.

    Signals:
        more_wanted: likeness is to end later or earlier, -1 to 1.
        hides_wanted: what is less alike is to be hidden, or shown again.
        focused: the keyboard came to it; it may be off the screen.
    """

    more_wanted = Signal(float)
    hides_wanted = Signal(bool)
    focused = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("edgeBar")
        self._appearance = appearance
        self._hides = False
        self.text = ElidedLabel(role="strong")
        self._fewer, self._more = (plain(role="caption"), plain(role="caption"))
        self.slider = PlainSlider(appearance, -STEPS, STEPS)
        self.slider.setAccessibleName(tr("How many look-alikes"))
        self.slider.setToolTip(tr("Where likeness ends: fewer, or more"))
        self.slider.setPageStep(STEPS // 4)
        self.below = plain(role="dimmed")
        self.hide_button = QPushButton()
        self._lay_out()
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderMoved.connect(self._moved)
        self.hide_button.clicked.connect(lambda: self.hides_wanted.emit(not self._hides))
        for part in (self.slider, self.hide_button):
            part.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        self._fewer.setText(tr("fewer"))
        self._more.setText(tr("more"))
        self.slider.set_suggested(0)
        self.hide_button.setProperty("link", "true")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.text)
        layout.addStretch(1)
        for part in (self._fewer, self.slider, self._more):
            layout.addWidget(part)
        layout.addSpacing(6)
        layout.addWidget(self.below)
        layout.addWidget(self.hide_button)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @property
    def is_in_hand(self) -> bool:
        """Whether a person moves the slider, or has just moved it: the line stays where it is."""
        return self.isVisible() and (self.slider.isSliderDown() or self.slider.hasFocus())

    def show_edge(self, kept: Kept, more: float) -> None:
        """Show where likeness ends, and where the slider stands for it."""
        self._hides = kept.hides and kept.found > 0
        self.text.setText(sentences.edge(kept))
        self.below.setText(sentences.less_alike(kept))
        self.hide_button.setText(tr("Show") if self._hides else tr("Hide"))
        told = tr("Show what is less alike") if self._hides else tr("Hide what is less alike")
        self.hide_button.setAccessibleName(told)
        self.hide_button.setToolTip(told)
        self.hide_button.setVisible(kept.below > 0 and kept.found > 0)
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(round(more * STEPS))
            self.slider.blockSignals(False)
        self._fit(kept)

    def _fit(self, kept: Kept) -> None:
        for part in (self._fewer, self._more):
            part.setVisible(self.width() >= NO_ENDS)
        self.below.setVisible(kept.below > 0 and self.width() >= NO_COUNT)

    def place(self, top: int, width: int, kept: Kept) -> None:
        """Stand `top` points below the upper edge of what is seen, across `width` points."""
        top = max(-FAR, min(top, FAR))
        self.setGeometry(PADDING, top, width - 2 * PADDING, HEIGHT)
        self._fit(kept)

    @Slot()
    def _moved(self) -> None:
        self.more_wanted.emit(self.slider.sliderPosition() / STEPS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come to the screen with the keyboard."""
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line between the sentence and what stands at the right."""
        painter = QPainter(self)
        painter.setPen(QColor(self._appearance.theme.hairline))
        left, right = self.text.geometry().right() + 10, self.slider.geometry().left() - 10
        if self._fewer.isVisible():
            right = self._fewer.geometry().left() - 10
        if right > left:
            painter.drawLine(left, self.height() // 2, right, self.height() // 2)
