"""The whole program with its window, doing by itself what a person does; run as a process.

`python -m tests.reliability.window_run FOLDER` opens the window on FOLDER as `main.py` would, goes
through the main job by mouse and keyboard, closes the window, and prints one JSON document of
what was seen. It ends with 3, and says where it was, when a step does not come about.
"""

import contextlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from gallery import app
from gallery.ui.grid.view import GridView
from gallery.ui.model.query import ALL
from gallery.ui.shell import run
from gallery.ui.shell.window import MainWindow

STEP_S = 240  # far more than any step takes, also on a busy machine
LOOK_MS = 20

Condition = Callable[[], object]
Key = Qt.Key


class Driven(MainWindow):
    """The window, and the person before it."""

    def __init__(self, controller, appearance):
        super().__init__(controller, appearance)
        self.seen = {"said": [], "rich": set(), "names": set()}
        self.finished = 0
        controller.finished.connect(self._finished)
        controller.failed.connect(self.seen["said"].append)
        self._steps = journey(self)
        self._condition: Condition = bool
        self._name, self._until = "start", 0.0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        QTimer.singleShot(0, self._advance)

    def _finished(self, ending):
        self.finished += 1
        self.seen["said"].append(getattr(ending, "sentence", getattr(ending, "note", "")))

    def _look(self):
        with self._or_give_up():
            there = self._condition()
        if there:
            self._timer.stop()
            self._advance()
        elif time.monotonic() > self._until:
            self._give_up("the time is over")

    @contextlib.contextmanager
    def _or_give_up(self):
        """End the process when what is done inside raises: a slot that does stops nothing."""
        went_well = False
        try:
            yield
            went_well = True
        finally:
            if not went_well:
                traceback.print_exc()
                self._give_up("an exception")

    def _give_up(self, why):
        print(f"{why} at {self._name!r}; {self.seen['said']}", file=sys.stderr, flush=True)
        os._exit(3)

    def _advance(self):
        with self._or_give_up():
            look_at_labels(self.seen)
            step = next(self._steps, None)
        if step is None:
            self.close()
            return
        self._name, self._condition = step
        self._until = time.monotonic() + STEP_S
        self._timer.start()


def look_at_labels(seen):
    """Note what could be taken for markup anywhere in the program, and what is written."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QLabel) and widget.text():
            seen["names"].add(widget.text())
            if widget.textFormat() is not Qt.TextFormat.PlainText:
                seen["rich"].add(widget.text())
        tip = widget.toolTip()
        inner = tip.removeprefix("<span>").removesuffix("</span>")
        if "<" in inner:
            seen["rich"].add(tip)


def journey(window: Driven) -> Iterator[tuple[str, Condition]]:
    """Yield what is waited for, step by step."""
    controller, state = window.controller, window.state
    grid, keys = window.findChild(GridView), lambda: QApplication.focusWidget() or window
    yield "the folder is read", lambda: window.finished == 1
    yield "its map is there", lambda: state.map_method and len(state.order.positions)
    window.seen["pictures"] = len(state.order.positions)
    yield from every_picture(window)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    yield "look-alikes", lambda: state.order.scores is not None
    yield from the_viewer(window)
    window.actions_["inspector"].trigger()
    yield "the inspector", lambda: window.gallery.inspector.position >= 0
    window.actions_["map"].trigger()
    yield "the map alone", lambda: not grid.isVisible()
    window.actions_["both"].trigger()
    QTest.keyClick(keys(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    window.actions_["select_all"].trigger()
    window.actions_["copy"].trigger()
    controller.search_words("jpg")
    yield "names are found", lambda: state.query != ALL
    yield from pasting(window)
    controller.recluster(3)
    yield "three clusters", lambda: state.clusters and len(state.clusters.rows) == 3
    yield from the_problems(window)
    window.commands.everything()
    controller.rescan()
    yield "it is read once more", lambda: window.finished == 3
    yield "the window is quiet", lambda: not controller.busy


def every_picture(window):
    """Look at the facts of each picture, as its name is written in most places then."""
    state = window.state
    window.actions_["inspector"].setChecked(False)
    window.actions_["inspector"].trigger()
    inspector = window.gallery.inspector
    for position in state.order.positions.tolist()[: int(os.environ.get("LOOK_AT", "2"))]:
        state.set_focus(position)
        yield "a picture's facts", lambda p=position: inspector.position == p
        state.find_lookalikes(position)
        yield "its look-alikes", lambda p=position: state.order.positions[:1] == [p]
    window.actions_["inspector"].trigger()
    window.commands.everything()
    yield "all pictures", lambda: state.order.scores is None


def the_viewer(window):
    """Look at one picture large, and at the next one."""
    viewer = window.viewer
    QTest.keyClick(window.findChild(GridView), Key.Key_Space)
    yield "the viewer", lambda: viewer.isVisible() and viewer.pixels.get(viewer.position)
    first = viewer.position
    viewer.walk.next()
    yield (
        "the next one",
        lambda: viewer.position != first and viewer.pixels.get(viewer.position) is not None,
    )
    viewer.leave()
    yield "the grid again", window.findChild(GridView).isVisible


def pasting(window):
    """Paste pixels, then a file of the folder and one from outside."""
    controller, state = window.controller, window.state
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    window.actions_["paste"].trigger()
    yield "what is like the pasted picture", lambda: state.query.vector is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(os.fsdecode(state.table.path(0)))])
    window.commands.take(data)
    yield "what is like the file", lambda: state.query.position == 0
    controller.ask_files([__file__.encode()])
    said = window.seen["said"]
    yield "what is no picture", lambda: any("window_run.py" in text for text in said)


def the_problems(window):
    """Read the list of problems, and try all of them again."""
    controller = window.controller
    controller.retry([])
    yield "they are tried again", lambda: window.finished == 2
    yield "problems are known", lambda: not controller.busy
    window.navigation.show_problems()
    window.seen["problems"] = [(row.kind, row.message) for row in controller.problems]
    yield "the problems", window.problems.isVisible
    window.navigation.show_gallery()


def main() -> int:
    """Run the program with a driven window and print what was seen."""
    seen = []

    class Window(Driven):
        def __init__(self, controller, appearance):
            super().__init__(controller, appearance)
            seen.append(self.seen)

    run.MainWindow = Window
    code = app.main(sys.argv[1:])
    as_lists = {key: sorted(v) if isinstance(v, set) else v for key, v in seen[0].items()}
    print(json.dumps(as_lists))
    return code


if __name__ == "__main__":
    sys.exit(main())
