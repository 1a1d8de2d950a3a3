"""Orders that take a moment to find: by cosine similarity, by words, by names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.analysis.likeness import Given
from gallery.analysis.steering import Ranking
from gallery.core.paths import as_text
from gallery.library.table import Positions, Table
from gallery.ui.model.edge import Backgrounds, Ended, ended
from gallery.ui.model.order import Order, ScrollAnchor
from gallery.ui.model.query import GridQuery

Flags = NDArray[np.bool_]

# Paths that are looked through at once: most hold no match, and are done with in one comparison.
CHUNK = 500


@dataclass(frozen=True, slots=True, eq=False)
class RankSubject:
    """What is ranked.

    Attributes:
        table: a snapshot of the pictures.
        base: their order when nothing is asked.
        keep: which pictures are left by the filter, bool [n].
        stand: where the grid is to stand.
        encoder: id of the encoder whose vectors the table has.
        hides: leave out what lies beneath where likeness ends.
    """

    table: Table
    base: Positions
    keep: Flags
    stand: ScrollAnchor | None
    encoder: str = ""
    hides: bool = False


def by_likeness(query: GridQuery, subject: RankSubject, backgrounds: Backgrounds) -> Order:
    """Return the pictures by similarity; those without a vector are left out.

    Those asked about come first whatever their twins score, where the filter leaves them.
    """
    table, about = subject.table, query.about
    vector = table.vectors[table.row[about[0]]] if query.vector is None else query.vector
    found = Ranking(ranking.scores(np.asarray(vector), table.vectors, table.row))
    background = backgrounds.of(table, subject.base, subject.encoder)
    given = Given(query.more, asked=about)
    return arranged(found, subject, Ended(table, background, given, subject.hides))


def arranged(found: Ranking, subject: RankSubject, at: Ended) -> Order:
    """Return an order by scores, and where likeness ends in it."""
    table, keep = subject.table, subject.keep
    positions = ranking.ranked(found.scores)
    positions = positions[(keep & (table.row >= 0))[positions]]
    first = [position for position in at.given.asked if keep[position]]
    if first:
        # Twins score 1 as well: the picture that was clicked still comes first.
        rest = positions[~np.isin(positions, first)]
        positions = np.concatenate([np.array(first, rest.dtype), rest])
    kept = ended(positions, first, found, at)
    # Where nothing is alike the nearest are shown all the same.
    shown = positions[: kept.count] if at.hides and kept.found else positions
    return Order(shown, found.scores, subject.stand, kept=kept)


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


def unasked(positions: Positions, rank: NDArray[np.int32] | None) -> Positions:
    """Return the order without a query: by path, and in one cluster by `rank` [n], typical first.

    Args:
        positions: what is shown, by path.
        rank: None where it is not one cluster alone.
    """
    return positions if rank is None else typical_first(positions, rank)


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
