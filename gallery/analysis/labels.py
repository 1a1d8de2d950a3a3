"""Labels that their pictures speak against: confident learning on the labels of neighbours.

Northcutt, Jiang, Chuang: Confident Learning (2021). The probabilities are those of the k nearest
pictures of other folds, so that no picture speaks for its own label.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis.neighbours import block_rows, never
from gallery.core.arrays import Vectors
from gallery.core.errors import CancelledError

FOLDS = 5
NEIGHBOURS = 10
SHARPNESS = 8.0  # how much more a near neighbour says than a far one: exp of so many cosines
BELIEF = 0.5  # of one neighbour, spread over all classes: few neighbours are never sure

FAR_AHEAD = 0.65  # suspicion of a label that is doubted in any case

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Doubts:
    """Labels that are likely wrong, the likeliest first.

    Attributes:
        at: positions, intp [m].
        suggested: class of each, intp [m].
        confidence: how sure it is that the label is not the one given, 0 to 1, [m].
    """

    at: NDArray[np.intp]
    suggested: NDArray[np.intp]
    confidence: NDArray[np.float64]


def out_of_fold(
    vectors: Vectors,
    labels: NDArray[np.intp],
    groups: NDArray[np.intp],
    cancelled: Callable[[], bool] = never,
) -> Probabilities:
    """Return the probability of each class for each picture, by its neighbours of other folds.

    Args:
        vectors: unit vectors, [n, d].
        labels: class of each, 0 to c - 1, [n]; every class occurs.
        groups: what must stay in one fold, [n]: copies of the same bytes share a number. In an
            order that depends on the pictures alone, the folds do as well.
        cancelled: asked once a block.

    Returns:
        float64 [n, c]; rows sum to 1.

    Raises:
        CancelledError: `cancelled` said so.
    """
    classes = int(labels.max(initial=-1)) + 1
    found = np.full((len(labels), classes), 1.0 / max(classes, 1))
    folds = groups % FOLDS
    for fold in range(FOLDS):
        own, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if not len(own) or not len(rest):
            continue
        # A picture that lies there twice has one voice.
        rest = rest[np.unique(groups[rest], return_index=True)[1]]
        block = block_rows(len(rest))
        for begin in range(0, len(own), block):
            if cancelled():
                raise CancelledError
            part = own[begin : begin + block]
            similar = vectors[part] @ vectors[rest].T
            found[part] = _votes(similar, labels[rest], classes)
    return found


def _votes(similar: NDArray[np.float32], labels: NDArray[np.intp], classes: int) -> Probabilities:
    k = min(NEIGHBOURS, similar.shape[1])
    near = np.argpartition(-similar, k - 1, axis=1)[:, :k]
    cosine = np.take_along_axis(similar, near, axis=1).astype(np.float64)
    weight = np.exp(SHARPNESS * (cosine - cosine.max(axis=1, keepdims=True)))
    votes = np.full((len(similar), classes), BELIEF / classes)
    rows = np.repeat(np.arange(len(similar)), k)
    np.add.at(votes, (rows, labels[near].ravel()), weight.ravel())
    shares: Probabilities = votes / votes.sum(axis=1, keepdims=True)
    return shares


def doubts(labels: NDArray[np.intp], chances: Probabilities) -> Doubts:
    """Return which labels [n] are likely wrong, given the chances [n, c] of all classes.

    A label is doubted where another class is as likely as it is, on the average, for the pictures
    that bear that class; so classes that are hard to tell apart doubt each other less. One that
    is far ahead of the label counts as well.
    """
    count, classes = chances.shape
    if not count or classes < 2:
        nothing = np.zeros(0, np.intp)
        return Doubts(nothing, nothing, np.zeros(0))
    usual = np.array([_mean(chances[labels == c, c]) for c in range(classes)])
    sure = np.where(chances >= usual - 1e-12, chances, -1.0)
    here, margin = np.arange(count), suspicion(labels, chances)
    best = np.where(sure.max(axis=1) >= 0, sure.argmax(axis=1), chances.argmax(axis=1))
    confident = (sure[here, best] >= 0) & (best != labels)
    best = np.where(confident, best, chances.argmax(axis=1))
    doubted = np.flatnonzero(confident | (margin >= FAR_AHEAD))
    order = np.lexsort((doubted, -margin[doubted]))
    return Doubts(doubted[order], best[doubted[order]], margin[doubted[order]])


def suspicion(labels: NDArray[np.intp], chances: Probabilities) -> NDArray[np.float64]:
    """Return how much speaks against each label, 0 to 1: half of what its best rival is ahead."""
    here = np.arange(len(labels))
    own = chances[here, labels]
    rival = chances.copy()
    rival[here, labels] = -1.0
    ahead = rival.max(axis=1, initial=0.0) - own
    return np.asarray((1.0 + ahead) / 2.0, np.float64)


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 2.0


def table(
    labels: NDArray[np.intp], clusters: NDArray[np.integer], classes: int, k: int
) -> NDArray[np.int64]:
    """Return how many pictures of each class lie in each cluster, [classes, k]."""
    counts = np.zeros((classes, k), np.int64)
    known = (labels >= 0) & (clusters >= 0)
    np.add.at(counts, (labels[known], clusters[known]), 1)
    return counts
