import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from gallery.ui.map.camera import MapCamera
from gallery.ui.map.label_space import Crowd, LabelSpace, edges
from gallery.ui.map.labels import placed
from gallery.ui.map.layout import Anchor, densest
from gallery.ui.map.points import points_of
from gallery.ui.map.scene import label_font
from tests.tables import put
from tests.ui.map_library import PaintedThumbnails, crowded, place, shown, table_of

VIEW = QRectF(0, 0, 500, 400)


def anchors(count, landmark=-1):
    return [Anchor(n, f"cluster {n}", 1000 - n, 0, 0, landmark) for n in range(count)]


def boxes_of(names):
    return [box for name in names for box in (name.box, name.picture) if not box.isEmpty()]


@pytest.mark.parametrize("landmark", [-1, 3])
def test_names_are_never_set_over_one_another(qapp, landmark):
    rng = np.random.default_rng(0)
    places = [QPointF(*place) for place in rng.uniform(20, 380, (40, 2))]
    bar = QRectF(380, 0, 120, 40)
    names = placed(anchors(40, landmark), places, label_font(), LabelSpace(VIEW, (bar,)))
    boxes = [*boxes_of(names), bar]
    assert len(names) >= 12
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert all(VIEW.contains(box) for box in boxes_of(names))


def test_the_largest_cluster_keeps_its_name_where_there_is_room_for_few(qapp):
    places = [QPointF(250, 200)] * 30
    names = placed(anchors(30), places, label_font(), LabelSpace(VIEW))
    assert names[0].anchor.number == 0
    assert len(names) < 30


def test_a_long_name_stands_no_farther_above_its_cluster_than_a_short_one(qapp):
    anchor = Anchor(0, "a name with many letters", 100, 0, 0, 10.0)
    (name,) = placed([anchor], [QPointF(250, 200)], label_font(), LabelSpace(VIEW))
    assert abs(name.box.center().y() - 200) < 20
    around = QRectF(0, 200 - 55, 500, 110)  # taken; beyond it no name belongs to the cluster
    assert placed([anchor], [QPointF(250, 200)], label_font(), LabelSpace(VIEW, (around,))) == []


def test_a_name_goes_farther_rather_than_stand_beside_another_cluster(qapp):
    middles = [QPointF(250, 200), QPointF(250, 150)]
    around = QRectF(150, 170, 200, 80)  # taken; above it a name would stand beside the second
    two = [Anchor(n, "name", 100 - n, 0, 0, 60.0) for n in range(2)]
    first, second = placed(two, middles, label_font(), LabelSpace(VIEW, (around,)))
    assert first.box.center().y() > 250
    assert second.box.center().y() < 170


def test_clusters_off_the_screen_have_no_name(qapp):
    assert placed(anchors(1), [QPointF(-5, 20)], label_font(), LabelSpace(VIEW)) == []


def test_a_name_stands_where_most_of_its_cluster_is_not_between_two_islands():
    rng = np.random.default_rng(4)
    near = rng.normal((-0.8, 0.1), 0.02, (300, 2))
    far = rng.normal((0.8, 0.1), 0.05, (280, 2))
    points = points_of(table_of(np.concatenate([near, far]), 1))
    assert densest(points, np.arange(len(points))) == pytest.approx((-0.8, 0.1), abs=0.05)


@pytest.mark.parametrize("spread", [0.004, 0.03])
def test_a_name_stands_beside_its_cluster_not_over_it(qtbot, spread):
    state = crowded(400)
    middles = np.array([(-0.7, -0.6), (-0.6, 0.7), (0.7, 0.6), (0.6, -0.7)])
    noise = np.random.default_rng(6).normal(0, spread, (400, 2))
    put(state, xy=middles[np.arange(400) % 4] + noise)
    state.set_map("umap")
    view = shown(qtbot, state, PaintedThumbnails(absent=range(400)))
    assert len(view.scene.names) == 4
    for name in view.scene.names:
        over = sum(name.box.contains(place(view, position)) for position in range(400))
        assert over <= 4


def test_no_name_is_cut_off_by_what_floats_over_the_map(qtbot):
    view = shown(qtbot, crowded(4000))
    edge = max(name.box.center().x() for name in view.scene.names)
    view.set_covered(round(view.width() - edge))
    view.grab()
    assert view.scene.names
    assert all(name.box.right() <= edge + 1 for name in view.scene.names)


def test_a_few_selected_pictures_are_not_behind_a_name(qtbot):
    state = crowded(20_000)
    view = shown(qtbot, state)
    positions = [
        position
        for name in view.scene.names
        for position in range(20_000)
        if name.box.contains(place(view, position))
    ]
    assert positions, "in so large clusters a name may stand over some"
    few = positions[:: len(positions) // 20 + 1]
    state.select(few)
    view.grab()
    assert view.scene.names
    hidden = [p for p in few if any(name.box.contains(place(view, p)) for name in view.scene.names)]
    assert hidden == []


def test_what_a_box_hides_is_counted_in_clusters():
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-1.2, 1.2, (2, 300)).astype(np.float32)
    share = np.full(300, 1 / 100, np.float32)
    camera = MapCamera(0.1, -0.2, 150, 320, 240)
    boxes = [QRectF(60, 50, 80, 20), QRectF(-40, 100, 90, 30), QRectF(250, 220, 100, 60)]
    at = [QPointF(*camera.screen(float(a), float(b))) for a, b in zip(x, y, strict=True)]
    view = QRectF(0, 0, 320, 240)
    for box, hidden in zip(boxes, Crowd(x, y, share, camera).hidden(edges(boxes)), strict=True):
        least = sum(box.intersected(view).contains(point) for point in at) / 100
        most = sum(box.adjusted(-6, -6, 6, 6).contains(point) for point in at) / 100
        assert least - 1e-6 <= hidden <= most + 1e-6
