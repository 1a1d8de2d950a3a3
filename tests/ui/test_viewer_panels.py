"""What lies over the viewer's picture: its ground, the strip of the nearest, and the facts."""

import pytest
from PySide6.QtCore import Qt

from gallery.library.records import PictureFacts
from gallery.ui.viewer.panels import GROUND
from gallery.ui.widgets.film_strip import HEIGHT

Key = Qt.Key


@pytest.fixture
def viewer(gallery):
    gallery.navigation.view(2)
    return gallery.viewer


def test_photos_are_looked_at_in_the_dark_whatever_the_theme(viewer):
    picture = viewer.grab().toImage()
    assert picture.pixelColor(60, viewer.panels.room // 2).name() == GROUND.lower()


def test_the_nearest_are_in_a_strip_and_a_click_shows_one(viewer, qtbot):
    strip = viewer.panels.strip
    qtbot.waitUntil(lambda: len(strip.positions) > 0)
    assert strip.positions[:3].tolist() == [3, 4, 5]
    assert strip.described(0) == "bear003.jpg · 0.90"
    at = strip.tile_rect(1).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert viewer.position == 4
    qtbot.waitUntil(lambda: strip.positions[0] == 5)
    qtbot.keyClick(viewer, Key.Key_Right)
    assert viewer.position == 5, "the keys still turn to the next picture"


def test_the_strip_can_be_put_away_and_that_is_kept(viewer, controller, qtbot):
    strip = viewer.panels.strip
    assert viewer.camera.view[1] == viewer.height() - HEIGHT
    qtbot.keyClick(viewer, Key.Key_S)
    assert strip.isHidden()
    assert viewer.camera.view[1] == viewer.height()
    assert not controller.settings.viewer_strip
    viewer.open(7)
    qtbot.keyClick(viewer, Key.Key_S)
    qtbot.waitUntil(lambda: len(strip.positions) > 0 and strip.positions[0] == 8)
    strip.close_button.click()
    assert strip.isHidden()
    assert not viewer._state.hovered >= 0


def test_i_shows_the_facts_and_takes_them_away(viewer, controller, qtbot):
    card = viewer.panels.facts
    assert card.isHidden()
    qtbot.keyClick(viewer, Key.Key_I)
    assert card.isVisible()
    qtbot.waitUntil(lambda: ("Camera", "Canon EOS 80D") in card.facts.rows)
    assert ("Folder", "/pictures/Holiday") in card.facts.rows
    assert card.geometry().bottom() < viewer.panels.room
    qtbot.waitUntil(lambda: card.viewport().rect().contains(card.facts.geometry()))
    viewer.open(5)
    assert ("Camera", "Canon EOS 80D") not in card.facts.rows, "those of another picture"
    qtbot.waitUntil(lambda: ("Camera", "Canon EOS 80D") in card.facts.rows)
    assert controller.settings.viewer_facts
    qtbot.keyClick(viewer, Key.Key_I)
    assert card.isHidden()


def test_no_thumbnail_is_drawn_larger_than_its_picture(viewer, controller, qtbot):
    controller.ask_facts = lambda position: None
    viewer.open(9)
    qtbot.waitUntil(lambda: viewer._thumbnail() is not None)
    middle = (viewer.width() // 2, viewer.panels.room // 2)
    assert viewer.grab().toImage().pixelColor(*middle).name() == GROUND.lower()
    controller.facts_ready.emit(9, PictureFacts(300, 200, "JPEG", "", "", (), ()))
    assert viewer.camera.scale == 1.0
    picture = viewer.grab().toImage()
    assert picture.pixelColor(*middle).name() != GROUND.lower()
    assert picture.pixelColor(middle[0] - 170, middle[1]).name() == GROUND.lower()


def test_what_is_hovered_in_the_strip_is_not_hovered_in_the_grid_afterwards(viewer, qtbot):
    strip = viewer.panels.strip
    qtbot.waitUntil(lambda: len(strip.positions) > 0)
    strip._hover(0)
    assert viewer._state.hovered == 3
    viewer.leave()
    assert viewer._state.hovered == -1
