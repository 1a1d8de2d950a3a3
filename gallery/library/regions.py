"""Vectors of the windows of pictures, which crops are compared with: a cache that may be lost.

A picture's take 14 x dim bytes, a third of its thumbnail. Its key is the digest of the bytes, so
that it outlives the store's numbers.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Vectors
from gallery.core.paths import Home
from gallery.library.store import connect

log = logging.getLogger(__name__)

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS region (encoder TEXT NOT NULL, digest BLOB NOT NULL,"
    " windows BLOB NOT NULL, PRIMARY KEY (encoder, digest)) WITHOUT ROWID"
)
FULL = 127.0


class RegionCache:
    """The windows of pictures by one encoder; what cannot be read or written is computed again."""

    def __init__(self, home: Home, encoder: str, dim: int) -> None:
        self._encoder, self._dim = encoder, dim
        self._path = home.cache / "regions.db"

    def get(self, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.int8]]:
        """Return the windows that are known, int8 [w, dim] each, by digest; not of unit length."""
        found: dict[bytes, NDArray[np.int8]] = {}
        with contextlib.suppress(sqlite3.Error), contextlib.closing(self._open()) as db:
            for digest in digests:
                row = db.execute(
                    "SELECT windows FROM region WHERE encoder = ? AND digest = ?",
                    (self._encoder, digest),
                ).fetchone()
                if row and len(row[0]) % self._dim == 0:
                    found[digest] = np.frombuffer(row[0], np.int8).reshape(-1, self._dim)
        return found

    def put(self, windows: dict[bytes, NDArray[np.int8]]) -> None:
        """Keep windows, by digest."""
        rows = [(self._encoder, digest, table.tobytes()) for digest, table in windows.items()]
        try:
            with contextlib.closing(self._open()) as db:
                db.execute("BEGIN IMMEDIATE")
                db.executemany("INSERT OR REPLACE INTO region VALUES (?, ?, ?)", rows)
                db.execute("COMMIT")
        except sqlite3.Error as error:
            log.warning("regions cannot be kept: %s", error)
            if type(error) is sqlite3.DatabaseError:  # damaged: it is made again
                self._path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        db = connect(self._path)
        try:
            db.execute(SCHEMA)
        except sqlite3.Error:
            db.close()
            raise
        return db


def packed(vectors: Vectors) -> NDArray[np.int8]:
    """Return unit vectors [..., dim] as int8, the largest number of each at FULL.

    The cosine of what is packed with the vector itself is 0.9999.
    """
    largest = np.maximum(np.abs(vectors).max(-1, keepdims=True), 1e-12)
    small: NDArray[np.int8] = np.round(vectors / largest * FULL).astype(np.int8)
    return small
