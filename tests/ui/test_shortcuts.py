import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (900, 2), (720, 1)])
def test_shortcuts_stand_in_as_many_columns_as_have_room(gallery, qtbot, width, columns):
    gallery.resize(width, 600)
    gallery.navigation.show_shortcuts()
    page = gallery.pages.shortcuts
    scroll = page.findChild(QScrollArea)
    inside, view = scroll.widget(), scroll.viewport()

    def lefts():
        return {column.x() for column in page._columns}

    qtbot.waitUntil(lambda: len(lefts()) == columns)
    assert inside.width() == view.width()
    for label in inside.findChildren(QLabel):
        assert label.width() >= label.sizeHint().width(), label.text()
        assert label.mapTo(inside, QPoint(label.width(), 0)).x() <= view.width()
    back = page.findChild(QPushButton)
    assert page.rect().contains(back.geometry().translated(back.parentWidget().pos()))


def test_the_way_back_stays_in_sight_however_far_one_has_scrolled(gallery, qtbot):
    gallery.resize(720, 480)
    gallery.navigation.show_shortcuts()
    page = gallery.pages.shortcuts
    bar = page.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    back = page.findChild(QPushButton)
    assert not back.visibleRegion().isEmpty()
    back.click()
    assert gallery.pages.currentWidget() is gallery.gallery
