"""Teaching: labels of a folder's pictures are learned from, tried, and kept beside the vectors."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import teaching
from gallery.analysis.teaching import Gain, Lesson
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.paths import shown
from gallery.engine.jobs.embed import Subject
from gallery.library import analyses, lessons, marks, vectors
from gallery.library.lessons import SavedLesson
from gallery.library.store import Store

FOLDERS, LABELS = "folders", "labels"


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A lesson that is not kept yet, and what it is worth.

    Attributes:
        lesson: what was learned.
        gain: precision before and after, and how much stays as it was.
        few: classes with too few pictures, and how many they have.
    """

    lesson: Lesson
    gain: Gain
    few: tuple[tuple[str, int], ...]


def teach(
    store: Store, subject: Subject, source: str = LABELS, check: Callable[[], None] = lambda: None
) -> Taught:
    """Learn from what a person said of the pictures of a folder; nothing is kept.

    Args:
        store: holds labels, paths and vectors.
        subject: the folder and its encoder.
        source: LABELS for those given in the program, FOLDERS for the names of sub-folders.
        check: called now and then; may raise to end the work.

    Raises:
        LookalikeError: there are not two classes with enough pictures.
    """
    members = analyses.members(store, subject.folder, subject.encoder_row)
    mapped = vectors.mapped(store.home, subject.encoder.id, subject.encoder.dim)
    # The file may have been thrown away or cut since the database named its rows.
    there = members.rows < len(mapped)
    contents, rows = members.contents[there], members.rows[there]
    known = np.asarray(mapped[rows], np.float32)
    labels = labels_of(store, subject.folder, contents, source)
    check()
    lesson = teaching.learn(known, labels)
    check()
    return Taught(lesson, teaching.gain(known, labels), teaching.usable(labels)[1])


def labels_of(store: Store, folder: int, contents: NDArray[np.int64], source: str) -> list[str]:
    """Return the class of each of `contents` [n]; "" for one that has none, or several."""
    found: dict[int, set[str]] = {}
    if source == FOLDERS:
        for content, path in analyses.sub_folders(store, folder):
            found.setdefault(content, set()).add(shown(path.rpartition(b"/")[2]) if path else "")
    elif source == LABELS:
        for content, said in marks.marks_of(store.reading, contents.tolist()).items():
            found[content] = set(said.labels)
    else:
        raise LookalikeError(Code.NOTHING_LEARNED, name=source)
    # A picture with two labels teaches neither: a softmax knows one class for each.
    return [next(iter(n)) if len(n := found.get(c, set())) == 1 else "" for c in contents.tolist()]


def keep(store: Store, subject: Subject, name: str, taught: Taught) -> int:
    """Keep a lesson, switch it on, and return its id; another one that was on is switched off."""
    lesson, gain = taught.lesson, taught.gain
    saved = SavedLesson(
        0, name, lesson.classes, lesson.weights, lesson.offsets, gain.before, gain.after, gain.stays
    )
    number = lessons.keep(store, subject.folder, subject.encoder_row, saved)
    lessons.switch(store, subject.folder, subject.encoder_row, number)
    return number


def active(store: Store, folder: int, encoder_row: int) -> Lesson | None:
    """Return the lesson that is switched on for a folder, or None."""
    on = [one for one in lessons.of_folder(store.reading, folder, encoder_row) if one.is_on]
    return Lesson(on[0].classes, on[0].weights, on[0].offsets) if on else None
