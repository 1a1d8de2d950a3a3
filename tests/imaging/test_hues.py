import numpy as np
import pytest
from PIL import Image, ImageFilter

from gallery.core.hues import COLOURS, HUES
from gallery.core.picture import Decoded
from gallery.imaging import hues
from gallery.imaging.decode import decode_file
from gallery.imaging.results import Want

PLAIN = {
    "red": ["#FF0000", "#C81E1E", "#A00010"],
    "orange": ["#FF8C00", "#FFA500", "#E8771A"],
    "yellow": ["#FFFF00", "#FFD700", "#E6D23C"],
    "green": ["#00FF00", "#228B22", "#2E5A2E", "#9ACD32"],
    "cyan": ["#00FFFF", "#40E0D0", "#208C8C"],
    "blue": ["#0000FF", "#1E90FF", "#87CEEB", "#000080"],
    "purple": ["#800080", "#8A2BE2", "#9370DB"],
    "pink": ["#FF69B4", "#FFC0CB", "#FF1493"],
    "brown": ["#8B4513", "#5C4033", "#6F4E37"],
    "white": ["#FFFFFF", "#F5F5F5"],
    "grey": ["#808080", "#A9A9A9", "#505050"],
    "black": ["#000000", "#141414"],
}


def shares(image):
    return dict(zip(COLOURS, np.frombuffer(hues.shares(image), np.uint8) / 255, strict=True))


@pytest.mark.parametrize(("name", "colour"), [(n, c) for n in PLAIN for c in PLAIN[n]])
def test_plain_colours_go_by_their_names(name, colour):
    found = shares(Image.new("RGB", (300, 200), colour))
    assert {hue for hue in HUES if found[hue] > 0} == {name}


@pytest.mark.parametrize("colour", ["#E8BEAC", "#D2A679", "#F5E1C8"])
def test_skin_and_sand_are_of_no_colour(colour):
    found = shares(Image.new("RGB", (64, 64), colour))
    assert not any(found[hue] for hue in HUES)


def test_shares_are_of_the_pixels():
    image = Image.new("RGB", (200, 100), "#FF0000")
    image.paste("#0000FF", (0, 0, 50, 100))
    found = shares(image)
    assert (found["red"], found["blue"]) == pytest.approx((0.75, 0.25), abs=0.01)


def test_dark_bright_and_without_colour():
    grey = shares(Image.linear_gradient("L").convert("RGB"))
    assert grey["black and white"] == 1
    assert 0.1 < grey["dark"] < 0.4
    assert 0.1 < grey["bright"] < 0.4
    night = shares(Image.new("RGB", (64, 64), "#050520"))
    assert (night["dark"], night["black and white"], night["bright"]) == (1, 0, 0)


def test_noise_of_a_camera_makes_no_colours():
    noise = np.random.default_rng(0).normal(128, 12, (256, 256, 3)).clip(0, 255)
    image = Image.fromarray(noise.astype(np.uint8)).filter(ImageFilter.BoxBlur(1))
    assert shares(image)["grey"] > 0.9


def test_decoding_tells_the_colours(tmp_path):
    Image.new("RGB", (400, 300), "#228B22").save(tmp_path / "lawn.png")
    decoded = decode_file(bytes(tmp_path / "lawn.png"), Want())
    assert isinstance(decoded, Decoded)
    assert decoded.facts.colours[COLOURS.index("green")] == 255
    assert len(decoded.facts.colours) == len(COLOURS)
