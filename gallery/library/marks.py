"""Stars, labels and verdicts: what a person says of a picture, kept for all copies of its bytes."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.findings import CheckKind
from gallery.library.store import Store

MOST_STARS = 5
LONGEST = 100  # characters of a label


@dataclass(frozen=True, slots=True)
class PictureMarks:
    """What is said of one picture: 0 stars for none; labels in the order of the alphabet."""

    stars: int = 0
    labels: tuple[str, ...] = ()


NO_MARKS = PictureMarks()


def label_of(text: str) -> str:
    """Return a label as it is kept: one line, no space around it.

    Raises:
        LookalikeError: there is nothing left of it, or too much.
    """
    label = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not label:
        raise LookalikeError(Code.LABEL_EMPTY)
    if len(label) > LONGEST:
        raise LookalikeError(Code.LABEL_LONG, most=LONGEST)
    return label


def set_stars(store: Store, contents: Iterable[int], stars: int) -> None:
    """Give pictures 0 to 5 stars; LookalikeError for another number."""
    if not 0 <= stars <= MOST_STARS:
        raise LookalikeError(Code.BAD_STARS, most=MOST_STARS)
    with store.transaction() as db:
        if stars:
            sql = "INSERT OR REPLACE INTO star (content, stars) VALUES (?, ?)"
            db.executemany(sql, [(content, stars) for content in contents])
        else:
            db.executemany("DELETE FROM star WHERE content = ?", [(c,) for c in contents])


def change_labels(
    store: Store, contents: Collection[int], add: Iterable[str] = (), remove: Iterable[str] = ()
) -> None:
    """Add labels to pictures and take others away; what was refused and is added now counts."""
    added = [(content, label_of(name)) for name in add for content in contents]
    removed = [(content, label_of(name)) for name in remove for content in contents]
    with store.transaction() as db:
        db.executemany("DELETE FROM label WHERE content = ? AND name = ?", removed)
        db.executemany("INSERT OR IGNORE INTO label (content, name) VALUES (?, ?)", added)
        db.executemany("DELETE FROM refused WHERE content = ? AND name = ?", added)


def refuse_label(store: Store, contents: Iterable[int], name: str) -> None:
    """Note that a label that was proposed for pictures is not wanted there."""
    rows = [(content, label_of(name)) for content in contents]
    with store.transaction() as db:
        db.executemany("INSERT OR IGNORE INTO refused (content, name) VALUES (?, ?)", rows)


def marks_of(db: sqlite3.Connection, contents: Collection[int]) -> dict[int, PictureMarks]:
    """Return the marks of those of `contents` that have some, by content id."""
    # All rows are read: a person's marks are few beside the contents that may be asked about.
    wanted = set(contents)
    stars = {c: int(n) for c, n in db.execute("SELECT content, stars FROM star") if c in wanted}
    labels: dict[int, list[str]] = {}
    for content, name in db.execute("SELECT content, name FROM label ORDER BY name"):
        if content in wanted:
            labels.setdefault(content, []).append(str(name))
    marked = stars.keys() | labels.keys()
    return {c: PictureMarks(stars.get(c, 0), tuple(labels.get(c, ()))) for c in sorted(marked)}


def all_labels(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return every label with how many pictures have it, in the order of the alphabet."""
    rows = db.execute("SELECT name, count(*) FROM label GROUP BY name ORDER BY name")
    return [(str(name), int(count)) for name, count in rows]


def labelled(db: sqlite3.Connection, name: str) -> set[int]:
    """Return the contents that have a label."""
    return {int(c) for (c,) in db.execute("SELECT content FROM label WHERE name = ?", (name,))}


def refused(db: sqlite3.Connection, name: str) -> set[int]:
    """Return the contents that a label was refused for."""
    return {int(c) for (c,) in db.execute("SELECT content FROM refused WHERE name = ?", (name,))}


# ---------------------------------------------------------------- verdicts


def set_different(
    store: Store, pairs: Iterable[tuple[int, int]], *, different: bool = True
) -> None:
    """Note that two pictures each are no duplicates, whatever they look like; or take it back."""
    rows = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    with store.transaction() as db:
        if different:
            db.executemany("INSERT OR IGNORE INTO verdict (a, b) VALUES (?, ?)", rows)
        else:
            db.executemany("DELETE FROM verdict WHERE a = ? AND b = ?", rows)


def different(db: sqlite3.Connection) -> set[tuple[int, int]]:
    """Return the pairs that were said to be no duplicates, the lower content id first."""
    return {(int(a), int(b)) for a, b in db.execute("SELECT a, b FROM verdict")}


CheckRow = tuple[int, int, str]
"""A row of a check: content, the other content of a leak or 0, the label that is doubted or ""."""


def dismiss(
    store: Store, kind: CheckKind, rows: Iterable[CheckRow], *, dismissed: bool = True
) -> None:
    """Note that rows of a check were seen and are to be left out; or take it back."""
    keys = [(str(kind), *_in_order(row)) for row in rows]
    with store.transaction() as db:
        if dismissed:
            sql = "INSERT OR IGNORE INTO dismissed (kind, a, b, detail) VALUES (?, ?, ?, ?)"
            db.executemany(sql, keys)
        else:
            sql = "DELETE FROM dismissed WHERE kind = ? AND a = ? AND b = ? AND detail = ?"
            db.executemany(sql, keys)


def dismissed(db: sqlite3.Connection, kind: CheckKind) -> set[CheckRow]:
    """Return the rows of a check that were dismissed; of a leak the lower content comes first."""
    rows = db.execute("SELECT a, b, detail FROM dismissed WHERE kind = ?", (str(kind),))
    return {(int(a), int(b), str(detail)) for a, b, detail in rows}


def _in_order(row: CheckRow) -> CheckRow:
    a, b, detail = row
    return (min(a, b), max(a, b), detail) if b else row
