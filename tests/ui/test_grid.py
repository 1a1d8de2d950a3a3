"""The grid under the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gallery.ui.grid import drag_pixmap
from gallery.ui.mime_data import GalleryMimeData
from gallery.ui.model.order import ScrollAnchor
from gallery.ui.model.query import QueryKind
from gallery.ui.widgets.tile_painter import TileButton, button
from tests.tables import put
from tests.ui.helpers_grid import make_scene, table_of

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def scene(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    made = make_scene(qtbot)
    yield made
    made.close()


def click(scene, index, modifiers=PLAIN, button=LEFT):
    QTest.mouseClick(scene.view.viewport(), button, modifiers, scene.point(index))


def drag(scene, start, end, modifiers=PLAIN):
    port = scene.view.viewport()
    QTest.mousePress(port, LEFT, modifiers, start)
    for step in range(1, 5):
        QTest.mouseMove(port, start + (end - start) * (step / 4))
    return lambda: QTest.mouseRelease(port, LEFT, modifiers, end)


def selected(scene):
    return np.flatnonzero(scene.state.selected).tolist()


def shown_order(scene):
    return scene.view.order.positions.tolist()


def test_a_click_sorts_by_similarity_with_the_clicked_picture_first(scene, qtbot):
    with qtbot.waitSignal(scene.state.order_changed):
        click(scene, 6)
    vectors = scene.state.vectors
    expected = np.argsort(-(vectors @ vectors[6]), kind="stable").tolist()
    assert shown_order(scene) == expected
    assert expected[0] == 6
    assert scene.view.look.describe(6).query
    assert scene.view.look.score(6) == pytest.approx(1, abs=1e-5)


def test_a_click_answers_on_release_only(scene, qtbot):
    QTest.mousePress(scene.view.viewport(), LEFT, PLAIN, scene.point(6))
    assert scene.state.query.ask is QueryKind.ALL
    with qtbot.waitSignal(scene.state.order_changed):
        QTest.mouseRelease(scene.view.viewport(), LEFT, PLAIN, scene.point(6))
    assert scene.state.query.position == 6


def test_a_double_click_opens_the_picture_of_the_first_press(scene, qtbot):
    opened: list[int] = []
    scene.view.opened.connect(opened.append)
    port, point = scene.view.viewport(), scene.point(6)
    with qtbot.waitSignal(scene.state.order_changed):
        QTest.mouseClick(port, LEFT, PLAIN, point)
    assert scene.view.position_at(point) != 6
    QTest.mouseDClick(port, LEFT, PLAIN, point)
    assert opened[-1] == 6
    assert scene.state.query.position == 6


def test_a_click_is_told_once_and_then_its_order(scene, qtbot):
    state, told = scene.state, []
    for name in ("place_changed", "focus_changed", "selection_changed", "order_changed"):
        getattr(state, name).connect(lambda *_, name=name: told.append(name))
    with qtbot.waitSignal(state.order_changed):
        click(scene, 6)
    assert told == ["place_changed", "order_changed"]
    assert state.place.focus == 6


def test_the_focus_can_be_moved_while_an_order_is_on_its_way(scene, qtbot):
    state, view = scene.state, scene.view
    last = view.position(len(view.order.positions) - 1)
    with qtbot.waitSignal(state.order_changed):
        state.find_lookalikes(6)
        assert not view.is_visible(last)
        state.set_focus(last)
        assert view.is_visible(last)


def test_a_picture_without_a_vector_takes_the_focus_and_keeps_the_order(scene):
    put(scene.state, row={2: -1})
    click(scene, 2)
    assert scene.state.place.focus == 2
    assert scene.state.query.ask is QueryKind.ALL
    assert scene.view.look.describe(2).unasked
    assert "Not read yet" in scene.view.pointer.tooltip(scene.point(2))


def test_ctrl_click_toggles_and_does_not_sort(scene):
    click(scene, 1, CTRL)
    click(scene, 4, CTRL)
    assert selected(scene) == [1, 4]
    click(scene, 1, CTRL)
    assert selected(scene) == [4]
    assert scene.state.query.ask is QueryKind.ALL


def test_shift_click_selects_the_range_in_the_order_shown(scene):
    click(scene, 2, CTRL)
    click(scene, 6, SHIFT)
    assert selected(scene) == [2, 3, 4, 5, 6]
    click(scene, 1, SHIFT)
    assert selected(scene) == [1, 2]
    click(scene, 9, CTRL)
    click(scene, 11, SHIFT | CTRL)
    assert selected(scene) == [1, 2, 9, 10, 11]


def test_a_rubber_band_from_the_ground_selects_what_it_touches(scene):
    view = scene.view
    start = QPoint(4, 4)
    release = drag(scene, start, scene.point(5))
    assert view.touch.band is not None
    assert selected(scene) == [0, 1, 4, 5]
    release()
    assert view.touch.band is None
    assert selected(scene) == [0, 1, 4, 5]
    assert scene.state.query.ask is QueryKind.ALL


def test_a_rubber_band_with_ctrl_adds_to_the_selection(scene):
    click(scene, 11, CTRL)
    drag(scene, QPoint(4, 4), scene.point(0), CTRL)()
    assert selected(scene) == [0, 11]


def test_a_click_on_the_ground_selects_nothing(scene):
    click(scene, 3, CTRL)
    QTest.mouseClick(scene.view.viewport(), LEFT, PLAIN, QPoint(4, 4))
    assert selected(scene) == []


def test_dragging_from_a_picture_drags_it_out_and_asks_nothing(scene, monkeypatch):
    dragged: list[int] = []
    monkeypatch.setattr(scene.view.pointer, "drag", dragged.append)
    drag(scene, scene.point(3), scene.point(5))()
    assert dragged == [3]
    assert scene.state.query.ask is QueryKind.ALL
    assert selected(scene) == []


def test_dragged_pictures_are_files_whatever_bytes_their_names_have():
    table = table_of(3, {0: b"a b.jpg", 1: b"caf\xe9 #1.jpg", 2: b'<img src="x">.jpg'})
    data = GalleryMimeData(table, np.arange(3))
    assert data.hasUrls()
    assert bytes(data.data("text/uri-list").data()).split(b"\r\n") == [
        b"file:///pictures/a%20b.jpg",
        b"file:///pictures/caf%E9%20%231.jpg",
        b"file:///pictures/%3Cimg%20src%3D%22x%22%3E.jpg",
        b"",
    ]


def test_what_hangs_at_the_pointer_shows_the_pictures(qtbot):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    pixmap = drag_pixmap.pixmap([image, image], 12, "#2F6FEB", 2.0)
    assert pixmap.devicePixelRatio() == 2
    assert pixmap.toImage().pixelColor(60, 60).red() > 150


def test_the_small_buttons_select_and_ask(scene, qtbot):
    port = scene.view.viewport()
    select = button(scene.view.tile_rect(2), TileButton.SELECT).center()
    QTest.mouseClick(port, LEFT, PLAIN, select)
    assert selected(scene) == [2]
    assert scene.state.query.ask is QueryKind.ALL
    assert scene.view.pointer.tooltip(select) == "Take out of the selection"
    similar = button(scene.view.tile_rect(1), TileButton.LOOKALIKES).center()
    assert scene.view.pointer.tooltip(similar) == "Find look-alikes"
    with qtbot.waitSignal(scene.state.order_changed):
        QTest.mouseClick(port, LEFT, PLAIN, similar)
    assert scene.state.query.position == 1


def test_a_fast_double_click_on_the_select_button_selects_twice_and_opens_nothing(scene):
    opened: list[int] = []
    scene.view.opened.connect(opened.append)
    place = button(scene.view.tile_rect(2), TileButton.SELECT).center()
    QTest.mouseClick(scene.view.viewport(), LEFT, PLAIN, place)
    QTest.mouseDClick(scene.view.viewport(), LEFT, PLAIN, place)
    assert opened == []


def test_the_pointer_over_a_picture_is_told_to_the_other_views(scene):
    with_pointer: list[int] = []
    scene.state.hovered_changed.connect(with_pointer.append)
    QTest.mouseMove(scene.view.viewport(), scene.point(5))
    assert scene.state.hovered == 5
    QTest.mouseMove(scene.view.viewport(), QPoint(3, 3))
    assert with_pointer == [5, -1]


def test_the_middle_button_does_nothing(scene):
    click(scene, 3, button=Qt.MouseButton.MiddleButton)
    assert scene.state.query.ask is QueryKind.ALL
    assert selected(scene) == []


def test_the_side_buttons_go_back_and_forward_and_the_scroll_comes_back(scene, qtbot):
    scene.view.scroll_by(250)
    assert scene.view.offset == 250
    index = scene.view.shown().start + 5
    with qtbot.waitSignal(scene.state.order_changed):
        click(scene, index)
    assert scene.view.offset == 0
    click(scene, 0, button=Qt.MouseButton.BackButton)
    assert scene.state.query.ask is QueryKind.ALL
    assert scene.view.offset == 250
    assert shown_order(scene) == list(range(60))
    with qtbot.waitSignal(scene.state.order_changed):
        click(scene, 9, button=Qt.MouseButton.ForwardButton)
    assert scene.state.query.position == index


@pytest.mark.parametrize(("tile", "width"), [(64, 460), (180, 460), (96, 330), (96, 700)])
def test_one_comes_back_to_the_same_pictures_whatever_the_size_is_by_then(
    scene, qtbot, tile, width
):
    view = scene.view
    view.scroll_by(800)
    first = view.position(view.first_whole())
    with qtbot.waitSignal(scene.state.order_changed):
        click(scene, view.index(first) + 1)
    view.set_tile(tile)
    view.resize(width, 420)
    scene.state.back()
    assert view.is_visible(first)
    end = view.offset == view.verticalScrollBar().maximum()
    assert end or view.tile_rect(view.index(first)).top() < view.geometry_.pitch


def test_a_right_click_asks_for_a_menu_on_that_picture(scene, qtbot):
    click(scene, 8, CTRL)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, scene.point(3), QPoint(5, 6))
    with qtbot.waitSignal(scene.view.context_requested) as caught:
        QApplication.sendEvent(scene.view.viewport(), event)
    assert caught.args == [3, QPoint(5, 6)]
    assert scene.state.chosen().tolist() == [3]


def test_a_right_click_on_a_selected_picture_keeps_the_selection(scene, qtbot):
    click(scene, 3, CTRL)
    click(scene, 8, CTRL)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, scene.point(3), QPoint(5, 6))
    with qtbot.waitSignal(scene.view.context_requested):
        QApplication.sendEvent(scene.view.viewport(), event)
    assert scene.state.chosen().tolist() == [3, 8]


def test_a_right_click_on_the_ground_asks_for_its_menu_and_keeps_the_selection(scene, qtbot):
    click(scene, 3, CTRL)
    gap = scene.view.tile_rect(0).topLeft() - QPoint(3, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, gap, QPoint(5, 6))
    with qtbot.waitSignal(scene.view.context_requested) as caught:
        QApplication.sendEvent(scene.view.viewport(), event)
    assert caught.args == [-1, QPoint(5, 6)]
    assert scene.state.chosen().tolist() == [3]


def wheel(scene, delta, modifiers=PLAIN, pixels=0):
    point = QPointF(scene.point(0))
    event = QWheelEvent(
        point,
        scene.view.viewport().mapToGlobal(point),
        QPoint(0, pixels),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(scene.view.viewport(), event)


def test_the_wheel_scrolls_and_a_touch_pad_scrolls_by_points(scene):
    wheel(scene, -120)
    assert scene.view.offset == 120
    wheel(scene, -8, pixels=-17)
    assert scene.view.offset == 137
    assert scene.state.place.stand == ScrollAnchor(8, scene.view.tile_rect(8).top())


def test_ctrl_and_the_wheel_change_the_size_of_the_tiles(scene, qtbot):
    with qtbot.waitSignal(scene.view.tile_changed) as caught:
        wheel(scene, 120, CTRL)
    assert 96 < caught.args[0] <= 112
    assert scene.view.offset == 0
