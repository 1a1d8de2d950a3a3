"""What lies over the viewer's picture: round buttons, facts, and a strip of the nearest."""

from functools import partial
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gallery.core.paths import shown
from gallery.library.records import PictureFacts
from gallery.ui.actions import Actions
from gallery.ui.background import Background
from gallery.ui.client.roles import HoldsPictures, KeepsSettings, TellsFacts
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.style.theme import DARK, Appearance, icon
from gallery.ui.viewer.painter import CHIP
from gallery.ui.widgets.facts import FactsGrid, rows_of
from gallery.ui.widgets.film_strip import HEIGHT as STRIP_HEIGHT
from gallery.ui.widgets.film_strip import FilmStrip

# Near black in either theme: photos are looked at in the dark.
GROUND = "#0E0F11"
NEAREST = 30
MARGIN = 12
SIDE = 34  # of a round button
FACTS_WIDTH = 300


def round_button(parent: QWidget, actions: Actions, name: str, picture: str) -> QToolButton:
    """Return a button that floats over the picture and triggers an action."""
    button = QToolButton(parent)
    button.setIcon(icon(picture, DARK))
    button.setIconSize(QSize(18, 18))
    button.setFixedSize(SIDE, SIDE)
    button.setAccessibleName(actions[name].text())
    button.setToolTip(actions[name].toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setStyleSheet(
        "QToolButton { background: rgba(38,40,44,190); border-radius: 17px; padding: 0; }"
        "QToolButton:hover { background: rgba(70,72,78,230); }"
        f"QToolButton:checked {{ background: {DARK.accent_ground}; }}"
    )
    if actions[name].isCheckable():
        button.setCheckable(True)
        actions[name].toggled.connect(button.setChecked)
    button.clicked.connect(actions[name].trigger)
    return button


class PanelsSource(HoldsPictures, TellsFacts, KeepsSettings, Protocol):
    """What the panels show, and keep."""


class NearestStrip(FilmStrip):
    """The pictures most alike the one that is viewed."""

    def __init__(self, controller: PanelsSource, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(controller.state, controller.thumbnails, appearance, dark=True)
        self.setParent(parent)
        self.setObjectName("nearestStrip")
        # The arrow keys turn to the next picture, wherever one has clicked.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._controller = controller
        self._behind = Background("strip", self)
        self.position = -1

    def find_for(self, position: int) -> None:
        """Show the nearest of a picture, once they are found; nothing while it is hidden."""
        if self.isHidden() or position < 0:
            return
        self.position = position
        work = self._controller.nearest(position, NEAREST)
        self._behind.run(work, partial(self._show, position))

    def _show(self, position: int, nearest: list[tuple[int, float]]) -> None:
        if position == self.position:
            scores = dict(nearest)
            title = tr("Nearest") if nearest else tr("Nearest: not embedded yet")
            self.show_pictures(np.array(list(scores), np.intp), scores.get, title)
            self.rewind()

    def stop(self) -> None:
        """End the search."""
        self._behind.stop()


class FactsCard(QScrollArea):
    """What is known of the picture, over its upper left."""

    def __init__(self, state: GalleryState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._most = 0
        self.facts = FactsGrid()
        self.setObjectName("viewerFacts")
        self.setAccessibleName(tr("Facts"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("inside")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(12, 10, 12, 10)
        self._lines.addWidget(self.facts)
        self._lines.addStretch(1)
        self.setWidget(inside)
        self.setStyleSheet(
            "QScrollArea#viewerFacts { background: rgba(30,31,34,225); border-radius: 8px; }"
            f"QLabel {{ color: {DARK.text}; }}"
            f'QLabel[dimmed="true"] {{ color: {DARK.dimmed}; }}'
        )

    def show_facts(self, position: int, facts: PictureFacts | None) -> None:
        """Show what is known of a picture by now."""
        table = self._state.table
        if not 0 <= position < len(table):
            return
        folder = shown(table.path(position).rpartition(b"/")[0])
        size, changed = int(table.size[position]), int(table.mtime_ns[position])
        self.facts.show_rows([*rows_of(facts, size, changed), (tr("Folder"), folder)])

    def place(self, left: int, top: int, room: int) -> None:
        """Lie at a corner, as high as the facts are and no higher than `room`."""
        self._most = room
        self.move(left, top)
        self._fit()

    def _fit(self) -> None:
        wanted = self._lines.totalHeightForWidth(FACTS_WIDTH)
        self.resize(FACTS_WIDTH, max(40, min(wanted, self._most)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as high as the facts once they have been laid out, which is later."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)


class Panels:
    """Buttons, strip and facts of one viewer, and where they lie."""

    def __init__(
        self, controller: PanelsSource, actions: Actions, appearance: Appearance, viewer: QWidget
    ) -> None:
        self._controller, self._actions, self._viewer = controller, actions, viewer
        self._buttons = {
            name: round_button(viewer, actions, name, picture) for name, picture in _BUTTONS
        }
        self.strip = NearestStrip(controller, appearance, viewer)
        self.facts = FactsCard(controller.state, viewer)
        settings = controller.settings
        actions["strip"].setChecked(settings.viewer_strip)
        actions["facts"].setChecked(settings.viewer_facts)
        self.strip.closed.connect(actions["strip"].trigger)
        self.show_wanted()

    def show_wanted(self) -> None:
        """Show the strip and the facts, or not, as the actions say; that is kept."""
        strip, facts = (self._actions[name].isChecked() for name in ("strip", "facts"))
        self.strip.setVisible(strip)
        self.facts.setVisible(facts)
        settings = self._controller.settings
        if (settings.viewer_strip, settings.viewer_facts) != (strip, facts):
            self._controller.change_settings(viewer_strip=strip, viewer_facts=facts)

    @property
    def room(self) -> int:
        """The height in points that is left for the picture."""
        return self._viewer.height() - (0 if self.strip.isHidden() else STRIP_HEIGHT)

    def place(self, position: int, known: PictureFacts | None, place: tuple[int, int]) -> None:
        """Put all where it belongs; `place` is the picture's number, from 1, and their count."""
        width, room = self._viewer.width(), self.room
        number, count = place
        middle = (room - SIDE) // 2
        self._buttons["previous"].move(MARGIN, middle)
        self._buttons["next"].move(width - SIDE - MARGIN, middle)
        self._buttons["previous"].setVisible(number > 1)
        self._buttons["next"].setVisible(0 < number < count)
        for at, name in enumerate(("leave", "facts", "strip")):
            self._buttons[name].move(width - SIDE - MARGIN - at * (SIDE + 6), MARGIN)
        self.strip.setGeometry(0, room, width, STRIP_HEIGHT)
        if not self.facts.isHidden():
            self.facts.show_facts(position, known)
            top = MARGIN + CHIP + 8
            self.facts.place(MARGIN, top, room - top - 2 * MARGIN - CHIP)


_BUTTONS = (
    ("previous", "back"),
    ("next", "forward"),
    ("leave", "close"),
    ("facts", "info"),
    ("strip", "similar"),
)
