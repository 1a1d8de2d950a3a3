"""The grid as a view of the gallery page."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot

from gallery.core.settings import Settings
from gallery.ui import sentences
from gallery.ui.actions import Action, Menu, Where
from gallery.ui.grid.header import NotSure
from gallery.ui.grid.tile_size import TileSize
from gallery.ui.grid.view import GridView
from gallery.ui.view import GalleryView, ViewContext, ViewEntry

V = Menu.VIEW
STEP = 0.1  # of the slider where likeness ends, by key

ACTIONS = (
    Action("bigger", "Larger thumbnails", "zoom-in", ("Ctrl++", "Ctrl+="), V, starts=True),
    Action("smaller", "Smaller thumbnails", "zoom-out", ("Ctrl+-",), V),
    Action("normal", "Usual thumbnails", "", ("Ctrl+0",), V),
    Action("fill", "Pictures fill their tiles", "", ("Ctrl+T",), V, checkable=True),
    Action("keep_more", "More look-alikes", "", ("Ctrl+]",), V, starts=True),
    Action("keep_fewer", "Fewer look-alikes", "", ("Ctrl+[",), V),
    Action("hide_unlike", "Hide what is less alike", "", ("Ctrl+H",), V, checkable=True),
    Action("wheel", "Size of the thumbnails", "", ("Ctrl+wheel",), V, Where.SHEET),
)


class GridPane(GalleryView):
    """The grid, the size of its tiles, and what stands above it where nothing is sure."""

    def __init__(self, context: ViewContext) -> None:
        grid = GridView(context.state, context.thumbnails, context.appearance)
        super().__init__(grid)
        self.grid, self._state = grid, context.state
        self.not_sure = NotSure(grid, context.state)
        self._tile_size = TileSize(grid, context)
        self._hiding = context.actions["hide_unlike"]
        context.actions.bind(
            {
                "keep_more": partial(self._keep, 1),
                "keep_fewer": partial(self._keep, -1),
                "hide_unlike": self._hide,
            }
        )
        context.state.order_changed.connect(self._ordered)
        grid.opened.connect(self.opened)
        grid.context_requested.connect(self.context_requested)
        grid.visible_changed.connect(context.controller.prioritise)
        self.not_sure.names_wanted.connect(context.controller.asking.names)
        self.not_sure.words_wanted.connect(context.bus.words_wanted)
        self.not_sure.encoder_wanted.connect(context.bus.encoder_wanted)

    def _keep(self, steps: int) -> None:
        """Let likeness end some steps of the slider later, or earlier."""
        if self._state.order.kept is not None:
            more = self._state.query.more + STEP * steps
            self._state.keep_more(min(max(round(more, 2), -1.0), 1.0))

    def _hide(self) -> None:
        self._state.hide_unlike(self._hiding.isChecked())

    @Slot()
    def _ordered(self) -> None:
        self._hiding.setChecked(self._state.hides_unlike)

    def restore(self, settings: Settings) -> None:
        """Show tiles as they were."""
        self._tile_size.restore(settings)

    def ensure_one_visible(self, positions: NDArray[np.intp]) -> None:
        """Scroll to the first of `positions` [m] if none is on screen."""
        self.grid.ensure_one_visible(positions)

    def say_why_empty(self, *, empty: bool, busy: bool) -> None:
        """Say why nothing is found, or that nothing is there."""
        state = self._state
        if not len(state.order.positions):
            text = sentences.nothing(state.query, state.filter, empty=empty, busy=busy)
            self.grid.set_empty_text(text)


GRID = ViewEntry("grid", "Grid", "grid", ("F6",), GridPane, ACTIONS, share=583)
