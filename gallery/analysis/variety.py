"""Pictures that stand apart, and the few that show the most of what there is."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gallery.analysis.neighbours import nearest_neighbours, never
from gallery.core.arrays import Rows, Vectors
from gallery.core.errors import CancelledError

NEAREST = 5
FAR = 3.5  # times the usual deviation above the middle (Iglewicz, Hoaglin 1993)
_DEVIATIONS = 1.4826  # median deviations in a standard deviation


def apartness(vectors: Vectors, cancelled: Callable[[], bool] = never) -> NDArray[np.float64]:
    """Return the mean cosine distance of each picture to its NEAREST nearest, [n]; 0 when alone."""
    if len(vectors) < 2:
        return np.zeros(len(vectors))
    _indices, distances = nearest_neighbours(vectors, NEAREST + 1, cancelled)
    return np.asarray(distances[:, 1:].mean(axis=1), np.float64)


def odd_ones(apart: NDArray[np.float64]) -> Rows:
    """Return the pictures that stand far apart from the others, the farthest first."""
    if not len(apart):
        return np.zeros(0, np.intp)
    middle = np.median(apart)
    usual = _DEVIATIONS * float(np.median(np.abs(apart - middle)))
    order = np.lexsort((np.arange(len(apart)), -apart))
    return order[apart[order] > middle + FAR * max(usual, 1e-6)]


def most_varied(vectors: Vectors, count: int, cancelled: Callable[[], bool] = never) -> Rows:
    """Return `count` pictures of which none is far from all (k-centre; Gonzalez 1985).

    The first is the most typical one; each next is the one farthest from those before it.

    Raises:
        CancelledError: `cancelled` said so.
    """
    count = min(count, len(vectors))
    if count < 1:
        return np.zeros(0, np.intp)
    chosen = [int((vectors @ vectors.mean(axis=0)).argmax())]
    nearest = vectors @ vectors[chosen[0]]
    while len(chosen) < count:
        if cancelled():
            raise CancelledError
        # Never chosen again, also where its copies are all that is left.
        nearest[chosen[-1]] = np.inf
        chosen.append(int(nearest.argmin()))
        np.maximum(nearest, vectors @ vectors[chosen[-1]], out=nearest)
    return np.array(chosen, np.intp)
