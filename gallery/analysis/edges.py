"""Which pictures may be the same: each one's nearest by cosine and by hash, never N x N."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis.neighbours import ignore, never
from gallery.core.arrays import Vectors
from gallery.core.errors import CancelledError

MOST = 16  # edges that are kept of each picture
BLOCK = 2048  # rows and columns of similarities held at a time: 16 MB
HELD = 4_000_000  # edges that are held before the weak ones are dropped

HASH_BITS = 7  # two hashes this far apart still share a chunk but for one bit
CHUNKS, CHUNK_BITS = 4, 16
FULL = 2048  # pictures that share a chunk: more say nothing
FLAT_BITS = 6  # a hash of fewer ones, or zeros, is that of a picture without structure
_SCATTERED = np.random.default_rng(8).permutation(64)  # neighbours of a smooth sky are equal

Signed = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of pictures, each once, by `a` and then `b`.

    Attributes:
        a, b: positions, intp [m]; within one set a < b.
        value: cosine, or bits that differ, float32 [m].
    """

    a: NDArray[np.intp]
    b: NDArray[np.intp]
    value: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.a)


NONE = Edges(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.float32))


def cosine_edges(
    vectors: Vectors,
    least: float,
    others: Vectors | None = None,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], None] = ignore,
) -> Edges:
    """Return each picture's nearest, MOST of them at most, whose cosine is above `least`.

    Args:
        vectors: unit vectors, float32 [n, d].
        least: cosine, -1 to 1.
        others: a second set, [m, d]; then edges join both sets, `b` counts in it.
        cancelled: asked once a block.
        progress: told blocks done and in all.

    Raises:
        CancelledError: `cancelled` said so.
    """
    right = vectors if others is None else others
    nearest = _Nearest(len(vectors), len(right), least, joined=others is None)
    blocks = list(_blocks(len(vectors), len(right), joined=others is None))
    for done, (rows, columns) in enumerate(blocks):
        if cancelled():
            raise CancelledError
        similar = vectors[rows] @ right[columns].T
        if others is None and rows == columns:
            similar[np.tril_indices(len(similar))] = -2
        nearest.add(similar, rows.start, columns.start)
        progress(done + 1, len(blocks))
    return nearest.edges()


def _blocks(count: int, others: int, *, joined: bool) -> Iterator[tuple[slice, slice]]:
    for begin in range(0, count, BLOCK):
        rows = slice(begin, min(begin + BLOCK, count))
        for start in range(begin if joined else 0, others, BLOCK):
            yield rows, slice(start, min(start + BLOCK, others))


class _Nearest:
    """The nearest of each row and of each column seen so far; joined, rows and columns are one."""

    def __init__(self, count: int, others: int, least: float, *, joined: bool) -> None:
        self._joined = joined
        self._row_least = np.full(count, least, np.float32)
        self._column_least = self._row_least if joined else np.full(others, least, np.float32)
        self._parts: list[Edges] = []
        self._held = 0
        self._limit = max(HELD, 3 * MOST * (count + others))

    def add(self, similar: NDArray[np.float32], row: int, column: int) -> None:
        """Take over a block of cosines whose first is that of `row` and `column`."""
        rows = self._row_least[row : row + similar.shape[0]]
        columns = self._column_least[column : column + similar.shape[1]]
        at = np.flatnonzero(similar > min(rows.min(), columns.min()))
        i, j = np.divmod(at, similar.shape[1])
        value = similar.ravel()[at]
        near = (value > rows[i]) | (value > columns[j])
        self._parts.append(Edges(i[near] + row, j[near] + column, value[near]))
        self._held += int(near.sum())
        if self._held > self._limit:
            self._drop_weak()

    def _drop_weak(self) -> Edges:
        a, b, value = self._all()
        if self._joined:
            kept = np.zeros(len(a), np.bool_)
            own, other = np.concatenate([a, b]), np.concatenate([b, a])
            best = _best(own, other, np.concatenate([value, value]), self._row_least)
            kept = best[: len(a)] | best[len(a) :]
        else:
            kept = _best(a, b, value, self._row_least) | _best(b, a, value, self._column_least)
        left = Edges(a[kept], b[kept], value[kept])
        self._parts, self._held = [left], len(left)
        return left

    def _all(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
        parts = self._parts or [NONE]
        return (
            np.concatenate([part.a for part in parts]),
            np.concatenate([part.b for part in parts]),
            np.concatenate([part.value for part in parts]),
        )

    def edges(self) -> Edges:
        """Return the edges, by picture."""
        left = self._drop_weak()
        order = np.lexsort((left.b, left.a))
        return Edges(left.a[order], left.b[order], left.value[order])


def _best(
    own: NDArray[np.intp],
    other: NDArray[np.intp],
    value: NDArray[np.float32],
    least: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Return which edges are among the MOST strongest of `own`; `least` is raised to the last."""
    order = np.lexsort((other, -value, own))
    sorted_own = own[order]
    starts = np.flatnonzero(np.diff(sorted_own, prepend=-1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    last = order[place == MOST - 1]
    least[own[last]] = value[last]
    kept = np.zeros(len(order), np.bool_)
    kept[order[place < MOST]] = True
    return kept


# ---------------------------------------------------------------- hashes


def orientations(hashes: Signed, turned: Signed) -> Hashes:
    """Return the difference hashes of pictures in eight orientations, uint64 [8, n].

    Args:
        hashes: of the pictures, int64 [n].
        turned: of the pictures with rows and columns exchanged, int64 [n].
    """
    both = []
    for plain in (_bits(hashes), _bits(turned)):
        mirrored = 1 - plain[:, :, ::-1]  # left is darker than right: the other way round
        both += [plain, mirrored, plain[:, ::-1], mirrored[:, ::-1]]
    return np.stack([_packed(bits) for bits in both])


def is_flat(hashes: Signed) -> NDArray[np.bool_]:
    """Return which hashes tell nothing: almost all of their bits are the same, bool [n]."""
    ones = np.bitwise_count(hashes.astype(np.uint64))
    return (ones < FLAT_BITS) | (ones > 64 - FLAT_BITS)


def distance(one: Hashes, other: Hashes) -> NDArray[np.uint8]:
    """Return in how many bits hashes differ."""
    bits: NDArray[np.uint8] = np.bitwise_count(one ^ other)
    return bits


def hash_edges(
    hashes: Signed,
    turned: Signed,
    sides: NDArray[np.bool_] | None = None,
    cancelled: Callable[[], bool] = never,
) -> Edges:
    """Return pairs whose hashes differ in HASH_BITS at most in one of eight orientations.

    Args:
        hashes, turned: as in `orientations`, int64 [n].
        sides: where given, bool [n], only pairs that join both sides are returned.
        cancelled: asked now and then.

    Raises:
        CancelledError: `cancelled` said so.
    """
    told = np.flatnonzero(~is_flat(hashes) & ~is_flat(turned))
    views = orientations(hashes[told], turned[told])
    found = [NONE]
    for chunk in range(CHUNKS):
        book = _Book(_chunk(views[0], chunk))
        for view in views:
            keys = _chunk(view, chunk)
            for flip in (0, *(1 << bit for bit in range(CHUNK_BITS))):
                if cancelled():
                    raise CancelledError
                found.append(_near(views[0], view, *book.look_up(keys ^ flip)))
    edges = _unique(found)
    if sides is not None:
        across = sides[told[edges.a]] != sides[told[edges.b]]
        edges = Edges(edges.a[across], edges.b[across], edges.value[across])
    edges = Edges(told[edges.a], told[edges.b], edges.value)
    return _closest(edges, len(hashes))


class _Book:
    """Who has which chunk."""

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self._order = np.argsort(keys, kind="stable")
        counts = np.bincount(keys, minlength=1 << CHUNK_BITS)
        self._start = np.concatenate([[0], np.cumsum(counts)])

    def look_up(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return pairs: who asks by `keys` [n], and who has that chunk; of FULL at most."""
        first, many = self._start[keys], self._start[keys + 1] - self._start[keys]
        many[many > FULL] = 0
        asks = np.repeat(np.arange(len(keys)), many)
        within = np.arange(len(asks)) - np.repeat(np.cumsum(many) - many, many)
        return asks, self._order[np.repeat(first, many) + within]


def _near(hashes: Hashes, view: Hashes, asks: NDArray[np.intp], has: NDArray[np.intp]) -> Edges:
    later = asks < has
    asks, has = asks[later], has[later]
    bits = distance(view[asks], hashes[has])
    near = bits <= HASH_BITS
    return Edges(asks[near], has[near], bits[near].astype(np.float32))


def _unique(parts: list[Edges]) -> Edges:
    """Return each pair once, with the fewest bits that it was found by."""
    a = np.concatenate([part.a for part in parts])
    b = np.concatenate([part.b for part in parts])
    value = np.concatenate([part.value for part in parts])
    order = np.lexsort((value, b, a))
    a, b, value = a[order], b[order], value[order]
    first = np.ones(len(a), np.bool_)
    first[1:] = (np.diff(a) != 0) | (np.diff(b) != 0)
    return Edges(a[first], b[first], value[first])


def _closest(edges: Edges, count: int) -> Edges:
    """Return the MOST closest of each picture."""
    own = np.concatenate([edges.a, edges.b])
    other = np.concatenate([edges.b, edges.a])
    like = -np.concatenate([edges.value, edges.value])
    best = _best(own, other, like, np.zeros(count, np.float32))
    kept = best[: len(edges)] | best[len(edges) :]
    return Edges(edges.a[kept], edges.b[kept], edges.value[kept])


def _bits(hashes: Signed) -> NDArray[np.uint8]:
    """Return hashes as the bits of eight rows and columns, [n, 8, 8]."""
    as_bytes = hashes.astype(">i8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(as_bytes, axis=1).reshape(-1, 8, 8)


def _packed(bits: NDArray[np.uint8]) -> Hashes:
    flat = np.packbits(bits.reshape(-1, 64), axis=1)
    return np.ascontiguousarray(flat).view(">u8").ravel().astype(np.uint64)


def _chunk(hashes: Hashes, number: int) -> NDArray[np.int64]:
    """Return one of CHUNKS parts of each hash, its bits taken from all over the picture."""
    chunk = np.zeros(len(hashes), np.int64)
    for bit in _SCATTERED[number * CHUNK_BITS : (number + 1) * CHUNK_BITS].tolist():
        chunk = chunk << 1 | (hashes >> np.uint64(bit) & np.uint64(1)).astype(np.int64)
    return chunk
