import os

import numpy as np
import pytest

from gallery.core.problem import Kind
from gallery.imaging.view import decode_view
from tests.imaging.pictures import scene, with_exif
from tests.imaging.test_decode import encoded


def view(tmp_path, data, longest=1000):
    path = tmp_path / "x.jpg"
    path.write_bytes(data)
    return decode_view(os.fsencode(path), longest)


def test_pixels_are_blue_green_red_and_opaque(tmp_path):
    image = scene(320, 240)
    got = view(tmp_path, encoded(image, "PNG"))
    assert got.pixels.shape == (240, 320, 4)
    assert got.pixels.dtype == np.uint8
    assert (got.pixels[..., 2::-1] == np.asarray(image)).all()
    assert (got.pixels[..., 3] == 255).all()
    assert got.pixels.flags.c_contiguous
    assert not got.damaged


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_scaled_and_tells_its_full_size(tmp_path, kind):
    got = view(tmp_path, encoded(scene(3000, 2000), kind, quality=95), 600)
    assert (got.width, got.height) == (600, 400)
    assert (got.full_width, got.full_height) == (3000, 2000)
    expected = np.asarray(scene(600, 400)).astype(int)
    assert np.abs(got.pixels[..., 2::-1] - expected).mean() < 3


def test_a_small_picture_is_not_enlarged(tmp_path):
    got = view(tmp_path, encoded(scene(64, 48), "PNG"), 600)
    assert (got.width, got.height) == (64, 48)


def test_a_turned_picture_is_upright(tmp_path):
    got = view(tmp_path, encoded(scene(64, 48), "JPEG", exif=with_exif(6)))
    assert (got.width, got.height) == (got.full_width, got.full_height) == (48, 64)


def test_transparent_parts_lie_over_a_checkerboard(tmp_path):
    image = scene(64, 48).convert("RGBA")
    image.putalpha(0)
    got = view(tmp_path, encoded(image, "PNG"))
    assert set(np.unique(got.pixels[..., :3])) == {102, 153}
    assert (got.pixels[0, 0] != got.pixels[0, 12]).any()


def test_a_damaged_picture_shows_what_can_be_seen(tmp_path):
    data = encoded(scene(320, 240), "JPEG", quality=92)
    got = view(tmp_path, data[: len(data) // 2])
    assert got.damaged
    assert (got.full_width, got.full_height) == (320, 240)
    expected = np.asarray(scene(320, 240)).astype(int)[:60]
    assert np.abs(got.pixels[:60, :, 2::-1] - expected).mean() < 6


def test_what_is_no_picture_has_no_view(tmp_path):
    assert view(tmp_path, b"text").kind is Kind.NOT_AN_IMAGE
