"""Groups and checks of a folder as they were last found, as JSON."""

import sqlite3

from gallery.library.store import Store


def keep_finding(store: Store, place: tuple[int, int], what: str, data: str) -> None:
    """Keep what was found in a folder by an encoder, `place`, as JSON, in place of the last."""
    with store.transaction() as db:
        db.execute(
            "INSERT OR REPLACE INTO finding (folder, encoder, what, revision, data)"
            " SELECT ?, ?, ?, revision, ? FROM counter",
            (*place, what, data),
        )


def finding(db: sqlite3.Connection, folder: int, key: str, what: str) -> tuple[str, bool] | None:
    """Return what was last found, as JSON, and whether no file changed since; None if nothing."""
    row = db.execute(
        # Fresh as long as no file of any folder changed: coarse, and never wrong.
        "SELECT data, revision = (SELECT revision FROM counter) FROM finding WHERE folder = ?"
        " AND what = ? AND encoder = (SELECT id FROM encoder WHERE key = ?)",
        (folder, what, key),
    ).fetchone()
    return (str(row[0]), bool(row[1])) if row else None
