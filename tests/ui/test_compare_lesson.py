"""What is a vector? Three steps that can be skipped, with a person's own pictures."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gallery.ui.compare.lesson import TITLES, examples, stripes
from gallery.ui.grid.view import GridView

Key = Qt.Key


@pytest.fixture
def lesson(gallery, qtbot):
    """The lesson, opened from Help with a picture in focus."""
    gallery.state.set_focus(4)
    help_menu = next(menu for menu in gallery.actions_.menus if menu.title() == "Help")
    next(a for a in help_menu.actions() if a.text() == "What is a vector?").trigger()
    made = gallery.gallery.views["compare"].lesson
    qtbot.waitUntil(lambda: len(made.found.positions) == 3)
    return made


def test_the_examples_are_the_most_and_the_least_alike():
    turns = np.radians([0, 3, 40, 170, 90])
    vectors = np.stack([np.cos(turns), np.sin(turns)], 1).astype(np.float32)
    rows, alive = np.arange(5), np.ones(5, np.bool_)
    assert examples(0, vectors, rows, alive).positions == (0, 2, 3), "1 is the same once more"
    alive[3] = False
    assert examples(0, vectors, rows, alive).positions == (0, 2, 4)
    rows[0] = -1
    assert examples(0, vectors, rows, alive).positions[0] == 1
    assert examples(-1, vectors, np.full(5, -1), alive).positions == ()
    assert len(examples(0, vectors[:2], np.array([0, 1]), np.ones(2, np.bool_)).positions) == 2


def test_each_number_is_a_cell_of_its_own():
    vector = np.zeros(20, np.float32)
    vector[3], vector[17] = 0.9, -0.9
    image = stripes(vector)
    assert (image.width(), image.height()) == (16, 2)
    assert image.pixelColor(3, 0).blue() > image.pixelColor(3, 0).red()
    assert image.pixelColor(1, 1).red() > image.pixelColor(1, 1).blue()
    assert image.pixelColor(0, 0) == image.pixelColor(15, 1)


def test_three_steps_lead_to_the_sliders_by_keyboard(gallery, lesson, qtbot):
    pane = gallery.gallery.views["compare"]
    assert lesson.found.positions[0] == 4
    told = [lesson.title.text()]
    assert "8 numbers" in lesson.text.text()
    assert lesson.after.hasFocus()
    for _step in range(2):
        qtbot.keyClick(lesson.after, Key.Key_Space)
        told.append(lesson.title.text())
    assert tuple(told) == TITLES
    assert lesson.accessibleName().startswith(TITLES[2])
    qtbot.keyClick(lesson.after, Key.Key_Space)
    assert pane.pages.currentWidget() is pane.pair
    assert pane.measuring.subject.positions == lesson.found.positions[:2]
    assert not pane.pair.panel.isHidden()
    assert pane.pair.canvas.sides[0].name == "bear004.jpg"


def test_it_can_be_skipped_at_once(gallery, lesson, qtbot):
    lesson.skip.click()
    assert not gallery.gallery.views["compare"].widget.isVisible()
    assert gallery.findChild(GridView).isVisible()
    assert gallery.actions_["both"].isChecked()


def test_without_pictures_it_says_what_is_missing(window, controller, qtbot):
    with qtbot.waitSignal(controller.failed) as caught:
        window.actions_["vector"].trigger()
    assert "open a folder" in caught.args[0]
    controller.show_folder(1)
    window.actions_["vector"].trigger()
    lesson = window.gallery.views["compare"].lesson
    qtbot.waitUntil(lambda: lesson.isVisible())
    assert "two pictures" in lesson.text.text()
    assert not lesson.after.isEnabled()
