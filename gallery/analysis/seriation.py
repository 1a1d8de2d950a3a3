"""An order of a few pictures in which neighbours look alike, for a matrix that can be read."""

import numpy as np
from numpy.typing import NDArray

LEAST_GAIN = 1e-9


def alike_order(cosine: NDArray[np.floating]) -> NDArray[np.intp]:
    """Return an order of n pictures in which neighbours are as alike as can be, [n].

    A chain that goes on with the picture most like the last one, from the one that is least like
    all others; then parts of it are turned round while that makes neighbours more alike (2-opt,
    Croes 1958, "A method for solving traveling-salesman problems"). The same for the same cosines.

    Args:
        cosine: of each with each other, [n, n].
    """
    count = len(cosine)
    if count < 3:
        return np.arange(count)
    apart = np.nan_to_num(1 - np.asarray(cosine, np.float64), nan=2.0)
    # A place before the first and after the last, from which everything is equally far.
    padded = np.zeros((count + 1, count + 1))
    padded[:count, :count] = apart
    path = np.array([count, *_chain(apart), count])
    while (best := _best_turn(padded, path)) is not None:
        first, last = best
        path[first : last + 1] = path[first : last + 1][::-1]
    return path[1:-1]


def _chain(apart: NDArray[np.float64]) -> list[int]:
    last = int(apart.sum(1).argmax())
    chain, left = [last], np.ones(len(apart), np.bool_)
    left[last] = False
    while left.any():
        last = int(np.where(left, apart[last], np.inf).argmin())
        left[last] = False
        chain.append(last)
    return chain


def _best_turn(apart: NDArray[np.float64], path: NDArray[np.intp]) -> tuple[int, int] | None:
    """Return the first and last place of the part of `path` that is best turned round, or None."""
    before, inner, after = path[:-2], path[1:-1], path[2:]
    now = apart[before, inner][:, np.newaxis] + apart[inner, after][np.newaxis, :]
    turned = apart[np.ix_(before, inner)] + apart[np.ix_(inner, after)]
    gain = np.triu(now - turned, 1)
    first, last = np.unravel_index(int(gain.argmax()), gain.shape)
    return (int(first) + 1, int(last) + 1) if gain[first, last] > LEAST_GAIN else None
