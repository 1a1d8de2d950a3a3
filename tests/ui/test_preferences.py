from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gallery.ui.grid.view import GridView

Key = Qt.Key
Modifier = Qt.KeyboardModifier


def test_a_theme_is_applied_at_once_and_kept(gallery):
    gallery.actions_["dark"].trigger()
    assert gallery.palette().window().color().name() == "#17181a"
    assert gallery.controller.settings.theme == "dark"
    gallery.actions_["light"].trigger()
    assert gallery.palette().window().color().name() == "#f6f6f4"


def tile_sizes(window):
    """Return the size of the tiles, of the slider, and the one that is kept."""
    kept = window.controller.settings.tile
    return window.findChild(GridView).tile, window.header.size_slider.value(), kept


def test_thumbnails_grow_and_shrink_by_keyboard_wheel_and_slider(gallery, qtbot):
    grid, slider = gallery.findChild(GridView), gallery.header.size_slider
    usual = grid.tile
    qtbot.keyClick(gallery, Key.Key_Plus, Modifier.ControlModifier)
    assert tile_sizes(gallery) == (149, 149, 149)
    qtbot.keyClick(gallery, Key.Key_Minus, Modifier.ControlModifier)
    assert tile_sizes(gallery) == (usual, usual, usual)
    turn_wheel(grid, 120)
    larger = grid.tile
    assert usual < larger
    assert tile_sizes(gallery) == (larger, larger, larger)
    slider.setSliderPosition(200)
    assert tile_sizes(gallery) == (200, 200, 200)
    qtbot.keyClick(gallery, Key.Key_0, Modifier.ControlModifier)
    assert tile_sizes(gallery) == (usual, usual, usual)


def test_thumbnails_are_never_larger_or_smaller_than_can_be_shown(gallery):
    for name, limit in (("bigger", 512), ("smaller", 64)):
        for _ in range(12):
            gallery.actions_[name].trigger()
        assert tile_sizes(gallery) == (limit, limit, limit)


def turn_wheel(grid, delta):
    point, none = QPointF(40, 40), QPoint()
    place = grid.viewport().mapToGlobal(point)
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    turn = QPoint(0, delta)
    event = QWheelEvent(point, place, none, turn, buttons, Modifier.ControlModifier, phase, False)
    QApplication.sendEvent(grid.viewport(), event)


def test_few_pictures_get_large_tiles_until_another_size_is_chosen(gallery, controller, qtbot):
    grid, slider = gallery.findChild(GridView), gallery.header.size_slider
    controller.show_folder(8)
    grown = grid.tile
    assert 124 < grown <= 320
    assert (slider.value(), gallery.controller.settings.tile) == (grown, 124)
    qtbot.waitUntil(lambda: not grid.verticalScrollBar().isVisible())
    slider.setValue(100)
    assert tile_sizes(gallery) == (100, 100, 100)
    qtbot.keyClick(gallery, Key.Key_0, Modifier.ControlModifier)
    assert tile_sizes(gallery) == (grown, grown, 124)
    qtbot.keyClick(gallery, Key.Key_Plus, Modifier.ControlModifier)
    assert grid.tile > grown


def test_a_larger_folder_has_tiles_of_the_size_that_was_chosen_again(gallery, controller):
    controller.show_folder(8)
    assert gallery.findChild(GridView).tile > 124
    names = [b"bear%03d.jpg" % number for number in range(500)]
    controller.show_folder(names=names)
    assert tile_sizes(gallery) == (124, 124, 124)
