"""Pictures of 16 greys are prepared for an encoder as if they had them all.

Where such a picture should go softly from one grey to the next it has a step, which an encoder
takes for the contour of something: the same picture with 16 and with 256 greys would not be alike.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.core.arrays import Pixels

_STEP = 17  # between two of 16 greys that are evenly spread from 0 to 255: 4 bits made 8
_FEWEST = 5  # black, white and a little between them is a drawing, whose edges are meant
_ROUNDS = 40
# On a square of 224 pixels: how far is smoothed at once, and the share of steps around a pixel up
# to which all is smoothed, and from which nothing is.
_SIDE, _RADIUS, _PLAIN, _BUSY = 224, 5, 0.2, 0.35

_Plane = NDArray[np.float32]


def is_banded(image: Image.Image) -> bool:
    """Return whether all pixels of the loaded `image` are of 16 evenly spread greys."""
    if image.mode not in ("L", "P", "RGB") or "transparency" in image.info:
        return False
    colours = image.getcolors(256 // _STEP + 1)  # ends at the 17th colour that it meets
    if colours is not None and image.mode == "P":
        colours = image.convert("RGB").getcolors()
    if colours is None or len(colours) < _FEWEST:
        return False
    return all(_is_step(colour) for _count, colour in colours)


def _is_step(colour: int | float | tuple[int, ...]) -> bool:
    channels = colour if isinstance(colour, tuple) else (colour,)
    return len(set(channels)) == 1 and channels[0] % _STEP == 0


def without_bands(square: Pixels) -> Pixels:
    """Return what `square` looks like without steps in its plain areas, uint8 [side, side, 3].

    They are smoothed again and again, and each time brought back to within half a step of what
    they were: what was rounded away is made up, and edges of more than a step stay. Where steps
    are dense they show something, and stay.

    Args:
        square: of a banded picture, uint8 [side, side, 3].
    """
    given = square[..., 0].astype(np.float32)
    scale = len(given) / _SIDE
    radius = max(1, round(_RADIUS * scale))
    low, high = given - _STEP / 2, given + _STEP / 2
    dense = _blurred(_steps(given), radius) * scale  # contours are denser in a smaller square
    share = np.interp(dense, (_PLAIN, _BUSY), (1, 0)).astype(np.float32)
    smooth = given
    for _ in range(_ROUNDS):
        smooth = given + (np.clip(_blurred(smooth, radius), low, high) - given) * share
    grey = np.clip(smooth + 0.5, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., np.newaxis], 3, axis=2)


def _steps(plane: _Plane) -> _Plane:
    """Return 1 where the pixel above or to the left is another grey, 0 elsewhere."""
    found = np.zeros(plane.shape, np.float32)
    found[1:] += np.abs(np.diff(plane, axis=0)) > _STEP / 3  # between two greys by the scaling
    found[:, 1:] += np.abs(np.diff(plane, axis=1)) > _STEP / 3
    return np.minimum(found, 1)


def _blurred(plane: _Plane, radius: int) -> _Plane:
    """Return the mean of the square around each pixel, `radius` to each side."""
    return _blurred_down(_blurred_down(plane, radius).T, radius).T


def _blurred_down(plane: _Plane, radius: int) -> _Plane:
    width = 2 * radius + 1
    padded = np.pad(plane, ((radius + 1, radius), (0, 0)), mode="edge")
    sums = np.cumsum(padded, axis=0, dtype=np.float64)
    mean: _Plane = ((sums[width:] - sums[:-width]) / width).astype(np.float32)
    return mean
