import pytest
from PySide6.QtCore import Qt

from gallery.library.records import PictureFacts
from gallery.ui.model.query import QueryKind
from gallery.ui.widgets.facts import rows_of
from gallery.ui.widgets.inspector import NearTile


@pytest.fixture
def inspector(gallery):
    gallery.actions_["inspector"].trigger()
    return gallery.gallery.inspector


def test_it_shows_the_focused_picture(inspector, gallery, qtbot):
    gallery.state.set_focus(7)
    qtbot.waitUntil(lambda: inspector.name.text() == "bear007.jpg")
    assert inspector.where.text() == "/pictures/Holiday"
    qtbot.waitUntil(lambda: ("Exposure", "1/250 s") in inspector.facts.rows)
    assert inspector.cluster.text() == "cats"
    assert inspector.tags.text() == "bear"


def test_facts_of_a_picture_that_was_left_again_are_not_shown(inspector, gallery, qtbot):
    gallery.state.set_focus(7)
    qtbot.waitUntil(lambda: ("Exposure", "1/250 s") in inspector.facts.rows)
    gallery.state.set_focus(9)
    inspector.refresh()
    assert [name for name, _ in inspector.facts.rows] == ["File size", "Changed"]
    inspector._take_facts(7, PictureFacts(1, 1, "GIF", "", "", (), ()))
    assert [name for name, _ in inspector.facts.rows] == ["File size", "Changed"]
    qtbot.waitUntil(lambda: ("Exposure", "1/250 s") in inspector.facts.rows)


def test_without_a_focus_it_says_what_to_do(inspector):
    assert inspector._about.isHidden()
    assert not inspector._empty.isHidden()


def test_the_nearest_are_a_click_away(inspector, gallery, qtbot):
    gallery.state.set_focus(7)
    tile = inspector.findChildren(NearTile)[0]
    qtbot.waitUntil(lambda: tile.position == 8)
    assert tile.accessibleName() == "Look-alikes of bear008.jpg, similarity 0.90"
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert (gallery.state.query.ask, gallery.state.query.position) == (QueryKind.PICTURE, 8)


def test_a_click_on_its_cluster_filters(inspector, gallery, qtbot):
    gallery.state.set_focus(7)
    qtbot.waitUntil(lambda: inspector.cluster.text() == "cats")
    qtbot.mouseClick(inspector.cluster, Qt.MouseButton.LeftButton)
    assert gallery.state.filter.label == "cats"


def test_the_large_picture_opens_the_viewer(inspector, gallery, qtbot):
    gallery.state.set_focus(7)
    qtbot.waitUntil(lambda: inspector.large.position == 7)
    qtbot.mouseClick(inspector.large, Qt.MouseButton.LeftButton)
    assert gallery.viewer.position == 7


def test_facts_are_told_the_weightiest_first():
    facts = PictureFacts(4032, 3024, "JPEG", "2025-08-14 17:03", "", (("Lens", "50 mm"),))
    names = [name for name, _ in rows_of(facts, 4_200_000, 0)]
    assert names == ["Pixels", "Format", "File size", "Taken", "Changed", "Lens"]
    assert rows_of(facts, 4_200_000, 0)[0][1] == "4,032 \u00d7 3,024 · 12.2 MP"
    tiny = PictureFacts(100, 100, "JPEG", "", "", ())
    assert rows_of(tiny, 3_800, 0)[0][1] == "100 \u00d7 100"


def test_a_picture_that_was_not_read_yet_has_its_file_facts():
    assert [name for name, _ in rows_of(None, 10, 0)] == ["File size", "Changed"]
