"""Makes the screenshots of README.md: the sample library in the real window, without a screen.

Run with `make shots`, or `python packaging/screenshots.py [FOLDER OF PICTURES]`. Writes
resources/screenshots/{welcome,light,dark,map}.png.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from gallery.core.paths import Home
from gallery.ui.client.controller import Controller
from gallery.ui.shell.window import MainWindow
from gallery.ui.style.theme import Appearance
from resources import SAMPLE
from resources import path as resource

ROOT = Path(__file__).parents[1]
DEADLINE_S = 900
QUERY = b"balloon 05.webp"


def wait(app: QApplication, ready: Callable[[], bool], what: str) -> None:
    """Let the application run until `ready`; SystemExit when it never is."""
    end = time.monotonic() + DEADLINE_S
    while not ready():
        if time.monotonic() > end:
            sys.exit(f"screenshots: waited too long for {what}")
        app.processEvents()
        time.sleep(0.01)


def settle(app: QApplication, seconds: float = 2.0) -> None:
    """Let thumbnails arrive and transitions end."""
    end = time.monotonic() + seconds
    wait(app, lambda: time.monotonic() > end, "time")


def shoot(window: QWidget, name: str) -> None:
    """Write the window as resources/screenshots/`name`.png."""
    folder = ROOT / "resources" / "screenshots"
    folder.mkdir(exist_ok=True)
    window.grab().save(str(folder / f"{name}.png"))
    print(f"{name}.png")


def leave(window: QWidget) -> None:
    """Take the pointer off the window, so that nothing is hovered."""
    QApplication.sendEvent(window, QEvent(QEvent.Type.Leave))
    far = QPointF(-10, -10)
    QApplication.sendEvent(window, QEnterEvent(far, far, far))


def session(app: QApplication, home: Home, folder: Path) -> None:
    """Open `folder`, ask for look-alikes, and make all the pictures."""
    controller = Controller(home)
    appearance = Appearance("light")
    window = MainWindow(controller, appearance)
    window.resize(1280, 800)
    window.show()
    controller.start()
    settle(app, 1.5)
    shoot(window, "welcome")
    controller.open_folder(os.fsencode(folder))
    state = controller.state
    wait(app, lambda: state.map_method == "umap" and bool(state.clusters), "the map")
    wait(app, lambda: not controller.busy, "the end of the work")
    names = [path.rpartition(b"/")[2] for path in state.table.paths]
    asked = names.index(QUERY) if QUERY in names else 0
    state.find_lookalikes(asked)
    settle(app, 4)
    leave(window)
    shoot(window, "light")
    appearance.choose("dark")
    settle(app)
    shoot(window, "dark")
    appearance.choose("light")
    window.close()
    controller.shutdown()


def main() -> int:
    """Make the screenshots, in a home of their own below build."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setEffectEnabled(Qt.UIEffect.UI_General, False)
    home = Home(ROOT / "build" / "screenshots").create()  # kept: a second run is much faster
    os.environ["LOOKALIKE_HOME"] = str(home.root)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resource(SAMPLE)
    session(app, home, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
