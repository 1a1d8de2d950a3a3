"""The map as a view of the gallery page: the map, and a film strip where the grid is not shown."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gallery.ui import sentences
from gallery.ui.actions import Action, Actions, Menu, Scope, Where
from gallery.ui.map.strip import MapStrip
from gallery.ui.map.toolbar import Tool
from gallery.ui.map.view import MapView
from gallery.ui.view import GalleryView, ViewContext, ViewEntry, ViewPlacement

TOOLS = {"map_lasso": Tool.LASSO, "map_rectangle": Tool.RECTANGLE}
V, _BESIDE = Menu.VIEW, Scope.GALLERY

ACTIONS = (
    Action("map_fit", "Whole map", "fit", ("F",), V, scope=_BESIDE, starts=True),
    Action("map_lasso", "Lasso on the map", "", ("L",), V, checkable=True, scope=_BESIDE),
    Action("map_rectangle", "Rectangle on the map", "", ("R",), V, checkable=True, scope=_BESIDE),
    Action("landmarks", "Landmarks on the map", "", (), V, checkable=True),
    Action("map_drag", "Rectangle without the tool", "", ("Shift+drag",), V, Where.SHEET),
)


class MapPane(GalleryView):
    """The map, with a strip of what is asked or selected below it where it is alone."""

    def __init__(self, context: ViewContext) -> None:
        view = MapView(context.state, context.thumbnails, context.appearance)
        super().__init__(QWidget(), view)
        self.map, self._actions = view, context.actions
        self.strip = MapStrip(context.state, context.thumbnails, context.appearance)
        below = QVBoxLayout(self.widget)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(view, 1)
        below.addWidget(self.strip)
        for part in (view, self.strip):
            part.opened.connect(self.opened)
            part.context_requested.connect(self.context_requested)
        view.selected.connect(self.selected)
        self._bind(context.actions)

    def _bind(self, actions: Actions) -> None:
        actions.bind({"map_fit": self.map.fit, "landmarks": self._show_landmarks})
        actions.bind({name: partial(self.map.toggle_tool, tool) for name, tool in TOOLS.items()})
        self.map.tool_changed.connect(self._show_tool)
        self.map.landmarks_changed.connect(actions["landmarks"].setChecked)

    @Slot(object)
    def _show_tool(self, tool: Tool) -> None:
        for name, its in TOOLS.items():
            self._actions[name].setChecked(its is tool)

    @Slot()
    def _show_landmarks(self) -> None:
        self.map.set_landmarks(self._actions["landmarks"].isChecked())

    # ------------------------------------------------------------ what the page asks

    def arrange(self, standing: ViewPlacement) -> None:
        """Keep the floating panels in sight; answer keys and menus only while shown."""
        self.map.setVisible(standing.shown)
        self.strip.set_wanted(standing.shown and standing.alone)
        self.map.set_covered(standing.covered)
        self.map.legend.set_wanted(not standing.has_sidebar and not standing.covered)
        for name in ("map_fit", "landmarks", *TOOLS):
            self._actions[name].setEnabled(standing.shown)

    def say_why_empty(self, *, empty: bool, busy: bool) -> None:
        """Say why there is no map."""
        self.map.set_empty_text(sentences.no_map(empty=empty, busy=busy))

    def offer_key(self, event: QKeyEvent) -> bool:
        """Answer the map's keys, as for zooming."""
        return self.map.answer_key(event)

    def peel(self) -> bool:
        """Put lasso or rectangle away."""
        if self.map.tool is Tool.PAN:
            return False
        self.map.set_tool(Tool.PAN)
        return True


MAP = ViewEntry("map", "Map", "map", ("F7",), MapPane, ACTIONS, share=469)
