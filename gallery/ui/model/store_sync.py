"""What the loader read, taken over into the state; and the word search by file names."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gallery.core.paths import Home
from gallery.engine.ipc.messages import Change, Changed
from gallery.library.analyses import SavedClusters
from gallery.library.columns import COLUMNS, Columns
from gallery.library.followed import Snapshot
from gallery.library.reading import FolderRow, Reader
from gallery.library.records import Clusters, PictureFacts, ProblemRow
from gallery.library.standing import Standing
from gallery.library.table import Table
from gallery.ui.background import Background
from gallery.ui.model import ranking
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.model.store_reader import (
    FolderRows,
    FoundFacts,
    FoundProblems,
    FoundStanding,
    Loaded,
    LoadedPart,
    ReadRequest,
    StoreReader,
)


class StoreSync(QObject):
    """Keeps the state as the store has it, for the folder and encoder that are on screen.

    Signals:
        replaced: a whole new table was taken over.
        problems_changed, folders_changed: read the attribute of that name.
        standing_changed: another encoder's vectors are shown, or those of the chosen one came near.
        facts_ready: a picture, and what is known of it (PictureFacts, or None while nothing is).

    Attributes:
        folder: id of the folder on screen, 0 while the store does not know it.
        chosen: id of the encoder that was chosen, "" while that is not known.
        key: id of the encoder whose vectors are shown; another one while the chosen one has fewer.
        standing: how far the chosen one is.
    """

    replaced = Signal()
    problems_changed = Signal()
    folders_changed = Signal()
    standing_changed = Signal()
    facts_ready = Signal(int, object)

    def __init__(self, home: Home, state: GalleryState, columns: Columns = COLUMNS) -> None:
        super().__init__()
        self._state, self._home = state, home
        self.root: bytes | None = None
        self.folder = 0
        self.chosen = self.key = ""
        self.standing = Standing("", "")
        self._is_read = False  # the folder on screen has been, for the first time
        self.problems: list[ProblemRow] = []
        self.folders: list[FolderRow] = []
        self._names = Background("names", self)
        self._loader = StoreReader(home, columns)
        self._loader.loaded.connect(self._loaded)

    def reader(self) -> Reader:
        """Return a reader of the store, for a thread that asks for something of its own."""
        return Reader(self._home)

    def start(self) -> None:
        """Start reading; the folders of the store come first."""
        self._loader.start()
        self.read_folders()

    def stop(self) -> None:
        """End the loader's thread."""
        self._names.stop()
        self._loader.stop()

    def show(self, root: bytes, key: str) -> None:
        """Show a folder from the store, with the vectors of the encoder `key` if it has enough.

        With another encoder for the folder on screen, the person stays where they are.
        """
        is_same = root == self.root
        stays = is_same and self.folder and self._is_read and self.key and key != self.chosen
        if not stays:
            self.key = key
        if not is_same:
            self.folder, self._is_read = 0, False
        self.root, self.chosen, self.standing = root, key, Standing(key, self.key)
        self._loader.ask(
            ReadRequest(root, key, turn=True) if stays else ReadRequest(root, key, fresh=True)
        )

    def is_about(self, message: Changed) -> bool:
        """Return whether a change can be seen: while another encoder is shown, not in clusters."""
        seen = message.what in (Change.VECTORS, Change.PROBLEMS)  # new files are read and counted
        return message.encoder_id in ("", self.key) or (message.encoder_id == self.chosen and seen)

    def look(self, *, turn: bool) -> None:
        """Look how far the chosen encoder is, and with `turn` show its vectors if it can be."""
        if self.root is not None and self.folder:
            self._loader.ask(ReadRequest(self.root, self.chosen, look=True, turn=turn))

    @property
    def stands_in(self) -> bool:
        """Whether the vectors that are shown are not those of the chosen encoder."""
        return bool(self.key) and self.key != self.chosen

    def leave(self) -> None:
        """Show no folder."""
        self.root, self.folder, self.chosen, self.key, self.problems = None, 0, "", "", []
        self.replaced.emit()
        self._state.set_folder(Table(), np.zeros(0, np.intp))
        self.problems_changed.emit()

    def read(self, what: Change) -> None:
        """Read one kind of change; all there is while the store could not be read yet."""
        if self.root is None:
            self.read_folders()
        elif not self.folder:
            self.show(self.root, self.chosen)
        else:
            self._loader.ask(ReadRequest(self.root, self.chosen, what=what))

    def read_folders(self) -> None:
        """Read the list of folders."""
        self._loader.ask(ReadRequest(b"", ""))

    def ask_facts(self, position: int) -> None:
        """Have read what is known of a picture; `facts_ready` answers."""
        file = int(self._state.table.file[position])
        self._loader.ask(ReadRequest(self.root or b"", self.chosen, file=file))

    def search_names(self, text: str, meaning: str = "") -> None:
        """Show the pictures whose path holds `text`, upper and lower case alike.

        `meaning` says why it is not looked for in the pictures; "" where it could not be.
        """
        state = self._state
        work = partial(ranking.by_name, text, state.table.paths, state.base)
        self._names.run(work, partial(self._show_names, text, meaning, state.table))

    def _show_names(self, text: str, meaning: str, table: Table, found: NDArray[np.intp]) -> None:
        # Positions were found in a table of a moment ago: they hold while it only grew.
        if self._state.table.goes_on_from(table):
            self._state.ask(GridQuery(QueryKind.NAMES, label=text, meaning=meaning, found=found))

    @Slot(object)
    def _loaded(self, loaded: Loaded) -> None:
        if is_here := loaded.ask.root == self.root:
            self.folder = self.folder or loaded.folder
        for part in loaded.parts:
            if is_here or isinstance(part, FolderRows):
                self._take(part, loaded.ask)

    def _take(self, part: LoadedPart, ask: ReadRequest) -> None:
        match part:
            case FolderRows(rows):
                if rows:
                    self.folders = rows
                    self.folders_changed.emit()
            case FoundFacts():
                self._tell_facts(ask.file, part.facts)
            case FoundStanding():
                self.key, self.standing, self._is_read = part.shown, part.standing, True
                self._state.encoder = part.shown
                self.standing_changed.emit()
            case FoundProblems():
                self.problems = part.rows
                self.problems_changed.emit()
            case Snapshot():
                self._take_snapshot(part)

    def _tell_facts(self, file: int, facts: PictureFacts | None) -> None:
        at = self._state.table.positions(np.array([file], np.int64))
        if at[0] >= 0:
            self.facts_ready.emit(int(at[0]), facts)

    def _take_snapshot(self, new: Snapshot) -> None:
        """Swap the table, and say what of it is new."""
        state, before = self._state, self._state.table
        state.encoder = self.key
        if new.is_whole:
            self.replaced.emit()
            state.set_folder(new.table, np.zeros(0, np.intp) if new.order is None else new.order)
        elif new.is_turned:
            state.table = new.table
            state.turn(_counted(new.clusters), new.map.method if new.map else "")
            return
        else:
            state.table = new.table if new.clusters else state.with_draft(new.table)
            self._tell_pictures(new)
        if new.clusters is not None:
            state.set_clusters(_counted(new.clusters), None if new.is_whole else before.cluster)
        if new.map is not None:
            state.set_map(new.map.method)

    def _tell_pictures(self, new: Snapshot) -> None:
        state = self._state
        if new.order is not None:
            state.set_base(new.order)
        if Change.VECTORS in new.renewed:
            state.pictures_changed.emit()
            if state.query.vector is not None or state.query.position >= 0:
                state.refresh()


def _counted(saved: SavedClusters | None) -> Clusters | None:
    """Return a clustering as the state has it."""
    if saved is None:
        return None
    return Clusters(len(saved.rows), saved.suggested_k, saved.silhouette, saved.rows)
