"""Orders that take a moment to find: by cosine similarity, by words, by names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.core.arrays import Vectors
from gallery.core.paths import as_text
from gallery.library.table import Positions, Table
from gallery.ui.model.order import Order, ScrollAnchor
from gallery.ui.model.query import GridQuery

Flags = NDArray[np.bool_]

# Paths that are looked through at once: most hold no match, and are done with in one comparison.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class LikenessRequest:
    """Rank the pictures of a table by cosine with `query` [d].

    Attributes:
        query: unit vector, or None to use the one of the picture asked about.
        position: of the picture asked about, or -1; it comes first whatever its twins score, where
            the filter leaves it.
        table: a snapshot of the pictures.
        keep: which pictures are left by the filter, bool [n].
        stand: where the grid is to stand.
        members: positions of pictures that are asked about together; they come first as well.
    """

    query: Vectors | None
    position: int
    table: Table
    keep: Flags
    stand: ScrollAnchor | None
    members: tuple[int, ...] = ()


def by_likeness(ask: LikenessRequest) -> Order:
    """Return the pictures by similarity; those without a vector are left out."""
    vectors, rows = ask.table.vectors, ask.table.row
    query = vectors[rows[ask.position]] if ask.query is None else ask.query
    scores = ranking.scores(np.asarray(query), vectors, rows)
    positions = ranking.ranked(scores)
    positions = positions[(ask.keep & (rows >= 0))[positions]]
    asked = [p for p in (ask.position, *ask.members) if p >= 0 and ask.keep[p]]
    if asked:
        # Twins score 1 as well: the picture that was clicked still comes first.
        rest = positions[~np.isin(positions, asked)]
        positions = np.concatenate([np.array(asked, rest.dtype), rest])
    return Order(positions, scores, ask.stand)


def nearest(position: int, k: int, table: Table) -> list[tuple[int, float]]:
    """Return the `k` pictures nearest to one, and their scores, without the picture itself.

    Args:
        position: the picture; nothing is found while it has no vector.
        k: how many at most.
        table: a snapshot of the pictures; those that are gone are left out.
    """
    # The k nearest and the picture itself, which comes first unless it has a twin.
    vectors, rows = table.vectors, table.row
    if not 0 <= position < len(rows) or not 0 <= rows[position] < len(vectors):
        return []
    query = np.asarray(vectors[rows[position]])
    found, scores = ranking.nearest(query, vectors, k + 1, np.where(table.alive, rows, -1))
    pairs = zip(found.tolist(), scores.tolist(), strict=True)
    return [(p, s) for p, s in pairs if p != position][:k]


def by_contents(query: GridQuery, table: Table, keep: Flags, stand: ScrollAnchor | None) -> Order:
    """Return the pictures whose contents words were found in, best first.

    Args:
        query: with the contents found, and their scores if they have any.
        table: a snapshot of the pictures.
        keep: which pictures are left by the filter, bool [n].
        stand: where the grid is to stand.
    """
    assert query.contents is not None
    content = table.content
    by_content = np.argsort(query.contents, kind="stable")
    ordered = query.contents[by_content]
    at = np.minimum(np.searchsorted(ordered, content), max(len(ordered) - 1, 0))
    found = keep & (content > 0)
    found &= (ordered[at] == content) if len(ordered) else False
    place = by_content[at] if len(ordered) else at
    positions = np.flatnonzero(found)
    positions = positions[np.argsort(place[positions], kind="stable")]
    if query.scores is None:
        return Order(positions, None, stand)
    scores = np.zeros(len(content), np.float32)
    scores[positions] = query.scores[place[positions]]
    return Order(positions, scores, stand, int((place[positions] < query.sure).sum()))


def typical_first(positions: Positions, rank: NDArray[np.int32]) -> Positions:
    """Return `positions` [m] by the `rank` [n] of each picture, equal ones in their order.

    Rank and place share one number: those are sorted ten times as fast as they would be stably.
    """
    key = np.sort(rank[positions].astype(np.int64) << 32 | np.arange(len(positions)))
    ordered: Positions = positions[key & 0xFFFFFFFF]
    return ordered


def by_name(text: str, paths: Sequence[bytes], positions: Positions) -> Positions:
    """Return those of `positions` whose path holds `text`, upper and lower case alike."""
    wanted = text.casefold()
    found = [np.zeros(0, np.intp)]
    for start in range(0, len(positions), CHUNK):
        some = positions[start : start + CHUNK].tolist()
        # No path holds a zero byte.
        joined = as_text(b"\0".join([paths[position] for position in some])).casefold()
        if wanted in joined:
            names = joined.split("\0")
            hits = [p for p, name in zip(some, names, strict=True) if wanted in name]
            found.append(np.array(hits, np.intp))
    return np.concatenate(found)
