"""Folders, files, contents and problems: what the engine writes into the store."""

import json
import sqlite3
import time
from collections.abc import Collection, Generator
from dataclasses import dataclass

from gallery import __version__
from gallery.core import sentence
from gallery.core.arrays import Vectors
from gallery.core.codes import Code
from gallery.core.errors import FolderError
from gallery.core.picture import Facts, Stamp
from gallery.core.problem import Kind, reason
from gallery.core.sentence import Sentence
from gallery.library.scan import Found
from gallery.library.store import Store
from gallery.library.vectors import checksum, write_rows


@dataclass(frozen=True, slots=True)
class FileWork:
    """A file that has to be read: it has no vector of this encoder yet.

    Attributes:
        file: file id.
        path: relative to the folder.
        size: bytes, as at the scan.
        content: content id; 0 when the bytes were never read.
    """

    file: int
    path: bytes
    size: int
    content: int


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """What one file yielded: its content, facts, vector row and tags, to be written."""

    file: int
    digest: bytes
    stamp: Stamp
    facts: Facts
    tags: bytes | None = None
    shown: str | None = None


Known = tuple[int, bytes, int, int, int, int, str | None]
"""A file as the store knows it: id, path, size, mtime_ns, inode, gone, kind of its problem."""


def open_folder(store: Store, path: bytes) -> int:
    """Return the id of a folder, which is added when it is not known yet."""
    now = time.time_ns()
    with store.transaction() as db:
        db.execute(
            "INSERT INTO folder (path, opened_ns) VALUES (?, ?)"
            " ON CONFLICT (path) DO UPDATE SET opened_ns = excluded.opened_ns",
            (path, now),
        )
        row = db.execute("SELECT id FROM folder WHERE path = ?", (path,)).fetchone()
    return int(row[0])


def set_away(store: Store, folder: int, away: bool) -> None:
    """Note whether a folder, or much of it, is not there now."""
    with store.transaction() as db:
        db.execute("UPDATE folder SET away = ? WHERE id = ?", (away, folder))


def is_away(store: Store, folder: int) -> bool:
    """Return whether a folder was noted as away."""
    row = store.reading.execute("SELECT away FROM folder WHERE id = ?", (folder,)).fetchone()
    return bool(row and row[0])


def known_files(connection: sqlite3.Connection, folder: int) -> Generator[Known, None, None]:
    """Yield each file of a folder, sorted by path."""
    yield from connection.execute(
        "SELECT f.id, f.path, f.size, f.mtime_ns, f.inode, f.gone,"
        " p.kind FROM file f LEFT JOIN problem p ON p.file = f.id"
        " WHERE f.folder = ? ORDER BY f.path",
        (folder,),
    )


def add_files(store: Store, folder: int, found: list[Found]) -> None:
    """Add candidates, or take over their new stamp and forget what was read of the old bytes."""
    with store.transaction() as db:
        revision = _next_revision(db)
        for item in found:
            db.execute(
                "INSERT INTO file (folder, path, size, mtime_ns, inode) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (folder, path) DO UPDATE SET size = excluded.size,"
                " mtime_ns = excluded.mtime_ns, inode = excluded.inode, content = NULL, gone = 0,"
                " revision = ?",
                (folder, item.path, *stored(item.stamp), revision),
            )
            db.execute(
                "DELETE FROM problem WHERE file ="
                " (SELECT id FROM file WHERE folder = ? AND path = ?)",
                (folder, item.path),
            )
            if item.problem:
                _add_problem(db, folder, item.path, item.problem)


def _add_problem(db: sqlite3.Connection, folder: int, path: bytes, kind: Kind) -> None:
    said = Sentence(Code.FOLDER_UNREADABLE) if kind is Kind.UNREADABLE else reason(kind)
    db.execute(
        "INSERT OR REPLACE INTO problem (file, kind, code, args, version)"
        " SELECT id, ?, ?, ?, ? FROM file WHERE folder = ? AND path = ?",
        (kind, said.code, sentence.kept(said), __version__, folder, path),
    )


def stored(stamp: Stamp) -> tuple[int, int, int]:
    """Return size, mtime_ns and inode as SQLite can keep them: signed numbers of 64 bits.

    Systems give inodes without sign, dates beyond 2262, and any nonsense. Only whether it is the
    same matters, so the lowest 64 bits do.
    """
    return _signed(stamp.size), _signed(stamp.mtime_ns), _signed(stamp.inode)


def _signed(number: int) -> int:
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)


def mark_gone(store: Store, files: list[int], gone: bool) -> None:
    """Note that files are not there any more, or there again. Their rows and vectors stay."""
    with store.transaction() as db:
        revision = _next_revision(db)
        db.executemany(
            "UPDATE file SET gone = ?, revision = ? WHERE id = ?",
            [(gone, revision, file) for file in files],
        )


def contents_of(store: Store, paths: list[bytes], folder: int) -> dict[int, int]:
    """Return the content id of those files of a folder that were read, by file id."""
    query = "SELECT id, content FROM file WHERE folder = ? AND path = ? AND content IS NOT NULL"
    rows = (store.reading.execute(query, (folder, path)).fetchone() for path in paths)
    return {int(row[0]): int(row[1]) for row in rows if row is not None}


def count_changed(store: Store, before: dict[int, int]) -> int:
    """Return how many files hold other bytes than `before`, their content ids by file id."""
    query = "SELECT content FROM file WHERE id = ?"
    now = ((file, store.reading.execute(query, (file,)).fetchone()) for file in before)
    return sum(row is not None and row[0] != before[file] for file, row in now)


def count_moved(store: Store, folder: int, missing: list[int], since: int) -> int:
    """Return how many of `missing` lie under another name now.

    A file moved when its content belongs to a file of this folder that was added after file id
    `since`, and is there.
    """
    absent = set(missing)
    moved = 0
    for file in missing:
        heirs = store.reading.execute(
            "SELECT new.id FROM file old JOIN file new ON new.content = old.content"
            " WHERE old.id = ? AND new.folder = ? AND new.id > ? AND new.gone = 0",
            (file, folder, since),
        ).fetchall()
        moved += any(heir not in absent for (heir,) in heirs)
    return moved


def settled(store: Store, folder: int) -> int:
    """Return the newest file id at the time of the last complete scan, 0 if there was none."""
    row = store.reading.execute("SELECT settled FROM folder WHERE id = ?", (folder,)).fetchone()
    return int(row[0]) if row else 0


def settle(store: Store, folder: int, newest: int) -> None:
    """Note that a scan was complete; files up to id `newest` count as old from now on."""
    with store.transaction() as db:
        db.execute("UPDATE folder SET settled = ? WHERE id = ?", (newest, folder))


def known_folder(store: Store, path: bytes) -> int:
    """Return the id of a folder, 0 when it is not known."""
    row = store.reading.execute("SELECT id FROM folder WHERE path = ?", (path,)).fetchone()
    return int(row[0]) if row else 0


def folder_path(store: Store, folder: int) -> bytes:
    """Return the absolute path of a folder; FolderError when its id is not known."""
    row = store.reading.execute("SELECT path FROM folder WHERE id = ?", (folder,)).fetchone()
    if row is None:
        raise FolderError(Code.FOLDER_FORGOTTEN)
    return bytes(row[0])


def count_embedded(
    store: Store, folder: int, encoder: int, without: Collection[int]
) -> tuple[int, int]:
    """Return how many files have a vector, and how many a problem, those in `without` left out.

    A file with a problem counts as that, whatever was known of its bytes.
    """
    rows = store.reading.execute(
        "SELECT f.id, p.file IS NOT NULL FROM file f"
        " LEFT JOIN vector v ON v.content = f.content AND v.encoder = ?"
        " LEFT JOIN problem p ON p.file = f.id"
        " WHERE f.folder = ? AND f.gone = 0 AND (v.id IS NOT NULL OR p.file IS NOT NULL)",
        (encoder, folder),
    )
    counts = [0, 0]
    for file, problem in rows:
        counts[problem] += file not in without
    return counts[0], counts[1]


def count_files(store: Store, folder: int) -> int:
    """Return how many files of a folder are not gone."""
    row = store.reading.execute(
        "SELECT count(*) FROM file WHERE folder = ? AND gone = 0", (folder,)
    ).fetchone()
    return int(row[0])


def some_paths(store: Store, folder: int, least: int) -> list[bytes]:
    """Return the paths of some living files from all over a folder; all of them if they are few.

    About `least` to twice that; always the same ones while the folder is as it is.
    """
    step = max(1, count_files(store, folder) // least)
    rows = store.reading.execute(
        # Scattered by a multiplicative hash: ids may come in strides.
        "SELECT path FROM file WHERE folder = ? AND gone = 0"
        " AND ((id * 2654435761) >> 12) % ? = 0 LIMIT ?",
        (folder, step, 4 * least),
    )
    return [path for (path,) in rows if not path.endswith(b"/")]


def _next_revision(db: sqlite3.Connection) -> int:
    db.execute("UPDATE counter SET revision = revision + 1")
    return int(db.execute("SELECT revision FROM counter").fetchone()[0])


def newest_file(store: Store) -> int:
    """Return the highest file id there is, 0 when there is none."""
    row = store.reading.execute("SELECT max(id) FROM file").fetchone()
    return int(row[0] or 0)


# ---------------------------------------------------------------- work and results


def encoder_row(store: Store, key: str, dim: int) -> int:
    """Return the row id of the encoder with id `key`, which is added when it is new."""
    with store.transaction() as db:
        db.execute("INSERT OR IGNORE INTO encoder (key, dim) VALUES (?, ?)", (key, dim))
        row = db.execute("SELECT id FROM encoder WHERE key = ?", (key,)).fetchone()
    return int(row[0])


WORK = (
    "SELECT f.id, f.path, f.size, ifnull(f.content, 0) FROM file f"
    " LEFT JOIN vector v ON v.content = f.content AND v.encoder = :encoder"
    " LEFT JOIN problem p ON p.file = f.id"
    " WHERE f.folder = :folder AND f.gone = 0 AND v.id IS NULL AND p.file IS NULL"
)


def work_after(store: Store, folder: int, encoder: int, path: bytes, limit: int) -> list[FileWork]:
    """Return the next files to be read, in the order of their paths, after `path`."""
    rows = store.reading.execute(
        WORK + " AND f.path > :path ORDER BY f.path LIMIT :limit",
        {"folder": folder, "encoder": encoder, "path": path, "limit": limit},
    )
    return [FileWork(*row) for row in rows]


def work_for(store: Store, folder: int, encoder: int, files: list[int]) -> list[FileWork]:
    """Return those of `files` that still have to be read."""
    marks = ",".join(str(int(file)) for file in files)
    rows = store.reading.execute(
        f"{WORK} AND f.id IN ({marks})", {"folder": folder, "encoder": encoder}
    )
    return [FileWork(*row) for row in rows]


def count_work(store: Store, folder: int, encoder: int, without: Collection[int] = ()) -> int:
    """Return how many files still have to be read, those in `without` left out."""
    rows = store.reading.execute(WORK, {"folder": folder, "encoder": encoder})
    return sum(file not in without for file, *_rest in rows)


def could_be_copy(store: Store, size: int) -> bool:
    """Return whether a content of this size is known, so that hashing may save decoding."""
    found = store.reading.execute(
        "SELECT 1 FROM content WHERE size = ? LIMIT 1", (_signed(size),)
    ).fetchone()
    return found is not None


def find_content(store: Store, digest: bytes, encoder: int) -> tuple[int, bool]:
    """Return the id of a content (0 if unknown) and whether it has a vector of `encoder`."""
    row = store.reading.execute(
        "SELECT c.id, v.id IS NOT NULL FROM content c"
        " LEFT JOIN vector v ON v.content = c.id AND v.encoder = ? WHERE c.digest = ?",
        (encoder, digest),
    ).fetchone()
    return (int(row[0]), bool(row[1])) if row else (0, False)


def link_content(store: Store, links: list[tuple[int, int]]) -> None:
    """Note that files have a known content; pairs of content id and file id."""
    with store.transaction() as db:
        revision = _next_revision(db)
        db.executemany(
            "UPDATE file SET content = ?, revision = ? WHERE id = ?",
            [(content, revision, file) for content, file in links],
        )
        db.executemany("DELETE FROM problem WHERE file = ?", [(file,) for _, file in links])


def add_vectors(
    store: Store, encoder: int, key: str, results: list[EmbeddedFile], vectors: Vectors
) -> None:
    """Keep what was read and embedded: all of it, or nothing.

    The rows of the file are written before the transaction names them, so that a death between
    the two loses this batch and nothing else.
    """
    with store.transaction() as db:
        revision = _next_revision(db)
        first = db.execute(
            "SELECT ifnull(max(row), -1) + 1 FROM vector WHERE encoder = ?",
            (encoder,),
        ).fetchone()[0]
        write_rows(store.home, key, int(first), vectors)
        for offset, (result, vector) in enumerate(zip(results, vectors, strict=True)):
            content = _add_content(db, result)
            db.execute(
                "UPDATE file SET content = ?, size = ?, mtime_ns = ?, inode = ? WHERE id = ?",
                (content, *stored(result.stamp), result.file),
            )
            db.execute(
                "INSERT OR IGNORE INTO vector (encoder, content, row, checksum, tags, shown)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    encoder,
                    content,
                    int(first) + offset,
                    checksum(vector),
                    result.tags,
                    result.shown,
                ),
            )
            # Copies of these bytes have a vector now as well.
            db.execute("UPDATE file SET revision = ? WHERE content = ?", (revision, content))


def _add_content(db: sqlite3.Connection, result: EmbeddedFile) -> int:
    facts = result.facts
    known = {
        "width": facts.width,
        "height": facts.height,
        "format": facts.format,
        "taken": facts.taken,
        "camera": facts.camera,
        "exif": json.dumps(facts.exif),
        "dhash": facts.dhash,
        "dhash_turned": facts.dhash_turned,
        "colours": facts.colours or None,
        "keywords": json.dumps(facts.keywords),
        "rating": facts.rating,
    }
    marks = ", ".join("?" * len(known))
    news = ", ".join(f"{name} = excluded.{name}" for name in known)
    db.execute(
        f"INSERT INTO content (digest, size, {', '.join(known)}) VALUES (?, ?, {marks})"
        f" ON CONFLICT (digest) DO UPDATE SET {news}",
        (result.digest, _signed(result.stamp.size), *known.values()),
    )
    row = db.execute("SELECT id FROM content WHERE digest = ?", (result.digest,)).fetchone()
    return int(row[0])


def drop_vectors(store: Store, encoder: int, rows: list[int]) -> None:
    """Forget vectors whose rows are damaged; they are made again."""
    with store.transaction() as db:
        revision = _next_revision(db)
        keys = [(encoder, row) for row in rows]
        db.executemany(
            "UPDATE file SET revision = ? WHERE content ="
            " (SELECT content FROM vector WHERE encoder = ? AND row = ?)",
            [(revision, *key) for key in keys],
        )
        db.executemany("DELETE FROM vector WHERE encoder = ? AND row = ?", keys)
