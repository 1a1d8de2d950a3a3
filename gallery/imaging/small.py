"""Thumbnails of our own, read back for an encoder."""

import io

from PIL import Image

from gallery.core.arrays import Pixels
from gallery.core.picture import Preprocessing
from gallery.imaging.damage import DECODER_ERRORS
from gallery.imaging.decode import encoder_input


def square_of(jpeg: bytes, preparation: Preprocessing) -> Pixels | None:
    """Return what an encoder sees of a thumbnail, uint8 [side, side, 3]; None if it is damaged."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            return encoder_input(image.convert("RGB"), preparation)
    except DECODER_ERRORS:
        return None
