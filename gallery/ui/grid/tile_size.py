"""How large the tiles are, and whether pictures fill them: chosen, shown, and kept."""

from PySide6.QtCore import QObject, Slot

from gallery.core.settings import Settings
from gallery.ui.grid.view import GridView
from gallery.ui.view import ViewContext
from gallery.ui.widgets.header import LARGEST_TILE, SMALLEST_TILE

TILE_STEP, USUAL_TILE = 1.2, 124


class TileSize(QObject):
    """Carries out the actions about thumbnails, and what slider and wheel choose."""

    def __init__(self, grid: GridView, context: ViewContext) -> None:
        super().__init__()
        self._grid, self._controller = grid, context.controller
        self._actions, self._bus = context.actions, context.bus
        self._root = b""
        self._actions.bind(
            {
                "bigger": self._bigger,
                "smaller": self._smaller,
                "normal": self._normal,
                "fill": self._fill,
            }
        )
        self._bus.tile_chosen.connect(self.set_tile)
        grid.tile_changed.connect(self.set_tile)
        grid.tile_grown.connect(self._bus.tile_shown)
        context.state.folder_changed.connect(self._let_grow)

    def restore(self, settings: Settings) -> None:
        """Take over what was kept."""
        self._actions["fill"].setChecked(settings.fill_tiles)
        self._grid.set_fill(settings.fill_tiles)
        self._bus.tile_shown.emit(settings.tile)
        self._grid.set_tile(settings.tile, grows=True)

    @Slot(int)
    def set_tile(self, side: int) -> None:
        """Make the tiles `side` pixels wide, within what is sensible, and keep that."""
        self._keep_tile(side, grows=False)

    def _keep_tile(self, side: int, *, grows: bool) -> None:
        side = min(max(side, SMALLEST_TILE), LARGEST_TILE)
        self._grid.set_tile(side, grows=grows)
        self._bus.tile_shown.emit(self._grid.tile)
        self._controller.change_settings(tile=side)

    @Slot()
    def _let_grow(self) -> None:
        """Fit the tiles to another folder; a size that was chosen in the last one is the least."""
        root = self._controller.state.table.root
        if root != self._root:
            self._root = root
            self._grid.set_tile(self._controller.settings.tile, grows=True)

    @Slot()
    def _bigger(self) -> None:
        self.set_tile(round(self._grid.tile * TILE_STEP))

    @Slot()
    def _smaller(self) -> None:
        self.set_tile(round(self._grid.tile / TILE_STEP))

    @Slot()
    def _normal(self) -> None:
        self._keep_tile(USUAL_TILE, grows=True)

    @Slot()
    def _fill(self) -> None:
        fill = self._actions["fill"].isChecked()
        self._grid.set_fill(fill)
        self._controller.change_settings(fill_tiles=fill)
