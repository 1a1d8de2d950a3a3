import time
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton

from gallery.ui.map import scene
from gallery.ui.map.labels import placed
from gallery.ui.map.overlay import ringed
from gallery.ui.model.order import Order
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from tests.tables import more, only, put
from tests.ui.helpers_grid import Shelf, jpeg_of
from tests.ui.map_library import (
    FIVE,
    PaintedThumbnails,
    crowded,
    inside_box,
    islands,
    place,
    shown,
    state_of,
    table_of,
)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")


@pytest.fixture
def show(qtbot):
    """Return a function that shows a state on a map of 600 x 500."""
    return partial(shown, qtbot)


def click(view, point):
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        held = LEFT if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view, QMouseEvent(kind, point, point, LEFT, held, none))


def test_a_selection_made_elsewhere_is_seen(show):
    state = crowded()
    view = show(state)
    before = view.grab().toImage()
    state.select(range(100))
    assert view.grab().toImage() != before
    assert "100 selected" in view.accessibleDescription()


def test_the_query_and_its_eight_nearest_are_ringed(show):
    state = crowded()
    view = show(state)
    plain = view.grab().toImage()
    state.place.query = GridQuery(QueryKind.PICTURE, position=7)
    state._show(Order(np.array([7, *range(20, 60)]), np.ones(900, np.float32)))
    assert ringed(state) == ([7], [20, 21, 22, 23, 24, 25, 26, 27])
    assert view.grab().toImage() != plain
    rings = [place(view, position) for position in (7, *range(20, 28))]
    assert view.scene.names
    assert not any(name.box.contains(ring) for name in view.scene.names for ring in rings)


def test_clusters_left_out_by_a_filter_are_dimmed(show):
    state = crowded()
    view = show(state)
    before = view.grab().toImage()
    state.toggle_cluster(1)
    assert view.scene._dots.groups.dimmed.tolist() == [p for p in range(900) if p % 4 != 1]
    assert view.grab().toImage() != before


def test_new_places_keep_the_camera_where_a_person_put_it(show):
    state = crowded()
    view = show(state)
    view.zoom(3.0, place(view, 0))
    camera = view.camera
    put(state, xy=state.table.xy + np.float32(0.001))
    state.set_map("umap")
    assert view.camera == camera
    put(state, xy=state.table.xy + np.float32(100))
    state.set_map("umap")
    assert all(value >= 0 for value in view.camera.screen(*state.table.xy[0].tolist()))
    assert view.camera.scale < camera.scale


def test_a_picture_asked_about_elsewhere_comes_into_sight(show, qtbot):
    state = crowded()
    view = show(state)
    near, far = 0, 1  # in different islands
    view.zoom(20.0, place(view, near))
    camera = view.camera
    with qtbot.waitSignal(state.order_changed):
        state.find_lookalikes(near)
    assert view.camera == camera, "what is in sight moves nothing"
    with qtbot.waitSignal(state.order_changed):
        state.find_lookalikes(far)
    at = place(view, far)
    assert view.rect().contains(at.toPoint())
    assert view.camera.scale == camera.scale
    view.pan(2000, 0)
    state.refresh()
    qtbot.wait(20)
    assert not view.rect().contains(place(view, far).toPoint()), "it follows a question once"


def test_what_a_filter_leaves_comes_into_sight(show):
    state = crowded()
    view = show(state)
    view.zoom(20.0, place(view, 0))
    camera = view.camera
    state.toggle_cluster(0)
    assert view.camera == camera, "what is in sight moves nothing"
    state.toggle_cluster(1)
    seen = inside_box(view, (0, 0), (600, 500))
    assert set(range(1, 900, 4)) <= set(seen)
    assert view.camera.scale < camera.scale
    view.pan(2000, 0)
    far = view.camera
    state.refresh()
    assert view.camera == far, "it follows a filter once"


def test_no_nearer_than_before_to_what_a_filter_leaves(show):
    state = crowded()
    view = show(state)
    view.zoom(1.5, QPointF(300, 250))
    view.pan(600, 500)
    camera = view.camera
    out = [p for p in range(900) if not view.rect().contains(place(view, p).toPoint())]
    state.set_filter(only(np.arange(len(state.table)) == out[0], "one"))
    assert view.rect().contains(place(view, out[0]).toPoint())
    assert view.camera.scale == camera.scale


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_one_cannot_pan_the_map_out_of_sight(show, qtbot, key):
    view = show(state_of(FIVE))
    for _ in range(60):
        qtbot.keyClick(view, key)
    assert inside_box(view, (0, 0), (600, 500))
    for _ in range(40):
        view.zoom(1.2, QPointF(3, 3))
    left, top = view.camera.world(0, 0)
    right, bottom = view.camera.world(600, 500)
    assert QRectF(left, bottom, right - left, top - bottom).intersects(QRectF(-1, -1, 2, 2))


def test_a_map_seen_as_a_whole_is_seen_as_a_whole_again(show):
    state = crowded()
    view = show(state)
    put(state, xy=state.table.xy * np.float32(7))
    state.set_map("umap")
    assert len(inside_box(view, (0, 0), (600, 500))) == 900


def test_points_glide_from_the_preview_to_their_places(show, qtbot, monkeypatch):
    state = crowded(method="pca")
    view = show(state)
    monkeypatch.delenv("LOOKALIKE_REDUCED_MOTION")
    before = view.scene.points.x.copy()
    put(state, xy=state.table.xy[:, ::-1].copy())
    state.set_map("umap")
    assert view.scene.gliding
    assert np.allclose(view.scene.points.x, before, atol=0.2)
    qtbot.waitUntil(lambda: not view.scene.gliding, timeout=5000)
    assert np.array_equal(view.scene.points.x, state.table.xy[:, 0])


def test_the_caption_says_what_is_shown_and_what_is_missing(show):
    xy = islands(40, 2)
    xy[26:] = np.nan
    state = state_of(xy, 2, method="pca")
    view = show(state)
    assert "Preview (PCA)… · 26 of 40 placed" in view.accessibleDescription()
    put(state, xy=islands(40, 2))
    state.set_map("umap")
    assert "UMAP." in view.accessibleDescription()
    assert "placed" not in view.accessibleDescription()


def test_the_caption_stands_in_the_corner_or_above_the_legend(show):
    state = crowded()
    view = show(state)
    for width in (600, 400, 300, 200, 170):
        view.resize(width, 420)
        view.grab()
        box = view._overlay.caption_box(view.camera)
        assert not box.intersects(QRectF(view.legend.geometry()))
        assert QRectF(view.rect()).contains(box)
    view.resize(400, 420)
    assert view._overlay.caption_box(view.camera).bottom() > 400


@pytest.mark.parametrize("size", [(600, 500), (300, 600), (200, 300), (220, 180)])
def test_of_a_fitted_map_of_a_few_pictures_no_thumbnail_is_cut(show, size):
    view = show(state_of(FIVE, k=1))
    view.resize(*size)
    view.grab()
    assert view.scene.boxes
    assert all(QRectF(view.rect()).contains(box) for _, box in view.scene.boxes)


@pytest.mark.parametrize("method", ["pca", "umap"])
def test_the_map_of_a_few_pictures_is_no_preview(show, method):
    view = show(state_of(FIVE, k=1, method=method))
    assert view.accessibleDescription() == "5 pictures; look-alikes lie close together."


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_few_pictures_or_none_make_a_map(show, count):
    view = show(state_of(FIVE[:count], k=1))
    view.zoom(2.0)
    view.fit()
    view.grab()
    promised = "The map appears once the first pictures have been compared."
    assert (view.accessibleDescription() == promised) == (count == 0)
    click(view, QPointF(300, 250))
    assert (view._state.query.position == 0) == (count == 1)


def test_pictures_that_are_all_alike_make_a_map(show):
    view = show(state_of([(0.5, 0.5)] * 30, k=2))
    view.grab()
    assert view.picture_at(place(view, 0)) >= 0


def test_pictures_without_a_place_are_never_under_the_pointer(show):
    view = show(state_of([*FIVE, (np.nan, np.nan)], k=1))
    view.grab()
    assert {view.picture_at(place(view, position)) for position in range(5)} == {0, 1, 2, 3, 4}


def test_another_folder_starts_anew(show):
    state = crowded()
    view = show(state)
    view.zoom(5.0, QPointF(10, 10))
    state.set_folder(table_of(FIVE, 1), np.arange(5))
    assert len(view.scene.points) == 5
    assert len(inside_box(view, (0, 0), (600, 500))) == 5


def test_a_thumbnail_that_is_not_there_yet_is_a_dot_until_it_arrives(show, qtbot):
    state = state_of(FIVE, k=1)
    thumbnails = PaintedThumbnails(absent=range(5))
    view = show(state, thumbnails)
    assert view.scene.boxes == []
    assert view.picture_at(place(view, 4)) == 4
    thumbnails.absent.clear()
    thumbnails.arrived.emit()
    qtbot.waitUntil(lambda: len(view.scene.boxes) == 5, timeout=5000)


def test_a_thumbnail_seen_smaller_elsewhere_becomes_sharp(show, qtbot):
    state = state_of(FIVE, k=1)
    thumbnails = ThumbnailCache(state, Shelf({file: jpeg_of(file) for file in range(1, 6)}).reader)
    for position in range(5):
        thumbnails.image(position, 12)
    qtbot.waitUntil(lambda: thumbnails.idle)
    view = show(state, thumbnails)
    blurred = view.grab().toImage()
    qtbot.waitUntil(lambda: thumbnails.idle)
    sharp = show(state, thumbnails)
    qtbot.waitUntil(lambda: len(sharp.scene.boxes) == 5 and not sharp.scene.unfinished)
    assert view.grab().toImage() == sharp.grab().toImage() != blurred
    thumbnails.stop()


def test_landmarks_come_however_long_it_takes_to_place_names(show, qtbot, monkeypatch):
    monkeypatch.setattr(scene, "placed", slowly(placed))
    view = show(crowded())
    view.set_landmarks(True)
    qtbot.waitUntil(lambda: len(view.scene.boxes) >= 2 and not view.scene.unfinished, timeout=5000)


def slowly(function):
    """Return `function`, that takes longer than pictures are framed within one frame."""

    def call(*arguments):
        until = time.perf_counter() + 2 * scene.FRAMING_S
        while time.perf_counter() < until:
            pass
        return function(*arguments)

    return call


def test_landmarks_are_the_most_typical_pictures(show, qtbot):
    state = crowded()
    view = show(state)
    assert view.scene.boxes == []
    view.findChild(QToolButton, "map_picture").click()
    qtbot.waitUntil(lambda: len(view.scene.boxes) >= 2, timeout=5000)
    assert {row for row, _ in view.scene.boxes} <= {0, 1, 2, 3}


def test_everything_on_the_map_has_a_name_for_those_who_do_not_see_it(show):
    view = show(crowded())
    assert view.accessibleName() == "Map"
    assert all(button.accessibleName() for button in view.findChildren(QToolButton))
    assert view.legend.rows[0].accessibleName() == "cluster 0, 225 pictures"


def test_the_map_can_be_saved_as_a_picture(show):
    view = show(crowded())
    image = view.image(QSize(300, 200))
    assert (image.width(), image.height()) == (300, 200)


def test_the_theme_is_taken_over_at_once(show):
    appearance_before = show(crowded(), theme="light").grab().toImage().pixelColor(300, 2)
    dark = show(crowded(), theme="dark").grab().toImage().pixelColor(300, 2)
    assert appearance_before.lightness() > 200 > 60 > dark.lightness()


def test_pictures_that_come_while_indexing_leave_the_map_as_it_is(show):
    state = crowded()
    view = show(state)
    points = view.scene.points
    state.table = more(state.table, [b"new.jpg"])
    state.set_base(np.arange(901))
    view.grab()
    assert view.scene.points.x is points.x
    assert "900 of 901 placed" in view.accessibleDescription()


def test_a_new_name_of_a_cluster_is_shown(show):
    state = crowded()
    view = show(state)
    row = state.clusters.rows[0]
    rows = (replace(row, name="owls"), *state.clusters.rows[1:])
    state.set_clusters(replace(state.clusters, rows=rows))
    view.grab()
    assert "owls" in {name.text for name in view.scene.names}
    assert "owls, 225 pictures" in {line.accessibleName() for line in view.legend.rows}


def test_a_removed_picture_leaves_the_map(show):
    state = state_of(FIVE, k=1)
    view = show(state)
    put(state, alive={2: False})
    state.set_base(np.array([0, 1, 3, 4]))
    view.grab()
    assert view.picture_at(place(view, 2)) == -1
