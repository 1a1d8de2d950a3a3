"""The reading side of the store, for the window and the command line.

One Reader belongs to one thread. It opens the databases read-only and sees what the engine has
committed; nothing here waits for the writer.
"""

import contextlib
import json
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.core import sentence
from gallery.core.paths import Home
from gallery.library import found_groups
from gallery.library.analyses import (
    CLUSTERING,
    MAP,
    SavedClusters,
    SavedMap,
    parse_clusters,
    parse_map,
)
from gallery.library.found_groups import FoundDuplicates
from gallery.library.records import PictureFacts, ProblemRow
from gallery.library.store import connect
from gallery.library.vectors import mapped

PART = 5000  # some milliseconds with the interpreter held
NO_ROW = -1


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A folder the store knows: id, absolute path, pictures in it, last opened, away or not."""

    id: int
    path: bytes
    pictures: int
    opened_ns: int
    away: bool


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a folder as columns; paths are relative, the rest int64 [n].

    Content is 0 while a file has not been read, and row -1 while it has no vector.
    """

    paths: list[bytes]
    file: NDArray[np.int64]
    content: NDArray[np.int64]
    size: NDArray[np.int64]
    mtime_ns: NDArray[np.int64]
    gone: NDArray[np.int64]
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FileRows:
    """Which file has which content and vector row; all int64 [n].

    Content is 0 and row -1 for a file whose bytes changed and were not read again yet.
    """

    file: NDArray[np.int64]
    content: NDArray[np.int64]
    row: NDArray[np.int64]


class Reader:
    """Answers questions about the store; sqlite3.Error only if it is damaged."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._opened = _identity(home.database)
        self._connection = connect(home.database, read_only=True)
        self._thumbnails: sqlite3.Connection | None = None
        self._thumbnails_opened = (0, 0)

    @property
    def _db(self) -> sqlite3.Connection:
        # A damaged database was set aside and a new one made: the old one tells nothing new.
        now = _identity(self.home.database)
        if now != self._opened:
            self.close()
            self._connection = connect(self.home.database, read_only=True)
            self._opened, self._thumbnails = now, None
        return self._connection

    def interrupt(self) -> None:
        """End a question that another thread waits for, with sqlite3.OperationalError there."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed meanwhile
            self._connection.interrupt()

    def close(self) -> None:
        """Close the databases."""
        self._connection.close()
        if self._thumbnails is not None:
            self._thumbnails.close()

    def folders(self) -> list[FolderRow]:
        """Return the folders the store knows, last opened first."""
        rows = self._db.execute(
            # Two counts, of which the second begins with the few problems: joined, every file is
            # looked at.
            "SELECT d.id, d.path, (SELECT count(*) FROM file f WHERE f.folder = d.id"
            " AND f.gone = 0) - (SELECT count(*) FROM problem p CROSS JOIN file f"
            " ON f.id = p.file WHERE f.folder = d.id AND f.gone = 0), d.opened_ns, d.away"
            " FROM folder d ORDER BY d.opened_ns DESC"
        )
        return [FolderRow(i, p, n, o, bool(a)) for i, p, n, o, a in rows]

    def folder_id(self, path: bytes) -> int:
        """Return the id of a folder, 0 when it is not known."""
        row = self._db.execute("SELECT id FROM folder WHERE path = ?", (path,)).fetchone()
        return int(row[0]) if row else 0

    def encoder_dim(self, key: str) -> int:
        """Return the dimension of an encoder's vectors, 0 when there are none."""
        row = self._db.execute("SELECT dim FROM encoder WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def encoders(self) -> list[str]:
        """Return the ids of all encoders that vectors were made by, the newest first."""
        rows = self._db.execute("SELECT key FROM encoder ORDER BY id DESC")
        return [str(key) for (key,) in rows]

    def is_whole(self, folder: int, key: str) -> bool:
        """Return whether an encoder has a vector of every file of a folder that was read."""
        row = self._db.execute(
            "SELECT 1 FROM file f LEFT JOIN problem p ON p.file = f.id"
            " WHERE f.folder = ? AND f.gone = 0 AND f.content > 0 AND p.file IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM vector v WHERE v.content = f.content AND v.row < ?"
            "  AND v.encoder = (SELECT id FROM encoder WHERE key = ?)) LIMIT 1",
            (folder, self._rows_there(key), key),
        ).fetchone()
        return row is None

    def embedded(self, folder: int, key: str) -> int:
        """Return how many files of a folder can be looked at with the vectors of an encoder."""
        row = self._db.execute(
            "SELECT count(*) FROM file f JOIN vector v ON v.content = f.content AND v.row < ?"
            " AND v.encoder = (SELECT id FROM encoder WHERE key = ?)"
            " LEFT JOIN problem p ON p.file = f.id"
            " WHERE f.folder = ? AND f.gone = 0 AND p.file IS NULL",
            (self._rows_there(key), key, folder),
        ).fetchone()
        return int(row[0])

    def files(self, folder: int, after: int = 0, key: str = "") -> Files:
        """Return the files with an id above `after`, by id, with their vectors of encoder `key`."""
        rows = self._db.execute(
            "SELECT f.path, f.id, ifnull(f.content, 0), f.size, f.mtime_ns, f.gone,"
            " ifnull(v.row, -1) FROM file f LEFT JOIN vector v ON v.content = f.content"
            " AND v.encoder = (SELECT id FROM encoder WHERE key = ?)"
            " WHERE f.folder = ? AND f.id > ? ORDER BY f.id",
            (key, folder, after),
        )
        paths: list[bytes] = []
        numbers = _numbers(rows, 6, paths)
        # A vector that the file does not hold is none, or the ranking would read beyond its end.
        numbers[numbers[:, 5] >= self._rows_there(key), 5] = NO_ROW
        return Files(paths, *(np.ascontiguousarray(numbers[:, i]) for i in range(6)))

    def order(self, folder: int) -> NDArray[np.int64]:
        """Return the ids of all files of a folder, sorted by the bytes of their paths."""
        rows = self._db.execute("SELECT id FROM file WHERE folder = ? ORDER BY path", (folder,))
        return _numbers(rows, 1)[:, 0]

    def gone(self, folder: int) -> NDArray[np.int64]:
        """Return the ids of files that are not there any more, or have a problem."""
        rows = self._db.execute(
            "SELECT f.id FROM file f LEFT JOIN problem p ON p.file = f.id"
            " WHERE f.folder = ? AND (f.gone = 1 OR p.file IS NOT NULL)",
            (folder,),
        )
        return _numbers(rows, 1)[:, 0]

    def vectors_after(self, folder: int, key: str, after: int) -> tuple[FileRows, int]:
        """Return files whose content or vector changed after revision `after`, and the last one."""
        last = self.revision()
        rows = self._db.execute(
            "SELECT f.id, ifnull(f.content, 0), ifnull(v.row, -1) FROM file f"
            " LEFT JOIN vector v ON v.content = f.content"
            " AND v.encoder = (SELECT id FROM encoder WHERE key = ?)"
            " WHERE f.folder = ? AND f.revision > ? AND f.revision <= ?",
            (key, folder, after, last),
        )
        columns = _numbers(rows, 3)
        columns[columns[:, 2] >= self._rows_there(key), 2] = NO_ROW
        return FileRows(columns[:, 0], columns[:, 1], columns[:, 2]), last

    def revision(self) -> int:
        """Return the number of the last change to any file."""
        return int(self._db.execute("SELECT revision FROM counter").fetchone()[0])

    def _rows_there(self, key: str) -> int:
        """Return how many vectors the file of an encoder holds: it may have been thrown away."""
        dim = self.encoder_dim(key)
        return len(mapped(self.home, key, dim)) if dim else 0

    def all_rows(self, folder: int, key: str) -> tuple[FileRows, int]:
        """Return all files of a folder that have a vector, and the last revision."""
        last = self.revision()
        rows = self._db.execute(
            "SELECT f.id, v.content, v.row FROM file f JOIN vector v ON v.content = f.content"
            " AND v.encoder = (SELECT id FROM encoder WHERE key = ?)"
            " LEFT JOIN problem p ON p.file = f.id"
            " WHERE f.folder = ? AND f.gone = 0 AND p.file IS NULL ORDER BY f.id",
            (key, folder),
        )
        columns = _numbers(rows, 3)
        columns = columns[columns[:, 2] < self._rows_there(key)]
        return FileRows(columns[:, 0], columns[:, 1], columns[:, 2]), last

    def numbers(self, query: str, parameters: tuple[object, ...], width: int) -> NDArray[np.int64]:
        """Return what a query for `width` numbers finds, int64 [n, width]."""
        return _numbers(self._db.execute(query, parameters), width)

    def contents(self, folder: int) -> dict[int, tuple[bytes, int]]:
        """Return BLAKE2b and size in bytes of each content in a folder, by content id."""
        rows = self._db.execute(
            "SELECT DISTINCT c.id, c.digest, c.size FROM file f JOIN content c ON c.id = f.content"
            " WHERE f.folder = ? AND f.gone = 0",
            (folder,),
        )
        return {number: (bytes(digest), int(size)) for number, digest, size in rows}

    def clusters(self, folder: int, key: str) -> SavedClusters | None:
        """Return the clustering that is kept, or None."""
        row = self._db.execute(
            f"SELECT {CLUSTERING} FROM clustering"
            " WHERE folder = ? AND encoder = (SELECT id FROM encoder WHERE key = ?)",
            (folder, key),
        ).fetchone()
        return parse_clusters(row) if row else None

    def map(self, folder: int, key: str) -> SavedMap | None:
        """Return the map that is kept, or None."""
        row = self._db.execute(
            f"SELECT {MAP} FROM map"
            " WHERE folder = ? AND encoder = (SELECT id FROM encoder WHERE key = ?)",
            (folder, key),
        ).fetchone()
        return parse_map(row) if row else None

    def problems(self, folder: int) -> list[ProblemRow]:
        """Return the files that could not be used, by path."""
        rows = self._db.execute(
            # Crossed, so that few problems are looked up among many files and not the reverse.
            "SELECT f.id, f.path, p.kind, p.code, p.args FROM problem p"
            " CROSS JOIN file f ON f.id = p.file"
            " WHERE f.folder = ? AND f.gone = 0 ORDER BY f.path",
            (folder,),
        )
        # A folder that could not be listed is kept with a slash at its end.
        return [
            ProblemRow(file, path.rstrip(b"/"), kind, sentence.said(code, args))
            for file, path, kind, code, args in rows
        ]

    def facts(self, file: int, key: str) -> PictureFacts | None:
        """Return what is known of a file's picture and its tags; None while nothing is."""
        row = self._db.execute(
            "SELECT c.width, c.height, c.format, c.taken, c.camera, c.exif,"
            " (SELECT v.shown FROM vector v JOIN encoder e ON e.id = v.encoder"
            "  WHERE v.content = c.id AND e.key = ?)"
            " FROM file f JOIN content c ON c.id = f.content WHERE f.id = ?",
            (key, file),
        ).fetchone()
        if not row or not row[0]:
            return None
        exif = tuple((str(name), str(value)) for name, value in json.loads(row[5]))
        tags = tuple((str(word), float(chance)) for word, chance in json.loads(row[6] or "[]"))
        return PictureFacts(row[0], row[1], row[2], row[3], row[4], exif, tags)

    def vector(self, file: int, key: str) -> NDArray[np.float32] | None:
        """Return the unit vector [dim] of a file's picture by encoder `key`, or None."""
        row = self._db.execute(
            "SELECT v.row, e.dim FROM file f JOIN vector v ON v.content = f.content"
            " JOIN encoder e ON e.id = v.encoder AND e.key = ? WHERE f.id = ?",
            (key, file),
        ).fetchone()
        rows = mapped(self.home, key, int(row[1])) if row else np.zeros((0, 1), np.float32)
        return np.array(rows[row[0]]) if row and row[0] < len(rows) else None

    def duplicates(self, folder: int, key: str) -> FoundDuplicates | None:
        """Return the duplicates that were last found in a folder; None if none were looked for."""
        return found_groups.read(self._db, folder, key)

    def thumbnail(self, file: int) -> bytes | None:
        """Return the JPEG bytes of a file's thumbnail, or None if it is missing or damaged."""
        row = self._db.execute(
            "SELECT c.digest FROM file f JOIN content c ON c.id = f.content WHERE f.id = ?",
            (file,),
        ).fetchone()
        return self._jpeg(row[0]) if row else None

    def thumbnail_of_content(self, content: int) -> bytes | None:
        """Return the JPEG bytes of a content's thumbnail, or None if it is missing or damaged."""
        row = self._db.execute("SELECT digest FROM content WHERE id = ?", (content,)).fetchone()
        return self._jpeg(row[0]) if row else None

    def _jpeg(self, digest: bytes) -> bytes | None:
        with contextlib.suppress(sqlite3.Error):
            found = (
                self._thumbnails_now()
                .execute("SELECT jpeg, checksum FROM thumbnail WHERE digest = ?", (digest,))
                .fetchone()
            )
            # A damaged one is as good as missing: it is made again, and never painted.
            if found and zlib.crc32(found[0]) == found[1]:
                return bytes(found[0])
        return None

    def _thumbnails_now(self) -> sqlite3.Connection:
        # A damaged database of thumbnails was thrown away, and another one lies in its place.
        now = _identity(self.home.thumbnails)
        if self._thumbnails is not None and now != self._thumbnails_opened:
            self._thumbnails.close()
            self._thumbnails = None
        if self._thumbnails is None:
            self._thumbnails = connect(self.home.thumbnails, read_only=True)
            self._thumbnails_opened = now
        return self._thumbnails


def _numbers(
    rows: sqlite3.Cursor, width: int, paths: list[bytes] | None = None
) -> NDArray[np.int64]:
    """Return rows as int64 [n, width]; with `paths`, what stands before the numbers goes there.

    In parts: made at once, an array of a million rows holds the interpreter lock for a second,
    and with it the window.
    """
    parts = [np.zeros((0, width), np.int64)]
    while part := rows.fetchmany(PART):
        if paths is not None:
            paths.extend(row[0] for row in part)
            part = [row[1:] for row in part]
        parts.append(np.array(part, np.int64).reshape(-1, width))
    return np.concatenate(parts)


def _identity(database: Path) -> tuple[int, int]:
    try:
        status = database.stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)
