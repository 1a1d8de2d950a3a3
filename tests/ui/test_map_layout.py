"""What lies where on the map: places of names, typical pictures, and work that is not redone."""

import numpy as np
import pytest

from gallery.library.records import ClusterRow, Clusters
from gallery.ui.map import canvas
from gallery.ui.map.layout import MapLayout, layout_of
from tests.tables import altered, put
from tests.ui.map_library import clusters_of, crowded, islands, place, shown, state_of, table_of


def test_each_cluster_is_named_in_its_midst_and_those_without_points_are_not():
    table = table_of(islands(400, 4), 4)
    rows = (*clusters_of(table, 4).rows, ClusterRow(9, "nowhere", 5, (1,)))
    layout = layout_of(table, Clusters(5, 5, 0.5, rows), MapLayout())
    assert [anchor.name for anchor in layout.anchors] == [f"cluster {n}" for n in range(4)]
    for anchor in layout.anchors:
        own = table.xy[table.cluster == anchor.number].mean(axis=0)
        assert (anchor.x, anchor.y) == pytest.approx(own.tolist(), abs=0.1)


def test_a_landmark_is_typical_and_any_member_where_no_typical_one_is_on_the_map():
    table = table_of(islands(40, 2), 2)
    table = altered(table, xy={0: np.nan})  # the typical picture of the first cluster
    layout = layout_of(table, clusters_of(table, 2), MapLayout())
    positions = [int(layout.points.positions[anchor.landmark]) for anchor in layout.anchors]
    assert positions == [2, 1]
    assert layout.points.positions[layout.typical].tolist() == [1]


def test_what_is_known_is_not_made_again():
    table = table_of(islands(40, 2), 2)
    clusters = clusters_of(table, 2)
    known = layout_of(table, clusters, MapLayout())
    table = altered(table, alive={-1: False})
    assert layout_of(table, clusters, known).index is not known.index
    table = altered(table, alive=np.ones(40, np.bool_))
    again = layout_of(table, clusters, known)
    assert again.index is known.index
    assert again.points.x is known.points.x


def test_very_many_points_are_laid_out_behind_the_window(qtbot, monkeypatch):
    monkeypatch.setattr(canvas, "MANY", 500)
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    state = crowded()
    view = shown(qtbot, state)
    qtbot.waitUntil(lambda: len(view.scene.points) == 900)
    view.grab()
    assert view.scene.names
    put(state, xy=state.table.xy + np.float32(5))
    state.set_map("umap")
    qtbot.waitUntil(lambda: view.scene.points.x.min() > 3)
    assert view.picture_at(place(view, 17)) == 17
    across, down = view.camera.to_screen(view.scene.points.x, view.scene.points.y)
    assert across.min() >= 0
    assert across.max() <= view.width()
    assert down.min() >= 0
    assert down.max() <= view.height()


def test_another_folder_takes_its_place_at_once(qtbot, monkeypatch):
    monkeypatch.setattr(canvas, "MANY", 500)
    state = crowded()
    view = shown(qtbot, state)
    other = state_of(islands(30, 3), 3)
    state.set_folder(other.table, np.arange(30))
    assert len(view.scene.points) == 30
    qtbot.wait(50)
    assert len(view.scene.points) == 30, "the layout of the folder before came too late"
