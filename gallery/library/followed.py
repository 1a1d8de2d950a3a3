"""A folder of the store that is followed: each look at it is the next snapshot of the table."""

from dataclasses import dataclass, field, replace

import numpy as np

from gallery.core.changes import Change
from gallery.library import vectors
from gallery.library.analyses import SavedClusters, SavedMap
from gallery.library.columns import COLUMNS, ROW, Columns, ColumnValues, ReadColumns, Since
from gallery.library.reading import Reader
from gallery.library.table import Positions, Table

BY_ENCODER = frozenset((Change.VECTORS, Change.CLUSTERS, Change.MAP))


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A table, and what of it is new.

    Attributes:
        table: all that is known now.
        renewed: the changes that were read.
        order: all positions by path; None where neither pictures came nor any went.
        clusters, map: the analyses that columns were read from; None where they were not.
        is_whole: whether the folder was read from the beginning.
        is_turned: whether another encoder's vectors, clusters and map are in it.
    """

    table: Table
    renewed: frozenset[Change]
    order: Positions | None = None
    clusters: SavedClusters | None = None
    map: SavedMap | None = None
    is_whole: bool = False
    is_turned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FollowedFolder:
    """What of a folder has been read.

    Attributes:
        since: the folder, the encoder, and how far the store has been read.
        columns: what is read of each picture.
        table: all that was read.
        by_content: what was read by content, for pictures whose content becomes known later.
    """

    since: Since
    columns: Columns = COLUMNS
    table: Table = field(default_factory=Table)
    by_content: dict[ReadColumns, ColumnValues] = field(default_factory=dict)

    def whole(self, reader: Reader, root: bytes) -> tuple["FollowedFolder", Snapshot]:
        """Read everything; sqlite3.Error where the store cannot be read."""
        # Before anything is read: what is written meanwhile is read again, and nothing is missed.
        revision = reader.revision()
        look = _StoreLook(
            reader, replace(self.since, file=0, revision=-1), self.columns, Table(root)
        )
        look.read_all(self._reads())
        order = _order(reader, self.since.folder, look.table)
        changes = frozenset(change for c in self.columns for change in c.renewed_by)
        return self._after(look, revision, {}), look.snapshot(changes, order, is_whole=True)

    def changed(self, reader: Reader, what: Change) -> tuple["FollowedFolder", Snapshot]:
        """Read what a change is about; sqlite3.Error where the store cannot be read."""
        revision = reader.revision() if what is Change.VECTORS else self.since.revision
        look = _StoreLook(reader, self.since, self.columns, self.table)
        look.read_all(self._reads(what))
        # Clusters may have come before the file's content was known to this table.
        look.recall(self.table, self.by_content)
        before, after = self.table.alive, look.table.alive
        is_same = before is after or np.array_equal(before, after)
        order = None if is_same else _order(reader, self.since.folder, look.table)
        after_it = self._after(look, revision, self.by_content)
        return after_it, look.snapshot(frozenset((what,)), order)

    def turned(self, reader: Reader, key: str) -> tuple["FollowedFolder", Snapshot]:
        """Read what the encoder `key` found in the same pictures, in place of the last one's."""
        revision = reader.revision()
        look = _StoreLook(
            reader, replace(self.since, key=key, revision=-1), self.columns, self.table
        )
        reads = self._reads(*BY_ENCODER)
        mine = [column for column in self.columns if column.read in reads]
        look.table = look.table.replaced({c: c.filled(len(look.table)) for c in mine})
        look.read_all(reads)
        kept = {read: values for read, values in self.by_content.items() if read not in reads}
        return self._after(look, revision, kept), look.snapshot(BY_ENCODER, None, is_turned=True)

    def _reads(self, *changes: Change) -> list[ReadColumns]:
        """Return what reads the columns that some changes renew; all without any."""
        wanted = [c.read for c in self.columns if not changes or set(changes) & set(c.renewed_by)]
        return list(dict.fromkeys(wanted))

    def _after(
        self, look: "_StoreLook", revision: int, by_content: dict[ReadColumns, ColumnValues]
    ) -> "FollowedFolder":
        last = int(look.table.file[-1]) if len(look.table) else 0
        since = replace(look.since, file=last, revision=revision)
        known = {**by_content, **look.by_content}
        return FollowedFolder(since, self.columns, look.table, known)


@dataclass(slots=True)
class _StoreLook:
    """One look at the store: the table so far, and the names of the columns that were read."""

    reader: Reader
    since: Since
    columns: Columns
    table: Table
    given: set[str] = field(default_factory=set)
    by_content: dict[ReadColumns, ColumnValues] = field(default_factory=dict)

    def read_all(self, reads: list[ReadColumns]) -> None:
        """Read columns, and then the vectors if there may be more of them."""
        count = len(self.table)
        for read in reads:
            self.read(read)
        if len(self.table) > count or ROW.name in self.given:
            home, key = self.reader.home, self.since.key
            dim = self.reader.encoder_dim(key) or 1
            self.table = self.table.with_vectors(vectors.mapped(home, key, dim))

    def read(self, read: ReadColumns) -> None:
        """Read columns, unless they came with others."""
        names = {column.name for column in self.columns if column.read is read}
        if names <= self.given or (values := read(self.reader, self.since)) is None:
            return
        self.given.update(values.values)
        if values.by_content:
            self.by_content[read] = values
        if values.paths:
            self.table = self.table.grown(values, self.columns)
        elif values.is_whole or len(values.keys):
            self.table = self.table.renewed(values, self.columns)

    def recall(self, before: Table, known: dict[ReadColumns, ColumnValues]) -> None:
        """Fill in what was read by content, of contents that have only now become known."""
        old = np.zeros(len(self.table), np.int64)
        old[: len(before)] = before.content
        new = np.unique(self.table.content[self.table.content != old])
        for values in known.values() if len(new) else ():
            if len(at := np.flatnonzero(np.isin(values.keys, new))):
                some = {name: array[at] for name, array in values.values.items()}
                part = replace(values, keys=values.keys[at], values=some, is_whole=False)
                self.table = self.table.renewed(part, self.columns)

    def snapshot(
        self,
        renewed: frozenset[Change],
        order: Positions | None,
        *,
        is_whole: bool = False,
        is_turned: bool = False,
    ) -> Snapshot:
        """Return what was seen."""
        saved = [values.saved for values in self.by_content.values()]
        clusters = next((s for s in saved if isinstance(s, SavedClusters)), None)
        places = next((s for s in saved if isinstance(s, SavedMap)), None)
        found = Snapshot(self.table, renewed, order, clusters, places)
        return replace(found, is_whole=is_whole, is_turned=is_turned)


def _order(reader: Reader, folder: int, table: Table) -> Positions:
    """Return all positions by path, as the store sorts them: Python would hold the window."""
    order = reader.order(folder)
    if not len(table):
        return np.zeros(0, np.intp)
    # Files may have been added since the others were read.
    at: Positions = np.searchsorted(table.file, order[order <= table.file[-1]])
    return at
