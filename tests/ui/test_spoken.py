"""What a screen reader hears of the window, and in which order the Tab key goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QToolButton, QWidget

from gallery.ui.client.folder_list import FolderEntry
from gallery.ui.grid.view import GridView
from gallery.ui.map.view import MapView
from gallery.ui.widgets.header import Header
from gallery.ui.widgets.sidebar import SidebarRow

Role, Text = QAccessible.Role, QAccessible.Text


def _heard(widget: QWidget):
    return QAccessible.queryAccessibleInterface(widget)


def _button(part: QWidget, name: str) -> QToolButton:
    return next(b for b in part.findChildren(QToolButton) if b.accessibleName() == name)


@pytest.fixture
def libraries(gallery, controller):
    """The window with two other libraries in the sidebar."""
    others = [FolderEntry(b"/a/<b>bold</b>", "bold", 3), FolderEntry(b"/a/c", "c", 3, away=True)]
    controller.folders = controller.folders + others
    controller.folders_changed.emit()
    return gallery


def test_descriptions_are_words_and_no_markup(libraries):
    told = [
        (type(widget).__name__, _heard(widget).text(Text.Description))
        for widget in libraries.findChildren(QWidget)
        if not widget.isHidden() and _heard(widget) is not None
    ]
    assert ("SidebarRow", "/a/<b>bold</b>") in told
    assert not [pair for pair in told if "<span" in pair[1] or "&lt;" in pair[1]]


def test_tab_goes_through_the_window_as_one_reads_it(libraries):
    chain, widget = [], libraries.nextInFocusChain()
    while widget is not libraries:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    sidebar, view = libraries.gallery.sidebar, libraries.findChild(MapView)
    others = [row for row in sidebar.findChildren(SidebarRow) if row.text() in ("bold", "c")]
    wanted = [sidebar.everything, *others, sidebar.k.slider, sidebar.clusters]
    wanted += [libraries.findChild(GridView), view]
    places = [chain.index(widget) for widget in wanted]
    assert places == sorted(places)
    assert len(others) == 2


def test_tab_goes_from_the_head_of_the_legend_to_its_rows(libraries):
    libraries.actions_["sidebar"].trigger()
    legend = libraries.findChild(MapView).legend
    legend.set_open(True)
    widget = legend._head
    for row in legend.rows:
        widget = widget.nextInFocusChain()
        while not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget = widget.nextInFocusChain()
        assert widget is row


def test_layouts_are_one_of_three_and_other_buttons_stay_pressed(gallery, qtbot):
    header = gallery.findChild(Header)
    both, grid = _heard(_button(header, "Both")), _heard(_button(header, "Grid"))
    assert {both.role(), grid.role()} == {Role.RadioButton}
    assert both.state().checked
    assert not grid.state().checked
    action = grid.actionInterface()
    action.doAction(action.actionNames()[0])
    assert grid.state().checked
    assert not both.state().checked
    assert gallery.findChild(MapView).isHidden()
    inspector = _heard(_button(header, "Inspector"))
    assert inspector.role() is Role.Button
    assert inspector.state().checkable
    lasso = _heard(_button(gallery.findChild(MapView), "Select with a lasso"))
    assert lasso.role() is Role.Button


def test_rows_of_the_sidebar_are_buttons(libraries):
    row = libraries.gallery.sidebar.everything
    assert _heard(row).role() is Role.Button
    assert row.is_marked


def test_tiles_of_the_same_name_are_told_apart(window, controller):
    controller.show_folder(names=[b"a.jpg", b"one/a.jpg", b"two/deep/a.jpg"])
    grid = _heard(window.findChild(GridView))
    names = {grid.child(number).text(Text.Name) for number in range(3)}
    assert names == {"a.jpg", "a.jpg, in one", "a.jpg, in two/deep"}


def test_the_nearest_of_the_same_name_are_told_apart_as_well(window, controller, qtbot):
    controller.show_folder(names=[b"a.jpg", b"one/a.jpg", b"two/a.jpg"])
    window.actions_["inspector"].trigger()
    window.state.set_focus(0)
    tiles = window.gallery.inspector._tiles
    qtbot.waitUntil(lambda: tiles[1].position == 2)
    assert tiles[0].accessibleName() == "Look-alikes of a.jpg, similarity 0.90, in one"
    window.navigation.view(0)
    strip = _heard(window.viewer.panels.strip)
    qtbot.waitUntil(lambda: strip.childCount() == 2)
    assert strip.child(1).text(Text.Name) == "a.jpg, similarity 0.80, in two"
