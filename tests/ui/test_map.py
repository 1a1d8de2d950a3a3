from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from gallery.ui.map.toolbar import Tool
from gallery.ui.model.query import QueryKind
from tests.ui.map_library import (
    FIVE,
    clusters_of,
    crowded,
    inside_box,
    place,
    shown,
    state_of,
)

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")


@pytest.fixture
def show(qtbot):
    """Return a function that shows a state on a map of 600 x 500."""
    return partial(shown, qtbot)


def mouse(view, kind, point, button=LEFT, modifiers=NONE):
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    glob = QPointF(view.mapToGlobal(point.toPoint()))
    QApplication.sendEvent(view, QMouseEvent(kind, point, glob, button, held, modifiers))


def click(view, point, button=LEFT, modifiers=NONE):
    mouse(view, QEvent.Type.MouseButtonPress, point, button, modifiers)
    mouse(view, QEvent.Type.MouseButtonRelease, point, button, modifiers)


def drag(view, points, modifiers=NONE):
    mouse(view, QEvent.Type.MouseButtonPress, points[0], LEFT, modifiers)
    for point in points[1:]:
        mouse(view, QEvent.Type.MouseMove, point, LEFT, modifiers)
    mouse(view, QEvent.Type.MouseButtonRelease, points[-1], LEFT, modifiers)


def move_to(view, point):
    glob = QPointF(view.mapToGlobal(point.toPoint()))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, point, glob, none, none, NONE)
    QApplication.sendEvent(view, event)


def wheel(view, point, angle):
    none = Qt.MouseButton.NoButton
    phase = Qt.ScrollPhase.NoScrollPhase
    glob = QPointF(view.mapToGlobal(point.toPoint()))
    event = QWheelEvent(point, glob, QPoint(), QPoint(0, angle), none, NONE, phase, False)
    QApplication.sendEvent(view, event)


def chosen(state):
    return np.flatnonzero(state.selected).tolist()


def test_the_wheel_zooms_to_the_pointer(show):
    view = show(crowded())
    at = QPointF(140, 321)
    before, scale = view.camera.world(140, 321), view.camera.scale
    wheel(view, at, 240)
    assert view.camera.scale > 1.4 * scale
    assert view.camera.world(140, 321) == pytest.approx(before, abs=1e-6)


def test_dragging_the_ground_pans(show):
    view = show(state_of(FIVE))
    x, y = view.camera.world(50, 250)
    drag(view, [QPointF(300, 140), QPointF(310, 140), QPointF(400, 190)])
    assert view.camera.screen(x, y) == pytest.approx((150, 300))


def test_the_keys_zoom_and_pan(show, qtbot):
    view = show(crowded())
    scale = view.camera.scale
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.scale > scale
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera.scale == pytest.approx(scale)
    x = view.camera.x
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.camera.x > x


def test_a_click_asks_for_the_look_alikes_of_that_picture(show):
    state = crowded()
    view = show(state)
    click(view, place(view, 17))
    found = state.query.position
    assert state.query.ask is QueryKind.PICTURE
    away = np.hypot(*(state.table.xy[found] - state.table.xy[17]))
    assert away * view.camera.scale < 1


def test_a_click_answers_on_release_and_not_after_a_drag(show):
    state = state_of(FIVE)
    view = show(state)
    mouse(view, QEvent.Type.MouseButtonPress, place(view, 4))
    assert state.query.ask is QueryKind.ALL
    mouse(view, QEvent.Type.MouseMove, place(view, 4) + QPointF(30, 0))
    mouse(view, QEvent.Type.MouseButtonRelease, place(view, 4) + QPointF(30, 0))
    assert state.query.ask is QueryKind.ALL


def test_a_double_click_opens_the_picture_of_the_first_press(show, qtbot):
    view = show(state_of(FIVE))
    click(view, place(view, 2))
    with qtbot.waitSignal(view.opened) as caught:
        mouse(view, QEvent.Type.MouseButtonDblClick, place(view, 3))
    mouse(view, QEvent.Type.MouseButtonRelease, place(view, 3))
    assert caught.args == [2]
    assert view._state.query.position == 2


def test_a_double_click_on_the_ground_fits(show):
    view = show(crowded())
    fitted = view.camera
    view.zoom(2.0, QPointF(10, 10))
    ground = QPointF(300, 2)
    click(view, ground)
    mouse(view, QEvent.Type.MouseButtonDblClick, ground)
    assert view.camera == fitted


def test_a_right_click_asks_for_the_menu_of_the_picture(show, qtbot):
    view = show(state_of(FIVE))
    with qtbot.waitSignal(view.context_requested) as caught:
        click(view, place(view, 1), RIGHT)
    assert caught.args == [1, view.mapToGlobal(place(view, 1).toPoint())]
    assert view._state.query.ask is QueryKind.ALL


def test_a_right_click_is_about_the_picture_under_it_not_about_a_selection_elsewhere(show):
    state = state_of(FIVE)
    view = show(state)
    state.select([0, 2])
    click(view, place(view, 2), RIGHT)
    assert state.chosen().tolist() == [0, 2], "a selected one stands for all that are selected"
    click(view, place(view, 1), RIGHT)
    assert state.chosen().tolist() == [1]


def test_ctrl_and_click_selects_and_again_does_not(show):
    state = state_of(FIVE)
    view = show(state)
    click(view, place(view, 1), modifiers=CTRL)
    click(view, place(view, 3), modifiers=CTRL)
    assert chosen(state) == [1, 3]
    click(view, place(view, 1), modifiers=CTRL)
    assert chosen(state) == [3]


def test_shift_and_drag_selects_exactly_the_pictures_in_the_rectangle(show):
    state = crowded()
    view = show(state)
    box = (100.5, 80.5), (420.5, 300.5)
    drag(view, [QPointF(*box[0]), QPointF(200, 200), QPointF(*box[1])], SHIFT)
    assert chosen(state) == inside_box(view, *box)
    assert 0 < len(chosen(state)) < 900
    # The other diagonal, of a part: Alt takes it away again, Ctrl adds another.
    part = (100.5, 80.5), (200.5, 300.5)
    before = set(chosen(state))
    corners = [QPointF(part[1][0], part[0][1]), QPointF(140, 200), QPointF(part[0][0], part[1][1])]
    drag(view, corners, SHIFT | ALT)
    assert set(chosen(state)) == before - set(inside_box(view, *part))
    drag(view, corners, SHIFT | CTRL)
    assert set(chosen(state)) == before


def test_the_lasso_selects_exactly_the_pictures_inside(show, qtbot):
    state = crowded()
    view = show(state)
    view.toggle_tool(Tool.LASSO)
    assert view.findChild(QToolButton, "map_lasso").isChecked()
    # A square drawn by hand, corner by corner, holds what a rectangle holds.
    low, high = (100.5, 80.5), (420.5, 300.5)
    corners = [low, (high[0], low[1]), high, (low[0], high[1]), low]
    drag(view, [QPointF(*corner) for corner in corners])
    assert chosen(state) == inside_box(view, low, high)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool is Tool.PAN


def test_shift_and_drag_is_a_rectangle_with_the_lasso_in_hand_too(show):
    state = crowded()
    view = show(state)
    view.toggle_tool(Tool.LASSO)
    box = (100.5, 80.5), (420.5, 300.5)
    drag(view, [QPointF(*box[0]), QPointF(200, 200), QPointF(*box[1])], SHIFT)
    assert chosen(state) == inside_box(view, *box) != []


def test_shift_and_click_adds_to_the_selection(show):
    state = state_of(FIVE)
    view = show(state)
    for position in (1, 3, 3):
        click(view, place(view, position), modifiers=SHIFT)
    assert chosen(state) == [1, 3]
    assert state.query.ask is QueryKind.ALL


def test_the_rectangle_button_makes_a_drag_select(show, qtbot):
    state = state_of(FIVE)
    view = show(state)
    view.findChild(QToolButton, "map_rectangle").click()
    drag(view, [QPointF(1, 1), QPointF(300, 300), QPointF(599, 499)])
    assert chosen(state) == [0, 1, 2, 3, 4]


def test_the_card_shows_the_name_as_plain_text_inside_the_view(show):
    names = [b"0.jpg", b"1.jpg", b"<img src=zero>&amp;.jpg", b"3.jpg", b"4.jpg"]
    state = state_of(FIVE, names=names)
    view = show(state)
    for position in range(5):
        move_to(view, place(view, position))
        assert state.hovered == position
        assert view.card.isVisible()
        assert view.rect().contains(view.card.geometry().adjusted(8, 8, -8, -8))
    move_to(view, place(view, 2))
    assert view.card.text == "<img src=zero>&amp;.jpg · cluster 2"
    view.grab()
    move_to(view, QPointF(300, 3))
    assert state.hovered == -1
    assert not view.card.isVisible()


def test_a_picture_hovered_in_the_grid_is_ringed_without_a_card(show):
    state = crowded()
    view = show(state)
    before = view.grab().toImage()
    state.set_hovered(5)
    assert view.grab().toImage() != before
    assert not view.card.isVisible()


def test_zoomed_in_pictures_are_seen_and_a_click_on_one_asks_it(show, qtbot):
    state = crowded(60)
    view = show(state)
    view.zoom(4.0, place(view, 0))
    qtbot.waitUntil(lambda: len(view.scene.boxes) > 0, timeout=5000)
    row, box = view.scene.boxes[0]
    click(view, box.center() + QPointF(20, -18))
    assert state.query.position == int(view.scene.points.positions[row])


def test_a_click_in_the_legend_filters_and_again_shows_all(show):
    state = crowded()
    view = show(state)
    view.legend.set_open(True)
    line = next(line for line in view.legend.rows if line.row.number == 2)
    line.click()
    assert state.filter.cluster == 2
    assert line.isChecked()
    line.click()
    assert not state.filter


def test_a_long_legend_stays_inside_the_view(show):
    state = crowded()
    state.set_clusters(clusters_of(state.table, 60))
    view = show(state)
    view.legend.set_open(True)
    assert len(view.legend.rows) == 60
    assert view.rect().contains(view.legend.geometry())


def test_another_button_does_not_end_a_drag(show):
    view = show(state_of(FIVE))
    ground, x = QPointF(300, 140), view.camera.x
    mouse(view, QEvent.Type.MouseButtonPress, ground)
    mouse(view, QEvent.Type.MouseMove, ground + QPointF(30, 0))
    mouse(view, QEvent.Type.MouseButtonRelease, ground, Qt.MouseButton.BackButton)
    mouse(view, QEvent.Type.MouseMove, ground + QPointF(60, 0))
    assert view.camera.x == pytest.approx(x - 60 / view.camera.scale)
