"""The film strip: what it shows, and what a click, a wheel and the keys do on it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest

from gallery.ui.client import query_build
from gallery.ui.map.lasso import Shape
from gallery.ui.map.overlay import ringed
from gallery.ui.map.strip import MapStrip
from gallery.ui.map.toolbar import Tool
from gallery.ui.map.view import MapView
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.widgets.film_strip import FilmStrip
from tests.ui.map_library import place

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """Points and cameras are where they are going at once."""
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")


@pytest.fixture
def on_map(gallery):
    """The window with the map alone."""
    gallery.actions_["map"].trigger()
    return gallery


def _ask(window, qtbot, position):
    with qtbot.waitSignal(window.state.order_changed):
        window.findChild(MapView).click(position, Qt.KeyboardModifier.NoModifier)


def _ask_names(window, label):
    """Ask for all pictures: of so many none is left out of the strip."""
    found = np.arange(len(window.state.table))
    window.state.ask(GridQuery(QueryKind.NAMES, label=label, found=found))


def _lasso(window, positions):
    window.findChild(MapView).grab()
    corners = [place(window.findChild(MapView), position) for position in positions]
    box = Shape(Tool.RECTANGLE, QPointF(min(c.x() for c in corners), min(c.y() for c in corners)))
    box._path[0] -= QPointF(2, 2)
    far = QPointF(max(c.x() for c in corners), max(c.y() for c in corners))
    box.drag(far + QPointF(2, 2))
    window.findChild(MapView).select_inside(box, "only")


def _centre(strip: FilmStrip, number: int) -> QPoint:
    return strip.tile_rect(number).center()


def test_a_click_on_a_dot_shows_its_nearest_along_the_bottom(on_map, qtbot):
    strip = on_map.findChild(MapStrip)
    assert strip.isHidden()
    _ask(on_map, qtbot, 4)
    assert strip.isVisible()
    order = on_map.state.order
    assert strip.positions.tolist() == order.positions[: order.kept.count].tolist()
    assert len(strip.positions) < 30, "it stops where likeness ends"
    assert strip.accessibleName() == "Nearest to bear004.jpg"
    assert strip.described(0) == "bear004.jpg · 1.00"
    assert strip.y() >= on_map.findChild(MapView).geometry().bottom()


def test_what_a_lasso_selects_is_shown_and_a_click_there_asks(on_map, qtbot):
    strip, state = on_map.findChild(MapStrip), on_map.state
    _ask(on_map, qtbot, 4)
    _lasso(on_map, [7, 9])
    assert {7, 9} <= set(strip.positions.tolist())
    assert set(strip.positions.tolist()) == set(np.flatnonzero(state.selected).tolist())
    assert strip.accessibleName() == f"{len(strip.positions)} selected"
    chosen = int(strip.positions[1])
    with qtbot.waitSignal(state.order_changed):
        qtbot.mouseClick(strip.viewport(), LEFT, pos=_centre(strip, 1))
    assert state.query.position == chosen
    assert strip.accessibleName() == f"Nearest to {state.table.name(chosen)}", "the newer one"
    state.select([3])
    assert strip.positions.tolist() == [3]
    state.select_none()
    assert strip.accessibleName() == f"Nearest to {state.table.name(chosen)}"


def test_of_several_that_are_asked_about_all_are_marked(on_map, qtbot):
    state = on_map.state
    vectors = state.vectors[[4, 9]]
    with qtbot.waitSignal(state.order_changed):
        state.ask(query_build.by_pictures(vectors, [4, 9], [], state.table))
    strip = on_map.findChild(MapStrip)
    assert strip.accessibleName() == "Nearest to 2 pictures"
    marked = [strip._look.tile(place, int(p)).query for place, p in enumerate(strip.positions)]
    assert marked == [True, True] + [False] * (len(strip.positions) - 2)
    asked, nearest = ringed(state)
    assert (asked, nearest) == ([4, 9], strip.positions[2:10].tolist())
    assert on_map.search._query.text() == "like 2 pictures"
    qtbot.waitUntil(lambda: not on_map.search._query._image.isNull())


def test_a_cluster_that_is_shown_alone_is_in_the_strip(on_map):
    on_map.state.toggle_cluster(1)
    strip = on_map.findChild(MapStrip)
    assert strip.positions.tolist() == [p for p in range(30) if p % 3 == 1]
    on_map.state.toggle_cluster(1)
    assert strip.isHidden()


def test_beside_the_grid_there_is_no_strip(gallery, qtbot):
    _ask(gallery, qtbot, 4)
    assert gallery.findChild(MapStrip).isHidden()
    gallery.actions_["map"].trigger()
    assert gallery.findChild(MapStrip).isVisible()
    gallery.actions_["both"].trigger()
    assert gallery.findChild(MapStrip).isHidden()


def test_a_closed_strip_comes_back_with_the_next_question(on_map, qtbot):
    strip = on_map.findChild(MapStrip)
    _ask(on_map, qtbot, 4)
    strip.close_button.click()
    assert strip.isHidden()
    on_map.state.refresh()
    on_map.state.set_map("umap")
    assert strip.isHidden()
    _ask(on_map, qtbot, 5)
    assert strip.isVisible()


def test_new_pictures_leave_the_strip_where_it_was_walked_to(on_map, qtbot):
    strip = on_map.findChild(MapStrip)
    _ask_names(on_map, "bear")
    bar = strip.horizontalScrollBar()
    bar.setValue(300)
    with qtbot.waitSignal(on_map.state.order_changed):
        on_map.state.refresh()
    assert bar.value() == 300
    _ask_names(on_map, "jpg")
    assert bar.value() == 0


def test_the_picture_under_the_pointer_is_ringed_on_the_map(on_map, qtbot):
    strip, state = on_map.findChild(MapStrip), on_map.state
    _ask(on_map, qtbot, 4)
    strip._hover(2)
    assert state.hovered == strip.positions[2]
    assert on_map.findChild(MapView).card.isHidden()
    strip._hover(-1)
    assert state.hovered == -1


def test_wheel_and_keys_walk_along_the_strip(on_map, qtbot):
    strip, state = on_map.findChild(MapStrip), on_map.state
    _ask_names(on_map, "bear")
    bar = strip.horizontalScrollBar()
    assert bar.maximum() > 0
    wheel = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    strip.wheelEvent(wheel)
    assert bar.value() > 0
    on_map.activateWindow()
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert strip.current == 29
    assert strip.viewport().rect().contains(strip.tile_rect(29))
    QTest.keyClick(strip, Qt.Key.Key_Home)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.viewport().rect().contains(strip.tile_rect(0))
    with qtbot.waitSignal(state.order_changed):
        QTest.keyClick(strip, Qt.Key.Key_Return)
    assert state.query.position != 4


def test_a_double_click_opens_the_picture_of_the_first_press(on_map, qtbot):
    strip = on_map.findChild(MapStrip)
    _ask(on_map, qtbot, 4)
    wanted = int(strip.positions[3])
    at = _centre(strip, 3)
    with qtbot.waitSignal(on_map.state.order_changed):
        qtbot.mouseClick(strip.viewport(), LEFT, pos=at)
    assert strip.positions[3] != wanted
    qtbot.mouseDClick(strip.viewport(), LEFT, pos=at)
    assert on_map.viewer.position == wanted


def test_the_strip_is_read_out_as_a_list(on_map, qtbot):
    _ask(on_map, qtbot, 4)
    heard = QAccessible.queryAccessibleInterface(on_map.findChild(MapStrip))
    assert heard.role() is QAccessible.Role.List
    assert heard.child(0).text(QAccessible.Text.Name) == "bear004.jpg, similarity 1.00"


def test_of_very_many_only_what_is_seen_is_drawn(window, controller, qtbot):
    controller.show_folder(20_000)
    window.actions_["map"].trigger()
    _ask_names(window, "bear")
    strip = window.findChild(MapStrip)
    assert len(strip.positions) == 20_000
    assert len(strip.shown()) < 20
    strip.horizontalScrollBar().setValue(strip.horizontalScrollBar().maximum())
    assert strip.shown().stop == 20_000
