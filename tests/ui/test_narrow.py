"""A narrow window: the sidebar folds to icons, the inspector floats over the map."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gallery.core.sentence import Sentence
from gallery.library.records import ProblemRow
from gallery.ui.grid.view import GridView
from gallery.ui.map.view import MapView


def _at(window, width, height=600):
    window.resize(width, height)
    for _ in range(8):  # layouts are posted, and each may post the next
        QApplication.processEvents()
    return window.gallery


def test_the_sidebar_folds_to_icons_and_can_be_unfolded(gallery):
    page = _at(gallery, 900)
    assert page.sidebar.isHidden()
    assert page.rail.isVisible()
    page.rail.unfold.click()
    assert page.sidebar.isVisible()
    page.rail.unfold.click()
    assert page.sidebar.isHidden()
    page = _at(gallery, 1280, 800)
    assert page.sidebar.isVisible()
    assert page.rail.isHidden()


def test_f9_hides_the_sidebar_in_either_form(gallery):
    for width in (900, 1280):
        page = _at(gallery, width)
        gallery.actions_["sidebar"].trigger()
        assert page.sidebar.isHidden()
        assert page.rail.isHidden()
        gallery.actions_["sidebar"].trigger()
        assert page.sidebar.isVisible() != page.rail.isVisible()


def test_the_icons_do_what_the_rows_do(gallery, controller, qtbot):
    rail = _at(gallery, 900).rail
    assert rail.problems.isHidden()
    controller.problems = [ProblemRow(1, b"a.jpg", "empty", Sentence.of("It is empty."))]
    controller.problems_changed.emit()
    assert rail.problems.accessibleName() == "Problems, 1 file"
    dot = rail.dots[1]
    assert dot.accessibleName() == "cats, 10 pictures"
    dot.click()
    assert gallery.state.filter.label == "cats"
    assert dot.is_marked
    rail.everything.click()
    assert not gallery.state.filter
    rail.problems.click()
    assert gallery.pages.currentWidget() is gallery.problems


def test_the_inspector_floats_over_the_map_and_leaves_the_grid_alone(gallery):
    page = _at(gallery, 1280, 800)
    gallery.actions_["inspector"].trigger()
    page = _at(gallery, 900)
    wide = page.findChild(GridView).width()
    assert page.inspector.isVisible()
    assert page.inspector.geometry().right() == page.rect().right()
    gallery.actions_["inspector"].trigger()
    page = _at(gallery, 900)
    assert page.inspector.isHidden()
    assert page.findChild(GridView).width() == wide
    assert wide > 400


@pytest.mark.parametrize("layout", ["grid", "map"])
def test_beside_one_view_alone_the_inspector_has_its_place(gallery, layout):
    gallery.actions_[layout].trigger()
    gallery.actions_["inspector"].trigger()
    page = _at(gallery, 900)
    view = page.findChild(GridView) if layout == "grid" else page.findChild(MapView)
    left = page.inspector.mapTo(page, page.inspector.rect().topLeft()).x()
    assert view.mapTo(page, view.rect().topRight()).x() < left
    gallery.actions_["both"].trigger()
    page = _at(gallery, 1280, 800)
    assert page.parts.indexOf(page.inspector) >= 0
    assert page.inspector.isVisible()


def test_the_tools_of_the_map_are_whole_or_not_there(gallery):
    gallery.actions_["inspector"].trigger()
    for width in (760, 900, 1000, 1090, 1280):
        page = _at(gallery, width)
        tools = page.findChild(MapView).tools
        seen = tools.visibleRegion().boundingRect()
        assert tools.isHidden() or seen.size() == tools.size()


def test_no_legend_repeats_the_sidebar(gallery):
    page = _at(gallery, 1280, 800)
    assert page.findChild(MapView).legend.isHidden()
    gallery.actions_["map"].trigger()
    assert page.findChild(MapView).legend.isHidden()
    gallery.actions_["sidebar"].trigger()
    assert page.findChild(MapView).legend.isVisible()
    gallery.actions_["sidebar"].trigger()
    assert page.findChild(MapView).legend.isHidden()
    page = _at(gallery, 900)
    assert page.findChild(MapView).legend.isVisible(), "icons have no names"


def test_nothing_in_the_header_lies_over_another_thing(gallery):
    for width in (720, 800, 900, 1000, 1280):
        _at(gallery, width)
        shown = [child for child in gallery.header.children() if isinstance(child, QWidget)]
        places = sorted((w.geometry() for w in shown if w.isVisible()), key=lambda place: place.x())
        for one, other in pairwise(places):
            assert one.right() < other.left(), width
