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

LIMIT_BYTES = 8 << 30  # about 700,000 thumbnails of 12 KB
CHECK_EVERY = 5000  # thumbnails: 60 MB more than the limit at the worst
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
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = self._open()
        except sqlite3.Error as error:
            self._mend(error)

    def _open(self) -> sqlite3.Connection:
        connection = connect(self._path)
        try:
            connection.execute(SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        with contextlib.suppress(OSError):
            self._path.chmod(0o600)
        return connection

    def _mend(self, error: sqlite3.Error) -> None:
        """Throw a damaged database away; do without one where none can be made."""
        if type(error) is not sqlite3.DatabaseError:
            # No space, or nothing may be written: the library's own store meets the same, and
            # says so in a sentence that more lines before it would only bury.
            log.info("thumbnails cannot be kept: %s", error)
            return
        log.warning("The thumbnails were damaged and are made again.")
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        try:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
            self._connection = self._open()
        except (sqlite3.Error, OSError) as again:
            log.info("thumbnails cannot be kept: %s", again)

    def put(self, thumbnails: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep pairs of content digest and JPEG bytes."""
        rows = [(digest, jpeg, zlib.crc32(jpeg)) for digest, jpeg in thumbnails if jpeg]
        with self._lock:
            if self._connection is None or not rows:
                return
            try:
                self._write(self._connection, rows)
            except sqlite3.Error as error:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                self._mend(error)

    def _write(self, db: sqlite3.Connection, rows: list[tuple[bytes, bytes, int]]) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT OR REPLACE INTO thumbnail VALUES (?, ?, ?)", rows)
        db.execute("COMMIT")
        self._written += len(rows)
        if self._written >= CHECK_EVERY:
            self._written = 0
            self._bound(db)

    def has(self, digest: bytes) -> bool:
        """Return whether there is a thumbnail of this content."""
        with self._lock:
            if self._connection is None:
                return False
            try:
                found = self._connection.execute(
                    "SELECT 1 FROM thumbnail WHERE digest = ?", (digest,)
                ).fetchone()
            except sqlite3.Error as error:
                self._mend(error)
                return False
        return found is not None

    def _bound(self, db: sqlite3.Connection) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        free = db.execute("PRAGMA freelist_count").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
        if (pages - free) * size > self._limit:
            db.execute(
                # The oldest fifth; its pages are used again, for giving them back would copy the
                # whole file.
                "DELETE FROM thumbnail WHERE rowid IN"
                " (SELECT rowid FROM thumbnail ORDER BY rowid LIMIT"
                " (SELECT 1 + count(*) / 5 FROM thumbnail))"
            )

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
