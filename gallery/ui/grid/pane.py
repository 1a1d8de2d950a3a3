"""The grid as a view of the gallery page."""

import numpy as np
from numpy.typing import NDArray

from gallery.core.settings import Settings
from gallery.ui import sentences
from gallery.ui.actions import Action, Menu, Where
from gallery.ui.grid.header import NotSure
from gallery.ui.grid.tile_size import TileSize
from gallery.ui.grid.view import GridView
from gallery.ui.view import GalleryView, ViewContext, ViewEntry

V = Menu.VIEW

ACTIONS = (
    Action("bigger", "Larger thumbnails", "zoom-in", ("Ctrl++", "Ctrl+="), V, starts=True),
    Action("smaller", "Smaller thumbnails", "zoom-out", ("Ctrl+-",), V),
    Action("normal", "Usual thumbnails", "", ("Ctrl+0",), V),
    Action("fill", "Pictures fill their tiles", "", ("Ctrl+T",), V, checkable=True),
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
        grid.opened.connect(self.opened)
        grid.context_requested.connect(self.context_requested)
        grid.visible_changed.connect(context.controller.prioritise)
        self.not_sure.names_wanted.connect(context.controller.asking.names)
        self.not_sure.words_wanted.connect(context.bus.words_wanted)
        self.not_sure.encoder_wanted.connect(context.bus.encoder_wanted)

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
