"""One picture changed in ways that people do not mind, and what encoders make of it."""

from dataclasses import dataclass

import numpy as np

from gallery.core.arrays import Pixels, Vectors
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.paths import shown
from gallery.core.sentence import Sentence
from gallery.encoders.protocol import Encoder
from gallery.engine.context import Context
from gallery.engine.jobs import any_file
from gallery.engine.workers.control import Control
from gallery.imaging.changes import CHANGES, changed
from gallery.imaging.results import Failure, View, Want

LONGEST = 768  # pixels of the picture that is changed: more than any encoder sees


@dataclass(frozen=True, slots=True)
class Step:
    """One change, by one amount."""

    change: str
    amount: float


def steps(names: list[str]) -> list[Step]:
    """Return every amount of the changes named, from little to much."""
    return [Step(name, amount) for name in names for amount in CHANGES[name].amounts]


def picture(context: Context, path: bytes, control: Control) -> Pixels:
    """Return the upright picture in a file, uint8 [height, width, 3]; LookalikeError if none."""
    result = any_file.decode(context, path, "view", Want(longest=LONGEST), control)
    if not isinstance(result, View):
        why = result.said if isinstance(result, Failure) else Sentence(Code.NOT_DECODED)
        raise LookalikeError(Code.NAMED, name=shown(path.rpartition(b"/")[2]), why=why)
    # A view is BGRX, as Qt paints it; encoders take RGB.
    return np.ascontiguousarray(result.pixels[:, :, 2::-1])


def cosines(pixels: Pixels, encoder: Encoder, tried: list[Step]) -> list[float]:
    """Return the cosine of a picture with itself after each step."""
    vectors = changed_vectors(pixels, encoder, [Step("", 0.0), *tried])
    return [float(vector @ vectors[0]) for vector in vectors[1:]]


def together(pixels: Pixels, encoder: Encoder, tried: list[Step]) -> float:
    """Return the cosine of a picture with itself after all steps, one after another."""
    both: tuple[list[tuple[str, float]], ...] = ([], [(s.change, s.amount) for s in tried])
    squares = [changed(pixels, some, encoder.preprocessing) for some in both]
    before, after = encoder.images(np.stack(squares))
    return float(before @ after)


def changed_vectors(pixels: Pixels, encoder: Encoder, tried: list[Step]) -> Vectors:
    """Return the unit vectors of a picture after each step, float32 [steps, dim]."""
    each = [[(step.change, step.amount)] if step.change else [] for step in tried]
    squares = [changed(pixels, some, encoder.preprocessing) for some in each]
    return encoder.images(np.stack(squares))
