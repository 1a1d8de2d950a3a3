"""What a person taught, kept beside the vectors: named, switched on and off, taken back at will."""

import json
import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.library.store import Store

COLUMNS = "id, name, classes, weights, offsets, before, after, stays, is_on"


@dataclass(frozen=True, slots=True, eq=False)
class SavedLesson:
    """A lesson as it is kept.

    Attributes:
        id: number in the store; 0 while it is not kept.
        name: that a person gave it.
        classes: names, [c].
        weights: float32 [c + 1, dim].
        offsets: float32 [c + 1].
        before: precision of the ten nearest without it, 0 to 1.
        after: with it.
        stays: share of the nearest of other pictures that stay.
        is_on: likeness is bent by it.
    """

    id: int
    name: str
    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    before: float
    after: float
    stays: float
    is_on: bool = False


def keep(store: Store, folder: int, encoder: int, lesson: SavedLesson) -> int:
    """Keep a lesson and return its id; one of the same name is taken back."""
    with store.transaction() as db:
        db.execute(
            "UPDATE lesson SET gone = 1, is_on = 0 WHERE folder = ? AND encoder = ? AND name = ?",
            (folder, encoder, lesson.name),
        )
        row = db.execute(
            "INSERT INTO lesson (folder, encoder, name, classes, weights, offsets, before, after,"
            " stays) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                folder,
                encoder,
                lesson.name,
                json.dumps(lesson.classes),
                lesson.weights.astype(np.float32).tobytes(),
                lesson.offsets.astype(np.float32).tobytes(),
                lesson.before,
                lesson.after,
                lesson.stays,
            ),
        )
        return int(row.lastrowid or 0)


def switch(store: Store, folder: int, encoder: int, lesson: int) -> None:
    """Switch a lesson on by its id, and every other one of the folder off; 0 for none at all."""
    with store.transaction() as db:
        db.execute(
            "UPDATE lesson SET is_on = (id = ?) AND NOT gone WHERE folder = ? AND encoder = ?",
            (lesson, folder, encoder),
        )


def take_back(store: Store, lesson: int, *, gone: bool = True) -> None:
    """Take a lesson back, or undo that; it is off afterwards either way."""
    with store.transaction() as db:
        db.execute("UPDATE lesson SET gone = ?, is_on = 0 WHERE id = ?", (int(gone), lesson))


def of_folder(db: sqlite3.Connection, folder: int, encoder: int) -> list[SavedLesson]:
    """Return the lessons of a folder for an encoder, the oldest first."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM lesson WHERE folder = ? AND encoder = ? AND NOT gone ORDER BY id",
        (folder, encoder),
    )
    return [_lesson(row) for row in rows]


def _lesson(row: tuple[int, str, str, bytes, bytes, float, float, float, int]) -> SavedLesson:
    number, name, classes, weights, offsets, before, after, stays, is_on = row
    names = tuple(json.loads(classes))
    table = np.frombuffer(weights, np.float32).reshape(len(names) + 1, -1)
    shift = np.frombuffer(offsets, np.float32)
    return SavedLesson(number, name, names, table, shift, before, after, stays, bool(is_on))
