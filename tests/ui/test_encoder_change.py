"""A folder that is looked at anew: the last encoder's answers stay until the new one has all."""

import os

import numpy as np
import pytest

from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Topic
from gallery.ui.client.controller import Controller
from gallery.ui.model.query import QueryKind
from tests.ui.test_controller import WAIT, open_, paint, position_of


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    for number in range(14):
        paint(folder / f"{number:02}.jpg", number)
    return folder


@pytest.fixture
def lines():
    """What the line about another encoder said, each text once."""
    return []


@pytest.fixture
def controller(qtbot, home, photos, lines):
    """A folder that was embedded by grey pixels."""
    made = Controller(home, workers=1)
    made.encoder = "pixels"
    made.notice_changed.connect(
        lambda n: n.topic is Topic.ENCODER and lines.append(str(n.said or ""))
    )
    made.start()
    open_(qtbot, made, photos)
    yield made
    made.shutdown()


def ask(qtbot, controller, name):
    """Ask for look-alikes and return them in their order."""
    state = controller.state
    with qtbot.waitSignal(state.order_changed, timeout=WAIT):
        state.find_lookalikes(position_of(controller, name))
    assert state.order.scores is not None
    return state.order.positions.tolist()


def pixels_are_shown(controller):
    return controller.feed.key == PixelsEncoder().id


def changed(qtbot, controller, name="compact"):
    """Choose another encoder and wait until it is through."""
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        controller.set_encoder(name)


def test_what_is_known_is_shown_while_another_encoder_has_less(qtbot, controller, lines):
    before = ask(qtbot, controller, b"03.jpg")
    state = controller.state
    clusters, xy = state.clusters, state.table.xy.copy()
    orders, folders = [], []
    state.order_changed.connect(lambda order: orders.append(order.positions.tolist()))
    state.folder_changed.connect(lambda: folders.append(1))
    changed(qtbot, controller)
    assert pixels_are_shown(controller)
    assert (state.table.row >= 0).all()
    assert state.clusters == clusters
    assert np.array_equal(state.table.xy, xy)
    assert state.query.ask is QueryKind.PICTURE
    assert folders == []  # no page was turned, and nothing scrolled to its top
    assert all(order == before for order in orders)
    assert any("looked at anew with Quick: 0 of 14" in line for line in lines), lines


def test_the_order_waits_for_the_next_question_and_then_is_the_new_ones(qtbot, controller, lines):
    asked = ask(qtbot, controller, b"03.jpg")
    changed(qtbot, controller)
    qtbot.waitUntil(lambda: "answers what you ask next" in lines[-1], timeout=WAIT)
    assert controller.state.order.positions.tolist() == asked
    state = controller.state
    state.find_lookalikes(position_of(controller, b"05.jpg"))
    qtbot.waitUntil(lambda: not pixels_are_shown(controller), timeout=WAIT)
    assert controller.feed.key == controller.encoders.keys["compact"]
    assert lines[-1] == ""
    assert state.query.label == "05.jpg"
    assert (state.map_method, state.clusters is not None) == ("umap", True)
    qtbot.waitUntil(lambda: state.order.positions[0] == position_of(controller, b"05.jpg"))
    expected = state.vectors[state.table.row] @ state.vectors[state.table.row[5]]
    qtbot.waitUntil(lambda: np.allclose(state.order.scores, expected, atol=1e-3), timeout=WAIT)


def test_without_a_question_the_new_encoder_takes_over_by_itself(qtbot, controller, lines):
    changed(qtbot, controller)
    qtbot.waitUntil(lambda: not pixels_are_shown(controller), timeout=WAIT)
    state = controller.state
    assert state.map_method == "umap"
    assert len(state.table.cluster) == 14
    assert lines[-1] == ""


def test_back_to_an_encoder_that_has_all_is_at_once_and_keeps_the_question(qtbot, controller):
    changed(qtbot, controller)
    qtbot.waitUntil(lambda: not pixels_are_shown(controller), timeout=WAIT)
    ask(qtbot, controller, b"03.jpg")
    changed(qtbot, controller, "pixels")
    assert pixels_are_shown(controller)
    assert controller.state.query.label == "03.jpg"


def test_what_is_asked_meanwhile_is_asked_of_the_encoder_that_is_shown(qtbot, controller, photos):
    ask(qtbot, controller, b"03.jpg")
    changed(qtbot, controller)
    assert pixels_are_shown(controller)
    paint(photos.parent / "guest.jpg", 7)
    state = controller.state
    controller.ask_files([os.fsencode(photos.parent / "guest.jpg")])
    qtbot.waitUntil(lambda: state.query.ask is QueryKind.OUTSIDE, timeout=WAIT)
    qtbot.waitUntil(lambda: state.order.positions[0] == position_of(controller, b"07.jpg"))
    assert pixels_are_shown(controller)  # another encoder could not answer with this vector
    state.back()
    qtbot.waitUntil(lambda: not pixels_are_shown(controller), timeout=WAIT)


def test_a_library_of_an_earlier_version_is_shown_before_the_engine_answers(
    qtbot, controller, photos, home
):
    controller.shutdown()
    later = Controller(home, workers=1)
    later.feed.start()  # and no engine; the id of the default encoder is not known yet
    try:
        later.open_folder(os.fsencode(photos))
        qtbot.waitUntil(lambda: later.state.map_method == "umap", timeout=WAIT)
        assert pixels_are_shown(later)
        assert later.state.can_ask(0)
    finally:
        later.shutdown()


def test_a_folder_that_has_grown_much_is_not_held_by_the_few_that_were_known(
    qtbot, controller, photos
):
    for number in range(14, 60):
        paint(photos / f"{number:02}.jpg", number)
    controller.set_encoder("compact")
    qtbot.waitUntil(lambda: not pixels_are_shown(controller), timeout=WAIT)
    assert controller.busy  # long before clusters and map are there
    qtbot.waitUntil(lambda: (controller.state.table.row >= 0).sum() == 60, timeout=WAIT)


def test_a_stop_tells_how_far_it_came(qtbot, controller, lines):
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        controller.set_encoder("compact")
        controller.cancel()
    assert isinstance(caught.args[0], messages.Cancelled)
    qtbot.waitUntil(lambda: lines and "likeness is by pixels so far" in lines[-1], timeout=WAIT)
    assert pixels_are_shown(controller)
