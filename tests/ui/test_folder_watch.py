"""Changes on disk while the window is open, with the real engine; and a watch without one."""

import os

import pytest

from gallery.engine.ipc.messages import Compared, CompareFolder, Done, Ending, OpenFolder
from gallery.ui.client import folder_watch
from gallery.ui.client.folder_watch import FolderWatch
from gallery.ui.client.replies import Client
from tests.ui.test_controller import WAIT, controller, open_, paint, photos
from tests.ui.wire import Wire

__all__ = ["controller", "photos"]


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(folder_watch, "LEAST_S", 0.05)


def note_after(qtbot, controller, change):
    """Change something on disk, and return what is told once it was noticed by itself."""
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        change()
    assert isinstance(caught.args[0], Done)
    return str(caught.args[0].report)


def test_new_removed_and_overwritten_files_are_noticed(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    assert "1 new" in note_after(qtbot, controller, lambda: paint(photos / "c" / "new.jpg", 99))
    qtbot.waitUntil(lambda: len(controller.state.order.positions) == 16, timeout=WAIT)
    picture = photos / "a" / "01.jpg"
    assert "1 changed" in note_after(qtbot, controller, lambda: overwrite(picture, 98))
    assert "1 removed" in note_after(qtbot, controller, picture.unlink)
    qtbot.waitUntil(lambda: len(controller.state.order.positions) == 15, timeout=WAIT)


def overwrite(path, seed):
    """Write other bytes into the file that is there, as programs do that save in place."""
    paint(path.with_name("beside.png"), seed)
    data = path.with_name("beside.png").read_bytes()
    path.with_name("beside.png").unlink()
    with open(path, "r+b") as file:
        file.write(data)
        file.truncate()


def test_a_folder_that_is_as_it_was_is_looked_at_and_left_alone(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    (photos / "notes.txt").write_text("no picture")
    told: list[Ending] = []
    controller.finished.connect(told.append)
    for _look in range(3):
        with qtbot.waitSignal(
            controller.link.received,
            timeout=WAIT,
            check_params_cb=lambda message: isinstance(message, Compared),
        ) as caught:
            pass
        assert not caught.args[0].differs
    assert told == []


def test_what_was_stopped_is_not_begun_again_by_itself(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    controller.rescan()
    assert controller._watch._folder is None
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        controller.cancel()
    paint(photos / "new.jpg", 99)
    if controller._settled is None:  # unless the job was quicker than the hand that stops it
        assert controller._watch._folder is None
    open_(qtbot, controller, photos)
    assert controller._watch._folder == os.fsencode(photos)


# ---- the watch alone; the test is the engine


class WatchedWire:
    """A client whose engine is this test."""

    def __init__(self):
        self.link = Wire()
        self.sent = self.link.sent
        self.client = Client(self.link)

    def answer(self, differs, seconds=0.0):
        """Answer the newest question."""
        request = self.sent[-1].request
        self.link.received.emit(Compared(request=request, differs=differs, seconds=seconds))
        self.link.received.emit(Done(request=request))

    def looks(self):
        return [message for message in self.sent if isinstance(message, CompareFolder)]


@pytest.fixture
def wire(qtbot):
    return WatchedWire()


@pytest.fixture
def watch(wire):
    return FolderWatch(wire.client)


def test_one_look_at_a_time(qtbot, wire, watch):
    watch.watch(b"/photos", follow_links=True)
    qtbot.waitUntil(lambda: len(wire.looks()) == 1)
    watch.look()
    watch.look()
    assert len(wire.looks()) == 1
    assert (wire.sent[0].folder, wire.sent[0].follow_links) == ("/photos", True)
    wire.answer(differs=False)
    qtbot.waitUntil(lambda: len(wire.looks()) == 2)


def test_nothing_is_told_of_a_folder_that_is_watched_no_more(qtbot, wire, watch):
    told: list[bytes] = []
    watch.changed.connect(told.append)
    watch.watch(b"/photos")
    qtbot.waitUntil(lambda: len(wire.looks()) == 1)
    watch.watch(None)
    wire.link.received.emit(Compared(request=wire.looks()[0].request, differs=True, seconds=0.0))
    assert told == []
    watch.watch(b"/photos")
    qtbot.waitUntil(lambda: len(wire.looks()) == 2)
    wire.answer(differs=True)
    assert told == [b"/photos"]


def test_a_long_look_is_followed_by_a_longer_wait(qtbot, wire, watch):
    watch.watch(b"/photos")
    qtbot.waitUntil(lambda: len(wire.looks()) == 1)
    wire.answer(differs=False, seconds=2.0)
    assert watch._timer.interval() == 100_000


def test_a_folder_that_keeps_changing_is_looked_at_less_and_less_often(qtbot, wire, watch):
    waits = []
    for looks in range(1, 4):
        watch.watch(b"/photos")
        qtbot.waitUntil(lambda looks=looks: len(wire.looks()) == looks)
        wire.answer(differs=True)
        watch.watch(None)  # it is looked through
        watch.watch(b"/photos")
        waits.append(watch._timer.interval())
    assert waits == [100, 200, 400]
    qtbot.waitUntil(lambda: len(wire.looks()) == 4)
    wire.answer(differs=False)
    assert watch._timer.interval() == 50


def test_a_question_without_an_answer_is_asked_again(qtbot, wire, watch):
    watch.watch(b"/photos")
    qtbot.waitUntil(lambda: len(wire.looks()) == 1)
    wire.link.received.emit(Done(request=wire.sent[-1].request))
    qtbot.waitUntil(lambda: len(wire.looks()) == 2)


def test_the_work_on_a_folder_is_not_asked_for_twice(qtbot, controller, photos, monkeypatch):
    sent = []
    really = controller.link.send

    def send(message):
        sent.append(message)
        really(message)

    monkeypatch.setattr(controller.link, "send", send)
    open_(qtbot, controller, photos)
    note_after(qtbot, controller, lambda: paint(photos / "new.jpg", 99))
    assert sum(isinstance(message, OpenFolder) for message in sent) == 2
