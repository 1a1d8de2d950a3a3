"""Pictures that a person's own label may fit as well: those like the labelled ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis.neighbours import nearest_to
from gallery.core.arrays import Rows, Vectors

FEWEST = 3  # labelled pictures from which anything is proposed
NEIGHBOURS = 5
USUAL = 0.1  # share of the labelled pictures that may be less like each other than a proposal is


@dataclass(frozen=True, slots=True)
class Proposals:
    """Pictures that are proposed for a label, the surest first.

    Attributes:
        at: positions, intp [m].
        likeness: mean cosine with the nearest labelled ones, float64 [m].
    """

    at: Rows
    likeness: NDArray[np.float64]


def propose(
    vectors: Vectors, labelled: NDArray[np.bool_], refused: NDArray[np.bool_], most: int = 60
) -> Proposals:
    """Return pictures that are as like the labelled ones as most of those are like each other.

    A picture that is nearer to what was refused than to what was labelled is left out.

    Args:
        vectors: unit vectors, float32 [n, d].
        labelled: those that have the label, bool [n].
        refused: those that it was refused for, bool [n].
        most: how many to return at most.
    """
    own = vectors[labelled]
    if len(own) < FEWEST:
        return Proposals(np.zeros(0, np.intp), np.zeros(0))
    among = _likeness(own, own, itself=True)
    least = float(np.quantile(among, USUAL))
    rest = np.flatnonzero(~labelled & ~refused)
    like = _likeness(vectors[rest], own)
    fits = like >= least
    if refused.any():
        fits &= like > _likeness(vectors[rest], vectors[refused])
    order = np.lexsort((rest, -like))
    order = order[fits[order]][:most]
    return Proposals(rest[order], like[order])


def _likeness(vectors: Vectors, own: Vectors, *, itself: bool = False) -> NDArray[np.float64]:
    """Return the mean cosine with the nearest of `own`, [n]; without oneself where told."""
    _indices, distances = nearest_to(vectors, own, NEIGHBOURS + itself)
    return np.asarray(1.0 - distances[:, int(itself) :].mean(axis=1, dtype=np.float64))
