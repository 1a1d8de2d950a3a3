"""The exact nearest neighbours of all pictures, in blocks."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Vectors
from gallery.core.errors import CancelledError

BLOCK_NUMBERS = 16_000_000  # similarities held at a time: 64 MB as float32
MAX_BLOCK = 1024  # rows: between two looks at a cancel

Knn = tuple[NDArray[np.int32], NDArray[np.float32]]


def never() -> bool:
    """Return False: nobody asked to stop."""
    return False


def ignore(done: int, total: int) -> None:
    """Take a report of progress and do nothing."""


def nearest_neighbours(
    vectors: Vectors,
    k: int,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], None] = ignore,
) -> Knn:
    """Return the `k` nearest of each of `vectors` [n, d], itself first.

    Args:
        vectors: unit vectors, [n, d].
        k: neighbours, itself among them; at most n are returned.
        cancelled: asked once a block.
        progress: told rows done and rows in all, once a block.

    Returns:
        indices: int32 [n, min(k, n)], nearest first after the row itself; equal
            ones by row.
        distances: 1 - cosine, float32 [n, min(k, n)], 0 to 2; the first is 0.

    Raises:
        CancelledError: `cancelled` said so.
    """
    count = len(vectors)
    k = max(0, min(k, count))
    indices = np.zeros((count, k), np.int32)
    distances = np.zeros((count, k), np.float32)
    block = block_rows(count)
    for begin in range(0, count, block):
        if cancelled():
            raise CancelledError
        part = slice(begin, min(begin + block, count))
        similar = vectors[part] @ vectors.T
        itself = np.arange(part.start, part.stop)
        # Copies have the same cosine: the row itself must not lose its place to one of them.
        similar[np.arange(len(itself)), itself] = np.inf
        indices[part], best = _largest(similar, k)
        distances[part] = np.clip(1 - best, 0, 2)
        progress(part.stop, count)
    return indices, distances


def nearest_to(
    vectors: Vectors, others: Vectors, k: int, cancelled: Callable[[], bool] = never
) -> Knn:
    """Return the `k` nearest of `others` [m, d] to each of `vectors` [n, d], nearest first.

    Returns:
        indices: int32 [n, min(k, m)]; equal ones by row.
        distances: 1 - cosine, float32 [n, min(k, m)], 0 to 2.

    Raises:
        CancelledError: `cancelled` said so.
    """
    k = max(0, min(k, len(others)))
    indices = np.zeros((len(vectors), k), np.int32)
    distances = np.zeros((len(vectors), k), np.float32)
    block = block_rows(len(others))
    for begin in range(0, len(vectors), block):
        if cancelled():
            raise CancelledError
        part = slice(begin, begin + block)
        indices[part], best = _largest(vectors[part] @ others.T, k)
        distances[part] = np.clip(1 - best, 0, 2)
    return indices, distances


def block_rows(count: int) -> int:
    """Return how many rows to compare with `count` others at a time."""
    return max(1, min(MAX_BLOCK, BLOCK_NUMBERS // max(1, count)))


def _largest(similar: NDArray[np.float32], k: int) -> Knn:
    """Return columns and values of the `k` largest of each row, largest first, ties by column."""
    if k < similar.shape[1]:
        # Selected before it is sorted: of each row only k are wanted.
        columns = np.argpartition(similar, similar.shape[1] - k, axis=1)[:, similar.shape[1] - k :]
        columns.sort(axis=1)
    else:
        columns = np.broadcast_to(np.arange(k), similar.shape)
    values = np.take_along_axis(similar, columns, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return (
        np.take_along_axis(columns, order, axis=1).astype(np.int32),
        np.take_along_axis(values, order, axis=1),
    )
