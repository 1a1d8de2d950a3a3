import numpy as np
import pytest

from gallery.ui.map.camera import (
    FARTHEST,
    MARGIN,
    NEAREST,
    Extent,
    MapCamera,
    between,
    bounded,
    extent_of,
)

CAMERA = MapCamera(0.2, -0.1, 300.0, 640.0, 480.0)


def test_the_world_and_the_screen_are_each_others_inverse():
    assert CAMERA.world(*CAMERA.screen(0.33, -0.7)) == pytest.approx((0.33, -0.7))
    across, down = CAMERA.to_screen(
        np.array([0.33], np.float32), np.array([-0.7], np.float32), ratio=2.0
    )
    assert (across[0] / 2, down[0] / 2) == pytest.approx(CAMERA.screen(0.33, -0.7), abs=1e-2)


@pytest.mark.parametrize("factor", [0.3, 1.25, 7.0])
def test_zooming_keeps_the_worlds_point_under_the_pointer(factor):
    at = (500.0, 90.0)
    assert CAMERA.zoomed(factor, at).world(*at) == pytest.approx(CAMERA.world(*at))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_point_stays_under_the_pointer_all_the_way_of_a_flight(share):
    at = (500.0, 90.0)
    there = CAMERA.zoomed(4.0, at)
    assert between(CAMERA, there, share).world(*at) == pytest.approx(CAMERA.world(*at))


def test_a_flight_ends_exactly_where_it_was_to_end():
    there = CAMERA.zoomed(4.0, (1.0, 2.0)).panned(30, 40)
    assert between(CAMERA, there, 1.0) == there


def test_panning_takes_the_ground_along():
    x, y = CAMERA.world(100, 100)
    assert CAMERA.panned(25, -40).screen(x, y) == pytest.approx((125, 60))


def test_the_fitted_map_shows_every_point_inside_the_margin():
    rng = np.random.default_rng(0)
    x, y = rng.uniform(-3, 9, 200).astype(np.float32), rng.uniform(5, 6, 200).astype(np.float32)
    across, down = extent_of(x, y).fitted(470, 720).to_screen(x, y)
    assert across.min() >= MARGIN - 0.1
    assert across.max() <= 470 - MARGIN + 0.1
    assert down.min() >= MARGIN - 0.1
    assert down.max() <= 720 - MARGIN + 0.1


@pytest.mark.parametrize("places", [[], [(0.4, 0.4)], [(0.4, 0.4)] * 5])
def test_no_extent_still_gives_a_camera(places):
    xy = np.float32(places).reshape(-1, 2)
    camera = extent_of(xy[:, 0], xy[:, 1]).fitted(400, 300)
    assert np.isfinite([camera.x, camera.y, camera.scale]).all()
    if places:
        assert camera.screen(*places[0]) == pytest.approx((200, 150), abs=1e-3)


def test_zooming_stops_near_and_far():
    fit, at = Extent().fitted(640, 480), (10.0, 10.0)
    near = bounded(fit.zoomed(1e6, at), fit, fit, at)
    far = bounded(fit.zoomed(1e-6, at), fit, fit, at)
    assert near.scale == pytest.approx(fit.scale * NEAREST)
    assert far.scale == pytest.approx(fit.scale * FARTHEST)
    assert near.world(*at) == pytest.approx(fit.world(*at))
