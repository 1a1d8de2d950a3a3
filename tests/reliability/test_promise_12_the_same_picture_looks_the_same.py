"""Encoding, orientation, depth and colour mode do not change what a picture looks like."""

import numpy as np
import pytest
from PIL import Image

from gallery.encoders import compact, efficientnet
from gallery.encoders.pixels import PixelsEncoder
from gallery.imaging.decode import decode_file
from gallery.imaging.results import Want


def scene():
    """A picture without symmetry, 320 x 240."""
    y, x = np.mgrid[0:240, 0:320].astype(np.float32)
    red = 255 * (x / 320) ** 2
    green = 200 * ((x < 130) & (y < 90)) + 40
    blue = 230 * ((x > 200) & (y > 150)) + 20
    return Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8))


@pytest.fixture(scope="module", params=["pixels", "compact", "efficientnet-lite0"])
def encoder(request):
    if request.param == "pixels":
        return PixelsEncoder()
    return compact.load() if request.param == "compact" else efficientnet.load()


def vector(path, encoder):
    decoded = decode_file(str(path).encode(), Want(encoder.preprocessing))
    return encoder.images(decoded.pixels[None])[0]


def turned(image, path):
    exif = Image.Exif()
    exif[0x0112] = 6
    image.rotate(90, expand=True).save(path, "JPEG", quality=95, exif=exif)


def deep(image, path):
    grey = np.asarray(image.convert("L"), np.uint16) * 257
    Image.fromarray(grey).save(path, "PNG")


def sixteen_greys(image, path):
    grey = np.asarray(image.convert("L"))
    Image.fromarray(np.round(grey / 17).astype(np.uint8) * 17).save(path, "PNG")


GREY = ("16-bit grey", "16 greys")
WAYS = {
    "png": lambda image, path: image.save(path, "PNG"),
    "jpeg 60": lambda image, path: image.save(path, "JPEG", quality=60),
    "webp": lambda image, path: image.save(path, "WEBP"),
    "tiff": lambda image, path: image.save(path, "TIFF"),
    "cmyk": lambda image, path: image.convert("CMYK").save(path, "JPEG", quality=95),
    "palette": lambda image, path: image.quantize(128).save(path, "PNG"),
    "opaque alpha": lambda image, path: image.convert("RGBA").save(path, "PNG"),
    "turned by EXIF": turned,
    "16-bit grey": deep,
    "16 greys": sixteen_greys,
    "half the size": lambda image, path: image.resize((160, 120)).save(path, "PNG"),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_looks_the_same(tmp_path, way, encoder):
    plain = scene().convert("L") if way in GREY else scene()
    plain.save(tmp_path / "plain.jpg", quality=95)
    WAYS[way](scene(), tmp_path / "other.jpg")
    names = ("plain.jpg", "other.jpg")
    one, other = (vector(tmp_path / name, encoder) for name in names)
    assert one @ other >= (0.98 if encoder.name == "pixels" else 0.9)
