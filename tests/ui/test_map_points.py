import numpy as np
import pytest

from gallery.ui.map.points import PointIndex, inside, points_of
from tests.tables import altered
from tests.ui.map_library import islands, table_of


def test_pictures_without_a_place_or_gone_are_not_on_the_map():
    table = table_of([(0, 0), (np.nan, 1), (1, np.inf), (1, 1), (2, 2)], 2)
    table = altered(table, alive={3: False})
    points = points_of(table)
    assert points.positions.tolist() == [0, 4]
    assert points.living == 4
    assert [points.row(position) for position in range(6)] == [0, -1, -1, -1, 1, -1]
    assert points.rows(np.array([4, 3, 0])).tolist() == [1, 0]


@pytest.mark.parametrize("count", [1, 2, 50, 4000])
def test_the_nearest_point_is_the_one_that_a_search_through_all_finds(count):
    x, y = islands(count, 3).T.copy()
    index = PointIndex(x, y)
    rng = np.random.default_rng(2)
    for px, py in rng.uniform(-1.3, 1.3, (200, 2)):
        away = np.hypot(x - px, y - py)
        best = int(np.argmin(away))
        found = index.nearest(px, py, 0.1)
        assert found == (best if away[best] <= 0.1 else -1)


def test_an_index_of_nothing_finds_nothing():
    nothing = np.zeros(0, np.float32)
    assert PointIndex(nothing, nothing).nearest(0, 0, 1) == -1


def test_points_in_one_place_are_found():
    same = np.full(9, 0.3, np.float32)
    assert PointIndex(same, same).nearest(0.3, 0.3, 0.01) >= 0


def test_a_polygon_holds_exactly_the_points_of_the_even_odd_rule():
    x, y = islands(3000, 5).T.copy()
    rng = np.random.default_rng(3)
    corners = rng.uniform(-1, 1, (23, 2))

    def is_inside(px, py):
        odd = False
        for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if (y1 > py) != (y2 > py) and px < x1 + (py - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
        return odd

    expected = [row for row in range(3000) if is_inside(float(x[row]), float(y[row]))]
    assert inside(x, y, corners).tolist() == expected
    assert 100 < len(expected) < 2900


def test_fewer_than_three_corners_hold_nothing():
    x, y = islands(10, 1).T.copy()
    assert len(inside(x, y, np.array([[-9.0, -9.0], [9.0, 9.0]]))) == 0
