"""A view is a folder and one line: a third one, registered here, is found everywhere."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from gallery.ui.actions import Action, Menu, Scope
from gallery.ui.grid.view import GridView
from gallery.ui.map.view import MapView
from gallery.ui.registry import REGISTRY, Layout
from gallery.ui.shell.window import MainWindow
from gallery.ui.view import GalleryView, Room, ViewEntry
from gallery.ui.widgets.sidebar import Sidebar

Key = Qt.Key
SPIN = Action("spin", "Spin the sheet", "", ("W",), Menu.VIEW, scope=Scope.GALLERY)
TOGETHER = Layout("grid_sheet", "Grid and sheet", "both", ("Shift+F8",), ("grid", "sheet"))


class Sheet(GalleryView):
    """The smallest view: a label. It keeps what it was asked."""

    def __init__(self, context):
        label = QLabel()
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        super().__init__(label)
        self.label = label
        self.standing, self.tile, self.brought, self.spins = None, 0, [], 0
        self.tool = True
        context.actions.bind({"spin": self.spin})

    def spin(self):
        self.spins += 1

    def restore(self, settings):
        self.tile = settings.tile

    def arrange(self, standing):
        self.standing = standing

    def ensure_one_visible(self, positions):
        self.brought = positions.tolist()

    def say_why_empty(self, *, empty, busy):
        self.label.setText("No picture to turn" if empty else "")

    def offer_key(self, event):
        return event.key() == Key.Key_Y

    def peel(self):
        had, self.tool = self.tool, False
        return had


ENTRY = ViewEntry("sheet", "Sheet", "refresh", ("Shift+F6",), Sheet, (SPIN,))


@pytest.fixture(params=list(Room), ids=lambda room: room.name.lower())
def entry(request):
    """The third view, beside others or in all of the page."""
    return replace(ENTRY, room=request.param)


def _window(qtbot, controller, appearance, entry):
    views = (*REGISTRY.views, entry)
    together = (*REGISTRY.together, *([TOGETHER] if entry.room is Room.BESIDE else []))
    made = MainWindow(controller, appearance, replace(REGISTRY, views=views, together=together))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def window(qtbot, qapp, controller, appearance, entry):
    """A window with three views and thirty pictures."""
    made = _window(qtbot, controller, appearance, entry)
    controller.show_folder(30)
    yield made
    made.close()
    qapp.setStyleSheet("")


def _switch(window):
    buttons = window.header.findChildren(QToolButton)
    return [b.accessibleName() for b in buttons if b.autoExclusive()]


def _titles(menu):
    return [action.text() for action in menu.actions() if action.text()]


def test_it_stands_in_header_menus_and_shortcuts(window, entry):
    together = ["Grid and sheet"] if entry.room is Room.BESIDE else []
    layouts = ["Grid", "Both", *together, "Map", "Compare", "Sheet"]
    assert _switch(window) == layouts
    view = next(menu for menu in window.actions_.menus if menu.title() == "View")
    assert _titles(view)[: len(layouts)] == layouts
    assert "Spin the sheet" in _titles(view)
    ground = window.actions_.context_menu(window, picture=False)
    assert _titles(ground)[: len(layouts)] == layouts
    window.navigation.show_shortcuts()
    said = [label.text() for label in window.pages.shortcuts.findChildren(QLabel)]
    assert said[said.index("Sheet") + 1] == "Shift+F6"
    assert said[said.index("Spin the sheet") + 1] == "W"


def test_its_key_shows_it_and_the_others_come_back(window, controller, entry, qtbot):
    sheet = window.gallery.views["sheet"]
    grid, view = window.findChild(GridView), window.findChild(MapView)
    assert not sheet.widget.isVisible()
    assert not sheet.standing.shown
    grid.setFocus()
    qtbot.keyClick(window, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert (sheet.widget.isVisible(), grid.isVisible(), view.isVisible()) == (True, False, False)
    assert window.findChild(Sidebar).isVisible() == (entry.room is Room.BESIDE)
    assert sheet.standing.shown
    assert sheet.standing.alone
    assert sheet.widget.hasFocus()
    assert controller.settings.layout == "sheet"
    qtbot.keyClick(window, Key.Key_F8)
    assert (sheet.widget.isVisible(), grid.isVisible(), view.isVisible()) == (False, True, True)
    assert window.findChild(Sidebar).isVisible()


def test_it_can_stand_beside_another_one(qtbot, controller, appearance):
    window = _window(qtbot, controller, appearance, ENTRY)
    controller.show_folder(30)
    sheet, grid = window.gallery.views["sheet"], window.findChild(GridView)
    window.actions_["grid_sheet"].trigger()
    assert sheet.widget.isVisible()
    assert grid.isVisible()
    assert not sheet.standing.alone
    window.resize(900, 600)
    window.actions_["inspector"].trigger()
    QApplication.processEvents()
    assert sheet.standing.covered > 0, "the inspector floats over the last view"
    window.close()


def test_the_layout_that_was_kept_is_shown_again(qtbot, controller, appearance, entry):
    controller.change_settings(layout="sheet")
    window = _window(qtbot, controller, appearance, entry)
    controller.show_folder(3)
    assert window.gallery.views["sheet"].widget.isVisible()
    assert window.actions_["sheet"].isChecked()
    assert window.gallery.views["sheet"].tile == controller.settings.tile
    window.close()


@pytest.mark.parametrize(("kept", "shown"), [("map", "map"), ("sheet", "both"), ("", "both")])
def test_a_layout_that_is_not_known_any_more_gives_way_to_the_usual_one(kept, shown):
    assert REGISTRY.known(kept) == shown


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_it_tells_and_answers_reaches_the_window(window, controller, qtbot):
    sheet, state = window.gallery.views["sheet"], window.state
    window.actions_["sheet"].trigger()
    qtbot.keyClick(sheet.widget, Key.Key_W)
    assert sheet.spins == 1
    state.set_focus(4)
    with qtbot.waitSignal(state.order_changed):
        qtbot.keyClick(sheet.widget, Key.Key_Return)
    assert state.query.position == 4
    window.gallery.views["map"].map.selected.emit()
    assert sheet.brought == []
    state.select(np.array([3, 5]))
    window.gallery.views["map"].map.selected.emit()
    assert sorted(sheet.brought) == [3, 5]
    assert window.gallery.peel()
    assert not window.gallery.peel()
    sheet.context_requested.emit(7, QPoint(300, 300))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "Find look-alikes" in _titles(menu)
    assert state.place.focus == 7
    menu.close()
    sheet.opened.emit(7)
    assert window.pages.currentWidget() is window.viewer
    assert window.viewer.position == 7


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(ValueError, match="viewer"):
        replace(REGISTRY, views=(*REGISTRY.views, replace(ENTRY, name="viewer")))


def test_it_says_why_it_is_empty(window, controller):
    label = window.gallery.views["sheet"].widget
    assert label.text() == ""
    controller.show_folder(0)
    assert label.text() == "No picture to turn"
