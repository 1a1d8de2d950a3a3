"""Pictures from outside that are asked about: first in the grid, and no picture of the folder."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractScrollArea

from gallery.ui.model.filters import Filter, InCluster
from gallery.ui.model.query import ALL, GridQuery, OutsidePicture, QueryKind
from tests.tables import put
from tests.ui.helpers_grid import jpeg_of, make_scene

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
ACCENT = QColor("#2F6FEB")


@pytest.fixture
def scene(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    made = make_scene(qtbot)
    yield made
    made.close()


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "guest.jpg"
    path.write_bytes(jpeg_of(5))
    return str(path)


def ask(scene, qtbot, image, kind=QueryKind.OUTSIDE, count=1, **fields):
    """Ask with pictures from outside, and wait for the answer."""
    guests = tuple(OutsidePicture(f"outside{number}.jpg", image) for number in range(count))
    vector = scene.state.vectors[17]
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.ask(GridQuery(kind, label="asked", vector=vector, guests=guests, **fields))


def painted(view: QAbstractScrollArea) -> QImage:
    return view.viewport().grab().toImage()


def test_a_picture_from_outside_stands_first_and_ringed(scene, qtbot, image):
    ask(scene, qtbot, image)
    view = scene.view
    assert view.first == 1
    assert view.position(1) == 17  # the best of the folder follows
    tile = painted(view).copy(view.tile_rect(0).adjusted(-4, -4, 4, 4))
    assert tile.pixelColor(50, 1) == ACCENT
    shown, expected = tile.pixelColor(20, 50), QImage(image).pixelColor(50, 100)
    assert abs(shown.hue() - expected.hue()) < 5


def test_its_tile_says_that_it_is_from_outside(scene, qtbot, image):
    ask(scene, qtbot, image)
    told = scene.view.pointer.tooltip(scene.point(0))
    assert told == "outside0.jpg\nFrom outside: it is not in this folder"
    assert scene.view.spoken.name(0) == "outside0.jpg, From outside: it is not in this folder"
    described = scene.view.look.describe(scene.view.position(0))
    assert (described.mark, described.query, described.score) == ("from outside", True, None)


def test_a_picture_from_outside_is_no_picture_of_the_folder(scene, qtbot, image):
    ask(scene, qtbot, image)
    view, state = scene.view, scene.state
    assert len(state.order.positions) == 60
    assert view.position_at(scene.point(0)) == -1
    with qtbot.assertNotEmitted(state.order_changed, wait=0):
        qtbot.mouseClick(view.viewport(), LEFT, pos=scene.point(0))
    assert state.place.focus == -1
    state.select_all()
    assert state.selected.sum() == 60
    assert view.shown_positions().min() >= 0


def test_keys_and_rubber_band_pass_it_over(scene, qtbot, image):
    ask(scene, qtbot, image)
    view, state = scene.view, scene.state
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Key.Key_Home)
    assert state.place.focus == 17
    qtbot.keyClick(view, Key.Key_Left)
    assert state.place.focus == 17
    qtbot.keyClick(view, Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert state.selected.sum() == 60
    state.select_none()
    view.scroll_by(-view.offset)
    viewport, last = view.viewport(), scene.point(1)
    qtbot.mousePress(viewport, LEFT, pos=QPoint(4, 4))
    qtbot.mouseMove(viewport, last - QPoint(10, 10))
    qtbot.mouseMove(viewport, last)
    qtbot.mouseRelease(viewport, LEFT, pos=last)
    assert np.flatnonzero(state.selected).tolist() == [17]


def test_it_leaves_with_its_query(scene, qtbot, image):
    ask(scene, qtbot, image)
    scene.state.ask(ALL)
    assert (scene.view.first, scene.view.position(0)) == (0, 0)
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.back()
    assert scene.view.first == 1


def test_it_does_not_stand_in_an_empty_grid(scene, qtbot, image):
    ask(scene, qtbot, image)
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.set_filter(Filter((InCluster(9, "nothing"),)))
    assert scene.view.first == 0


def test_several_are_asked_about_together_and_all_stand_first(scene, qtbot, image):
    ask(scene, qtbot, image, QueryKind.SEVERAL, 2, members=(40, 3))
    view = scene.view
    assert [view.position(index) for index in range(2, 4)] == [40, 3]
    assert view.first == 2
    assert [view.look.describe(p).query for p in (40, 3, 17)] == [True, True, False]
    assert len(scene.state.order.positions) == 60


def test_a_thumbnail_that_is_gone_leaves_a_plain_tile(scene, qtbot, tmp_path):
    ask(scene, qtbot, str(tmp_path / "gone.jpg"))
    place = scene.view.tile_rect(0).center()
    assert painted(scene.view).pixelColor(place) == QColor("#E9E9E6")


def test_the_score_stands_on_the_picture_not_beside_it(scene, qtbot):
    view = scene.view
    view.set_fill(False)
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.find_lookalikes(1)
    position = view.position(1)
    qtbot.waitUntil(lambda: view.look.image(position) is not None and scene.thumbnails.idle)
    rect, shot = view.tile_rect(1), painted(view)
    letterbox = {
        shot.pixelColor(x, y).name()
        for y in range(rect.bottom() - 9, rect.bottom() - 2)
        for x in range(rect.left() + 8, rect.right() - 8)
    }
    assert letterbox == {"#e9e9e6"}


def test_the_whole_name_is_in_the_tooltip(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    name = b"a very long name of a picture that no tile has room for 0412.jpg"
    scene = make_scene(qtbot, 4, {0: name})
    assert scene.view.pointer.tooltip(scene.point(0)) == name.decode()
    put(scene.state, row={0: -1})
    assert scene.view.pointer.tooltip(scene.point(0)).startswith(name.decode())
    scene.close()
