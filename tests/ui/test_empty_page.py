"""A folder without pictures: one page that says what it holds, and where to go on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Cancelled, Done, Failed
from gallery.ui.grid.view import GridView
from gallery.ui.map.view import MapView
from gallery.ui.sentences import left_out

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def empty(window, controller):
    """The window on a folder that turned out to hold no pictures."""
    controller.show_folder(0, names=None)
    controller.finished.emit(
        Done(request=1, pictures=0, left_out={"video": 14, "archive": 2, "hidden": 1})
    )
    return window


def words(page) -> list[str]:
    shown = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return [widget.text() for widget in shown if widget.isVisible()]


def test_one_page_stands_in_place_of_grid_and_map(empty):
    page = empty.gallery.empty
    assert page.isVisible()
    assert not empty.findChild(GridView).isVisible()
    assert not empty.findChild(MapView).isVisible()
    assert not empty.gallery.sidebar.isVisible()
    assert not empty.header.size_slider.isEnabled()
    said = words(page)
    assert said.count("There are no pictures in this folder") == 1
    assert "It holds 14 videos, 2 archives and 1 hidden item." in said
    assert "/pictures/Holiday" in said
    assert any("JPEG" in text and "raw" in text for text in said)
    assert not any("could not be read" in text for text in said)


def test_it_leads_to_another_folder_and_to_the_sample(empty, controller, qtbot):
    page = empty.gallery.empty
    with qtbot.waitSignal(page.open_wanted):
        page.open_wanted.disconnect(empty.choose_folder)
        qtbot.mouseClick(page.open_button, LEFT)
    qtbot.mouseClick(page.sample_button, LEFT)
    assert controller.called("open_sample") == [()]


def test_files_that_could_not_be_read_are_not_passed_over(empty, controller, qtbot):
    controller.problems = [object()]
    page = empty.gallery.empty
    controller.folders_changed.emit()
    assert page.problems.text() == "1 file could not be read; see why"
    with qtbot.waitSignal(page.problems_wanted):
        page.problems_wanted.disconnect(empty.navigation.show_problems)
        qtbot.mouseClick(page.problems, LEFT)


def test_pictures_that_come_in_take_its_place(empty, controller):
    controller.show_folder(3)
    assert empty.findChild(GridView).isVisible()
    assert not empty.gallery.empty.isVisible()
    assert empty.header.size_slider.isEnabled()


@pytest.mark.parametrize(
    "ending",
    [
        Done(request=1, pictures=3),
        Done(request=1, report=Sentence.of("There is no folder.")),
        Cancelled(request=1),
        Failed(request=1, said=Sentence.of("No.")),
    ],
)
def test_nothing_is_called_empty_that_was_not_looked_through(window, controller, ending):
    controller.show_folder(0, names=None)
    controller.finished.emit(ending)
    assert window.findChild(GridView).isVisible()


def test_a_folder_that_is_looked_through_again_is_not_called_empty_yet(empty, controller):
    controller.busy = True
    controller.folders_changed.emit()
    assert empty.findChild(GridView).isVisible()


def test_what_was_left_out_is_named_in_plain_words():
    assert left_out({}) == ""
    assert left_out({"video": 0}) == ""
    assert left_out({"archive": 1}) == "It holds 1 archive."
    assert left_out({"other": 1200, "sound": 1}) == "It holds 1 sound file and 1,200 other files."
