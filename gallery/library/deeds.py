"""The journal of what is done with files: written before each step, so that a death loses nothing.

A row is planned before the file is touched and settled after it. What is still planned when the
program starts was under way when it died; `engine/undo.py` looks at what became of it.
"""

import os
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass

from gallery.core.deeds import DeedKind, DeedState, Hindrance
from gallery.library.store import Store


@dataclass(frozen=True, slots=True)
class DeedFile:
    """One file of a deed.

    Attributes:
        deed, number: which deed, and its place in it.
        kind: of the deed.
        source: absolute path.
        target: where it went, or is to go; b"" while that is not known.
        digest: BLAKE2b of the bytes.
        state: how far it is.
    """

    deed: int
    number: int
    kind: DeedKind
    source: bytes
    target: bytes
    digest: bytes
    state: DeedState


def begin(store: Store, kind: DeedKind, files: Iterable[tuple[bytes, bytes]]) -> int:
    """Write down what is going to be done, paths and digests, and return the id of the deed."""
    with store.transaction() as db:
        cursor = db.execute(
            "INSERT INTO deed (kind, begun_ns) VALUES (?, ?)", (str(kind), time.time_ns())
        )
        deed = int(cursor.lastrowid or 0)
        db.executemany(
            "INSERT INTO deed_file (deed, number, source, digest, state) VALUES (?, ?, ?, ?, ?)",
            [(deed, n, path, digest, DeedState.PLANNED) for n, (path, digest) in enumerate(files)],
        )
    return deed


def note(
    store: Store,
    place: tuple[int, int],
    state: DeedState,
    target: bytes = b"",
    why: Hindrance | None = None,
) -> None:
    """Note how far it is with a file: `place` is the deed's id and the file's number in it."""
    with store.transaction() as db:
        db.execute(
            "UPDATE deed_file SET state = ?, target = ?, why = ? WHERE deed = ? AND number = ?",
            (str(state), target, str(why or ""), *place),
        )


def files_of(db: sqlite3.Connection, deed: int) -> list[DeedFile]:
    """Return the files of a deed, in the order in which they were given."""
    return _rows(db, "f.deed = ?", (deed,))


def under_way(db: sqlite3.Connection) -> list[DeedFile]:
    """Return the files that were planned and never settled."""
    return _rows(db, "f.state = ?", (str(DeedState.PLANNED),))


def _rows(db: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[DeedFile]:
    rows = db.execute(
        "SELECT f.deed, f.number, d.kind, f.source, f.target, f.digest, f.state"
        f" FROM deed_file f JOIN deed d ON d.id = f.deed WHERE {where} ORDER BY f.deed, f.number",
        values,
    )
    return [
        DeedFile(deed, number, DeedKind(kind), source, target, digest, DeedState(state))
        for deed, number, kind, source, target, digest, state in rows
    ]


def last(db: sqlite3.Connection) -> int:
    """Return the id of the last deed of which something can be undone, 0 if there is none."""
    row = db.execute("SELECT max(deed) FROM deed_file WHERE state = ?", (str(DeedState.DONE),))
    return int(row.fetchone()[0] or 0)


def file_ids(db: sqlite3.Connection, paths: Iterable[bytes]) -> list[int]:
    """Return the ids of the files at absolute paths, in whatever folders the store knows."""
    folders = [(int(n), bytes(path)) for n, path in db.execute("SELECT id, path FROM folder")]
    found = []
    for path in paths:
        # A folder may lie in another that was opened as well: then the store has the file twice.
        for folder, root in folders:
            start = root.rstrip(b"/") + b"/"
            if path.startswith(start):
                sql = "SELECT id FROM file WHERE folder = ? AND path = ?"
                found += [int(n) for (n,) in db.execute(sql, (folder, path[len(start) :]))]
    return found


def paths_of(db: sqlite3.Connection, files: Iterable[int]) -> dict[int, bytes]:
    """Return the absolute path of each file id that is known."""
    sql = "SELECT d.path, f.path FROM file f JOIN folder d ON d.id = f.folder WHERE f.id = ?"
    rows = ((file, db.execute(sql, (file,)).fetchone()) for file in set(files))
    return {file: os.path.join(row[0], row[1]) for file, row in rows if row is not None}


def digests_of(db: sqlite3.Connection, contents: Iterable[int]) -> dict[int, bytes]:
    """Return the digest of the bytes of each content id that is known."""
    sql = "SELECT digest FROM content WHERE id = ?"
    rows = ((content, db.execute(sql, (content,)).fetchone()) for content in set(contents))
    return {content: bytes(row[0]) for content, row in rows if row is not None}
