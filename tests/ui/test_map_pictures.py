import itertools

import numpy as np
import pytest

from gallery.ui.map.camera import MapCamera, extent_of
from gallery.ui.map.points import points_of
from gallery.ui.map.thumbnails import SMALL, STEP, Chooser, apart
from tests.ui.map_library import islands, table_of

NO_FIRST = np.zeros(0, np.intp)


def chooser_of(count, first=NO_FIRST):
    points = points_of(table_of(islands(count, 6), 6))
    chooser = Chooser()
    chooser.set_points(points, first)
    fit = extent_of(points.x, points.y).fitted(900, 700)
    return points, chooser, fit


def shown(chooser, camera, fit):
    return chooser.shown(camera, fit.scale)


def test_far_away_a_crowd_stays_dots():
    _, chooser, fit = chooser_of(3000)
    assert len(shown(chooser, fit, fit).rows) == 0


def test_a_few_pictures_are_thumbnails_at_once():
    points, chooser, fit = chooser_of(8)
    assert len(shown(chooser, fit, fit).boxes(points, fit)) >= 4


@pytest.mark.parametrize("factor", [2.0, 5.0, 20.0, 60.0])
def test_thumbnails_do_not_overlap(factor):
    points, chooser, fit = chooser_of(3000)
    camera = fit.zoomed(factor, fit.screen(float(points.x[0]), float(points.y[0])))
    boxes = [box for _, box in shown(chooser, camera, fit).boxes(points, camera)]
    assert boxes
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert all(SMALL * 0.99 <= box.width() <= SMALL * STEP * 1.01 for box in boxes)


def test_thumbnails_stay_the_same_while_one_pans():
    points, chooser, fit = chooser_of(3000)
    camera = fit.zoomed(8.0, fit.screen(float(points.x[0]), float(points.y[0])))
    before = {row for row, _ in shown(chooser, camera, fit).boxes(points, camera)}
    moved = camera.panned(70, 45)
    after = {row for row, _ in shown(chooser, moved, fit).boxes(points, moved)}
    for row in before ^ after:
        x, y = float(points.x[row]), float(points.y[row])
        seen = [_is_well_inside(view, x, y) for view in (camera, moved)]
        assert not all(seen), "a thumbnail came or went in the middle of the screen"


def _is_well_inside(camera: MapCamera, x, y):
    across, down = camera.screen(x, y)
    return 50 < across < camera.width - 50 and 50 < down < camera.height - 50


def test_preferred_pictures_come_first():
    points, chooser, fit = chooser_of(200, np.array([150]))
    camera = fit.zoomed(6.0, fit.screen(float(points.x[150]), float(points.y[150])))
    assert 150 in shown(chooser, camera, fit).rows


def test_pictures_left_out_by_a_filter_are_no_thumbnails():
    points, chooser, fit = chooser_of(60)
    kept = points.cluster == 1
    chooser.set_points(points, NO_FIRST, kept)
    camera = fit.zoomed(3.0, (450, 350))
    assert kept[shown(chooser, camera, fit).rows].all()


def test_pictures_in_one_place_give_one_thumbnail():
    same = np.zeros(50, np.float32)
    assert apart(same, same, np.arange(50), 0.1).tolist() == [0]
