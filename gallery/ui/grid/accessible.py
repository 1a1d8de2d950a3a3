"""What the grid says of itself to screen readers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from gallery.ui.sentences import heard

if TYPE_CHECKING:
    from gallery.ui.grid.view import GridView


class GridAccessible:
    """The pictures on screen, for gallery.ui.accessibility; a child is a place among them."""

    def __init__(self, view: "GridView") -> None:
        self._view = view

    def count(self) -> int:
        """Return how many pictures are on screen."""
        return len(self._view.shown())

    def name(self, child: int) -> str:
        """Return the name of a picture, its score where it has one, and its folder."""
        view, position = self._view, self._position(child)
        if position < 0:
            return view.look.told_of_guest(position).replace("\n", ", ")
        table = view.state.table
        return heard(table.name(position), table.folder(position), view.look.score(position))

    def rect(self, child: int) -> QRect:
        """Return where a picture lies in the viewport."""
        return self._view.tile_rect(self._view.shown().start + child)

    def state(self, child: int) -> tuple[bool, bool]:
        """Return whether a picture is selected, and whether it has the focus."""
        view, position = self._view, self._position(child)
        if position < 0:
            return False, False
        focused = view.hasFocus() and position == view.state.place.focus
        return bool(view.state.selected[position]), focused

    def _position(self, child: int) -> int:
        shown = self._view.shown()
        return self._view.position(shown.start + child) if 0 <= child < len(shown) else -1
