import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from gallery.engine.ipc.messages import ViewReady
from gallery.ui.viewer.camera import ViewerCamera
from tests.tables import put

Key = Qt.Key


@pytest.fixture
def viewer(gallery):
    gallery.navigation.view(2)
    return gallery.viewer


def _answer(controller, tmp_path, size=(400, 300), full=(4000, 3000), damaged=""):
    """Answer the last request for pixels with a blue picture."""
    request = controller.called("view")[0][2]
    width, height = size
    file = tmp_path / f"{request}.bgrx"
    file.write_bytes(np.tile(np.array([200, 60, 20, 255], np.uint8), width * height).tobytes())
    controller.view_ready.emit(
        ViewReady(
            request=request, file=str(file), width=width, height=height, full_width=full[0],
            full_height=full[1], damaged=damaged,
        )
    )  # fmt: skip


def test_the_caption_tells_name_place_and_score(viewer, qtbot):
    assert viewer.caption() == "bear002.jpg  ·  3 of 30"
    viewer._state.find_lookalikes(2)
    qtbot.waitUntil(lambda: viewer._state.order.scores is not None)
    assert viewer.caption() == "bear002.jpg  ·  1 of 30  ·  1.00"


def test_next_and_previous_follow_the_order_of_the_grid(viewer, qtbot):
    qtbot.keyClick(viewer, Key.Key_Right)
    assert viewer.position == 3
    qtbot.keyClick(viewer, Key.Key_Left)
    qtbot.keyClick(viewer, Key.Key_Left)
    assert viewer.position == 1


def test_the_ends_of_the_order_are_ends(viewer, qtbot):
    viewer.open(0)
    qtbot.keyClick(viewer, Key.Key_Left)
    assert viewer.position == 0
    viewer.open(29)
    qtbot.keyClick(viewer, Key.Key_Right)
    assert viewer.position == 29


def test_home_and_end_go_to_the_ends_of_the_order(viewer, qtbot):
    qtbot.keyClick(viewer, Key.Key_End)
    assert viewer.position == 29
    qtbot.keyClick(viewer, Key.Key_Home)
    assert viewer.position == 0


def test_a_file_that_is_in_no_order_has_no_score(viewer, qtbot):
    put(viewer._state, row={4: -1})
    viewer._state.find_lookalikes(2)
    qtbot.waitUntil(lambda: viewer._state.order.scores is not None)
    viewer.open(4)
    assert viewer.caption() == "bear004.jpg"


def test_the_pixels_of_the_engine_are_drawn(viewer, controller, tmp_path, qtbot):
    _answer(controller, tmp_path)
    qtbot.waitUntil(lambda: viewer.pixels.get(2) is not None)
    middle = viewer.grab().toImage().pixelColor(viewer.width() // 2, viewer.height() // 2)
    assert middle.name() == "#143cc8"


def test_the_neighbours_are_read_ahead(viewer, controller, tmp_path, qtbot):
    _answer(controller, tmp_path)
    near = {b"/pictures/Holiday/bear001.jpg", b"/pictures/Holiday/bear003.jpg"}
    asked = {b"/pictures/Holiday/bear002.jpg"} | near
    qtbot.waitUntil(lambda: {call[0] for call in controller.called("view")} == asked)
    assert all(len([c for c in controller.called("view") if c[0] == path]) == 1 for path in near)


def test_full_size_asks_for_more_pixels(viewer, controller, tmp_path, qtbot):
    _answer(controller, tmp_path)
    qtbot.waitUntil(lambda: viewer.pixels.get(2) is not None)
    qtbot.keyClick(viewer, Key.Key_1)
    assert viewer.camera.scale == 1.0
    assert controller.called("view")[-1][1] == 12_000
    qtbot.keyClick(viewer, Key.Key_0)
    assert viewer.camera.fitted


def test_a_double_click_changes_between_whole_and_full_size(viewer, controller, tmp_path, qtbot):
    _answer(controller, tmp_path)
    qtbot.waitUntil(lambda: viewer.pixels.get(2) is not None)
    qtbot.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert viewer.camera.scale == 1.0
    qtbot.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert viewer.camera.fitted


def test_the_wheel_zooms_to_the_pointer(viewer, controller, tmp_path, qtbot):
    _answer(controller, tmp_path)
    qtbot.waitUntil(lambda: viewer.pixels.get(2) is not None)
    camera, at = viewer.camera, QPointF(500, 300)
    before = (at.x() - camera.x) / camera.scale, (at.y() - camera.y) / camera.scale
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 360), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    viewer.wheelEvent(wheel)
    after = (at.x() - camera.x) / camera.scale, (at.y() - camera.y) / camera.scale
    assert after == pytest.approx(before)
    assert not camera.fitted


def test_a_damaged_picture_says_so(viewer, controller, tmp_path, qtbot):
    _answer(controller, tmp_path, damaged="This file is damaged; what could be read is shown.")
    qtbot.waitUntil(lambda: viewer.pixels.get(2) is not None)
    colours = viewer.grab().toImage()
    assert colours.pixelColor(viewer.width() // 2, viewer.panels.room - 15).red() > 100


def test_the_menus_offer_what_is_the_viewers_only_while_it_is_shown(gallery, qtbot):
    names = ("next", "fit", "zoom_in", "leave")

    def offered():
        return {gallery.actions_[name].isEnabled() for name in names}

    assert offered() == {False}
    gallery.navigation.view(2)
    assert offered() == {True}
    qtbot.keyClick(gallery.viewer, Key.Key_Right)
    assert gallery.viewer.position == 3
    qtbot.keyClick(gallery.viewer, Key.Key_Escape)
    assert offered() == {False}


def test_what_cannot_be_shown_is_said(viewer, controller):
    request = controller.called("view")[0][2]
    controller.view_failed.emit(request, "The file is not there any more.")
    assert viewer._sentences == {2: "The file is not there any more."}


def test_pixels_that_are_gone_are_no_crash(viewer, controller, tmp_path, qtbot):
    request = controller.called("view")[0][2]
    controller.view_ready.emit(
        ViewReady(
            request=request, file=str(tmp_path / "gone"), width=4, height=4, full_width=4,
            full_height=4, damaged=False,
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: 2 in viewer._sentences)


def test_a_picture_cannot_be_pushed_out_of_sight():
    camera = ViewerCamera()
    camera.resize(800, 600)
    camera.set_picture(1600, 1200)
    camera.zoom_to(1.0, 400, 300)
    camera.pan(5000, -5000)
    assert (camera.x, camera.y) == (0, -600)


def test_the_true_size_arriving_late_moves_nothing():
    camera = ViewerCamera()
    camera.resize(800, 600)
    camera.set_picture(2000, 1500)
    camera.zoom_to(1.0, 0, 0)
    left, width = camera.x, camera.picture[0] * camera.scale
    camera.set_picture(4000, 3000)
    assert (camera.x, camera.picture[0] * camera.scale) == (left, width)


@pytest.mark.parametrize("side", [10, 101, 899])
def test_a_small_picture_is_not_enlarged_by_itself(side):
    camera = ViewerCamera()
    camera.resize(900, 900)
    camera.set_picture(side, side)
    assert (camera.scale, camera.fitted) == (1.0, True)
    assert camera.x == round(camera.x), "a pixel of the picture on one of the screen"


def test_a_small_picture_can_be_enlarged_and_made_small_again():
    camera = ViewerCamera()
    camera.resize(900, 900)
    camera.set_picture(100, 100)
    camera.zoom_to(3.0, 450, 450)
    assert (camera.scale, camera.fitted) == (3.0, False)
    assert (camera.x, camera.y) == (300, 300)
    camera.zoom_to(0.2, 450, 450)
    assert (camera.scale, camera.fitted) == (1.0, True)
    assert (camera.x, camera.y) == (400, 400)


def test_a_large_picture_is_made_no_smaller_than_the_view():
    camera = ViewerCamera()
    camera.resize(800, 600)
    camera.set_picture(1600, 1200)
    camera.zoom_to(1.0, 0, 0)
    camera.zoom_to(0.1, 0, 0)
    assert (camera.scale, camera.fitted) == (0.5, True)


def test_actions_are_about_the_picture_on_screen_whatever_is_selected(viewer, qtbot):
    state = viewer._state
    state.select([7, 8])
    assert state.chosen().tolist() == [2]
    qtbot.keyClick(viewer, Key.Key_Right)
    assert state.chosen().tolist() == [3]
    qtbot.keyClick(viewer, Key.Key_Space)
    assert state.chosen().tolist() == [7, 8]
