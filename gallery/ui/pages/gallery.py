"""The gallery page: sidebar, the views of the registry, inspector, side by side."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gallery.engine.ipc.messages import Done, Ending
from gallery.ui.pages.empty import EmptyPage
from gallery.ui.registry import Registry
from gallery.ui.view import GalleryView, Room, ViewContext, ViewPlacement
from gallery.ui.widgets.inspector import WIDTH as INSPECTOR_WIDTH
from gallery.ui.widgets.inspector import Inspector
from gallery.ui.widgets.rail import Rail
from gallery.ui.widgets.sidebar import WIDTH as SIDEBAR_WIDTH
from gallery.ui.widgets.sidebar import Sidebar

LEAST_VIEW = 160
# Below these widths the sidebar folds to icons, and the inspector floats over the last view.
FOLDS_BELOW, FLOATS_BELOW = 1000, 1100


class GalleryPage(QWidget):
    """Puts the parts together; views and the sides can be shown and hidden.

    Attributes:
        views: each view by its name, in the order of the registry.

    Signals:
        emptied: whether the folder turned out to hold no pictures.
    """

    emptied = Signal(bool)

    def __init__(self, context: ViewContext, registry: Registry) -> None:
        super().__init__()
        controller, appearance = context.controller, context.appearance
        self.rail = Rail(controller, appearance)
        self.sidebar = Sidebar(controller, appearance)
        self.views: dict[str, GalleryView] = {
            view.name: view.make(context) for view in registry.views
        }
        self.inspector = Inspector(controller, appearance)
        self.registry, self._layouts = registry, registry.layouts()
        self._shown: list[GalleryView] = []
        # Views that take the whole page, in place of the parts.
        self._whole = [self.views[v.name] for v in registry.views if v.room is Room.PAGE]
        self._beside = self._splitter()
        self.parts = self._splitter(self.rail, self.sidebar, self._beside, self.inspector)
        self._has_sidebar, self._has_inspector, self._floats = True, False, False
        self.empty = EmptyPage()
        # The folder that was looked through last, and what came of it.
        self._looked: tuple[bytes | None, Done] | None = None
        self._controller = controller
        self._fill_splitter()
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        controller, state = self._controller, self._controller.state
        for signal in (state.order_changed, state.folder_changed, controller.folders_changed):
            signal.connect(self._say_why_empty)
        controller.finished.connect(self._finished)
        controller.problems_changed.connect(self._say_why_empty)
        for view in self.views.values():
            view.selected.connect(self._show_selected)
        self.rail.unfolded.connect(self._arrange_sides)

    @staticmethod
    def _splitter(*widgets: QWidget) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter

    def _fill_splitter(self) -> None:
        entries = [entry for entry in self.registry.views if entry.room is Room.BESIDE]
        for place, entry in enumerate(entries):
            widget = self.views[entry.name].widget
            widget.setMinimumWidth(LEAST_VIEW)
            self._beside.addWidget(widget)
            self._beside.setStretchFactor(place, entry.share)
        self._beside.setSizes([entry.share for entry in entries])

    def _lay_out(self) -> None:
        self.parts.setObjectName("parts")
        self.parts.setSizes([0, SIDEBAR_WIDTH, 4000, INSPECTOR_WIDTH])
        for place, factor in enumerate((0, 0, 1, 0)):
            self.parts.setStretchFactor(place, factor)
        self.inspector.hide()
        self.rail.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)
        for view in self._whole:
            layout.addWidget(view.widget)
            view.widget.hide()
        layout.addWidget(self.empty)
        self.empty.hide()

    def show_layout(self, name: str) -> None:
        """Show the views of a layout."""
        had_focus = any(map(_has_keyboard, self.views.values()))
        self._shown = [self.views[view] for view in self._layouts[name].views]
        for view in self.views.values():
            view.widget.setVisible(view in self._shown)
        self._show_parts(is_empty=not self.empty.isHidden())
        self._arrange_sides()
        if had_focus:
            self.focus_pictures()

    def _show_parts(self, *, is_empty: bool) -> None:
        """Show the page for an empty folder, a view that takes the whole page, or the parts."""
        whole = [view for view in self._whole if view in self._shown]
        self.parts.setVisible(not is_empty and not whole)
        for view in whole:
            view.widget.setVisible(not is_empty)
        self.empty.setVisible(is_empty)

    def show_sidebar(self, wanted: bool) -> None:
        """Show the sidebar, as icons where there is little room, or hide it."""
        self._has_sidebar = wanted
        self._arrange_sides()

    def show_inspector(self, wanted: bool) -> None:
        """Show the inspector, over the last view where there is little room, or hide it."""
        self._has_inspector = wanted
        self._arrange_sides()

    @Slot()
    def _arrange_sides(self) -> None:
        folds = self.width() < FOLDS_BELOW
        self.rail.setVisible(self._has_sidebar and folds)
        self.sidebar.setVisible(self._has_sidebar and (not folds or self.rail.unfold.isChecked()))
        # Over a view that is alone it would hide pictures for good: there it has a place.
        floats = len(self._shown) > 1 and self.width() < FLOATS_BELOW
        self._float_inspector(floats)
        self.inspector.setVisible(self._has_inspector)
        covered = INSPECTOR_WIDTH if floats and self._has_inspector else 0
        for view in self.views.values():
            standing = ViewPlacement(
                shown=view in self._shown,
                alone=len(self._shown) == 1,
                covered=covered if view in self._shown[-1:] else 0,
                has_sidebar=not self.sidebar.isHidden(),
            )
            view.arrange(standing)

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
            self._show_parts(is_empty=is_empty)
            self.emptied.emit(is_empty)

    @Slot()
    def _say_why_empty(self) -> None:
        self._show_empty()
        empty, busy = not self._controller.state.table.living, self._controller.busy
        for view in self.views.values():
            view.say_why_empty(empty=empty, busy=busy)

    @Slot()
    def _show_selected(self) -> None:
        """Bring to the screen of every view what was selected in one."""
        if self._controller.state.selected.any():
            chosen = self._controller.state.chosen()
            for view in self.views.values():
                view.ensure_one_visible(chosen)

    def peel(self) -> bool:
        """Take off a layer of a view that is shown, as a tool in hand; return whether there was."""
        return any(view.peel() for view in self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the views answer keys that mean nothing where the keyboard is, as for zooming."""
        there = [view for view in self._shown if view.widget.isVisible()]
        if not any(view.offer_key(event) for view in there):
            super().keyPressEvent(event)

    def focus_pictures(self) -> None:
        """Give the keyboard to the first view that is shown."""
        if not self.empty.isHidden():
            self.empty.open_button.setFocus()
        elif self._shown:
            self._shown[0].keyboard.setFocus()


def _has_keyboard(view: GalleryView) -> bool:
    """Return whether a view has the keyboard, or a button in it."""
    focused = view.widget.window().focusWidget()
    return focused is not None and (focused is view.widget or view.widget.isAncestorOf(focused))
