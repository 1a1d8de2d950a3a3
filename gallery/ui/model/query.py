"""What is asked of the gallery, and the places one can go back to."""

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
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


class ScrollAnchor(NamedTuple):
    """Where the grid is scrolled to: a picture, and how far its tile is below the upper edge.

    A picture and not a number of points: the tiles may have another size when one comes back.
    """

    position: int = -1
    below: int = 0


TOP = ScrollAnchor()


@dataclass(slots=True)
class HistoryEntry:
    """A point of the history: query, filter, focus and where the grid stood."""

    query: GridQuery = ALL
    filter: Filter = NO_FILTER
    focus: int = -1
    stand: ScrollAnchor = TOP

    def elsewhere(self) -> "HistoryEntry":
        """Return it as it is with other vectors: what came of the last ones is left out."""
        query = self.query if self.query.vector is None else ALL
        chosen = NO_FILTER if self.filter.cluster >= 0 else self.filter
        return replace(self, query=query, filter=chosen)


@dataclass(frozen=True, slots=True)
class Order:
    """What the grid shows now.

    Attributes:
        positions: pictures in the order to be shown, int64 [m].
        scores: score of every picture by position, float32 [n]; None where there are none.
        stand: where the grid shall stand; None to stay (an update of the same query).
        sure: how many of them, which come first, surely show the words that were asked for; -1
            where nothing of the kind is known.
    """

    positions: NDArray[np.intp]
    scores: NDArray[np.float32] | None = None
    stand: ScrollAnchor | None = TOP

    def score(self, position: int) -> float | None:
        """Return the score of a picture, None where it has none: it may have no vector yet."""
        if self.scores is None or not 0 <= position < len(self.scores):
            return None
        score = float(self.scores[position])
        return score if score > ranking.NO_SCORE else None

    sure: int = -1

    @property
    def split(self) -> int:
        """How many pictures stand above the line between sure and perhaps; 0 without a line."""
        return self.sure if 0 < self.sure < len(self.positions) else 0
