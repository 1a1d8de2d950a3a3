"""How tests of whole families of files tell right from wrong."""

import io
import os

import numpy as np
from PIL import Image

from gallery.core.picture import Decoded, Preprocessing
from gallery.imaging.decode import Want, decode_file
from tests.imaging.pictures import scene

PICTURE = scene()
GREY = PICTURE.convert("L")
WANT = Want(Preprocessing(32, "squash"), thumbnail=256)


def result_of(folder, name, data):
    """What comes of a file with `data`."""
    path = folder / name
    path.write_bytes(data)
    return decode_file(os.fsencode(path), WANT)


def seen(result):
    """The thumbnail as an array, None when there is none."""
    if result.thumbnail is None:
        return None
    return np.asarray(Image.open(io.BytesIO(result.thumbnail)).convert("RGB")).astype(int)


LOSSY = 3  # mean levels by which a lossy coding may be off; at edges of colours it is more


def check(folder, name, data, expected, tolerance=1.5):
    """Assert that a file shows `expected`, a picture; return what came of it."""
    got = result_of(folder, name, data)
    assert isinstance(got, Decoded), got
    out = io.BytesIO()
    expected.convert("RGB").save(out, "PNG")
    wanted = result_of(folder, "expected.png", out.getvalue())
    if tolerance != LOSSY:
        assert np.abs(got.pixels.astype(int) - wanted.pixels).max() <= 4 * tolerance
    assert np.abs(got.pixels.astype(int) - wanted.pixels).mean() <= tolerance
    assert np.abs(seen(got) - seen(wanted)).mean() <= tolerance + 1
    return got
