"""Where likeness ends in what the grid shows, and what is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gallery.analysis import likeness, ranking
from gallery.analysis.likeness import Edge, Given, HowAlike, PairScores
from gallery.analysis.steering import Ranking
from gallery.library.table import Positions, Table

KNOWN = 8  # backgrounds that are kept: of a folder by several encoders, while it grows


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Where likeness ends in an order.

    Attributes:
        edge: the score at which it ends.
        background: of the folder, for what scores mean.
        span: what cosines were divided by, `steering.Ranking`.
        asked: pictures asked about, which come first.
        count: pictures above the edge, those asked about among them.
        below: those beneath it.
        hides: those beneath are not shown.
    """

    edge: Edge
    background: PairScores
    span: float
    asked: int
    count: int
    below: int
    hides: bool = False

    @property
    def found(self) -> int:
        """How many look-alikes there are, without those asked about."""
        return self.count - self.asked

    def in_words(self, score: float) -> HowAlike:
        """Return how alike a picture with a score of this order is to what is asked."""
        return self.background.in_words(score * self.span)

    def rank_in_words(self, score: float) -> float | None:
        """Return the share of pairs that are less alike, in percent; None where that says nothing.

        A score with words in it is no cosine, and no pair has one.
        """
        if self.span != 1.0 or not len(self.background.quantiles):
            return None
        share = self.background.share_below(score)
        # Never 100: the pair itself may be one of them, and the sample does not hold all.
        return min(float(np.floor(share * 1000) / 10), 99.9)


@dataclass(slots=True)
class Backgrounds:
    """The backgrounds of folders, each measured once; for one thread at a time."""

    _known: dict[tuple[object, ...], PairScores] = field(default_factory=dict)

    def of(self, table: Table, base: Positions, encoder: str) -> PairScores:
        """Return the background of a table's pictures by the encoder whose vectors it has.

        Args:
            table: a snapshot of the pictures.
            base: their order when nothing is asked, by path.
            encoder: id of the encoder.
        """
        rows = table.row[base]
        rows = rows[table.alive[base] & (rows >= 0)]
        key = (table.root, encoder, table.vectors.shape[1], len(rows))
        if key not in self._known:
            while len(self._known) >= KNOWN:
                self._known.pop(next(iter(self._known)))
            self._known[key] = likeness.background(table.vectors, rows, encoder)
        return self._known[key]


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """What is needed to find where likeness ends among ranked pictures.

    Attributes:
        table: a snapshot of the pictures.
        background: of the folder.
        given: what the person told; `asked` are the positions asked about.
        hides: leave out what lies beneath.
    """

    table: Table
    background: PairScores
    given: Given
    hides: bool = False


def ended(positions: Positions, first: Sequence[int], found: Ranking, at: Ended) -> Kept:
    """Return where likeness ends in an order.

    Args:
        positions: what the filter leaves, best first, [m].
        first: those of them that are asked about; they come first.
        found: scores of all pictures, [n].
        at: what decides it.
    """
    scores = found.scores
    if not at.table.alive.all():  # what is gone is no look-alike
        scores = np.where(at.table.alive, scores, np.float32(ranking.NO_SCORE))
    edge = likeness.edge(scores, at.background, at.given, found.span)
    rest = scores[positions[len(first) :]]
    # They fall: what is searched for is how many reach it.
    above = len(rest) - int(np.searchsorted(rest[::-1], np.float32(edge.score), "left"))
    kept = Kept(edge, at.background, found.span, len(first), len(first) + above, len(rest) - above)
    return replace(kept, hides=at.hides)
