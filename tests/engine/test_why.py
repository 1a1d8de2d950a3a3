import os

import numpy as np
import pytest

from gallery.core.errors import LookalikeError
from gallery.core.query import Box
from gallery.encoders import efficientnet
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.jobs import any_file, varied, why
from gallery.engine.jobs.varied import Step
from gallery.engine.workers.control import Control
from tests.engine_tools import paint


@pytest.fixture(scope="module")
def network():
    return efficientnet.load()


def test_the_regions_of_two_pictures_sum_to_their_cosine(context, tmp_path, network):
    paths = tuple(os.fsencode(paint(tmp_path / f"{n}.jpg", n, side=300)) for n in (1, 2))
    found = why.explain(context, network, paths, Control())
    vectors = [any_file.embed_file(context, path, network, Control())[0] for path in paths]
    cosine = float(vectors[0] @ vectors[1])
    assert not found.is_estimate
    assert found.why.pairs.shape == (49, 49)
    for heat in (found.why.first, found.why.second, found.why.pairs):
        assert float(heat.sum()) == pytest.approx(cosine, abs=1e-3)


def test_an_encoder_without_a_map_gives_an_estimate(context, tmp_path):
    paths = tuple(os.fsencode(paint(tmp_path / f"{n}.jpg", n)) for n in (1, 1))
    found = why.explain(context, PixelsEncoder(), paths, Control())
    assert found.is_estimate
    assert found.why.cosine == pytest.approx(1, abs=1e-5)
    assert found.first == Box(0, 0, 1, 1)


def test_what_is_no_picture_cannot_be_explained(context, tmp_path):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"none")
    with pytest.raises(LookalikeError, match=r"bad\.jpg"):
        why.explain(context, PixelsEncoder(), (os.fsencode(bad),) * 2, Control())


def test_cells_divide_what_the_encoder_sees(network):
    assert why.cut_of(network, 300, 300) == Box(0, 0, 1, 1)
    long = why.cut_of(network, 3000, 1500)
    assert long.left == pytest.approx((1 - long.width) / 2)
    assert (long.width, long.height) == pytest.approx((1.25 / 2, 1))


def test_pixels_fall_under_a_shift_where_the_network_holds(context, shared, network):
    path = os.fsencode(shared / "data" / "photos" / "pairs" / "red_apple_1.png")
    pixels = varied.picture(context, path, Control())
    tried = varied.steps(["shift"])
    by_pixels = varied.cosines(pixels, PixelsEncoder(), tried)
    by_network = varied.cosines(pixels, network, tried)
    assert by_pixels == sorted(by_pixels, reverse=True)
    assert by_pixels[-1] < 0.6 < by_network[-1]


def test_a_picture_as_it_is_stays_the_same(context, tmp_path):
    path = os.fsencode(paint(tmp_path / "a.jpg", 3, side=64))
    pixels = varied.picture(context, path, Control())
    assert pixels.shape == (64, 64, 3)
    steps = [Step("shift", 0.0), Step("crop", 0.0), Step("brightness", 0.0), Step("noise", 0.0)]
    assert np.allclose(varied.cosines(pixels, PixelsEncoder(), steps), 1, atol=1e-5)
    whole = any_file.embed_file(context, path, PixelsEncoder(), Control())[0]
    again = varied.changed_vectors(pixels, PixelsEncoder(), [Step("", 0)])[0]
    assert float(whole @ again) > 0.9999
