"""How a person likes the window: layout, theme, tiles, sides; applied at once, and kept."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from gallery.ui.actions import Actions
from gallery.ui.client.controller import Controller
from gallery.ui.map.toolbar import Tool
from gallery.ui.pages.gallery import GalleryPage
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.header import LARGEST_TILE, SMALLEST_TILE, Header

TILE_STEP, USUAL_TILE = 1.2, 124
THEMES = ("system", "light", "dark")
LAYOUTS = ("grid", "both", "map")
TOOLS = {"map_lasso": Tool.LASSO, "map_rectangle": Tool.RECTANGLE}


class Preferences(QObject):
    """Carries out the actions of the View menu."""

    def __init__(
        self, controller: Controller, actions: Actions, gallery: GalleryPage, header: Header
    ) -> None:
        super().__init__()
        self._controller, self._actions = controller, actions
        self._gallery, self._header = gallery, header
        actions.bind(self._handlers())
        header.tile_size_chosen.connect(self.set_tile)
        gallery.grid.tile_changed.connect(self.set_tile)
        gallery.grid.tile_grown.connect(header.show_tile_size)
        self._root = b""
        controller.state.folder_changed.connect(self._let_grow)
        gallery.map.tool_changed.connect(self._show_tool)
        gallery.map.landmarks_changed.connect(actions["landmarks"].setChecked)
        gallery.layout_changed.connect(self._offer_map)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        handlers: dict[str, Callable[[], object]] = {
            "inspector": self._show_inspector,
            "sidebar": self._show_sidebar,
            "bigger": self._bigger,
            "smaller": self._smaller,
            "normal": self._normal,
            "fill": self._fill,
            "follow_links": self._follow_links,
            "map_fit": self._gallery.map.fit,
            "landmarks": self._show_landmarks,
        }
        for name, tool in TOOLS.items():
            handlers[name] = partial(self._gallery.map.toggle_tool, tool)
        return handlers | {name: partial(self.choose_layout, name) for name in LAYOUTS}

    def offer_themes(self, appearance: Appearance) -> None:
        """Bind the themes to `appearance`."""
        for name in THEMES:
            self._actions.bind({name: partial(self._choose_theme, appearance, name)})

    def apply(self, window: QMainWindow) -> None:
        """Take over what was kept."""
        settings, actions = self._controller.settings, self._actions
        least = window.minimumSize()
        window.resize(max(least.width(), settings.width), max(least.height(), settings.height))
        layout = settings.layout if settings.layout in LAYOUTS else "both"
        theme = settings.theme if settings.theme in THEMES else "system"
        for name in (layout, theme, "sidebar"):
            actions[name].setChecked(True)
        actions["fill"].setChecked(settings.fill_tiles)
        actions["inspector"].setChecked(settings.inspector)
        actions["follow_links"].setChecked(settings.follow_links)
        self._gallery.show_layout(layout)
        self._gallery.show_inspector(settings.inspector)
        self._gallery.grid.set_fill(settings.fill_tiles)
        self._header.show_tile_size(settings.tile)
        self._gallery.grid.set_tile(settings.tile, grows=True)

    def choose_layout(self, name: str) -> None:
        """Show the "grid", the "map", or "both"."""
        self._actions[name].setChecked(True)
        self._gallery.show_layout(name)
        self._controller.change_settings(layout=name)

    def _choose_theme(self, appearance: Appearance, name: str) -> None:
        appearance.choose(name)
        self._controller.change_settings(theme=name)

    @Slot(int)
    def set_tile(self, side: int) -> None:
        """Make the tiles `side` pixels wide, within what is sensible, and keep that."""
        self._keep_tile(side, grows=False)

    def _keep_tile(self, side: int, *, grows: bool) -> None:
        side = min(max(side, SMALLEST_TILE), LARGEST_TILE)
        self._gallery.grid.set_tile(side, grows=grows)
        self._header.show_tile_size(self._gallery.grid.tile)
        self._controller.change_settings(tile=side)

    @Slot()
    def _let_grow(self) -> None:
        """Fit the tiles to another folder; a size that was chosen in the last one is the least."""
        root = self._controller.state.table.root
        if root != self._root:
            self._root = root
            self._gallery.grid.set_tile(self._controller.settings.tile, grows=True)

    @Slot()
    def _bigger(self) -> None:
        self.set_tile(round(self._gallery.grid.tile * TILE_STEP))

    @Slot()
    def _smaller(self) -> None:
        self.set_tile(round(self._gallery.grid.tile / TILE_STEP))

    @Slot()
    def _normal(self) -> None:
        self._keep_tile(USUAL_TILE, grows=True)

    @Slot()
    def _fill(self) -> None:
        fill = self._actions["fill"].isChecked()
        self._gallery.grid.set_fill(fill)
        self._controller.change_settings(fill_tiles=fill)

    @Slot()
    def _follow_links(self) -> None:
        self._controller.follow_links(self._actions["follow_links"].isChecked())

    @Slot()
    def _show_inspector(self) -> None:
        wanted = self._actions["inspector"].isChecked()
        self._gallery.show_inspector(wanted)
        self._controller.change_settings(inspector=wanted)

    @Slot()
    def _show_sidebar(self) -> None:
        self._gallery.show_sidebar(self._actions["sidebar"].isChecked())

    # ------------------------------------------------------------ the map

    @Slot(object)
    def _show_tool(self, tool: Tool) -> None:
        for name, its in TOOLS.items():
            self._actions[name].setChecked(its is tool)

    @Slot()
    def _show_landmarks(self) -> None:
        self._gallery.map.set_landmarks(self._actions["landmarks"].isChecked())

    @Slot(str)
    def _offer_map(self, layout: str) -> None:
        """Let the map answer only while it is shown."""
        for name in ("map_fit", "landmarks", *TOOLS):
            self._actions[name].setEnabled(layout != "grid")
