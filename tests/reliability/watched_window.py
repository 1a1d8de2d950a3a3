"""The real program in a process of its own, told what to do by a test and watched while it does.

Run as a program it is `gallery.ui.shell.run` with a person inside who takes orders from standard
input and a watchdog that notes each time the window did not answer. `watched` starts it for a test.
"""

import contextlib
import faulthandler
import itertools
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

TICK_MS = 5
NOTED_MS = 30
SLOW_MS = 70
STEPS_MS = (10, 20, 50, 100, 200, 1_000_000)
SOON_S = 120


class Watchdog:
    """How long the window's thread took from one turn of its event loop to the next.

    Of each long gap it keeps the milliseconds on the clock; those that this process itself ran in
    it, in whatever thread, for one that holds the interpreter lock holds the window; those of the
    window's own thread; and where that was when it grew long. What is on the clock alone is
    due to other programs that held the cores, or to a call that waited for something.
    """

    def __init__(self):
        from PySide6.QtCore import Qt, QTimer

        self.begin()
        self._last = self._now()
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self):
        """Forget what was noted before."""
        self._turns, self._noted, self._seen = {str(step): 0 for step in STEPS_MS}, [], ""

    def report(self):
        """Return the turns, by milliseconds, and [wall, ours, own, doing] of the long ones."""
        self._tick()
        return {"turns": self._turns, "noted": sorted(self._noted, reverse=True)}

    def _now(self):
        return [f() / 1e6 for f in (time.monotonic_ns, time.process_time_ns, time.thread_time_ns)]

    def _tick(self):
        now = self._now()
        wall, ours, own = (b - a for a, b in zip(self._last, now, strict=True))
        self._last = now
        for most in STEPS_MS:
            self._turns[str(most)] += wall <= most
        if wall > NOTED_MS:
            self._noted.append([*map(round, (wall, min(wall, ours), own)), self._seen])
        self._seen = ""

    def _look(self):
        while True:
            time.sleep(0.02)
            if not self._seen and time.monotonic_ns() / 1e6 - self._last[0] > SLOW_MS:
                self._seen = _doing()


def _doing():
    """Return where the window's thread is, as the interpreter itself writes it down.

    Never by its frames: one that is held, if for a moment, ends its painter on another thread.
    """
    with tempfile.TemporaryFile() as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        lines = file.read().decode().split("\n\n")[-1].splitlines()
    return " < ".join(line.strip().removeprefix("File ") for line in lines[1:5])


class Person:
    """What a person can do in the window; each method is an order that a test gives by name."""

    def __init__(self, window):
        self._window, self._controller = window, window.controller
        from gallery.ui.grid.view import GridView

        self._grid = window.findChild(GridView)
        self._watchdog = Watchdog()

    def begin(self):
        self._watchdog.begin()

    def report(self):
        return self._watchdog.report()

    def seen(self):
        """Return what the window shows and does."""
        controller, state = self._controller, self._controller.state
        return {
            "folder": os.fsdecode(controller.folder or b""),
            "page": type(self._window.pages.currentWidget()).__name__,
            "pictures": len(state.order.positions),
            "embedded": int((state.table.row >= 0).sum()),
            "query": state.query.ask.name,
            "ranked": state.order.scores is not None,
            "busy": controller.busy,
            "map": state.map_method,
            "problems": len(controller.problems),
            "notices": self._window.notices.texts(),
            "engine": controller.link.pid,
        }

    def open(self, folder):
        self._controller.open_folder(os.fsencode(folder))

    def act(self, name):
        """Choose an action of the menu."""
        self._window.actions_[name].trigger()

    def drop(self, path):
        """Drop a file or folder on the window."""
        from PySide6.QtCore import QMimeData, QUrl

        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path)])
        return self._window.commands.take(data)

    def click(self, share):
        """Click the picture that lies at a share of the visible ones."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        shown = self._grid.shown()
        if len(shown):
            place = shown.start + int(share * (len(shown) - 1))
            point = self._grid.tile_rect(place).center()
            QTest.mouseClick(self._grid.viewport(), Qt.MouseButton.LeftButton, pos=point)

    def key(self, name):
        """Press a key where the focus is."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        target = QApplication.focusWidget() or self._window
        QTest.keyClick(target, getattr(Qt.Key, f"Key_{name}"))

    def search(self, text):
        """Search words, or names where the encoder knows no words."""
        self._controller.search_words(text)

    def focus(self, share):
        """Move the focus to a picture of the order, as the arrow keys do."""
        positions = self._controller.state.order.positions
        if len(positions):
            self._controller.state.set_focus(int(positions[int(share * (len(positions) - 1))]))

    def scroll(self, points):
        self._grid.scroll_by(points)

    def view(self, share):
        """View a picture of the whole order large."""
        positions = self._controller.state.order.positions
        if len(positions):
            self._window.navigation.view(int(positions[int(share * (len(positions) - 1))]))

    def view_problem(self, number):
        """View a file of the problems page large."""
        problems = self._controller.problems
        if problems:
            self._window.pages.problems.list.view_wanted.emit(problems[number % len(problems)].file)

    def close(self):
        from PySide6.QtCore import QTimer

        # What it does when that takes long stands in its log.
        faulthandler.dump_traceback_later(2, repeat=True)
        QTimer.singleShot(0, self._window.close)


def main():
    """Run the program on the folder named, with a person who listens to standard input."""
    faulthandler.enable()
    from PySide6.QtCore import QSocketNotifier

    from gallery.ui.shell import run, window

    class Watched(window.MainWindow):
        def __init__(self, controller, appearance):
            super().__init__(controller, appearance)
            self.resize(1280, 800)
            self._person = Person(self)
            self._orders = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
            self._orders.activated.connect(self._obey)

        def _obey(self):
            order = json.loads(sys.stdin.readline() or '["close"]')
            print(json.dumps(getattr(self._person, order[0])(*order[1:])), flush=True)

    run.MainWindow = Watched
    return run.run(os.fsencode(sys.argv[1]) if len(sys.argv) > 1 else None)


class Program:
    """The program as a test sees it."""

    def __init__(self, home, folder=None):
        environment = os.environ | {
            "LOOKALIKE_HOME": str(home.root),
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", __name__, *([str(folder)] if folder else [])]
        self.errors = home.root.parent / "window.log"
        with open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                command, cwd=Path(__file__).parents[2], env=environment, text=True, bufsize=1,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip

    def tell(self, *order, within_s=SOON_S):
        """Give an order and return the answer; it fails when the window does not answer."""
        self.process.stdin.write(json.dumps(order) + "\n")
        ready = select.select([self.process.stdout], [], [], within_s)[0]
        line = self.process.stdout.readline() if ready else ""
        assert line, f"no answer to {order}: {self.errors.read_text()[-2000:]}"
        return json.loads(line)

    def until(self, wanted, within_s=SOON_S, between=()):
        """Wait until `wanted` is true of what is seen; meanwhile give the orders `between`."""
        limit, orders = time.monotonic() + within_s, iter(between)
        while not wanted(seen := self.tell("seen")):
            assert time.monotonic() < limit, f"not in {within_s} s: {seen}"
            for order in itertools.islice(orders, 1):
                self.tell(*order)
            time.sleep(0.05)
        return seen

    def family(self):
        """Return the process and all that it has started."""
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]

    def close(self, within_s=SOON_S):
        """Close the window as a person does, and return the seconds until its process ended."""
        started = time.monotonic()
        self.tell("close")
        self.process.wait(within_s)
        return time.monotonic() - started

    def end(self):
        """End all its processes whatever they do."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in self.family():
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.stdin.close()
        self.process.stdout.close()


@contextlib.contextmanager
def watched(home, folder=None):
    """The program on a home, which is ended whatever happens."""
    program = Program(home, folder)
    try:
        yield program
    finally:
        program.end()


if __name__ == "__main__":
    sys.exit(main())
