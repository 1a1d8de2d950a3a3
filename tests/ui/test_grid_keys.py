"""The grid from the keyboard, and what a screen reader hears."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from gallery.ui.model.query import QueryKind
from tests.ui.helpers_grid import make_scene

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scene(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    made = make_scene(qtbot)
    made.view.activateWindow()
    qtbot.waitUntil(made.view.isActiveWindow)
    made.view.clearFocus()
    made.view.setFocus(Qt.FocusReason.TabFocusReason)
    yield made
    made.close()


def press(scene, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(scene.view, key, modifiers)
    return scene.state.place.focus


def test_the_first_picture_on_screen_takes_the_focus_when_the_grid_gets_it(scene):
    assert scene.state.place.focus == 0


def test_arrows_move_the_focus_through_rows_and_columns(scene):
    assert scene.view.geometry_.columns == 4
    assert press(scene, Key.Key_Right) == 1
    assert press(scene, Key.Key_Down) == 5
    assert press(scene, Key.Key_Left) == 4
    assert press(scene, Key.Key_Left) == 3
    assert press(scene, Key.Key_Up) == 3


def test_home_end_and_pages_move_far_and_stay_on_screen(scene):
    assert press(scene, Key.Key_End) == 59
    assert scene.view.is_visible(59)
    assert press(scene, Key.Key_Down) == 59
    assert press(scene, Key.Key_Home) == 0
    assert scene.view.offset == 0
    page = press(scene, Key.Key_PageDown)
    assert page > 4
    assert page % 4 == 0
    assert scene.view.is_visible(page)
    assert press(scene, Key.Key_PageUp) == 0


def test_home_and_end_are_the_ends_without_a_focus_too(scene):
    scene.state.set_focus(-1)
    assert press(scene, Key.Key_End) == 59
    scene.state.set_focus(-1)
    assert press(scene, Key.Key_Home) == 0


def test_shift_and_arrows_extend_the_selection_and_take_it_back(scene):
    press(scene, Key.Key_Right)
    press(scene, Key.Key_Right, Key.Key_Right, modifiers=SHIFT)
    assert np.flatnonzero(scene.state.selected).tolist() == [1, 2, 3]
    press(scene, Key.Key_Left, modifiers=SHIFT)
    assert np.flatnonzero(scene.state.selected).tolist() == [1, 2]


def test_enter_finds_the_lookalikes_of_the_focus(scene, qtbot):
    press(scene, Key.Key_Right, Key.Key_Right)
    with qtbot.waitSignal(scene.state.order_changed):
        press(scene, Key.Key_Return)
    assert scene.state.query.position == 2
    assert scene.view.position(0) == 2
    assert scene.view.look.describe(2).focused


def test_space_opens_the_focus(scene, qtbot):
    press(scene, Key.Key_Down)
    with qtbot.waitSignal(scene.view.opened) as caught:
        press(scene, Key.Key_Space)
    assert caught.args == [4]


def test_typing_does_nothing(scene):
    press(scene, Key.Key_A, Key.Key_5, Key.Key_Escape)
    assert scene.state.place.focus == 0
    assert scene.state.query.ask is QueryKind.ALL


def test_the_grid_follows_a_focus_that_another_view_moves(scene):
    scene.state.set_focus(50)
    assert scene.view.is_visible(50)


def test_arrows_follow_the_order_shown(scene, qtbot):
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.find_lookalikes(7)
    assert press(scene, Key.Key_Right) == scene.state.order.positions[1]


def test_a_screen_reader_hears_a_list_of_the_pictures_on_screen(scene, qtbot):
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.find_lookalikes(7)
    press(scene, Key.Key_Right)
    second = scene.view.position(1)
    scene.state.select([second])
    heard = QAccessible.queryAccessibleInterface(scene.view)
    assert heard.role() == QAccessible.Role.List
    assert heard.text(QAccessible.Text.Name) == "Pictures"
    assert heard.childCount() == len(scene.view.shown())
    first, child = heard.child(0), heard.child(1)
    assert first.text(QAccessible.Text.Name) == "picture007.jpg, similarity 1.00"
    assert child.role() == QAccessible.Role.ListItem
    assert child.state().focused == child.state().selected == 1
    assert first.state().selected == 0
    assert child.rect().topLeft() == scene.view.viewport().mapToGlobal(
        scene.view.tile_rect(1).topLeft()
    )
    assert heard.focusChild().text(QAccessible.Text.Name).startswith(scene.state.table.name(second))
