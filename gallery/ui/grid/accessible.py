"""What the grid says of itself to screen readers."""

from PySide6.QtCore import QRect

from gallery.ui.grid.area import GridArea
from gallery.ui.grid.tiles import Tiles
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.sentences import heard


class GridAccessible:
    """The pictures on screen, for gallery.ui.accessibility; a child is a place among them."""

    def __init__(self, area: GridArea, state: GalleryState, tiles: Tiles) -> None:
        self._area, self._state, self._tiles = area, state, tiles

    def count(self) -> int:
        """Return how many pictures are on screen."""
        return len(self._area.shown())

    def name(self, child: int) -> str:
        """Return the name of a picture, its score where it has one, and its folder."""
        table, position = self._state.table, self._position(child)
        if position < 0:
            return self._tiles.told_of_guest(position).replace("\n", ", ")
        return heard(table.name(position), table.folder(position), self._tiles.score(position))

    def rect(self, child: int) -> QRect:
        """Return where a picture lies in the viewport."""
        return self._area.tile_rect(self._area.shown().start + child)

    def state(self, child: int) -> tuple[bool, bool]:
        """Return whether a picture is selected, and whether it has the focus."""
        position = self._position(child)
        if position < 0:
            return False, False
        focused = self._area.hasFocus() and position == self._state.place.focus
        return bool(self._state.selected[position]), focused

    def _position(self, child: int) -> int:
        shown = self._area.shown()
        return self._area.position(shown.start + child) if 0 <= child < len(shown) else -1
