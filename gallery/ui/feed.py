"""What the loader read, taken over into the state; and the word search by file names."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gallery.core.paths import Home
from gallery.engine.messages import Change
from gallery.library.reading import FolderRow
from gallery.library.records import Clusters, ProblemRow
from gallery.library.table import Table
from gallery.ui import loader as loading
from gallery.ui import ranker
from gallery.ui.behind import Behind
from gallery.ui.loader import Ask, Loaded, Loader
from gallery.ui.query import Ask as Kind
from gallery.ui.query import Query
from gallery.ui.state import GalleryState


class Feed(QObject):
    """Keeps the state as the store has it, for the folder and encoder that are on screen.

    Signals:
        replaced: a whole new table was taken over.
        problems_changed, folders_changed: read the attribute of that name.
        facts_ready: a picture, and what is known of it (PictureFacts, or None while nothing is).

    Attributes:
        folder: id of the folder on screen, 0 while the store does not know it.
        key: id of the encoder whose vectors are shown, "" while that is not known.
    """

    replaced = Signal()
    problems_changed = Signal()
    folders_changed = Signal()
    facts_ready = Signal(int, object)

    def __init__(self, home: Home, state: GalleryState) -> None:
        super().__init__()
        self._state = state
        self.root: bytes | None = None
        self.folder = 0
        self.key = ""
        self.problems: list[ProblemRow] = []
        self.folders: list[FolderRow] = []
        self._names = Behind("names", self)
        self._loader = Loader(home)
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
        """Show a folder with the vectors of the encoder `key`, from the store."""
        if root != self.root:
            self.folder = 0
        self.root, self.key = root, key
        self._loader.ask(Ask(root, key, fresh=True))

    def leave(self) -> None:
        """Show no folder."""
        self.root, self.folder, self.key, self.problems = None, 0, "", []
        self.replaced.emit()
        self._state.set_folder(Table(), np.zeros(0, np.intp))
        self.problems_changed.emit()

    def read(self, what: Change) -> None:
        """Read one kind of change; all there is while the store could not be read yet."""
        if self.root is None:
            self.read_folders()
        elif not self.folder:
            self.show(self.root, self.key)
        else:
            self._loader.ask(Ask(self.root, self.key, what=what))

    def read_folders(self) -> None:
        """Read the list of folders."""
        self._loader.ask(Ask(b"", ""))

    def ask_facts(self, position: int) -> None:
        """Have read what is known of a picture; `facts_ready` answers."""
        file = int(self._state.table.file[position])
        self._loader.ask(Ask(self.root or b"", self.key, file=file))

    def search_names(self, text: str, meaning: str = "") -> None:
        """Show the pictures whose path holds `text`, upper and lower case alike.

        `meaning` says why it is not looked for in the pictures; "" where it could not be.
        """
        state = self._state
        work = partial(ranker.by_name, text, state.table.paths, state.base)
        self._names.run(work, partial(self._show_names, text, meaning, state.table))

    def _show_names(self, text: str, meaning: str, table: Table, found: NDArray[np.intp]) -> None:
        if table is self._state.table:
            self._state.ask(Query(Kind.NAMES, label=text, meaning=meaning, found=found))

    @Slot(object)
    def _loaded(self, loaded: Loaded) -> None:
        if loaded.folders:
            self.folders = loaded.folders
            self.folders_changed.emit()
        if loaded.ask.root != self.root or loaded.ask.key != self.key:
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
        if loaded.rows is not None:
            loading.place_rows(state.table, loaded.rows)
            state.pictures_changed.emit()
            if state.query.vector is not None or state.query.position >= 0:
                state.refresh()
        self._take_analyses(loaded)
        if loaded.problems is not None:
            self.problems = loaded.problems
            self.problems_changed.emit()

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
        if loaded.clusters is not None and loaded.cluster is not None:
            table.cluster = loaded.cluster
            saved = loaded.clusters
            clusters = Clusters(len(saved.rows), saved.suggested_k, saved.silhouette, saved.rows)
            self._state.set_clusters(clusters)
        if loaded.map is not None and loaded.xy is not None:
            table.xy = loaded.xy
            self._state.set_map(loaded.map.method)
