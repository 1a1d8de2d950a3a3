"""Similarity by cosine: scores, orders, nearest, comparisons and mixed queries.

Rows are unit vectors, so the cosine is a dot product, and the squared Euclidean distance is
2 - 2 cos: both rank alike. Source: Manning et al., Introduction to Information Retrieval, 6.3.
Everything here is exact; only numpy is imported, because the window ranks by itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Rows, Vectors, normalise
from gallery.core.codes import Code
from gallery.core.errors import EncoderMismatchError, LookalikeError

NO_SCORE = -2.0
CHUNK = 8192
SPARSE = 0.25  # below this share of wanted rows, copying them beats reading the whole chunk
WORDS, LIKES, UNLIKES = 1.0, 0.75, 0.5
TINY = 1e-12


def scores(
    query: Vectors,
    vectors: NDArray[np.float32],
    rows: NDArray[np.integer] | None = None,
    chunk: int = CHUNK,
) -> NDArray[np.float32]:
    """Return the cosine of `query` with rows of `vectors`.

    Args:
        query: unit vector, [d].
        vectors: unit vectors, [N, d]; may be mapped from a file, and is read in chunks.
        rows: rows wanted, in any order and number, [n]; -1 for a picture without a vector.
            None for all rows.
        chunk: rows read at a time.

    Returns:
        float32 [n] in [-1, 1]; NO_SCORE where there is no vector. A damaged vector (not a
        number) scores -1.

    Raises:
        EncoderMismatchError: `query` has not d numbers.
    """
    _same_space(query.shape[-1], vectors.shape[1])
    table, query = np.asarray(vectors), np.asarray(query, np.float32)
    if rows is None:
        return _clipped(_products(query, table, np.arange(0, len(table), chunk), chunk))
    found = np.full(len(rows), NO_SCORE, np.float32)
    there = np.flatnonzero(rows >= 0)
    wanted = rows[there]
    of_chunk = wanted // chunk
    count = np.bincount(of_chunk, minlength=1)
    dense = count >= SPARSE * chunk
    if len(table):
        dense[-1] |= count[-1] >= SPARSE * (len(table) - (len(count) - 1) * chunk)
    from_products = dense[of_chunk]
    products = _products(query, table, np.flatnonzero(dense) * chunk, chunk)
    at = there[from_products]
    found[at] = _clipped(products[rows[at]])
    at = there[~from_products]
    for begin in range(0, len(at), chunk):
        part = at[begin : begin + chunk]
        found[part] = _clipped(table[rows[part]] @ query)
    return found


def ranked(scores: NDArray[np.float32]) -> Rows:
    """Return the positions of `scores` [n], best first, [n]; equal scores keep their order.

    NO_SCORE comes last, and what is not a number after that. Score and position are packed into
    one integer: sorting integers that all differ is several times faster than a stable sort.
    """
    # Adding zero turns -0.0 into 0.0, which is equal to it but has other bits.
    clean = np.where(np.isnan(scores), np.float32(-np.inf), scores).astype(np.float32) + 0
    bits = clean.view(np.uint32)
    # IEEE 754: positive floats sort like their bits, negative ones the other way round.
    falling = np.where(bits >> 31, bits, ~bits & np.uint32(0x7FFFFFFF))
    keys = falling.astype(np.uint64) << np.uint64(32)
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    keys &= np.uint64(0xFFFFFFFF)
    return keys.astype(np.intp)


def nearest(
    query: Vectors,
    vectors: NDArray[np.float32],
    k: int,
    rows: NDArray[np.integer] | None = None,
) -> tuple[Rows, NDArray[np.float32]]:
    """Return the `k` pictures most similar to `query`.

    Args:
        query: unit vector, [d].
        vectors: unit vectors, [N, d].
        k: pictures wanted; all that have a vector come back when there are fewer.
        rows: row of each picture, [n], -1 where it has none; None for all rows in turn.

    Returns:
        positions: in `rows`, best first, [min(k, n)]; equal scores keep their order.
        scores: cosine in [-1, 1], [min(k, n)].

    Raises:
        EncoderMismatchError: `query` has not d numbers.
    """
    found = scores(query, vectors, rows)
    positions = np.flatnonzero(found > NO_SCORE)
    k = max(0, min(k, len(positions)))
    if 0 < k < len(positions):  # ties at the border stay in until the sort
        among = found[positions]
        positions = positions[among >= np.partition(among, len(among) - k)[len(among) - k]]
    best = positions[ranked(found[positions])][:k]
    return best, found[best]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How each of n vectors compares with each other, float64 [n, n].

    Attributes:
        cosine: -1 to 1; 0 with a vector of zeros, which has no direction.
        degrees: angle, 0 to 180.
        euclidean: distance of the vectors as they are.
    """

    cosine: NDArray[np.float64]
    degrees: NDArray[np.float64]
    euclidean: NDArray[np.float64]


def pairwise(vectors: NDArray[np.floating]) -> Comparison:
    """Return cosine, angle and distance of the rows of `vectors` [n, d], for a handful of them.

    Angles by Kahan's formula 2 atan2(|a - b|, |a + b|), which stays exact for tiny ones, where
    the arc cosine has lost half of the digits.
    """
    exact = np.asarray(vectors, np.float64)
    length = np.linalg.norm(exact, axis=1, keepdims=True)
    unit = np.divide(exact, length, out=np.zeros_like(exact), where=length > 0)
    count = len(exact)
    cosine, degrees, euclidean = np.eye(count), np.zeros((count, count)), np.zeros((count, count))
    lengths = length[:, 0] > 0
    for i in range(count):
        both = lengths & lengths[i]
        apart = np.linalg.norm(unit - unit[i], axis=1)
        angle = 2 * np.arctan2(apart, np.linalg.norm(unit + unit[i], axis=1))
        cosine[i] = np.where(both, np.clip(unit @ unit[i], -1, 1), 0)
        degrees[i] = np.where(both, np.degrees(angle), 90)
        euclidean[i] = np.linalg.norm(exact - exact[i], axis=1)
        cosine[i, i], degrees[i, i] = (1, 0) if lengths[i] else (0, 90)
    return Comparison(cosine, degrees, euclidean)


def combine(likes: Vectors, unlikes: Vectors, words: Vectors | None = None) -> Vectors:
    """Return one query of examples, counter-examples and words, a unit vector [d].

    After Rocchio (1971), "Relevance feedback in information retrieval": the unit vector of
    words + 0.75 mean(likes), less 0.5 mean(unlikes). The customary 0.15 for counter-examples is
    meant for many that nobody looked at; here a person named each. Of 0.25, 0.5 and 1, 0.5 ranked
    best with ten marks and more, and 1 worst: few counter-examples then outweigh what is wanted.

    Args:
        likes: unit vectors, [n, d]; n may be 0.
        unlikes: unit vectors, [m, d]; m may be 0.
        words: unit vector of a text, [d], or several, [w, d].

    Raises:
        LookalikeError: there is nothing to look for.
        EncoderMismatchError: the vectors differ in length.
    """
    said = np.atleast_2d(words) if words is not None else likes[:0]
    parts = [some for some in (said, likes, unlikes) if len(some)]
    if not parts:
        raise LookalikeError(Code.NOTHING_ASKED)
    for some in parts:
        _same_space(some.shape[1], parts[0].shape[1])
    mixed = np.zeros(parts[0].shape[1], np.float64)
    for some, weight in ((said, WORDS), (likes, LIKES)):
        if len(some):
            mixed += weight * np.asarray(some, np.float64).mean(0)
    mixed /= max(float(np.linalg.norm(mixed)), TINY)
    if len(unlikes):
        mixed -= UNLIKES * np.asarray(unlikes, np.float64).mean(0)
    return normalise(mixed)


def _same_space(given: int, stored: int) -> None:
    if given != stored:
        raise EncoderMismatchError(Code.MIXED_VECTORS, given=given, stored=stored)


def _products(
    query: Vectors, table: NDArray[np.float32], begins: NDArray[np.integer], chunk: int
) -> NDArray[np.float32]:
    """Return the products of the chunks that begin at `begins`, [N]; the rest is undefined."""
    products = np.empty(len(table), np.float32)
    for begin in begins:
        part = slice(begin, begin + chunk)
        np.matmul(table[part], query, out=products[part])
    return products


def _clipped(products: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return cosines within [-1, 1]: rounding reaches 1.0000001. fmax turns NaN into -1."""
    clipped: NDArray[np.float32] = np.fmin(np.fmax(products, np.float32(-1)), np.float32(1))
    return clipped
