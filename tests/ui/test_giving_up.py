"""An engine that keeps ending, and one that can be had again."""

import os

import pytest
from PIL import Image

from gallery.engine.ipc import spawn
from gallery.engine.ipc.messages import Notice
from gallery.ui.client import engine_link
from gallery.ui.client.controller import Controller
from tests.ui import dying_engine

WAIT = 60_000


@pytest.fixture
def controller(qtbot, home, monkeypatch):
    """A controller whose engine ended so often that it was given up."""
    monkeypatch.setattr(engine_link, "RESTART_MS", 1)
    made = Controller(home, workers=1)
    made.encoder = "pixels"
    notices: list[Notice] = []
    made.notice_changed.connect(notices.append)
    with monkeypatch.context() as patch:
        patch.setattr(spawn, "_serve", dying_engine.serve)
        made.start()
        qtbot.waitUntil(lambda: bool(notices) and notices[-1].again, timeout=WAIT)
    assert "given up" in str(notices[-1].said)
    assert (
        sum("is started again" in str(notice.said) for notice in notices)
        == engine_link.MANY_DEATHS - 1
    )
    yield made
    made.shutdown()


@pytest.mark.parametrize("way", ["try_again", "rescan"])
def test_an_engine_that_was_given_up_is_started_again_when_asked(qtbot, controller, tmp_path, way):
    photos = tmp_path / "photos"
    photos.mkdir()
    Image.new("RGB", (40, 30), "teal").save(photos / "a.jpg")
    notices: list[Notice] = []
    controller.notice_changed.connect(notices.append)
    controller.open_folder(os.fsencode(photos))
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        getattr(controller, way)()
    assert [notice.said for notice in notices if notice.topic == "engine"] == [None]
    qtbot.waitUntil(lambda: controller.state.can_ask(0), timeout=WAIT)
