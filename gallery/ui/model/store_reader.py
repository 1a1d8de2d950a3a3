"""The thread that reads the store for the window, so that the window itself never waits for it."""

import logging
import queue
import sqlite3
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QThread, Signal

from gallery.analysis import words
from gallery.core.errors import WeightsError
from gallery.core.paths import Home
from gallery.engine.ipc.messages import Change
from gallery.library import vectors
from gallery.library.analyses import SavedClusters, SavedMap
from gallery.library.reading import FileRows, Files, FolderRow, Reader
from gallery.library.records import PictureFacts, ProblemRow
from gallery.library.standing import Standing, standing
from gallery.library.table import NO_CLUSTER, Table

log = logging.getLogger(__name__)

LOOK_MS = 50


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
class Loaded:
    """What was read; parts that were not asked for are None.

    Attributes:
        ask: the question.
        table: a whole new table with clusters and map in it, for a fresh question.
        base: order of all living pictures by path, when files were added.
        files: files that were added.
        gone: ids of files that are gone or have a problem.
        rows: which files got a vector, and where.
        vectors: the mapped vectors, float32 [N, dim].
        clusters, map: what is kept of them; `cluster`, `rank` and `xy` are their columns
            of the table.
        facts: what is known of the file that was asked about.
        standing: whose vectors are to be shown, and `shown` the id of those that are, when that
            was asked; `turned` where they are others than before.
    """

    ask: ReadRequest
    folder: int = 0
    table: Table | None = None
    base: NDArray[np.intp] | None = None
    files: Files | None = None
    gone: NDArray[np.int64] | None = None
    rows: FileRows | None = None
    vectors: NDArray[np.float32] | None = None
    clusters: SavedClusters | None = None
    cluster: NDArray[np.int16] | None = None
    rank: NDArray[np.int32] | None = None
    map: SavedMap | None = None
    xy: NDArray[np.float32] | None = None
    problems: list[ProblemRow] | None = None
    folders: list[FolderRow] = field(default_factory=list)
    facts: PictureFacts | None = None
    standing: Standing | None = None
    shown: str = ""
    turned: bool = False


class StoreReader(QThread):
    """Answers each request with `loaded`, in order; equal ones that wait are answered once."""

    loaded = Signal(object)

    def __init__(self, home: Home) -> None:
        super().__init__()
        self.setObjectName("loader")
        self._home = home
        self._asks: queue.SimpleQueue[ReadRequest | None] = queue.SimpleQueue()
        self._waiting: set[ReadRequest] = set()
        self._reader: Reader | None = None
        self._over = False
        self._owed: ReadRequest | None = None  # a whole folder that is still to be read
        self._root = b""
        self._shown = ""  # id of the encoder whose vectors are on screen
        # What the table will hold once the answers given so far have been taken over.
        self._ids = np.zeros(0, np.int64)
        self._contents = np.zeros(0, np.int64)
        self._last_vector = 0

    def ask(self, ask: ReadRequest) -> None:
        """Have something read."""
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
            self._waiting.discard(ask)
            try:
                self._read(ask)
            except sqlite3.Error as error:
                # The engine has not made the store yet, has not brought one of an earlier version
                # up to date, or has set a damaged one aside.
                log.info("the store could not be read: %s", error)
                self._reader = None
        if self._reader is not None:
            self._reader.close()

    def _read(self, ask: ReadRequest) -> None:
        """Answer; a whole folder that could not be read before comes first."""
        if ask.fresh:
            self._owed, self._root = ask, b""
        self._reader = self._reader or Reader(self._home)
        if self._owed is not None and not ask.file:
            self.loaded.emit(self._answer(self._reader, self._owed))
            self._owed = None
        if not ask.fresh:
            self.loaded.emit(self._answer(self._reader, ask))

    def _answer(self, reader: Reader, ask: ReadRequest) -> Loaded:
        if ask.file:
            return Loaded(ask, facts=facts_of(reader, ask.file, self._shown))
        folder = reader.folder_id(ask.root)
        if ask.fresh:
            return self._fresh(reader, ask, folder)
        if not ask.root or ask.root != self._root:
            return Loaded(ask, folder, folders=reader.folders())
        if ask.look or ask.turn:
            return self._turn(reader, ask, folder)
        match ask.what:
            case Change.FILES:
                return self._files(reader, ask, folder)
            case Change.VECTORS:
                return self._vectors(reader, ask, folder)
            case Change.CLUSTERS:
                clusters = reader.clusters(folder, self._shown)
                return self._analyses(Loaded(ask, folder, clusters=clusters))
            case Change.MAP:
                return self._analyses(Loaded(ask, folder, map=reader.map(folder, self._shown)))
            case _:
                gone = reader.gone(folder)
                return Loaded(ask, folder, gone=gone, problems=reader.problems(folder))

    def _fresh(self, reader: Reader, ask: ReadRequest, folder: int) -> Loaded:
        self._root = ask.root
        self._last_vector = reader.revision()
        found = standing(reader, folder, ask.key)
        self._shown = key = found.shown
        files = reader.files(folder, key=key)
        table = Table(root=ask.root)
        table.append(files.paths, _columns(files))
        alive = files.gone == 0
        gone = table.positions(reader.gone(folder))
        alive[gone[gone >= 0]] = False
        table.alive, table.row = alive, files.row
        self._ids, self._contents = table.file, table.content
        loaded = Loaded(
            ask,
            folder,
            table=table,
            base=self._order(reader, folder),
            vectors=self._map(reader, key),
            clusters=reader.clusters(folder, key),
            map=reader.map(folder, key),
            problems=reader.problems(folder),
            folders=reader.folders(),
            standing=found,
            shown=key,
        )
        return self._analyses(loaded)

    def _turn(self, reader: Reader, ask: ReadRequest, folder: int) -> Loaded:
        found = standing(reader, folder, ask.key, self._shown)
        told = Loaded(ask, folder, standing=found, shown=self._shown)
        if found.shown == self._shown or not ask.turn:
            return told
        self._shown = key = found.shown
        self._last_vector = reader.revision()
        files = reader.files(folder, key=key)
        rows = FileRows(files.file, files.content, files.row)
        self._note_contents(rows)
        loaded = replace(
            told,
            rows=rows,
            vectors=self._map(reader, key),
            clusters=reader.clusters(folder, key),
            map=reader.map(folder, key),
            shown=key,
            turned=True,
        )
        return self._analyses(loaded)

    def _analyses(self, loaded: Loaded) -> Loaded:
        """Add the columns of clusters and map: of a million pictures they take a while."""
        if loaded.clusters is not None:
            cluster, rank = clusters_of(self._contents, loaded.clusters)
            loaded = replace(loaded, cluster=cluster, rank=rank)
        if loaded.map is not None:
            loaded = replace(loaded, xy=places_of(self._contents, loaded.map))
        return loaded

    def _files(self, reader: Reader, ask: ReadRequest, folder: int) -> Loaded:
        last = int(self._ids[-1]) if len(self._ids) else 0
        files = reader.files(folder, last)
        base = None
        if len(files.file):
            self._ids = np.concatenate([self._ids, files.file])
            self._contents = np.concatenate([self._contents, files.content])
            base = self._order(reader, folder)
        return Loaded(
            ask,
            folder,
            files=files,
            base=base,
            gone=reader.gone(folder),
            folders=reader.folders(),
        )

    def _order(self, reader: Reader, folder: int) -> NDArray[np.intp]:
        """Return all positions by path, as the store sorts them: Python would hold the window."""
        order = reader.order(folder)
        if not len(self._ids):
            return np.zeros(0, np.intp)
        # Files may have been added since the others were read.
        at: NDArray[np.intp] = np.searchsorted(self._ids, order[order <= self._ids[-1]])
        return at

    def _vectors(self, reader: Reader, ask: ReadRequest, folder: int) -> Loaded:
        rows, self._last_vector = reader.vectors_after(folder, self._shown, self._last_vector)
        self._note_contents(rows)
        return Loaded(ask, folder, rows=rows, vectors=self._map(reader, self._shown))

    def _note_contents(self, rows: FileRows) -> None:
        if len(self._ids):
            at = np.minimum(np.searchsorted(self._ids, rows.file), len(self._ids) - 1)
            known = self._ids[at] == rows.file
            self._contents = _replaced(self._contents, at[known], rows.content[known])

    def _map(self, reader: Reader, key: str) -> NDArray[np.float32]:
        return vectors.mapped(self._home, key, reader.encoder_dim(key) or 1)


def _columns(files: Files) -> dict[str, NDArray[np.int64]]:
    return {
        "file": files.file,
        "content": files.content,
        "size": files.size,
        "mtime_ns": files.mtime_ns,
    }


def place_rows(table: Table, rows: FileRows) -> None:
    """Note in `table` which picture has which content and vector row."""
    at = table.positions(rows.file)
    known = at >= 0
    table.row = _replaced(table.row, at[known], rows.row[known])
    table.content = _replaced(table.content, at[known], rows.content[known])


def _replaced(
    column: NDArray[np.int64], at: NDArray[np.intp], values: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return a column with other values at some places: one that is in use is never written to."""
    column = column.copy()
    column[at] = values
    return column


def clusters_of(
    content: NDArray[np.int64], saved: SavedClusters
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Return the number of each picture's cluster, [n], -1 for none, and its place in it, [n]."""
    cluster = np.full(len(content), NO_CLUSTER, np.int16)
    rank = np.zeros(len(content), np.int32)
    found, at = _found(content, saved.contents)
    cluster[found], rank[found] = saved.labels[at], saved.ranks[at]
    return cluster, rank


def places_of(content: NDArray[np.int64], saved: SavedMap) -> NDArray[np.float32]:
    """Return where each picture lies on the map, [n, 2]; NaN for nowhere."""
    column = np.full((len(content), 2), np.nan, np.float32)
    found, at = _found(content, saved.contents)
    column[found] = saved.xy[at]
    return column


def _found(
    content: NDArray[np.int64], contents: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return positions whose content is in `contents` (ascending), and where it stands there."""
    if len(contents) == 0:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    at = np.searchsorted(contents, content)
    at[at == len(contents)] = 0
    found = np.flatnonzero((contents[at] == content) & (content > 0))
    return found, at[found]


def append_files(table: Table, files: Files) -> None:
    """Add files to `table`."""
    table.append(files.paths, _columns(files))


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
