"""A window on a controller without an engine."""

import pytest
from PySide6.QtGui import QGuiApplication

from gallery.ui.shell.window import MainWindow
from gallery.ui.style.theme import Appearance
from tests.ui.fake_controller import FakeController


@pytest.fixture
def controller(qtbot):
    """A controller that keeps what it was told."""
    made = FakeController()
    yield made
    made.shutdown()


@pytest.fixture
def appearance(qtbot):
    """The light theme."""
    return Appearance("light")


@pytest.fixture
def window(qtbot, qapp, controller, appearance):
    """The window, shown, on the welcome page."""
    made = MainWindow(controller, appearance)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    qapp.setStyleSheet("")


@pytest.fixture
def gallery(window, controller):
    """The window with thirty pictures of three clusters."""
    controller.show_folder(30)
    return window


@pytest.fixture(autouse=True)
def _empty_clipboard():
    """Leave nothing on the clipboard: Qt's own offscreen one outlives Python and reads it again."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
