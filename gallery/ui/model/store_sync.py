"""What the loader read, taken over into the state; and the word search by file names."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gallery.core.paths import Home
from gallery.engine.ipc.messages import Change, Changed
from gallery.library.analyses import SavedClusters
from gallery.library.reading import FolderRow
from gallery.library.records import Clusters, ProblemRow
from gallery.library.standing import Standing
from gallery.library.table import NO_CLUSTER, Table
from gallery.ui.background import Background
from gallery.ui.model import ranking
from gallery.ui.model import store_reader as loading
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.model.store_reader import Loaded, ReadRequest, StoreReader


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

    def __init__(self, home: Home, state: GalleryState) -> None:
        super().__init__()
        self._state = state
        self.root: bytes | None = None
        self.folder = 0
        self.chosen = self.key = ""
        self.standing = Standing("", "")
        self._is_read = False  # the folder on screen has been, for the first time
        self.problems: list[ProblemRow] = []
        self.folders: list[FolderRow] = []
        self._names = Background("names", self)
        self._loader = StoreReader(home)
        self._loader.loaded.connect(self._loaded)

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
        if table is self._state.table:
            self._state.ask(GridQuery(QueryKind.NAMES, label=text, meaning=meaning, found=found))

    @Slot(object)
    def _loaded(self, loaded: Loaded) -> None:
        if loaded.folders:
            self.folders = loaded.folders
            self.folders_changed.emit()
        if loaded.ask.root != self.root:
            return
        if loaded.ask.file:
            self._tell_facts(loaded)
            return
        self.folder = self.folder or loaded.folder
        state = self._state
        if loaded.vectors is not None:
            state.vectors = loaded.vectors
        if loaded.table is not None and loaded.base is not None:
            self.replaced.emit()
            state.set_folder(loaded.table, loaded.base)
        else:
            self._take_files(loaded)
        self._take_standing(loaded)
        if loaded.turned:
            self._take_turn(loaded)
        else:
            self._take_rows(loaded)
            self._take_analyses(loaded)
        if loaded.problems is not None:
            self.problems = loaded.problems
            self.problems_changed.emit()

    def _take_standing(self, loaded: Loaded) -> None:
        if loaded.standing is not None:
            self.key, self.standing, self._is_read = loaded.shown, loaded.standing, True
            self.standing_changed.emit()

    def _take_rows(self, loaded: Loaded) -> None:
        state = self._state
        if loaded.rows is not None:
            loading.place_rows(state.table, loaded.rows)
            state.pictures_changed.emit()
            if state.query.vector is not None or state.query.position >= 0:
                state.refresh()

    def _take_turn(self, loaded: Loaded) -> None:
        """Take over what another encoder found in the same pictures, all in one."""
        table = self._state.table
        if loaded.rows is not None:
            loading.place_rows(table, loaded.rows)
        count = len(table)
        none, nowhere = (
            np.full(count, NO_CLUSTER, np.int16),
            np.full((count, 2), np.nan, np.float32),
        )
        table.cluster = none if loaded.cluster is None else loaded.cluster
        table.rank = np.zeros(len(table), np.int32) if loaded.rank is None else loaded.rank
        table.xy = nowhere if loaded.xy is None else loaded.xy
        self._state.turn(_counted(loaded.clusters), loaded.map.method if loaded.map else "")

    def _tell_facts(self, loaded: Loaded) -> None:
        at = self._state.table.positions(np.array([loaded.ask.file], np.int64))
        if at[0] >= 0:
            self.facts_ready.emit(int(at[0]), loaded.facts)

    def _take_files(self, loaded: Loaded) -> None:
        state, table = self._state, self._state.table
        if loaded.files is not None and len(loaded.files.file):
            loading.append_files(table, loaded.files)
        changed = False
        if loaded.gone is not None:
            alive = np.ones(len(table), np.bool_)
            at = table.positions(loaded.gone)
            alive[at[at >= 0]] = False
            changed = not np.array_equal(alive, table.alive)
            table.alive = alive
        if loaded.base is not None:
            # Files may have been added to the table since this order was made.
            state.set_base(loaded.base[loaded.base < len(table)])
        elif changed:
            state.set_base(state.base)

    def _take_analyses(self, loaded: Loaded) -> None:
        table = self._state.table
        if loaded.clusters is not None and loaded.cluster is not None and loaded.rank is not None:
            before, table.cluster, table.rank = table.cluster, loaded.cluster, loaded.rank
            self._state.set_clusters(_counted(loaded.clusters), before)
        if loaded.map is not None and loaded.xy is not None:
            table.xy = loaded.xy
            self._state.set_map(loaded.map.method)


def _counted(saved: SavedClusters | None) -> Clusters | None:
    """Return a clustering as the state has it."""
    if saved is None:
        return None
    return Clusters(len(saved.rows), saved.suggested_k, saved.silhouette, saved.rows)
