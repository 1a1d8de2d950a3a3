"""What is asked of the gallery, and the places one can go back to."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Vectors


class QueryKind(Enum):
    """The kinds of query."""

    ALL = "all"
    PICTURE = "picture"
    OUTSIDE = "outside"
    SEVERAL = "several"
    WORDS = "words"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class OutsidePicture:
    """A picture that is asked about and is not in the folder: its name, and a thumbnail file."""

    name: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class GridQuery:
    """What the grid is sorted by.

    Attributes:
        ask: the kind.
        position: the picture asked about, for PICTURE; otherwise -1.
        label: what the chip in the search field says: a file name, or the words.
        meaning: how words were understood; for NAMES why names are searched instead; or "".
        vector: unit vector [dim] for OUTSIDE and SEVERAL, and for WORDS with a text encoder.
        contents: content ids that words or names were found in, best first, int64 [m].
        scores: their probability, 0 to 1, float32 [m].
        kept: how many of `contents`, which come first, rather show the words than not; where it is
            0 the others are the nearest.
        sure: how many of them surely do.
        unknown: words that are not known, as they were written.
        words: the words that are known, as they are known.
        image: thumbnail file of a picture from outside, for the chip; or "".
        found: positions whose names hold the words, for NAMES, [m].
        guests: pictures from outside that are asked about, for OUTSIDE and SEVERAL.
        members: pictures of the folder that are asked about together, for SEVERAL.
        more: where likeness is to end: -1 keeps fewest, 0 what is found by itself, 1 the most.
    """

    ask: QueryKind = QueryKind.ALL
    position: int = -1
    label: str = ""
    meaning: str = field(default="", compare=False)
    vector: Vectors | None = field(default=None, compare=False)
    contents: NDArray[np.int64] | None = field(default=None, compare=False)
    scores: NDArray[np.float32] | None = field(default=None, compare=False)
    kept: int = field(default=0, compare=False)
    sure: int = field(default=0, compare=False)
    unknown: tuple[str, ...] = field(default=(), compare=False)
    words: tuple[str, ...] = field(default=(), compare=False)
    image: str = ""
    found: NDArray[np.intp] | None = field(default=None, compare=False)
    guests: tuple[OutsidePicture, ...] = ()
    members: tuple[int, ...] = ()
    more: float = field(default=0.0, compare=False)

    @property
    def about(self) -> tuple[int, ...]:
        """The pictures of the folder that are asked about."""
        return (self.position,) if self.ask is QueryKind.PICTURE else self.members


ALL = GridQuery()
