"""Which colours a picture holds, as shares of its pixels.

Hue as in HSV, which keeps blue and purple apart where Lab does not; lightness and chroma as in
CIELAB, which grow as an eye sees them grow. Skin, sand and wood in the sun belong to no colour:
nobody who looks for orange means them.
"""

import functools

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.core.arrays import Doubles
from gallery.core.hues import COLOURS, HUES

SIDE = 64  # of the square that is looked at: 4,096 pixels tell a share to within one in a hundred
PALE = 8.0  # chroma below which a pixel is white, grey or black
DARK, BRIGHT = 22.0, 80.0  # lightness, 0 to 100
FULL = 255
BITS = 5  # of each channel that are looked at: a table of 32,768 colours


def shares(image: Image.Image) -> bytes:
    """Return the share of each of COLOURS in `image`, mode RGB, 0 to 255, uint8 [15] as bytes.

    "dark" and "bright" are shares of the pixels, whatever their colour; "black and white" is the
    share of those without any.
    """
    pixels = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX)).reshape(-1, 3)
    steps = (pixels >> (8 - BITS)).astype(np.intp)
    counts = _table()[(steps[:, 0] << 2 * BITS) + (steps[:, 1] << BITS) + steps[:, 2]].sum(0)
    return bytes(np.round(counts / len(pixels) * FULL).astype(np.uint8).tolist())


@functools.cache
def _table() -> NDArray[np.int64]:
    """Return for each colour of few bits which of COLOURS it counts for, 0 or 1, [32768, 15].

    Looked up, a picture takes a third of a millisecond; computed, it took fifteen.
    """
    steps = np.arange(1 << 3 * BITS)
    rgb = np.stack([steps >> 2 * BITS, steps >> BITS, steps], 1) & ((1 << BITS) - 1)
    pixels = (rgb + 0.5) / (1 << BITS)
    lightness, chroma = _lab(pixels)
    of = _classes(_hue(pixels), lightness, chroma)
    table = np.zeros((len(steps), len(COLOURS)), np.int64)
    table[:, : len(HUES)] = of[:, None] == np.arange(len(HUES))
    table[:, len(HUES) :] = np.stack([lightness < DARK, lightness > BRIGHT, chroma < PALE], 1)
    return table


def _hue(rgb: Doubles) -> Doubles:
    """Return the hue of sRGB pixels [n, 3], 0 to 360, [n]."""
    top, low = rgb.max(1), rgb.min(1)
    span = np.maximum(top - low, 1e-9)
    red, green, blue = rgb.T
    sixths = np.select(
        [top == red, top == green],
        [(green - blue) / span, 2 + (blue - red) / span],
        4 + (red - green) / span,
    )
    hue: Doubles = (sixths * 60) % 360
    return hue


def _lab(rgb: Doubles) -> tuple[Doubles, Doubles]:
    """Return CIELAB lightness, 0 to 100, and chroma of sRGB pixels [n, 3], [n] each."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    matrix = np.array(  # sRGB to XYZ over the white of D65 (IEC 61966-2-1)
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = linear @ (matrix / matrix.sum(1, keepdims=True)).T
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = root.T
    return 116 * y - 16, np.hypot(500 * (x - y), 200 * (y - z))


def _classes(hue: Doubles, lightness: Doubles, chroma: Doubles) -> NDArray[np.int64]:
    """Return the colour of each pixel, a number of HUES, or -1 for none, [n]."""
    warm = (hue < 50) | (hue >= 345)
    rules: dict[str, NDArray[np.bool_]] = {
        "black": (lightness < 20) & (chroma < 12),
        "white": (lightness > 88) & (chroma < PALE),
        "grey": chroma < PALE,
        "pink": (chroma > 15)
        & (((hue >= 310) & (lightness > 40)) | (((hue < 12) | (hue >= 345)) & (lightness > 66))),
        "red": ((hue < 11) | (hue >= 338)) & (chroma > 32),
        "orange": (hue >= 11) & (hue < 42) & (lightness > 50) & (chroma > 50),
        "yellow": (hue >= 42) & (hue < 66) & (lightness > 60) & (chroma > 36),
        "brown": warm & (lightness < 56) & (chroma > 12),
        "green": (hue >= 58) & (hue < 162) & (chroma > 11),
        "cyan": (hue >= 162) & (hue < 195) & (chroma > 13),
        "blue": (hue >= 195) & (hue < 255) & (chroma > 12),
        "purple": (hue >= 255) & (hue < 345) & (chroma > 13),
    }
    numbers = [HUES.index(name) for name in rules]
    return np.select(list(rules.values()), numbers, -1)
