"""The textbook baseline: a picture is the list of its grey pixels.

Needs no weights and no torch. It finds near-copies and pictures of the same layout, and shows by
comparison what a network adds.
"""

from collections.abc import Sequence

import numpy as np

from gallery.core.arrays import Pixels, Vectors, normalise
from gallery.core.picture import Preprocessing
from gallery.encoders.identity import encoder_id

_SIDE = 16
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as Pillow's mode "L"
# Deviation, in levels of 255, below which a picture is one plain colour: what is left of it is the
# rounding of whoever wrote the file, and would point anywhere.
_PLAIN = 0.25


class PixelsEncoder:
    """Grey pixels of the middle square, 16 x 16, minus their mean, made unit length.

    Without subtracting the mean, the brightness that all photographs share puts every cosine above
    0.8. With it the cosine of two pictures is the Pearson correlation of their pixels. A picture
    of one plain colour has no correlation with anything: its vector is zero.
    """

    def __init__(self) -> None:
        self.name = "pixels"
        self.dim = _SIDE * _SIDE
        self.preprocessing = Preprocessing(side=_SIDE, resize="crop", filter="bicubic")
        self.id = encoder_id(self.name, b"grey, centred, 1", self.preprocessing)

    def images(self, batch: Pixels) -> Vectors:
        """Return unit vectors, or zeros, float32 [n, 256], of a batch, uint8 [n, 16, 16, 3]."""
        grey = batch.astype(np.float32).reshape(len(batch), self.dim, 3) @ _LUMA
        grey -= grey.mean(axis=1, keepdims=True)
        grey[np.sqrt(np.mean(grey * grey, axis=1)) < _PLAIN] = 0
        return normalise(grey)

    def words(self, texts: Sequence[str]) -> Vectors | None:
        """Return None: pixels know no words."""
        return None
