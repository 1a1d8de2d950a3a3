import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Cancelled, Done
from gallery.library.records import ProblemRow
from gallery.ui.pages.problems import parts


@pytest.fixture
def page(gallery, controller):
    controller.problems = [
        ProblemRow(11, b"a/cut.jpg", "truncated", Sentence.of("The file ends too early.")),
        ProblemRow(12, b"b\xff.png", "empty", Sentence.of("The file is empty.")),
    ]
    controller.problems_changed.emit()
    gallery.navigation.show_problems()
    return gallery.problems


def _click(qtbot, page, row, part):
    index = page.list.problems.index(row)
    where = parts(page.list.visualRect(index))[part].center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_each_file_is_listed_with_its_reason(page):
    assert spoken(page) == [
        "a/cut.jpg: The file ends too early.",
        "b\ufffd.png: The file is empty.",
    ]


def test_one_file_can_be_tried_again(page, controller, qtbot):
    _click(qtbot, page, 1, 2)
    assert controller.called("retry") == [([12],)]


def test_a_click_on_the_words_tries_nothing(page, controller, qtbot):
    _click(qtbot, page, 1, 0)
    assert controller.called("retry") == []


def test_a_file_can_be_shown_in_its_folder(page, qtbot):
    page.show_wanted.disconnect()
    with qtbot.waitSignal(page.show_wanted) as caught:
        _click(qtbot, page, 0, 1)
    assert caught.args == [b"a/cut.jpg"]


def test_all_can_be_tried_again(page, controller, qtbot):
    qtbot.mouseClick(page.all_button, Qt.MouseButton.LeftButton)
    assert controller.called("retry") == [([],)]


def spoken(page):
    model = page.list.problems
    return [model.index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(len(model.rows))]


def test_what_is_tried_again_says_so_and_how_it_ended(page, controller, qtbot):
    _click(qtbot, page, 0, 2)
    empty = "b\ufffd.png: The file is empty."
    assert spoken(page) == ["a/cut.jpg: Trying again…", empty]
    _click(qtbot, page, 0, 2)
    assert len(controller.called("retry")) == 1
    controller.finished.emit(Done(request=1))
    controller.problems_changed.emit()
    again = "a/cut.jpg: Tried again just now: The file ends too early."
    assert spoken(page) == [again, empty]
    page.closed.emit()
    assert spoken(page)[0] == "a/cut.jpg: The file ends too early."


def test_of_all_that_are_tried_again_those_that_are_mended_leave(page, controller, qtbot):
    qtbot.mouseClick(page.all_button, Qt.MouseButton.LeftButton)
    assert [words.endswith("Trying again…") for words in spoken(page)] == [True, True]
    controller.finished.emit(Done(request=1))
    assert [words.endswith("Trying again…") for words in spoken(page)] == [True, True]
    controller.problems = controller.problems[1:]
    controller.problems_changed.emit()
    assert spoken(page) == ["b\ufffd.png: Tried again just now: The file is empty."]


def test_what_ends_before_the_try_begins_is_not_its_end(page, controller, qtbot):
    _click(qtbot, page, 0, 2)
    controller.busy = True
    controller.finished.emit(Done(request=1))
    controller.problems_changed.emit()
    assert spoken(page)[0] == "a/cut.jpg: Trying again…"


def test_a_try_that_was_stopped_is_none(page, controller, qtbot):
    _click(qtbot, page, 0, 2)
    controller.finished.emit(Cancelled(request=1))
    assert spoken(page)[0] == "a/cut.jpg: The file ends too early."


def test_while_the_engine_works_nothing_is_tried_again(page, controller):
    controller.busy = True
    controller.folders_changed.emit()
    assert not page.all_button.isEnabled()


def test_enter_tries_the_chosen_file_again(page, controller, qtbot):
    page.list.setCurrentIndex(page.list.problems.index(0))
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert controller.called("retry") == [([11],)]


def test_thousands_of_problems_are_rows_not_widgets(page, controller):
    before = len(page.findChildren(QWidget))
    controller.problems = [
        ProblemRow(n, b"%d.jpg" % n, "empty", Sentence.of("Empty.")) for n in range(5000)
    ]
    controller.problems_changed.emit()
    assert page.list.problems.rowCount() == 5000
    assert len(page.findChildren(QWidget)) <= before + 2


def test_a_double_click_shows_what_can_be_seen(page, gallery, qtbot):
    page.list.doubleClicked.emit(page.list.problems.index(0))
    assert gallery.pages.currentWidget() is gallery.viewer
    assert gallery.viewer.caption() == "bear010.jpg  ·  11 of 30"
    qtbot.keyClick(gallery.viewer, Qt.Key.Key_Space)
    assert gallery.pages.currentWidget() is gallery.problems
    gallery.navigation.show_gallery()
    gallery.navigation.view(3)
    qtbot.keyClick(gallery.viewer, Qt.Key.Key_Escape)
    assert gallery.pages.currentWidget() is gallery.gallery
