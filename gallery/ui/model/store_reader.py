"""The thread that reads the store for the window, so that the window itself never waits for it."""

import logging
import queue
import sqlite3
from dataclasses import dataclass, replace
from typing import TypeAlias

from PySide6.QtCore import QThread, Signal

from gallery.analysis import words
from gallery.core.changes import Change
from gallery.core.errors import WeightsError
from gallery.core.paths import Home
from gallery.library.columns import COLUMNS, Columns, Since
from gallery.library.followed import FollowedFolder, Snapshot
from gallery.library.reading import FolderRow, Reader
from gallery.library.records import PictureFacts, ProblemRow
from gallery.library.standing import Standing, standing

log = logging.getLogger(__name__)

LOOK_MS = 50  # between two interrupts: one may come just before the question that it is for


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Read what is new of a folder: everything (`fresh`), or one kind of change.

    `key` is the id of the encoder that was chosen; another one is shown while it has too few
    vectors. With `look` it is asked whether that is so still, and with `turn` the chosen one is
    shown from now on if it is not. With `file` it asks for the facts of that file alone.
    """

    root: bytes
    key: str
    fresh: bool = False
    look: bool = False
    turn: bool = False
    what: Change | None = None
    file: int = 0


@dataclass(frozen=True, slots=True)
class FolderRows:
    """The folders that the store knows, last opened first."""

    rows: list[FolderRow]


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """What is known of the file that was asked about; None while nothing is."""

    facts: PictureFacts | None


@dataclass(frozen=True, slots=True)
class FoundProblems:
    """The files of the folder that could not be used, by path."""

    rows: list[ProblemRow]


@dataclass(frozen=True, slots=True)
class FoundStanding:
    """How far the chosen encoder is, and the id of the one whose vectors are shown."""

    standing: Standing
    shown: str


LoadedPart: TypeAlias = FolderRows | FoundFacts | FoundProblems | FoundStanding | Snapshot


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read.

    Attributes:
        ask: the question.
        folder: id of the folder that it is about, 0 while the store does not know it.
        parts: the answer; what was not asked for is not in it.
    """

    ask: ReadRequest
    folder: int
    parts: tuple[LoadedPart, ...]


class StoreReader(QThread):
    """Answers each request with `loaded`, in order; equal ones that wait are answered once."""

    loaded = Signal(object)

    def __init__(self, home: Home, columns: Columns = COLUMNS) -> None:
        super().__init__()
        self.setObjectName("loader")
        self._home, self._columns = home, columns
        self._asks: queue.SimpleQueue[ReadRequest | None] = queue.SimpleQueue()
        self._waiting: set[ReadRequest] = set()
        self._reader: Reader | None = None
        self._over = False
        self._owed: ReadRequest | None = None  # a whole folder that is still to be read
        self._root = b""
        self._shown = ""  # id of the encoder whose vectors are on screen
        self._followed: FollowedFolder | None = None

    def ask(self, ask: ReadRequest) -> None:
        """Have something read."""
        # A burst of equal changes is read once. A fresh one always: a folder may be left and shown
        # again.
        if ask not in self._waiting or ask.fresh:
            self._waiting.add(ask)
            self._asks.put(ask)

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._over = True
        self._asks.put(None)
        while not self.wait(LOOK_MS):
            if reader := self._reader:  # a million rows are not read to their end first
                reader.interrupt()

    def run(self) -> None:
        """Answer until told to stop; runs on the loader's thread."""
        while (ask := self._asks.get()) is not None and not self._over:
            # Before reading: a change that comes from here on may be missed by it, and is read
            # again.
            self._waiting.discard(ask)
            try:
                self._read(ask)
            except sqlite3.Error as error:
                # The engine has not made the store yet, has not brought one of an earlier version
                # up to date, or has set a damaged one aside.
                log.info("the store could not be read: %s", error)
                # Opened again at the next request: another database may lie in its place by then.
                self._reader = None
        if self._reader is not None:
            self._reader.close()

    def _read(self, ask: ReadRequest) -> None:
        """Answer; a whole folder that could not be read before comes first."""
        if ask.fresh:
            self._owed, self._root, self._followed = ask, b"", None
        self._reader = self._reader or Reader(self._home)
        if self._owed is not None and not ask.file:
            self.loaded.emit(self._answer(self._reader, self._owed))
            self._owed = None
        if not ask.fresh:
            self.loaded.emit(self._answer(self._reader, ask))

    def _answer(self, reader: Reader, ask: ReadRequest) -> Loaded:
        if ask.file:
            return Loaded(ask, 0, (FoundFacts(facts_of(reader, ask.file, self._shown)),))
        folder = reader.folder_id(ask.root)
        parts: tuple[LoadedPart, ...]
        known = self._followed if ask.root == self._root else None
        # The engine may have made the folder since it was read: then all of it is still to be.
        if ask.fresh or (known is not None and known.since.folder != folder):
            parts = self._fresh(reader, ask, folder)
        elif not ask.root or known is None:
            parts = (FolderRows(reader.folders()),)
        elif ask.look or ask.turn:
            parts = self._turn(reader, ask, known)
        else:
            parts = self._changed(reader, ask.what or Change.PROBLEMS, known)
        return Loaded(ask, folder, parts)

    def _fresh(self, reader: Reader, ask: ReadRequest, folder: int) -> tuple[LoadedPart, ...]:
        found = standing(reader, folder, ask.key)
        start = FollowedFolder(Since(folder, found.shown), self._columns)
        followed, snapshot = start.whole(reader, ask.root)
        rows, problems = FolderRows(reader.folders()), FoundProblems(reader.problems(folder))
        self._followed, self._root, self._shown = followed, ask.root, found.shown
        return (rows, snapshot, FoundStanding(found, found.shown), problems)

    def _turn(
        self, reader: Reader, ask: ReadRequest, known: FollowedFolder
    ) -> tuple[LoadedPart, ...]:
        found = standing(reader, known.since.folder, ask.key, self._shown)
        if found.shown == self._shown or not ask.turn:
            return (FoundStanding(found, self._shown),)
        self._followed, snapshot = known.turned(reader, found.shown)
        self._shown = found.shown
        return (FoundStanding(found, found.shown), snapshot)

    def _changed(
        self, reader: Reader, what: Change, known: FollowedFolder
    ) -> tuple[LoadedPart, ...]:
        followed, snapshot = known.changed(reader, what)
        parts: tuple[LoadedPart, ...] = (snapshot,)
        if what is Change.FILES:
            parts = (FolderRows(reader.folders()), snapshot)
        elif what is Change.PROBLEMS:
            parts = (snapshot, FoundProblems(reader.problems(known.since.folder)))
        self._followed = followed  # once all was read: what failed is read again
        return parts


def facts_of(reader: Reader, file: int, key: str) -> PictureFacts | None:
    """Return what is known of a file's picture, with the words that its vector is about."""
    facts = reader.facts(file, key)
    try:
        book = words.book(key)
    except WeightsError as error:
        log.warning("%s", error)
        return facts
    vector = reader.vector(file, key) if facts is not None and book is not None else None
    if facts is None or book is None or vector is None or len(vector) != book.dim:
        return facts
    return replace(facts, tags=tuple(book.shown(vector)))
