"""Work behind the window: in order, the newest only, and never for somebody who is gone."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from gallery.ui.background import Background


@pytest.fixture
def behind(qtbot):
    parent = QObject()
    made = Background("test", parent)
    yield made
    made.stop()


def test_work_is_done_on_another_thread_and_told_on_this_one(qtbot, behind):
    told: list[tuple[int, bool]] = []
    main = QThread.currentThread()
    behind.run(
        threading.get_ident, lambda found: told.append((found, QThread.currentThread() is main))
    )
    qtbot.waitUntil(lambda: len(told) == 1)
    thread, on_main = told[0]
    assert thread != threading.get_ident()
    assert on_main


def test_only_the_newest_of_several_is_told(qtbot, behind):
    begun: list[int] = []
    told: list[int] = []
    go_on = threading.Event()

    def work(number):
        begun.append(number)
        go_on.wait(10)
        return number

    behind.run(lambda: work(1), told.append)
    qtbot.waitUntil(lambda: begun == [1])
    behind.run(lambda: work(2), told.append)
    behind.run(lambda: work(3), told.append)
    go_on.set()
    qtbot.waitUntil(lambda: told == [3])
    assert begun == [1, 3], "what was replaced while it waited is not begun"


def test_what_was_dropped_is_not_told(qtbot, behind):
    told: list[str] = []
    go_on = threading.Event()
    behind.run(lambda: go_on.wait(10), told.append)
    behind.drop()
    go_on.set()
    behind.run(lambda: "next", told.append)
    qtbot.waitUntil(lambda: told == ["next"])


def test_work_that_fails_is_logged_and_the_next_is_done(qtbot, behind, caplog):
    told: list[str] = []
    behind.run(lambda: 1 // 0, told.append)
    qtbot.waitUntil(lambda: "ZeroDivisionError" in caplog.text)
    behind.run(lambda: "next", told.append)
    qtbot.waitUntil(lambda: told == ["next"])


def test_nothing_is_told_to_somebody_who_is_gone(qtbot):
    told: list[None] = []
    go_on, done = threading.Event(), threading.Event()

    def work():
        go_on.wait(10)
        done.set()

    parent = QObject()
    behind = Background("test", parent)
    behind.run(work, told.append)
    parent.deleteLater()
    del parent
    with qtbot.waitSignal(behind.destroyed):
        pass
    go_on.set()
    assert done.wait(10)
    qtbot.wait(1)
    assert told == []
