"""The gallery page: sidebar, grid and map, inspector, side by side."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gallery.engine.ipc.messages import Done, Ending
from gallery.ui import sentences
from gallery.ui.client.controller import Controller
from gallery.ui.grid.header import NotSure
from gallery.ui.grid.view import GridView
from gallery.ui.map.strip import MapStrip
from gallery.ui.map.toolbar import Tool
from gallery.ui.map.view import MapView
from gallery.ui.pages.empty import EmptyPage
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.inspector import WIDTH as INSPECTOR_WIDTH
from gallery.ui.widgets.inspector import Inspector
from gallery.ui.widgets.rail import Rail
from gallery.ui.widgets.sidebar import WIDTH as SIDEBAR_WIDTH
from gallery.ui.widgets.sidebar import Sidebar

LEAST_VIEW = 160
# Below these widths the sidebar folds to icons, and the inspector floats over the map.
FOLDS_BELOW, FLOATS_BELOW = 1000, 1100
GRID_SHARE, MAP_SHARE = 583, 469


class GalleryPage(QWidget):
    """Puts the four parts together; grid, map, both, and the sides can be shown and hidden.

    Signals:
        layout_changed: "grid", "map" or "both" is shown now.
        emptied: whether the folder turned out to hold no pictures.
    """

    layout_changed = Signal(str)
    emptied = Signal(bool)

    def __init__(self, controller: Controller, appearance: Appearance) -> None:
        super().__init__()
        state, thumbnails = controller.state, controller.thumbnails
        self.rail = Rail(controller, appearance)
        self.sidebar = Sidebar(controller, appearance)
        self.grid = GridView(state, thumbnails, appearance)
        self.not_sure = NotSure(self.grid, state)
        self.map = MapView(state, thumbnails, appearance)
        self.strip = MapStrip(state, thumbnails, appearance)
        self.inspector = Inspector(controller, appearance)
        self._map_side = QWidget()
        self.views = self._splitter(self.grid, self._map_side)
        self.parts = self._splitter(self.rail, self.sidebar, self.views, self.inspector)
        self._has_sidebar, self._has_inspector, self._floats = True, False, False
        self.empty = EmptyPage()
        # The folder that was looked through last, and what came of it.
        self._looked: tuple[bytes | None, Done] | None = None
        self._lay_out()
        self._controller = controller
        for signal in (state.order_changed, state.folder_changed, controller.folders_changed):
            signal.connect(self._say_why_empty)
        controller.finished.connect(self._finished)
        controller.problems_changed.connect(self._say_why_empty)
        self.map.selected.connect(self._show_selected)
        self.rail.unfolded.connect(self._arrange_sides)

    @staticmethod
    def _splitter(*widgets: QWidget) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter

    def _lay_out(self) -> None:
        self.parts.setObjectName("parts")
        self.grid.setMinimumWidth(LEAST_VIEW)
        self._map_side.setMinimumWidth(LEAST_VIEW)
        below = QVBoxLayout(self._map_side)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.map, 1)
        below.addWidget(self.strip)
        self.views.setSizes([GRID_SHARE, MAP_SHARE])
        self.views.setStretchFactor(0, GRID_SHARE)
        self.views.setStretchFactor(1, MAP_SHARE)
        self.parts.setSizes([0, SIDEBAR_WIDTH, 4000, INSPECTOR_WIDTH])
        for place, factor in enumerate((0, 0, 1, 0)):
            self.parts.setStretchFactor(place, factor)
        self.inspector.hide()
        self.rail.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)
        layout.addWidget(self.empty)
        self.empty.hide()

    def show_layout(self, name: str) -> None:
        """Show the "grid", the "map", or "both"."""
        grid_had_focus = self.grid.hasFocus() or self.map.hasFocus()
        self.grid.setVisible(name != "map")
        self.map.setVisible(name != "grid")
        self._map_side.setVisible(name != "grid")
        self.strip.set_wanted(name == "map")
        self._arrange_sides()
        if grid_had_focus:
            self.focus_pictures()
        self.layout_changed.emit(name)

    def show_sidebar(self, wanted: bool) -> None:
        """Show the sidebar, as icons where there is little room, or hide it."""
        self._has_sidebar = wanted
        self._arrange_sides()

    def show_inspector(self, wanted: bool) -> None:
        """Show the inspector, over the map where there is little room, or hide it."""
        self._has_inspector = wanted
        self._arrange_sides()

    @Slot()
    def _arrange_sides(self) -> None:
        folds = self.width() < FOLDS_BELOW
        self.rail.setVisible(self._has_sidebar and folds)
        self.sidebar.setVisible(self._has_sidebar and (not folds or self.rail.unfold.isChecked()))
        # Over a grid or a map that is alone it would hide pictures for good: there it has a place.
        both = not (self.grid.isHidden() or self.map.isHidden())
        floats = both and self.width() < FLOATS_BELOW
        self._float_inspector(floats)
        self.inspector.setVisible(self._has_inspector)
        covered = floats and self._has_inspector
        self.map.set_covered(INSPECTOR_WIDTH if covered else 0)
        self.map.legend.set_wanted(self.sidebar.isHidden() and not covered)

    def _float_inspector(self, floats: bool) -> None:
        if floats != self._floats:
            self._floats = floats
            if floats:
                self.inspector.setParent(self)
            else:
                self.parts.addWidget(self.inspector)
        if floats:
            width = INSPECTOR_WIDTH
            self.inspector.setGeometry(self.width() - width, 0, width, self.height())
            self.inspector.raise_()
            self.empty.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and float what would leave no room for the pictures."""
        super().resizeEvent(event)
        self._arrange_sides()

    @Slot(object)
    def _finished(self, message: Ending) -> None:
        self._looked = (self._controller.folder, message) if isinstance(message, Done) else None
        self._say_why_empty()

    def _show_empty(self) -> None:
        """Show the page for an empty folder, or the parts; empty is what was looked through."""
        controller, looked = self._controller, self._looked
        is_empty = looked is not None and looked[0] == controller.folder
        is_empty = is_empty and not controller.busy and not controller.state.table.living
        if looked is not None and is_empty and looked[1].pictures == 0:
            self.empty.tell(looked[0] or b"", looked[1].left_out, len(controller.problems))
        else:
            is_empty = False
        if is_empty == self.empty.isHidden():
            self.parts.setVisible(not is_empty)
            self.empty.setVisible(is_empty)
            self.emptied.emit(is_empty)

    @Slot()
    def _say_why_empty(self) -> None:
        self._show_empty()
        state = self._controller.state
        empty, busy = not state.table.living, self._controller.busy
        self.map.set_empty_text(sentences.no_map(empty=empty, busy=busy))
        if not len(state.order.positions):
            text = sentences.nothing(state.query, state.filter, empty=empty, busy=busy)
            self.grid.set_empty_text(text)

    @Slot()
    def _show_selected(self) -> None:
        """Bring to the grid's screen what was selected on the map."""
        if self._controller.state.selected.any():
            self.grid.ensure_one_visible(self._controller.state.chosen())

    def drop_tool(self) -> bool:
        """Put lasso or rectangle of the map away; return whether one was in hand."""
        if self.map.isHidden() or self.map.tool is Tool.PAN:
            return False
        self.map.set_tool(Tool.PAN)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the map answer keys that mean nothing where the keyboard is, as for zooming."""
        if self.map.isVisible():
            self.map.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def focus_pictures(self) -> None:
        """Give the keyboard to the grid, or to the map where it is alone."""
        if not self.empty.isHidden():
            self.empty.open_button.setFocus()
            return
        (self.map if self.grid.isHidden() else self.grid).setFocus()
