"""Why two files are alike: what each region adds, by an encoder that tells, or an estimate."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import regions
from gallery.analysis.regions import Why
from gallery.core.arrays import Pixels
from gallery.core.query import Box
from gallery.encoders.protocol import Encoder
from gallery.engine.context import Context
from gallery.engine.jobs import any_file
from gallery.engine.workers.control import Control
from gallery.imaging.decode import encoder_cut


@runtime_checkable
class Regional(Protocol):
    """An encoder that tells what each region of a picture adds to its vector."""

    def regions(self, batch: Pixels) -> NDArray[np.float32]:
        """Return what each region adds, float32 [n, rows, columns, dim]; the sum is the vector."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """Where two pictures are alike, and where the cells lie.

    Attributes:
        why: what each cell adds to the cosine.
        first: the part of the first picture that the cells divide.
        second: likewise of the second.
    """

    why: Why
    first: Box
    second: Box

    @property
    def is_estimate(self) -> bool:
        """Whether cells were covered, because the encoder does not tell."""
        return self.why.pairs is None


def explain(
    context: Context, encoder: Encoder, paths: tuple[bytes, bytes], control: Control
) -> Explained:
    """Return why two files are alike; LookalikeError if one is no picture."""
    seen = [any_file.seen(context, path, encoder.preprocessing, control) for path in paths]
    (first, _facts), (second, _others) = seen
    cuts = [cut_of(encoder, facts.width, facts.height) for _pixels, facts in seen]
    if isinstance(encoder, Regional):
        parts = encoder.regions(np.stack([first, second]))
        return Explained(regions.why(parts[0], parts[1]), *cuts)
    return Explained(regions.why_estimated(encoder.images, first, second), *cuts)


def cut_of(encoder: Encoder, width: int, height: int) -> Box:
    """Return the part of an upright picture that an encoder sees."""
    left, top, right, bottom = encoder_cut(width, height, encoder.preprocessing)
    return Box(left / width, top / height, (right - left) / width, (bottom - top) / height)
