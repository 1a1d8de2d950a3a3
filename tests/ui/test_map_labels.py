import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from gallery.ui.views.map_labels import Room, placed
from gallery.ui.views.map_layout import Anchor, densest
from gallery.ui.views.map_points import points_of
from gallery.ui.views.map_scene import label_font
from tests.ui.map_library import table_of

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
    names = placed(anchors(40, landmark), places, label_font(), Room(VIEW, (bar,)))
    boxes = [*boxes_of(names), bar]
    assert len(names) >= 12
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert all(VIEW.contains(box) for box in boxes_of(names))


def test_the_largest_cluster_keeps_its_name_where_there_is_room_for_few(qapp):
    places = [QPointF(250, 200)] * 30
    names = placed(anchors(30), places, label_font(), Room(VIEW))
    assert names[0].anchor.number == 0
    assert len(names) < 30


def test_clusters_off_the_screen_have_no_name(qapp):
    assert placed(anchors(1), [QPointF(-5, 20)], label_font(), Room(VIEW)) == []


def test_a_name_stands_where_most_of_its_cluster_is_not_between_two_islands():
    rng = np.random.default_rng(4)
    near = rng.normal((-0.8, 0.1), 0.02, (300, 2))
    far = rng.normal((0.8, 0.1), 0.05, (280, 2))
    points = points_of(table_of(np.concatenate([near, far]), 1))
    assert densest(points, np.arange(len(points))) == pytest.approx((-0.8, 0.1), abs=0.05)
