"""The changes on plain pixels are those of Pillow."""

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from gallery.imaging.alter import CHANGES, altered

PIXELS = np.random.default_rng(0).integers(0, 256, (61, 83, 3), dtype=np.uint8)
BY_PILLOW = {
    "mirror": lambda image, _amount: ImageOps.mirror(image),
    "turn": lambda image, _amount: image.transpose(Image.Transpose.ROTATE_90),
    "grey": lambda image, _amount: image.convert("L").convert("RGB"),
    "brightness": lambda image, amount: ImageEnhance.Brightness(image).enhance(1 + amount),
}


@pytest.mark.parametrize("name", BY_PILLOW)
def test_pixels_are_changed_as_pillow_does(name):
    for amount in CHANGES[name].amounts:
        found = altered(PIXELS, [(name, amount)])
        assert np.array_equal(found, np.asarray(BY_PILLOW[name](Image.fromarray(PIXELS), amount)))


def test_changes_are_made_one_after_another():
    turned = np.rot90(PIXELS)
    both = altered(PIXELS, [("turn", 1.0), ("crop", 0.5)])
    assert np.array_equal(both, altered(turned, [("crop", 0.5)]))
    assert both.shape[0] > both.shape[1]
    assert np.array_equal(altered(PIXELS, [("mirror", 1.0)] * 2), PIXELS)
    assert np.array_equal(altered(PIXELS, []), PIXELS)


def test_a_shift_moves_to_the_right_and_draws_the_border_on():
    found = altered(PIXELS, [("shift", 10 / 83)])
    assert np.array_equal(found[:, 10:], PIXELS[:, :-10])
    assert (found[:, :10] == PIXELS[:, :1]).all()


def test_noise_is_the_same_each_time():
    assert np.array_equal(altered(PIXELS, [("noise", 0.1)]), altered(PIXELS, [("noise", 0.1)]))
