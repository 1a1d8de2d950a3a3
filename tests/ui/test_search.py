import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from gallery.ui.grid.view import GridView
from gallery.ui.model.filters import Filter, InCluster, OnlyThese
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.widgets.chips import Chip
from gallery.ui.widgets.search_field import chip_text

Key = Qt.Key


def test_slash_puts_the_cursor_into_the_field(gallery, qtbot):
    gallery.findChild(GridView).setFocus()
    qtbot.keyClick(gallery.findChild(GridView), Key.Key_Slash)
    assert gallery.search.line.hasFocus()
    qtbot.keyClick(gallery.search.line, Key.Key_Slash)
    assert gallery.search.line.text() == "/"


def test_enter_searches_by_words(gallery, controller, qtbot):
    controller.words = True
    gallery.search.focus_line()
    qtbot.keyClicks(gallery.search.line, " black bear ")
    qtbot.keyClick(gallery.search.line, Key.Key_Return)
    assert controller.called("search_words") == [("black bear",)]
    assert gallery.search.line.text() == ""


def test_an_encoder_without_words_says_which_would(gallery, qtbot):
    gallery.search.focus_line()
    qtbot.keyClicks(gallery.search.line, "bear001")
    qtbot.keyClick(gallery.search.line, Key.Key_Return)
    hint = gallery.findChild(object, "hintText")
    assert "“pixels” knows no words" in hint.text()
    assert "“compact” and “clip” find by words." in hint.text()
    assert "clip" in hint.text()
    assert gallery.state.order.positions.tolist() == [1]


def test_what_was_typed_stays_until_it_is_answered(gallery, controller, qtbot):
    controller.words = True
    controller.search_words = lambda text: None
    qtbot.keyClicks(gallery.search.line, "bear001")
    qtbot.keyClick(gallery.search.line, Key.Key_Return)
    assert gallery.search.line.text() == "bear001"
    found = np.array([1], np.intp)
    gallery.state.ask(GridQuery(QueryKind.NAMES, label="bear001", found=found))
    assert gallery.search.line.text() == ""


def test_before_the_encoder_is_there_nothing_is_said_of_its_words(gallery, controller, qtbot):
    controller.words, controller.busy = None, True
    qtbot.keyClicks(gallery.search.line, "bear")
    qtbot.keyClick(gallery.search.line, Key.Key_Return)
    assert "still being opened" in gallery.findChild(object, "hintText").text()
    assert gallery.search.line.text() == "bear"
    assert controller.called("search_words") == []


def test_a_picture_dropped_on_the_field_is_asked_for(gallery, controller, qtbot):
    assert not gallery.search.line.acceptDrops()


def test_a_space_in_the_field_is_a_space(gallery, qtbot):
    gallery.search.focus_line()
    qtbot.keyClick(gallery.search.line, Key.Key_Space)
    assert gallery.search.line.text() == " "
    assert gallery.pages.currentWidget() is gallery.gallery


def test_the_chip_names_the_picture_asked_about(gallery):
    gallery.state.find_lookalikes(3)
    assert gallery.search.findChild(object, "queryChip").text() == "like bear003.jpg"


def test_taking_the_chip_off_shows_all_pictures_again(gallery, qtbot):
    gallery.state.find_lookalikes(3)
    chip = gallery.search.findChild(object, "queryChip")
    qtbot.keyClick(chip, Key.Key_Delete)
    assert gallery.state.query.ask is QueryKind.ALL
    assert chip.isHidden()


def test_the_cross_of_the_filter_chip_takes_the_filter_off(gallery, qtbot):
    gallery.state.toggle_cluster(1)
    chip = gallery.search.findChild(object, "filterChip")
    assert chip.text() == "cats"
    qtbot.waitUntil(lambda: chip.width() == chip.sizeHint().width())
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    assert gallery.state.filter
    cross = chip.rect().center()
    cross.setX(chip.width() - 10)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    assert not gallery.state.filter


def test_backspace_in_the_empty_field_takes_off_the_last_chip(gallery, qtbot):
    gallery.state.toggle_cluster(1)
    gallery.state.find_lookalikes(1)
    gallery.search.focus_line()
    qtbot.keyClick(gallery.search.line, Key.Key_Backspace)
    assert (gallery.state.query.ask, gallery.state.filter.cluster) == (QueryKind.ALL, 1)
    qtbot.keyClick(gallery.search.line, Key.Key_Backspace)
    assert not gallery.state.filter


def test_a_picture_pasted_into_the_field_is_asked_for(gallery, controller, qtbot):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    gallery.search.focus_line()
    qtbot.keyClick(gallery.search.line, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert controller.called("ask_image") == [(8, 8)]


def test_words_pasted_into_the_field_stay_words(gallery, qtbot):
    QGuiApplication.clipboard().setText("bear")
    gallery.search.focus_line()
    qtbot.keyClick(gallery.search.line, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert gallery.search.line.text() == "bear"


def test_escape_leaves_the_field_for_the_pictures(gallery, qtbot):
    gallery.search.focus_line()
    qtbot.keyClicks(gallery.search.line, "bear")
    qtbot.keyClick(gallery.search.line, Key.Key_Escape)
    assert gallery.search.line.text() == ""
    assert gallery.findChild(GridView).hasFocus()


def test_without_a_folder_words_say_what_to_do_first(window, controller, qtbot):
    qtbot.keyClicks(window.search.line, "bear")
    qtbot.keyClick(window.search.line, Key.Key_Return)
    assert window.findChild(object, "hintText").text().startswith("Open a folder first")
    assert controller.called("search_words") == []


def test_chips_say_what_is_asked():
    assert chip_text(GridQuery(QueryKind.OUTSIDE, label="pasted picture")) == "like pasted picture"
    assert chip_text(GridQuery(QueryKind.WORDS, label="dog")) == "“dog”"
    assert chip_text(GridQuery()) == ""


def test_each_condition_of_a_filter_has_a_chip_and_is_taken_off_alone(gallery):
    """The window shows conditions of any kind, and knows none but by what its chip says."""
    state, search = gallery.state, gallery.search
    chosen = np.arange(len(state.table)) < 20
    state.set_filter(Filter((InCluster(1, "cats"), OnlyThese.of(chosen, "20 chosen pictures"))))
    chips = search.findChildren(Chip, "filterChip")
    assert [chip.text() for chip in chips] == ["cats", "20 chosen pictures"]
    chips[0].removed.emit()
    assert state.filter.conditions == (OnlyThese.of(chosen, "20 chosen pictures"),)
    assert [chip.isHidden() for chip in search.findChildren(Chip, "filterChip")] == [False, True]
    state.back()
    assert state.filter.cluster == 1
    search.line.emptied.emit()
    assert state.filter == Filter((InCluster(1, "cats"),))
