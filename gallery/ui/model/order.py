"""What the grid shows, in which order, and where it stands."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.ui.model.edge import Kept


class ScrollAnchor(NamedTuple):
    """Where the grid is scrolled to: a picture, and how far its tile is below the upper edge.

    A picture and not a number of points: the tiles may have another size when one comes back.
    """

    position: int = -1
    below: int = 0


TOP = ScrollAnchor()


@dataclass(frozen=True, slots=True)
class Order:
    """What the grid shows now.

    Attributes:
        positions: pictures in the order to be shown, int64 [m].
        scores: score of every picture by position, float32 [n]; None where there are none.
        stand: where the grid is to stand; None to stay (an update of the same query).
        sure: how many of them, which come first, surely show the words that were asked for; -1
            where nothing of the kind is known.
        kept: where likeness ends; None where it is not about likeness.
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
    kept: Kept | None = None

    @property
    def split(self) -> int:
        """How many pictures stand above a line across the grid; 0 without a line.

        It parts sure from perhaps, or shows where likeness ends: there it may be the last thing.
        """
        if self.kept is not None:
            return min(self.kept.count, len(self.positions))
        return self.sure if 0 < self.sure < len(self.positions) else 0

    @property
    def alike(self) -> NDArray[np.intp]:
        """What is shown of it elsewhere than in the grid: nothing beneath where likeness ends."""
        return self.positions if self.kept is None else self.positions[: self.kept.count]
