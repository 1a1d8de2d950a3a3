"""The window's process: application, hooks, controller and window put together."""

import logging
import os
import signal
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from gallery.core.codes import Code
from gallery.core.paths import Home
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Topic
from gallery.library import temporary_home
from gallery.ui import language
from gallery.ui.client.controller import Controller
from gallery.ui.shell.window import MainWindow
from gallery.ui.style.theme import Appearance
from resources import path as resource

log = logging.getLogger(__name__)

APP_ID = "org.lookalike.Lookalike"
# After each call of numpy the window's thread asks for the interpreter again: in the usual 5 ms it
# would be let in too seldom while another thread has much to do.
TURN_S = 0.0001


def run(folder: bytes | None) -> int:
    """Open the window and return the exit code once it is closed."""
    _hooks()
    sys.setswitchinterval(TURN_S)
    with temporary_home.usable(Home.default()) as (home, reason):
        code, is_ended = _run(folder, home, reason)
    if not is_ended:
        # Python would wait for the engine's process at its own end, and that for a drive.
        sys.stderr.flush()
        os._exit(code)
    return code


def _run(folder: bytes | None, home: Home, reason: Sentence | None) -> tuple[int, bool]:
    """Return the exit code, and whether the engine has ended as well."""
    QGuiApplication.setDesktopFileName(APP_ID)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Lookalike")
    app.setWindowIcon(QIcon(str(resource("icons/lookalike.svg"))))
    controller = Controller(home)
    language.install(app, controller.settings.language)
    appearance = Appearance(controller.settings.theme)
    window = MainWindow(controller, appearance)
    if reason:
        window.notices.show_notice(
            Notice(topic=Topic.HOME, said=Sentence.of(Code.KEPT_FOR_NOW, why=reason))
        )
    window.show()
    # Once the first frame is out: starting a process beside it would delay what a person sees.
    QTimer.singleShot(0, controller, controller.start)
    if folder is not None:
        QTimer.singleShot(0, controller, lambda: controller.open_folder(folder))
    app.lastWindowClosed.connect(app.quit)
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    code = app.exec()
    controller.shutdown()
    return code, controller.link.is_ended


def _hooks() -> None:
    """Log what nobody caught; a slot that raises does not stop the program."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")

    def uncaught(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        log.error("%s", "".join(traceback.format_exception(kind, error, trace)))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
