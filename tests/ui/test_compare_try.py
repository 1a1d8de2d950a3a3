"""A picture is changed, and its scores fall or hold beside each other."""

import os
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from gallery.engine.ipc.likeness_messages import ChangePicture, ChangesTried
from gallery.engine.ipc.messages import Done, EncodersKnown
from gallery.imaging.alter import altered
from gallery.ui.client.controller import Controller
from gallery.ui.compare.trying import LONGEST, Trying, as_image, as_pixels, changed_image
from tests.ui.test_compare_pair import _known, compare

Key = Qt.Key
WAIT = 120_000


@pytest.fixture
def pair(gallery, controller, qtbot):
    """A pair, with T pressed, and two encoders."""
    encoders = [_known("pixels"), _known("compact")]
    controller.encoders_known.emit(EncodersKnown(request=1, encoders=encoders))
    page = compare(gallery, qtbot, 3, 5).pair
    qtbot.keyClick(page.canvas, Key.Key_T)
    return page


def answer(controller, number, cosine):
    message, listener = controller.client.asked[number]
    listener.answered(ChangesTried(request=message.request, cosines=[cosine]))
    listener.ended(Done(request=message.request))


def test_an_image_becomes_pixels_and_again_an_image():
    pixels = np.random.default_rng(0).integers(0, 256, (13, 7, 3), dtype=np.uint8)
    assert np.array_equal(as_pixels(as_image(pixels)), pixels)


def test_what_is_drawn_is_what_the_engine_measures():
    pixels = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    changes = (("shift", 0.1), ("noise", 0.1), ("turn", 1.0))
    drawn = changed_image(as_image(pixels), changes)
    assert np.array_equal(as_pixels(drawn), altered(pixels, changes))
    large = QImage(3000, 1000, QImage.Format.Format_RGB32)
    large.fill(Qt.GlobalColor.red)
    assert changed_image(large, ()).width() == LONGEST


def test_each_encoder_is_asked_about_the_newest_changes_one_at_a_time(controller, pair):
    assert list(pair.panel.scores) == ["pixels", "compact"]
    pair.panel.sliders["shift"].setValue(5)
    pair.panel.sliders["shift"].setValue(9)
    pair.panel.switches["grey"].click()
    asked = [message for message, _listener in controller.client.asked]
    assert [message.encoder for message in asked] == ["pixels", "compact"]
    assert all(isinstance(message, ChangePicture) and message.together for message in asked)
    assert (asked[0].changes, asked[0].amounts) == (["shift"], [0.05])
    answer(controller, 0, 0.9)
    last = controller.client.asked[-1][0]
    assert (last.encoder, last.changes, last.amounts) == ("pixels", ["shift", "grey"], [0.09, 1.0])
    answer(controller, 2, 0.62)
    answer(controller, 1, 0.97)
    answer(controller, 3, 0.96)
    assert len(controller.client.asked) == 4
    shown = {name: label.text() for name, (label, _bar) in pair.panel.scores.items()}
    assert shown["pixels"].endswith("0.62")
    assert shown["compact"].endswith("0.96")
    assert pair.panel.scores["pixels"][1].value == pytest.approx(0.62)


def test_the_changed_picture_stands_beside_the_one_it_was(pair, qtbot):
    names = [side.name for side in pair.canvas.sides]
    assert names == ["bear003.jpg", "bear003.jpg, changed"]
    qtbot.waitUntil(lambda: pair.trying.image is not None)
    before = as_pixels(pair.trying.image)
    pair.panel.switches["turn"].click()
    qtbot.waitUntil(lambda: pair.canvas.sides[1].size == (64.0, 96.0))
    assert np.array_equal(as_pixels(pair.trying.image), np.rot90(before))
    pair.panel.reset.click()
    qtbot.waitUntil(lambda: pair.canvas.sides[1].size == (96.0, 64.0))
    assert pair.panel.changes() == ()


def test_everything_is_reached_by_tab(pair, qtbot):
    panel = pair.panel
    parts = [*panel.sliders.values(), *panel.switches.values(), panel.reset, panel.other]
    assert parts[0].hasFocus(), "T gives the keyboard to the first slider"
    qtbot.keyClick(parts[0], Key.Key_Right)
    assert panel.changes() == (("shift", 0.01),)
    for before, after in pairwise(parts):
        qtbot.keyClick(before, Key.Key_Tab)
        assert after.hasFocus()


def test_the_other_picture_can_be_changed_as_well(pair):
    pair.panel.sliders["crop"].setValue(20)
    pair.panel.other_wanted.emit()
    assert pair.canvas.sides[0].name == "bear005.jpg"
    assert pair.panel.changes() == ()


def test_another_pair_begins_without_sliders(gallery, pair, qtbot):
    gallery.actions_["grid"].trigger()
    again = compare(gallery, qtbot, 7, 9).pair
    assert again.panel.isHidden()
    assert [side.name for side in again.canvas.sides] == ["bear007.jpg", "bear009.jpg"]


def test_esc_puts_the_sliders_away_first_and_why_takes_their_place(gallery, pair, qtbot):
    assert not pair.panel.isHidden()
    assert pair.numbers.isHidden()
    qtbot.keyClick(pair.canvas, Key.Key_W)
    assert pair.panel.isHidden()
    assert pair.canvas.overlay is pair.why
    qtbot.keyClick(pair.canvas, Key.Key_T)
    assert pair.canvas.overlay is None
    qtbot.keyClick(pair.canvas, Key.Key_Escape)
    assert pair.panel.isHidden()
    assert not pair.numbers.isHidden()
    assert [side.name for side in pair.canvas.sides] == ["bear003.jpg", "bear005.jpg"]
    assert gallery.actions_["compare"].isChecked()
    assert pair.canvas.hasFocus()


def test_pixels_fall_under_a_shift_where_the_network_holds(qtbot, home, shared):
    controller = Controller(home, workers=1)
    controller.start()
    trying = Trying(controller.client)
    path = shared / "data" / "photos" / "pairs" / "toy_car_1.png"
    trying.start(os.fsencode(path), ["pixels", controller.encoder])
    trying.change((("shift", 0.15),))
    qtbot.waitUntil(lambda: max(trying.cosines.values()) < 0.9999, timeout=WAIT)
    assert trying.cosines["pixels"] < trying.cosines[controller.encoder] - 0.08
    trying.stop()
    controller.shutdown()
