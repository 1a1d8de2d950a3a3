"""How many clusters: a slider, the number in force, and the way back to the suggested one."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gallery.library.records import Clusters
from gallery.ui.language import tr
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.labels import plain
from gallery.ui.widgets.plain_slider import PlainSlider

LEAST, MOST = 2, 40
FEW = 20  # of fewer pictures no groups are suggested, and none are offered
KEYS_MS = 350
LINE = 18


def are_few(clusters: Clusters) -> bool:
    """Return whether there are too few pictures for groups."""
    return sum(row.size for row in clusters.rows) < FEW


class KSlider(QWidget):
    """Heading "Clusters", "12 · suggested 12", and the slider below.

    Of few pictures, which are one group, there is the heading alone.

    Signals:
        tried: the slider was moved to this number, and may be moved on.
        chosen: this many clusters are wanted; 0 for the suggested number. Sent when the slider is
            let go, or when its keys have rested.
    """

    tried = Signal(int)
    chosen = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._clusters: Clusters | None = None
        self._tried = 0
        self.slider = PlainSlider(appearance, LEAST, MOST)
        self.slider.setObjectName("kSlider")
        self.slider.setAccessibleName(tr("Number of clusters"))
        self._number = plain(role="caption")
        self._number.setObjectName("kNumber")
        self.suggestion = QPushButton()
        self.suggestion.setProperty("link", "true")
        self.suggestion.setProperty("caption", "true")
        self.suggestion.setObjectName("kSuggested")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEYS_MS)
        self._lay_out()
        self._rest.timeout.connect(self._choose)
        self.slider.sliderReleased.connect(self._choose)
        self.slider.sliderMoved.connect(self._moved)
        self.slider.valueChanged.connect(self._moved)
        self.suggestion.clicked.connect(self._choose_suggested)
        self.show_clusters(None)

    def _lay_out(self) -> None:
        row = QWidget()
        top = QHBoxLayout(row)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(4)
        top.addWidget(plain(tr("Clusters"), role="caption"))
        top.addStretch(1)
        top.addWidget(self._number)
        top.addWidget(self.suggestion)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        # The link is higher than the label that it takes turns with: nothing below may move.
        row.setFixedHeight(LINE)
        layout.addWidget(row)
        layout.addWidget(self.slider)

    def show_clusters(self, clusters: Clusters | None) -> None:
        """Show the clustering in force; None while there is none."""
        if clusters is not None and clusters.draft:
            return  # the number that is tried is shown already, and is not in force
        self._clusters = clusters
        self._tried = clusters.k if clusters else 0
        offered = clusters is not None and (clusters.k > 1 or not are_few(clusters))
        self.setEnabled(offered)
        self.slider.setVisible(offered)
        self._rest.stop()
        if clusters is not None and not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            both = (clusters.k, clusters.suggested_k)
            self.slider.setRange(min(LEAST, *both), max(MOST, *both))
            self.slider.setValue(clusters.k)
            self.slider.blockSignals(False)
            self.slider.set_suggested(clusters.suggested_k)
        self._show_number(clusters.k if clusters and offered else 0)

    def _show_number(self, number: int) -> None:
        suggested = self._clusters.suggested_k if self._clusters else 0
        same = number == suggested
        told = tr("suggested {count}", count=suggested)
        use = tr("Use the suggested {count} clusters", count=suggested)
        self._number.setVisible(number > 0)
        self._number.setText(f"{number} · {told}" if same else f"{number} ·")
        self.suggestion.setVisible(number > 0 and not same)
        self.suggestion.setText(told)
        self.suggestion.setAccessibleName(use)
        self.suggestion.setToolTip(use)

    @Slot()
    def _moved(self) -> None:
        number = self.slider.sliderPosition()
        self._show_number(number)
        if number != self._tried:  # the slider tells twice
            self._tried = number
            self.tried.emit(number)
        if not self.slider.isSliderDown():
            self._rest.start()

    @Slot()
    def _choose(self) -> None:
        self._rest.stop()
        number = self.slider.sliderPosition()
        if self._clusters is not None and number != self._clusters.k:
            self.chosen.emit(number)

    @Slot()
    def _choose_suggested(self) -> None:
        self.chosen.emit(0)
