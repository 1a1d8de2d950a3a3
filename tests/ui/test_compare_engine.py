"""The comparison with the real engine and the real store."""

import os

import numpy as np
import pytest

from gallery.ui.client.controller import Controller
from gallery.ui.compare.measuring import Measuring
from tests.ui.test_controller import paint

WAIT = 120_000


@pytest.fixture
def controller(qtbot, home):
    made = Controller(home, workers=1)
    made.encoder = "pixels"
    made.start()
    yield made
    made.shutdown()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "photos"
    for number in range(6):
        paint(made / f"{number}.jpg", number)
    return made


def open_(qtbot, controller, folder):
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        controller.open_folder(os.fsencode(folder))
    state = controller.state
    qtbot.waitUntil(
        lambda: (state.table.row >= 0).sum() == len(list(folder.iterdir())), timeout=WAIT
    )


def test_what_is_in_the_store_is_read_and_what_is_missing_is_computed(qtbot, controller, folder):
    open_(qtbot, controller, folder)
    measuring = Measuring(controller)
    controller.encoders.ask()
    measuring.start((0, 1, 4))
    qtbot.waitUntil(lambda: "compact" in measuring.offered(), timeout=WAIT)
    qtbot.waitUntil(lambda: "pixels" in measuring.measured, timeout=WAIT)
    assert "pixels" not in measuring.offered()
    measuring.compute("compact")
    assert measuring.under_way == {"compact": 3}
    qtbot.waitUntil(lambda: "compact" in measuring.measured, timeout=WAIT)
    computed = measuring.measured["compact"]
    assert computed.has.all()
    assert not len(computed.background.quantiles), "the folder has no vectors of it"
    assert np.allclose(np.diag(computed.comparison.cosine), 1)
    measuring.stop()

    controller.set_encoder("compact")
    state = controller.state
    qtbot.waitUntil(lambda: controller.shown_encoder == "compact", timeout=WAIT)
    qtbot.waitUntil(lambda: state.vectors.shape[1] == computed.vectors.shape[1], timeout=WAIT)
    qtbot.waitUntil(lambda: not controller.busy, timeout=WAIT)
    again = Measuring(controller)
    again.start((0, 1, 4))
    qtbot.waitUntil(lambda: len(again.measured) == 2, timeout=WAIT)
    assert list(again.measured) == ["compact", "pixels"], "the one on screen comes first"
    assert np.allclose(again.measured["compact"].vectors, computed.vectors, atol=1e-3)
    for one in again.measured.values():
        assert len(one.background.quantiles)
    again.stop()
