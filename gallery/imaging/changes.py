"""What an encoder sees of a changed picture: to try out what it makes of the change."""

from PIL import Image

from gallery.core.arrays import Pixels
from gallery.core.picture import Preprocessing
from gallery.imaging.alter import CHANGES as CHANGES
from gallery.imaging.alter import altered
from gallery.imaging.decode import encoder_input


def changed(pixels: Pixels, changes: list[tuple[str, float]], preparation: Preprocessing) -> Pixels:
    """Return what an encoder sees of a changed picture, uint8 [side, side, 3].

    Args:
        pixels: of the upright picture, uint8 [height, width, 3].
        changes: names of CHANGES, and how much of each, one after another.
        preparation: of the encoder.
    """
    return encoder_input(Image.fromarray(altered(pixels, changes)), preparation)
