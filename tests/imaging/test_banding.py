"""A picture of 16 greys is prepared as the same picture with all its greys is."""

import io
import os

import numpy as np
import pytest
from PIL import Image

from gallery.core.picture import Preprocessing
from gallery.imaging.banding import is_banded, without_bands
from gallery.imaging.decode import Want, decode_file

SIDE = 224


def soft(side=SIDE):
    """Soft shades with one hard edge, greys uint8 [side, side]."""
    y, x = np.mgrid[0:side, 0:side] / side
    grey = 90 + 60 * np.sin(3 * x + 2 * y) + 40 * y
    grey[: side // 3, : side // 4] = 20
    return grey.astype(np.uint8)


def sixteen(grey):
    return (np.round(grey / 17) * 17).astype(np.uint8)


def busy():
    """Grass, sand, hair: nothing but detail."""
    return np.random.default_rng(4).integers(60, 160, (SIDE, SIDE)).astype(np.uint8)


def three(grey):
    return np.repeat(grey[..., None], 3, 2)


def reopened(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    opened = Image.open(file)
    opened.load()
    return opened


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "L"), ("PNG", "RGB"), ("PNG", "P"), ("GIF", "L"), ("BMP", "P")]
)
def test_sixteen_greys_are_known_in_every_container(kind, mode):
    image = Image.fromarray(sixteen(soft())).convert("RGB")
    image = image.quantize(16) if mode == "P" else image.convert(mode)
    assert is_banded(reopened(image, kind))


@pytest.mark.parametrize("side", [SIDE, 128, 16])
def test_the_steps_go_and_edges_stay(side):
    whole, few = soft(side).astype(int), sixteen(soft(side))
    mended = without_bands(three(few)).astype(int)
    assert (mended == mended[..., :1]).all()
    assert np.abs(mended[..., 0] - few).max() <= 9  # half a step, rounded
    if side >= 100:
        before, after = np.abs(few - whole).mean(), np.abs(mended[..., 0] - whole).mean()
        assert after < 0.6 * before
        edge = mended[side // 6, side // 4 - 2 : side // 4 + 2, 0]
        assert edge[-1] - edge[0] >= whole[side // 6, side // 4 + 1] - 20 - 17


def test_detail_is_not_smoothed_away():
    few = sixteen(busy())
    assert np.array_equal(without_bands(three(few))[..., 0], few)


@pytest.mark.parametrize(
    "image",
    [
        Image.fromarray(soft()),
        Image.fromarray(np.where(soft() > 100, 255, 0).astype(np.uint8)),
        Image.fromarray(three(sixteen(soft())) // np.array([1, 2, 3], np.uint8)),
        Image.fromarray(sixteen(soft()) // 17),
        Image.fromarray(sixteen(soft())).convert("1"),
        Image.fromarray(sixteen(soft()).astype(np.uint16)),
    ],
    ids=["all greys", "two greys", "colours", "other greys", "one bit", "16 bits"],
)
def test_other_pictures_are_left_as_they_are(image):
    assert not is_banded(image)


def test_thumbnails_and_facts_are_those_of_the_file(tmp_path):
    """Only what an encoder takes is smoothed: what is shown is what lies there."""
    Image.fromarray(sixteen(soft())).save(tmp_path / "few.png")
    found = decode_file(os.fsencode(tmp_path / "few.png"), Want(Preprocessing(SIDE), SIDE))
    shown = np.asarray(Image.open(io.BytesIO(found.thumbnail)).convert("L")).astype(int)
    assert np.abs(shown - sixteen(soft())).mean() < 2
    assert len(np.unique(found.pixels)) > 30
