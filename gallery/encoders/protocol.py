"""What an encoder is: the six names that all of them have, and no more."""

from collections.abc import Sequence
from typing import Protocol

from gallery.core.arrays import Pixels, Vectors
from gallery.core.picture import Preprocessing


class Encoder(Protocol):
    """A network with its preprocessing, which turns pictures into unit vectors.

    Attributes:
        name: what a person types: "compact", "clip", "timm:resnet50", "pixels".
        id: name and digest of weights and preprocessing; vectors of two ids are never mixed.
        dim: numbers in a vector.
        preprocessing: applied by the decode workers up to uint8.
    """

    name: str
    id: str
    dim: int
    preprocessing: Preprocessing

    def images(self, batch: Pixels) -> Vectors:
        """Return unit vectors, float32 [n, dim], of a batch, uint8 [n, side, side, 3].

        The same picture gives the same vector (cosine >= 0.9999) alone or in any batch.
        """
        ...

    def words(self, texts: Sequence[str]) -> Vectors | None:
        """Return unit vectors [n, dim] of texts in the same space, or None without a text side."""
        ...
