import numpy as np
import pytest
from PySide6.QtGui import QColor

from gallery.ui.map.raster import MOST_BLENDED, PAD, Brush, Raster, disc, mixed

WHITE, RED, BLUE = 0xFFFFFFFF, 0xFFFF0000, 0xFF0000FF


def brush(side=6, opacity=0.8):
    return Brush(disc(side), np.array([RED, BLUE], np.uint32), opacity)


def draw(places, numbers, brush, width=40, height=30):
    raster = Raster(width, height, WHITE)
    xy = np.array(places, np.float32).reshape(-1, 2)
    raster.draw([(xy[:, 0].copy(), xy[:, 1].copy(), np.array(numbers, np.int16))], brush)
    return raster.image.copy(PAD, PAD, width, height)


def test_a_disc_covers_the_area_of_a_circle():
    for side in (4, 6, 9, 12):
        assert sum(disc(side).cover) == pytest.approx(np.pi * side**2 / 4, rel=0.06)


def test_a_dot_is_round_and_translucent_in_its_colour():
    image = draw([(20, 15)], [0], brush())
    middle = QColor(image.pixel(20, 15))
    assert (middle.red(), middle.green(), middle.blue()) == pytest.approx((255, 51, 51), abs=3)
    assert image.pixel(10, 15) == WHITE
    corner = QColor(image.pixel(17, 12))
    assert corner.green() > middle.green()


def test_dots_at_the_edge_are_cut_and_those_far_outside_are_left_out():
    image = draw([(0, 0), (39.9, 29.9), (-500, 4), (4, 1e9), (90, 90)], [0] * 5, brush())
    assert QColor(image.pixel(0, 0)).green() < 100
    assert QColor(image.pixel(39, 29)).green() < 100
    assert image.pixel(20, 15) == WHITE


def test_many_dots_look_like_few_where_they_do_not_touch():
    few = draw([(20, 15)], [1], brush())
    many = draw([(20, 15)] * (MOST_BLENDED // 20), [1] * (MOST_BLENDED // 20), brush())
    for x in range(15, 26):
        one, other = QColor(few.pixel(x, 14)), QColor(many.pixel(x, 14))
        assert one.red() == pytest.approx(other.red(), abs=3)


def test_clearing_leaves_the_ground():
    raster = Raster(8, 8, WHITE)
    raster.draw(
        [(np.array([4], np.float32), np.array([4], np.float32), np.array([0], np.int16))], brush()
    )
    raster.clear()
    assert raster.image.pixel(PAD + 4, PAD + 4) == WHITE


def test_mixing_by_half_is_the_mean():
    assert mixed(np.array([0xFF204060], np.uint32), 0xFF406080, 0.5)[0] == 0xFF305070
