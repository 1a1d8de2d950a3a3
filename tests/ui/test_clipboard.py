import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from gallery.engine.ipc.messages import ViewReady
from gallery.ui.grid.view import GridView

CONTROL = Qt.KeyboardModifier.ControlModifier


def clipboard():
    return QGuiApplication.clipboard().mimeData()


@pytest.fixture
def answer(controller, tmp_path):
    """Answer the only request for pixels with a blue picture."""

    def answer():
        ((path, longest, request),) = controller.called("view")
        assert (path, longest) == (b"/pictures/Holiday/bear004.jpg", 4096)
        file = tmp_path / "pixels.bgrx"
        file.write_bytes(np.tile(np.array([200, 60, 20, 255], np.uint8), 40 * 30).tobytes())
        sizes = {"width": 40, "height": 30, "full_width": 40, "full_height": 30}
        controller.view_ready.emit(
            ViewReady(request=request, file=str(file), damaged=False, **sizes)
        )

    return answer


@pytest.fixture
def copied(gallery, qtbot):
    """The window after one picture was copied by its key."""
    gallery.state.set_focus(4)
    qtbot.keyClick(gallery.findChild(GridView), Qt.Key.Key_C, CONTROL)
    return gallery


def test_of_one_picture_file_and_path_are_there_at_once_and_its_pixels_soon(copied, answer, qtbot):
    assert clipboard().urls()[0].toLocalFile() == "/pictures/Holiday/bear004.jpg"
    assert not clipboard().hasImage()
    answer()
    qtbot.waitUntil(lambda: clipboard().hasImage())
    assert QImage(clipboard().imageData()).size().toTuple() == (40, 30)
    drawn = QImage.fromData(clipboard().data("image/png"))
    assert drawn.pixelColor(3, 3).getRgb() == (20, 60, 200, 255)
    assert clipboard().urls()[0].toLocalFile() == "/pictures/Holiday/bear004.jpg"
    assert clipboard().text() == "/pictures/Holiday/bear004.jpg"


def test_pixels_that_were_shown_already_are_not_asked_for_again(copied, answer, controller, qtbot):
    answer()
    qtbot.waitUntil(lambda: clipboard().hasImage())
    QGuiApplication.clipboard().setText("words")
    qtbot.keyClick(copied.findChild(GridView), Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: clipboard().hasImage())
    assert len(controller.called("view")) == 1


def test_what_was_copied_meanwhile_stays(copied, answer, qtbot):
    QGuiApplication.clipboard().setText("words")
    with qtbot.waitSignal(copied.viewer.pixels.arrived):
        answer()
    qtbot.waitUntil(lambda: copied.copying._drawing._thread is None)
    qtbot.waitUntil(lambda: copied.copying._drawing._then is None)
    assert clipboard().text() == "words"
    assert not clipboard().hasImage()


def test_that_something_was_copied_is_said(gallery, qtbot):
    gallery.state.select(range(12))
    qtbot.keyClick(gallery.findChild(GridView), Qt.Key.Key_C, CONTROL)
    assert gallery.status.sentence() == "Copied 12 pictures"
    gallery.status._moment.timeout.emit()
    assert gallery.status.sentence() == "30 pictures"
