"""The number of clusters is dragged, and the clusters follow."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gallery.engine.ipc.messages import Cancelled, Done
from tests.tables import put


@pytest.fixture
def slider(gallery):
    made = gallery.gallery.sidebar.k.slider
    made.setSliderDown(True)
    return made


def _drag(slider, k, window, qtbot):
    slider.setSliderPosition(k)
    qtbot.waitUntil(lambda: window.state.clusters.draft and window.state.clusters.k == k)


def test_clusters_follow_the_slider_while_it_is_dragged(gallery, slider, controller, qtbot):
    state = gallery.state
    for k in (9, 5):
        _drag(slider, k, gallery, qtbot)
        assert sorted(np.unique(state.table.cluster).tolist()) == list(range(k))
        assert sum(row.size for row in state.clusters.rows) == 30
        assert len(gallery.gallery.sidebar.clusters.clusters.rows) == k
        assert all(len(row.typical) for row in state.clusters.rows)
    assert controller.called("recluster") == []
    slider.setSliderDown(False)
    assert controller.called("recluster") == [(5,)]
    assert state.clusters.draft, "until the engine has made the lasting ones"


def test_the_keys_are_followed_as_well(gallery, controller, qtbot):
    slider = gallery.gallery.sidebar.k.slider
    QTest.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: gallery.state.clusters.draft)
    assert gallery.state.clusters.k == 4


def test_back_at_the_number_in_force_all_is_as_it_was(gallery, slider, controller, qtbot):
    state = gallery.state
    names = [row.name for row in state.clusters.rows]
    labels = state.table.cluster.copy()
    _drag(slider, 9, gallery, qtbot)
    slider.setSliderPosition(3)
    assert not state.clusters.draft
    assert [row.name for row in state.clusters.rows] == names
    assert np.array_equal(state.table.cluster, labels)
    slider.setSliderDown(False)
    assert controller.called("recluster") == []


def test_a_clustering_that_does_not_come_leaves_what_was_in_force(
    gallery, slider, controller, qtbot
):
    labels = gallery.state.table.cluster.copy()
    _drag(slider, 9, gallery, qtbot)
    slider.setSliderDown(False)
    controller.errand_ended.emit(Done(request=3))
    assert gallery.state.clusters.draft
    controller.errand_ended.emit(Cancelled(request=4))
    assert gallery.state.clusters.k == 3
    assert np.array_equal(gallery.state.table.cluster, labels)
    assert slider.sliderPosition() == 3


def test_the_lasting_clusters_take_the_place_of_the_draft(gallery, slider, qtbot):
    state = gallery.state
    stored = state.clusters
    _drag(slider, 9, gallery, qtbot)
    slider.setSliderDown(False)
    put(state, cluster=np.arange(30) % 3)
    state.set_clusters(stored)
    gallery.gallery.sidebar.drafts.drop()
    assert state.clusters.k == 3
    assert [row.name for row in state.clusters.rows] == ["bears", "cats", "dogs"]


def test_a_name_stays_only_with_most_of_its_pictures(gallery, slider, controller, qtbot):
    table = controller.state.table
    apart = np.zeros((30, 8), np.float32)
    apart[np.arange(30), np.arange(30) % 3] = 1
    apart[::6, 0], apart[::6, 5] = 0, 1  # half of the bears are something else
    gallery.state.table = gallery.state.table.with_vectors(apart)
    _drag(slider, 4, gallery, qtbot)
    names = {row.name for row in gallery.state.clusters.rows}
    assert {"cats", "dogs"} <= names
    assert "bears" not in names
    assert len(table) == 30


def test_another_folder_is_not_touched_by_a_draft_of_the_last_one(
    gallery, slider, controller, qtbot
):
    _drag(slider, 9, gallery, qtbot)
    controller.show_folder(12)
    gallery.gallery.sidebar.drafts.drop()
    assert gallery.state.clusters.k == 3
    assert len(gallery.state.table.cluster) == 12
