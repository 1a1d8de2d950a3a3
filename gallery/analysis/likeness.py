"""What a cosine means in this folder: in words, as a rank among all pairs, and where likeness ends.

A cosine of 0.6 is little for one encoder and much for another, and means more in a mixed folder
than among three hundred photos of one cat. So it is held against pairs of the folder drawn at
random. Where likeness ends is found for each query on its own scores, by the threshold that parts
them best in two (Otsu 1979, "A threshold selection method from gray-level histograms"), and is
never below what unrelated pictures reach.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.analysis.steering import Bend
from gallery.core.arrays import Scores, Vectors

DRAWN = 512  # pictures whose pairs are the background: 130,816 pairs, 8 ms
STEPS = 2000  # quantiles that are kept of them
FIRST = 1000  # scores that are parted in two
UNRELATED = 3.0  # deviations above the middle of all pairs that a few unrelated pictures stay under
# Of the way from the middle to 1: no higher, or in a folder of one subject nothing would be alike.
HALF = 0.5
VERY, NEARLY, SAME = 0.45, 0.85, 0.99  # ways from the floor to 1, and the last a cosine
ANYWAY = 0.95  # a cosine that is nearly the same by any encoder


# Cosines between which unrelated pictures end, by encoder: pairs of two classes stay below the
# first 98 times of 100, and a folder of one subject alone needs no more than the second.
ENDS = {"efficientnet-lite0": (0.28, 0.45), "compact": (0.35, 0.55), "pixels": (0.55, 0.80)}


class HowAlike(StrEnum):
    """How alike two pictures are, in words."""

    SAME = "the same"
    NEARLY = "nearly the same"
    VERY = "very alike"
    ALIKE = "alike"
    LESS = "less alike"


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """The cosines of pairs of a folder's pictures.

    Attributes:
        quantiles: float32 [STEPS + 1], ascending; empty for fewer than two pictures.
        floor: cosine from which two pictures are alike.
    """

    quantiles: Scores
    floor: float

    def share_below(self, score: float) -> float:
        """Return the share of all pairs that are less alike than `score`, 0 to 1."""
        if not len(self.quantiles):
            return 0.0
        below = int(np.searchsorted(self.quantiles, score))
        return min(below, len(self.quantiles) - 1) / (len(self.quantiles) - 1)

    @property
    def nearly(self) -> float:
        """The cosine from which two pictures are nearly the same."""
        return min(self.level(NEARLY), ANYWAY)

    @property
    def middle(self) -> float:
        """The cosine of two pictures that have nothing to do with each other."""
        return float(self.quantiles[len(self.quantiles) // 2]) if len(self.quantiles) else 0.0

    def level(self, share: float) -> float:
        """Return the cosine at a share of the way from `floor` to 1."""
        return self.floor + share * (1 - self.floor)

    def in_words(self, score: float) -> HowAlike:
        """Return how alike two pictures with this cosine are."""
        steps = (
            (SAME, HowAlike.SAME),
            (self.nearly, HowAlike.NEARLY),
            (self.level(VERY), HowAlike.VERY),
            (self.floor, HowAlike.ALIKE),
        )
        return next((word for least, word in steps if score >= least), HowAlike.LESS)

    def rank_in_words(self, score: float) -> str:
        """Return "more alike than 99.4 % of pairs here", "" where there is nothing to compare."""
        if not len(self.quantiles):
            return ""
        share = self.share_below(score)
        # Never "100 %": the pair itself may be one of them, and the sample does not hold all.
        return f"more alike than {min(np.floor(share * 1000) / 10, 99.9):.1f} % of pairs here"


NOTHING = PairScores(np.zeros(0, np.float32), 0.5)


def background(
    vectors: Vectors,
    rows: NDArray[np.integer] | None = None,
    encoder: str = "",
    bend: Bend | None = None,
) -> PairScores:
    """Return the background of a folder: the same for the same pictures in the same order.

    Args:
        vectors: unit vectors, [N, d]; may be mapped, of which DRAWN rows are read.
        rows: row of each picture, [n], -1 where it has none; None for all rows.
        encoder: its name or id, for what is known of it beforehand.
        bend: what a person has taught.
    """
    known = np.arange(len(vectors)) if rows is None else rows[rows >= 0]
    some = np.linspace(0, len(known) - 1, min(DRAWN, len(known))).astype(np.intp)
    drawn = np.nan_to_num(np.asarray(vectors[known[some]], np.float32))
    drawn = bend.extend(drawn) if bend else drawn
    pairs = (drawn @ drawn.T)[np.triu_indices(len(drawn), 1)]
    low, high = _ends(encoder)
    if not len(pairs):
        return PairScores(pairs, low if low > 0 else NOTHING.floor)
    quantiles = np.quantile(pairs, np.linspace(0, 1, STEPS + 1)).astype(np.float32)
    least = _unrelated(quantiles, len(pairs), len(known))
    return PairScores(quantiles, min(max(least, low), high))


def _unrelated(quantiles: Scores, pairs: int, pictures: int) -> float:
    """Return the cosine that unrelated pairs do not reach, by the lower half of all pairs.

    The upper half holds the pairs that are alike, and would move it. The largest of n numbers
    drawn from a normal distribution is some sqrt(2 ln n) deviations above its middle. Few pairs
    tell little of the deviation, which is taken to be larger then.
    """
    middle, low = float(quantiles[STEPS // 2]), float(quantiles[round(0.16 * STEPS)])
    deviation = (middle - low) * (1 + 3 / np.sqrt(pairs))
    least = middle + max(UNRELATED, np.sqrt(2 * np.log(pictures))) * deviation
    return float(min(least, middle + HALF * (1 - middle), ANYWAY))


def _ends(encoder: str) -> tuple[float, float]:
    found = [ends for name, ends in ENDS.items() if name in (encoder, encoder.rpartition("-")[0])]
    return found[0] if found else (-1.0, SAME)


# ---------------------------------------------------------------- where likeness ends


@dataclass(frozen=True, slots=True)
class Edge:
    """Where likeness ends.

    Attributes:
        score: from here on a picture is a look-alike.
        kept: how many of the pictures that were ranked are, those asked about among them.
        found: how many are, without those asked about; 0 says that nothing here looks like it.
    """

    score: float
    kept: int
    found: int


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a person has told about where likeness is to end.

    Attributes:
        more: -1 keeps what is nearly the same, 0 what is found by itself, 1 half of everything.
        asked: positions of the pictures asked about: they say nothing of the others.
        liked: positions marked as wanted.
        unliked: positions marked as not wanted.
    """

    more: float = 0.0
    asked: Sequence[int] = ()
    liked: Sequence[int] = ()
    unliked: Sequence[int] = ()


def edge(scores: Scores, background: PairScores, given: Given, span: float = 1.0) -> Edge:
    """Return where likeness ends among `scores` [n], in any order.

    Args:
        scores: ranking.NO_SCORE where there is none: such a picture is never kept.
        background: of the folder.
        given: what a person told.
        span: of the ranking (`steering.Ranking`).
    """
    others = scores > ranking.NO_SCORE
    kept_anyway = np.zeros(len(scores), np.bool_)
    kept_anyway[list(given.asked)] = True
    kept_anyway &= others
    others &= ~kept_anyway
    threshold = _by_itself(scores[others], background, span)
    threshold = _marked(threshold, scores, given)
    threshold = _moved(threshold, background, span, given.more)
    found = int((scores[others] >= np.float32(threshold)).sum())
    return Edge(threshold, found + int(kept_anyway.sum()), found)


def _by_itself(scores: Scores, background: PairScores, span: float) -> float:
    floor, nearly = background.floor / span, background.nearly / span
    if len(scores) > FIRST:
        scores = -np.partition(-scores, FIRST - 1)[:FIRST]
    if len(scores) < 2:
        return floor
    # What is nearly the same is never cut in two, however alike the rest is.
    return min(max(otsu(scores), floor), nearly)


def otsu(scores: Scores) -> float:
    """Return the threshold that parts `scores` [m], m >= 2, best in two, ties above it.

    Each weighs one over the root of its rank: the few that are alike are not outweighed by the
    many that are not, and it matters less how many there are.
    """
    falling = -np.sort(-scores.astype(np.float64))
    weights = 1 / np.sqrt(np.arange(1, len(falling) + 1))
    sums, weight = np.cumsum(falling * weights), np.cumsum(weights)
    above, below = weight[:-1], weight[-1] - weight[:-1]
    apart = sums[:-1] / above - (sums[-1] - sums[:-1]) / below
    between = above * below * apart**2
    between[falling[:-1] == falling[1:]] = -1
    cut = int(between.argmax())
    return float(falling[cut] + falling[cut + 1]) / 2


def _marked(threshold: float, scores: Scores, given: Given) -> float:
    """Return the threshold nearest to `threshold` on whose wrong side the fewest marks lie."""
    liked, unliked = scores[list(given.liked)], scores[list(given.unliked)]
    liked, unliked = liked[liked > ranking.NO_SCORE], unliked[unliked > ranking.NO_SCORE]
    if not len(liked) + len(unliked):
        return threshold
    just_above = np.nextafter(unliked, np.float32(2))
    tried = np.concatenate([[threshold], liked.astype(np.float64), just_above.astype(np.float64)])
    wrong = (liked[np.newaxis] < tried[:, np.newaxis].astype(np.float32)).sum(1)
    wrong += (unliked[np.newaxis] >= tried[:, np.newaxis].astype(np.float32)).sum(1)
    best = np.lexsort((np.abs(tried - threshold), wrong))[0]
    return float(tried[best])


def _moved(threshold: float, background: PairScores, span: float, more: float) -> float:
    end = background.middle / span if more > 0 else background.nearly / span
    end = min(end, threshold) if more > 0 else max(end, threshold)
    return threshold + abs(more) * (end - threshold)
