"""Thumbnails by content, in a database of their own that may be thrown away."""

import contextlib
import logging
import sqlite3
import threading
import zlib
from collections.abc import Iterable
from pathlib import Path

from gallery.core.paths import Home
from gallery.library.store import connect

log = logging.getLogger(__name__)

LIMIT_BYTES = 8 << 30
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS thumbnail"
    " (digest BLOB PRIMARY KEY, jpeg BLOB NOT NULL, checksum INTEGER NOT NULL)"
)


class ThumbnailStore:
    """The writing side; several threads may share one. What cannot be written is left out:
    a thumbnail can always be made again."""

    def __init__(self, home: Home, limit: int = LIMIT_BYTES) -> None:
        self._path, self._limit, self._lock = home.thumbnails, limit, threading.Lock()
        self._written = 0
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError:
            log.warning("The thumbnails were damaged and are made again.")
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
            self._connection = self._open()
        with contextlib.suppress(OSError):
            self._path.chmod(0o600)

    def _open(self) -> sqlite3.Connection:
        connection = connect(self._path)
        connection.execute(SCHEMA)
        return connection

    def put(self, thumbnails: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep pairs of content digest and JPEG bytes."""
        rows = [(digest, jpeg, zlib.crc32(jpeg)) for digest, jpeg in thumbnails if jpeg]
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO thumbnail VALUES (?, ?, ?)", rows)
            self._connection.execute("COMMIT")
            self._written += len(rows)
            if self._written >= 5000:
                self._written = 0
                self._bound()

    def has(self, digest: bytes) -> bool:
        """Return whether there is a thumbnail of this content."""
        with self._lock:
            found = self._connection.execute(
                "SELECT 1 FROM thumbnail WHERE digest = ?", (digest,)
            ).fetchone()
        return found is not None

    def _bound(self) -> None:
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        free = self._connection.execute("PRAGMA freelist_count").fetchone()[0]
        size = self._connection.execute("PRAGMA page_size").fetchone()[0]
        if (pages - free) * size > self._limit:
            self._connection.execute(
                "DELETE FROM thumbnail WHERE rowid IN"
                " (SELECT rowid FROM thumbnail ORDER BY rowid LIMIT"
                " (SELECT count(*) / 5 FROM thumbnail))"
            )

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()
