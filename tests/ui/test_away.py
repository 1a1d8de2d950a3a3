"""A folder that was away is opened again by itself, with the real engine."""

import os
import shutil

import pytest

from gallery.engine.messages import Done, Failed
from gallery.ui.away import AwayWatch
from gallery.ui.link import EngineLink
from tests.ui.test_controller import WAIT, controller, open_, paint, photos

__all__ = ["controller", "photos"]


def entry_of(controller, folder):
    return next((e for e in controller.folders if e.path == os.fsencode(folder)), None)


def take_away(qtbot, controller, folder):
    """Take the folder on screen away and have that noticed."""
    away = folder.rename(folder.parent / "unplugged")
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        controller.rescan()
    assert isinstance(caught.args[0], Failed)
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
    assert "1 new" in caught.args[0].note
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
        with qtbot.waitSignal(controller.link.seen, timeout=WAIT) as caught:
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


class Looks:
    """A watch whose looks are answered by hand."""

    def __init__(self, home):
        self.link = EngineLink(home)
        self.watch = AwayWatch(self.link, lambda _meaning: 7)
        self.back = []
        self.watch.back.connect(self.back.append)

    def answer(self, present, of):
        from gallery.engine import messages

        self.watch._look()
        self.link.seen.emit(messages.Seen(request=7, present=[present], of=[of]))
        self.link.done.emit(Done(request=7))
        return len(self.back)


@pytest.fixture
def looks(qtbot, home):
    made = Looks(home)
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
