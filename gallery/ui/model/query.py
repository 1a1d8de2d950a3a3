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

    @property
    def about(self) -> tuple[int, ...]:
        """The pictures of the folder that are asked about."""
        return (self.position,) if self.ask is QueryKind.PICTURE else self.members


ALL = GridQuery()


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left in the grid: one cluster, or chosen pictures; all for -1 and b"".

    Attributes:
        cluster: number of the cluster, or -1.
        only: one bit for each picture, packed: a million numbers would take a tenth of a second
            to make, and as long at each look.
        label: what the chip says.
    """

    cluster: int = -1
    only: bytes = b""
    label: str = ""

    @classmethod
    def of(cls, chosen: NDArray[np.bool_], label: str) -> "Filter":
        """Return the filter that leaves the pictures chosen in bool [n]."""
        return cls(only=np.packbits(chosen).tobytes(), label=label)

    def leaves(self, count: int) -> NDArray[np.bool_]:
        """Return which of `count` pictures are in `only`, bool [count]; all where it is empty."""
        if not self.only:
            return np.ones(count, np.bool_)
        return np.unpackbits(np.frombuffer(self.only, np.uint8), count=count).view(np.bool_)

    def __bool__(self) -> bool:
        return self.cluster >= 0 or bool(self.only)


NO_FILTER = Filter()
