"""The window's own figures: start, the longest time it does not answer, memory.

Start: from the start of the process to the first painted frame, with the default encoder and with
compact, beside a bare QMainWindow in the same run. Answer: the longest gap between two turns of the
event loop while photos are indexed, clustered and mapped for the first time, real engine beside it.
Memory: of the window's process alone. Run it with

    python -m tests.bench.bench_window [--photos N | --folder FOLDER]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gallery.core import settings
from gallery.core.paths import Home

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("LOOKALIKE_SHARED", ROOT.parent / "shared"))
RUNS = 7
ENCODERS = ("efficientnet-lite0", "compact")
GOAL_START_S, GOAL_GAP_MS, GOAL_MB = 0.6, 100, 400

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

WHOLE = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from gallery.core.paths import Home
from gallery.ui.shell import run
from gallery.ui.client.controller import Controller
from gallery.ui.style.theme import Appearance
from gallery.ui.shell.window import MainWindow
class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
app = QApplication([])
controller = Controller(Home.default())
window = MainWindow(controller, Appearance("light"))
first = First()
window.centralWidget().installEventFilter(first)
window.show()
QTimer.singleShot(0, controller.start)
app.exec()
"""


def timed(code: str, environment: dict[str, str]) -> float:
    """Return the seconds that a fresh interpreter takes for `code`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False)
    return time.perf_counter() - started


def start() -> None:
    """Print the time to the first frame with each encoder, and its ratio to a bare window's."""
    with tempfile.TemporaryDirectory() as place:
        codes = {"a bare window": (BARE, _home(Path(place), "bare", ""))}
        for encoder in ENCODERS:
            codes[encoder] = (WHOLE, _home(Path(place), encoder, encoder))
        for code in codes.values():
            timed(*code)
        runs = [{name: timed(*code) for name, code in codes.items()} for _ in range(RUNS)]
    best = {name: min(run[name] for run in runs) for name in codes}
    print(f"a bare window: {best.pop('a bare window'):.2f} s (best of {RUNS})")
    for name, whole in best.items():
        ratio = sorted(run[name] / run["a bare window"] for run in runs)[RUNS // 2]
        print(
            f"start to first frame with {name}: {whole:.2f} s (median ratio to it {ratio:.1f}); "
            f"goal {GOAL_START_S} s {'held' if whole <= GOAL_START_S else 'missed'}"
        )


def _home(place: Path, name: str, encoder: str) -> dict[str, str]:
    """Return the environment of a fresh home where `encoder` is chosen."""
    home = Home(place / name)
    home.settings.parent.mkdir(parents=True)
    settings.save(settings.Settings(encoder=encoder), home.settings)
    return {**os.environ, "LOOKALIKE_HOME": str(place / name), "PYTHONPATH": str(ROOT)}


def photos(folder: Path, count: int) -> None:
    """Fill a folder with `count` photos, by the tool beside the project or from the sample."""
    tool = SHARED / "tools" / "make_photos.py"
    if tool.is_file():
        size = ["--count", str(count), "--megapixels", "0.5"]
        subprocess.run([sys.executable, str(tool), str(folder), *size], check=True)
        return
    from resources import SAMPLE
    from resources import path as resource

    print("the tool for photos is not here: the sample library serves")
    folder.symlink_to(resource(SAMPLE))


def answer(count: int, given: Path | None) -> None:
    """Print the longest gap of the event loop while a folder is indexed for the first time."""
    import psutil
    from PySide6.QtCore import QElapsedTimer, QTimer
    from PySide6.QtWidgets import QApplication

    from gallery.ui.client.controller import Controller
    from gallery.ui.shell.window import MainWindow
    from gallery.ui.style.theme import Appearance

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as place:
        folder = given or Path(place) / "photos"
        if given is None:
            photos(folder, count)
        controller = Controller(Home(Path(place) / "home"))
        window = MainWindow(controller, Appearance("light"))
        window.show()
        controller.start()
        clock, gaps = QElapsedTimer(), []

        def tick() -> None:
            gaps.append(clock.nsecsElapsed() / 1e6)
            clock.restart()

        timer = QTimer(interval=2)
        timer.timeout.connect(tick)
        app.processEvents()
        clock.start()
        timer.start()
        started = time.monotonic()
        controller.finished.connect(lambda _message: app.quit())
        QTimer.singleShot(600_000, app.quit)
        controller.open_folder(os.fsencode(folder))
        app.exec()
        took = time.monotonic() - started
        timer.stop()
        own = psutil.Process().memory_info().rss / 1e6
        state = controller.state
        print(
            f"longest gap of the event loop while {len(state.table):,} photos were indexed, "
            f"clustered and mapped ({state.map_method}, {took:.0f} s): {max(gaps):.0f} ms, "
            f"99.9 % below {sorted(gaps)[int(len(gaps) * 0.999)]:.0f} ms; goal {GOAL_GAP_MS} ms "
            f"{'held' if max(gaps) <= GOAL_GAP_MS else 'missed'}"
        )
        print(
            f"memory of the window's process with {len(state.table):,} pictures: {own:.0f} MB; "
            f"goal {GOAL_MB} MB {'held' if own <= GOAL_MB else 'missed'}"
        )
        window.close()
        closing = time.monotonic()
        controller.shutdown()
        print(f"closed in {time.monotonic() - closing:.2f} s; goal 2 s")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="photos that are there already")
    options = parser.parse_args()
    start()
    answer(options.photos, options.folder)


if __name__ == "__main__":
    main()
