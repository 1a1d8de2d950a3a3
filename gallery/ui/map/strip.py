"""The film strip under a map that is shown alone: what the grid would show first."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot

from gallery.ui import sentences
from gallery.ui.language import tr
from gallery.ui.model.filters import NO_FILTER
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.film_strip import FilmStrip


class MapStrip(FilmStrip):
    """Shows the selection or the answer, whichever is the newer; nothing where there is neither.

    A picture that is chosen here is asked about. Closed, it stays away until something else is
    selected or asked.
    """

    def __init__(
        self, state: GalleryState, thumbnails: ThumbnailCache, appearance: Appearance
    ) -> None:
        super().__init__(state, thumbnails, appearance)
        self.setObjectName("mapStrip")
        self._wanted = self._is_closed = self._of_selection = False
        self._asked: tuple[object, ...] = ()
        self.chosen.connect(state.find_lookalikes)
        self.closed.connect(self._close)
        state.selection_changed.connect(self._selected)
        state.order_changed.connect(self._ordered)
        state.folder_changed.connect(self._ordered)
        self.hide()

    def set_wanted(self, wanted: bool) -> None:
        """Show what there is to show, or nothing where another view shows it."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.refresh()

    @Slot()
    def _close(self) -> None:
        self._is_closed = True
        self.hide()

    @Slot()
    def _selected(self) -> None:
        self._of_selection = bool(self._state.selected.any())
        self._is_closed = False
        self.refresh()
        self.rewind()

    @Slot()
    def _ordered(self) -> None:
        asked, before = (self._state.query, self._state.filter), self._asked
        if asked != before:
            self._asked, self._of_selection, self._is_closed = asked, False, False
        self.refresh()
        if asked != before:
            self.rewind()

    @Slot()
    def refresh(self) -> None:
        """Show what is selected or asked now."""
        positions = self._pictures() if self._wanted and not self._is_closed else None
        if positions is None or not len(positions):
            self.hide()
            return
        heading, asked = self._heading(len(positions)), self._state.query.about
        self.show_pictures(positions, self._state.order.score, heading, asked)
        self.show()

    def _pictures(self) -> NDArray[np.intp] | None:
        state = self._state
        if self._of_selection:
            shown = state.order.positions[state.selected[state.order.positions]]
            return shown if len(shown) else np.flatnonzero(state.selected)
        is_asked = state.query != GridQuery() or state.filter != NO_FILTER
        return state.order.alike if is_asked else None

    def _heading(self, count: int) -> str:
        query = self._state.query
        if self._of_selection:
            return tr("{count} selected", count=count)
        if query.ask in (QueryKind.PICTURE, QueryKind.OUTSIDE, QueryKind.SEVERAL):
            return tr("Nearest to {name}", name=query.label)
        said = sentences.shown(count, query, self._state.filter)
        return f"{said.text} {said.name}{said.after}".strip()
