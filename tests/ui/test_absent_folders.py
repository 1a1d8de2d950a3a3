"""A folder that was away is opened again by itself, with the real engine."""

import contextlib
import os
import shutil

import pytest

from gallery.core.picture import Stamp
from gallery.core.sentence import Sentence
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done, Failed
from gallery.library import files
from gallery.library.reading import Reader
from gallery.library.scan import Found
from gallery.library.store import Store
from gallery.ui.client.absent_folders import AbsentFolders
from gallery.ui.client.controller import Controller
from gallery.ui.client.replies import Client
from tests.ui.test_controller import WAIT, controller, open_, paint, photos
from tests.ui.wire import Wire

__all__ = ["controller", "photos"]


def is_seen(message):
    return isinstance(message, messages.Seen)


def entry_of(controller, folder):
    return next((e for e in controller.folders if e.path == os.fsencode(folder)), None)


def take_away(qtbot, controller, folder):
    """Take the folder on screen away and have that noticed."""
    away = folder.rename(folder.parent / "unplugged")
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        controller.rescan()
    assert "There is no folder" in str(caught.args[0].report)
    qtbot.waitUntil(lambda: entry_of(controller, folder).away, timeout=WAIT)
    return away


def test_the_folder_on_screen_goes_on_by_itself_when_it_is_back(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    away = take_away(qtbot, controller, photos)
    assert len(controller.state.order.positions) == 15
    paint(away / "taken_meanwhile.jpg", 99)
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        away.rename(photos)
    assert isinstance(caught.args[0], Done)
    assert "1 new" in str(caught.args[0].report)
    qtbot.waitUntil(lambda: len(controller.state.order.positions) == 16, timeout=WAIT)
    qtbot.waitUntil(lambda: not entry_of(controller, photos).away, timeout=WAIT)


def test_a_drive_that_leaves_an_empty_folder_behind_is_waited_for_as_well(
    qtbot, controller, photos
):
    open_(qtbot, controller, photos)
    away = photos.rename(photos.parent / "unplugged")
    photos.mkdir()
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        controller.rescan()
    qtbot.waitUntil(lambda: entry_of(controller, photos).away, timeout=WAIT)
    # Looked at twice without anything done about it.
    for _look in range(2):
        with qtbot.waitSignal(
            controller.link.received, timeout=WAIT, check_params_cb=is_seen
        ) as caught:
            pass
        assert (caught.args[0].present, caught.args[0].of) == ([0], [16])
        assert not controller.busy
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        for entry in away.iterdir():
            shutil.move(entry, photos)
    qtbot.waitUntil(lambda: not entry_of(controller, photos).away, timeout=WAIT)


def test_another_folder_of_the_list_is_not_away_any_more_when_it_is_back(
    qtbot, controller, photos, tmp_path
):
    open_(qtbot, controller, photos)
    away = take_away(qtbot, controller, photos)
    paint(tmp_path / "other" / "x.jpg", 5)
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        controller.open_folder(os.fsencode(tmp_path / "other"))
    assert entry_of(controller, photos).away
    away.rename(photos)
    qtbot.waitUntil(lambda: not entry_of(controller, photos).away, timeout=WAIT)
    assert controller.folder == os.fsencode(tmp_path / "other")


def known(home, *folders):
    """Have the store know folders with a picture in each, as after an earlier run."""
    store = Store(home)
    for folder in folders:
        number = files.open_folder(store, os.fsencode(folder))
        found = Found(b"picture.jpg", Stamp(100, 1, number), None)
        files.add_files(store, number, [found])
    store.close()


def test_folders_that_are_not_there_at_the_start_are_shown_as_away_and_come_back(
    qtbot, home, tmp_path
):
    there, left_empty, gone = (tmp_path / name for name in ("there", "left empty", "gone"))
    known(home, there, left_empty, gone)
    paint(there / "picture.jpg", 1)
    left_empty.mkdir()
    controller = Controller(home, workers=1)

    def away():
        return {entry.name for entry in controller.folders if entry.away}

    try:
        controller.start()
        qtbot.waitUntil(lambda: away() == {"left empty", "gone"}, timeout=WAIT)
        paint(gone / "picture.jpg", 2)
        qtbot.waitUntil(lambda: away() == {"left empty"}, timeout=WAIT)
        assert controller.folder is None
    finally:
        controller.shutdown()
    with contextlib.closing(Reader(home)) as reader:
        assert not any(folder.away for folder in reader.folders())


def test_a_drive_that_does_not_answer_holds_the_looks_for_no_other(qtbot):
    link = Wire()
    sent = link.sent
    watch = AbsentFolders(Client(link))
    watch.look_once([b"/stalled", b"/gone", b"/broken"])
    with qtbot.waitSignal(watch.missed):
        link.received.emit(messages.Seen(request=2, present=[-1], of=[0]))
        link.received.emit(Done(request=2))
    link.received.emit(Failed(request=3, said=Sentence.of("The store cannot be used.")))
    assert watch.missing == {b"/gone"}
    watch.look_once([b"/stalled", b"/gone", b"/broken"])
    watch.watch([b"/stalled", b"/gone"])
    watch._look()
    watch.watch([])
    assert [message.folders for message in sent] == [
        ["/stalled"],
        ["/gone"],
        ["/broken"],
        ["/gone"],
    ]


class Looks:
    """A watch whose looks are answered by hand."""

    def __init__(self):
        self.link = Wire()
        self.sent = self.link.sent
        self.watch = AbsentFolders(Client(self.link))
        self.back: list[bytes] = []
        self.watch.back.connect(self.back.append)

    def answer(self, present, of):
        self.watch._look()
        request = self.sent[-1].request
        self.link.received.emit(messages.Seen(request=request, present=[present], of=[of]))
        self.link.received.emit(Done(request=request))
        return len(self.back)


@pytest.fixture
def looks(qtbot):
    made = Looks()
    made.watch.watch([b"/drive"])
    yield made
    made.watch.watch([])


def test_a_folder_that_stays_half_there_is_not_opened_again_and_again(looks):
    assert [looks.answer(20, 32) for _ in range(3)] == [0, 0, 0]
    assert looks.answer(32, 32) == 1
    # Opened, and still away: all of the sample was there, but not all of the folder.
    assert [looks.answer(32, 32) for _ in range(3)] == [2, 2, 2]


def test_a_folder_that_comes_back_bit_by_bit_is_opened_each_time(looks):
    assert [looks.answer(n, 32) for n in (-1, -1, 0)] == [0, 0, 1]
    assert [looks.answer(n, 32) for n in (0, 0, 16, 16, 32)] == [1, 1, 2, 2, 3]
