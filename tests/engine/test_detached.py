"""Work on a drive that may not answer is waited for, until nobody wants it any more."""

import threading

import pytest

from gallery.core.errors import CancelledError, FolderError
from gallery.engine.workers.control import Control
from gallery.engine.workers.detached import AHEAD, BATCH, aside, stream


@pytest.fixture
def dead_drive():
    """A call that comes back when the test is over."""
    over = threading.Event()
    yield over.wait
    over.set()


def test_what_is_done_aside_comes_back_and_so_does_what_it_raises():
    def fail():
        raise FolderError("There is no folder.")

    assert aside(Control(), lambda: 7) == 7
    with pytest.raises(FolderError, match="no folder"):
        aside(Control(), fail)


def test_all_items_come_in_their_order_however_many():
    count = 3 * AHEAD * BATCH + 5
    assert list(stream(Control(), iter(range(count)))) == list(range(count))
    assert list(stream(Control(), iter(()))) == []


def test_items_before_an_error_come_first():
    def items():
        yield from range(BATCH + 3)
        raise FolderError("The folder was taken away.")

    got = []
    walk = stream(Control(), items())
    with pytest.raises(FolderError):
        got.extend(walk)
    assert got == list(range(BATCH + 3))


def test_a_cancel_does_not_wait_for_a_drive(dead_drive):
    control = Control()
    threading.Timer(0.1, control.cancel).start()
    with pytest.raises(CancelledError):
        aside(control, dead_drive)


def test_nothing_is_taken_from_a_drive_that_nobody_reads_any_more():
    given = []
    walk = stream(Control(), (given.append(n) or n for n in range(100 * AHEAD * BATCH)))
    next(walk)
    walk.close()
    assert len(given) < 100 * AHEAD * BATCH
