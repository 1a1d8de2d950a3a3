"""The pictures of a folder with all that tells which of them to keep."""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from gallery.core.findings import Same
from gallery.library.store import Store

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One file, and the picture in it.

    Attributes:
        file, content: ids.
        digest: of the bytes.
        path: absolute.
        size, mtime_ns: as at the scan.
        width, height: upright.
        format: as Pillow names it.
        taken, camera: of EXIF, or "".
        dhash: difference hash, signed.
        dhash_turned: that of the picture with rows and columns exchanged; None if never computed.
        row: of its vector.
        colours: share of each of core/hues.py's COLOURS, uint8 [15]; b"" while not known.
    """

    file: int
    content: int
    digest: bytes
    path: bytes
    size: int
    mtime_ns: int
    width: int
    height: int
    format: str
    taken: str
    camera: str
    dhash: int
    dhash_turned: int | None
    row: int
    colours: bytes = b""


def items(db: sqlite3.Connection, folder: int, encoder: int) -> list[Item]:
    """Return the embedded pictures of a folder, by path."""
    root = db.execute("SELECT path FROM folder WHERE id = ?", (folder,)).fetchone()
    rows = db.execute(
        "SELECT f.id, c.id, c.digest, f.path, f.size, f.mtime_ns, c.width, c.height, c.format,"
        " c.taken, c.camera, c.dhash, c.dhash_turned, v.row, ifnull(c.colours, x'') FROM file f"
        " JOIN content c ON c.id = f.content"
        " JOIN vector v ON v.content = c.id AND v.encoder = ?"
        " LEFT JOIN problem p ON p.file = f.id"
        " WHERE f.folder = ? AND f.gone = 0 AND p.file IS NULL ORDER BY f.path",
        (encoder, folder),
    )
    return [Item(*(*row[:3], os.path.join(root[0], row[3]), *row[4:])) for row in rows]


# ---------------------------------------------------------------- pairs that were compared

_COLUMNS = "agreement, whole, turn, rotation, scale, covered_a, covered_b, blocks"


def known_likeness(db: sqlite3.Connection, pairs: Iterable[Pair], recipe: int) -> dict[Pair, Same]:
    """Return what a recipe found when pairs of contents, the lower id first, were compared."""
    sql = f"SELECT {_COLUMNS} FROM likeness WHERE a = ? AND b = ? AND recipe = {recipe:d}"
    found = {}
    for pair in pairs:
        row = db.execute(sql, pair).fetchone()
        if row is not None:
            found[pair] = Same(*(*row[:5], (row[5], row[6]), row[7]))
    return found


def keep_likeness(store: Store, found: dict[Pair, Same], recipe: int) -> None:
    """Keep what was found of pairs of contents, the lower id first, so that it is found once."""
    # The recipe is part of what is kept: pairs that an older one judged are compared again.
    rows = [
        (
            *pair, recipe, same.agreement, same.whole, same.turn, same.rotation, same.scale,
            *same.covered, same.blocks,
        )
        for pair, same in found.items()
    ]  # fmt: skip
    with store.transaction() as db:
        db.executemany(
            f"INSERT OR REPLACE INTO likeness (a, b, recipe, {_COLUMNS})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
