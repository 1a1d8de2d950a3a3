"""The pictures of one folder as columns: what the grid, the map and the ranking share.

A picture is a position, 0 to n - 1, in the order in which files were found. Positions never change
while the folder is open: rows are only added, and removed files are marked, so that selection,
history and map all speak of the same integers.

A table is a snapshot. It is never changed: another one takes its place, which shares with it what
has stayed the same. So whoever holds one, on whatever thread, has columns that belong together.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Vectors
from gallery.core.paths import shown
from gallery.library.columns import (
    ALIVE,
    CLUSTER,
    COLUMNS,
    CONTENT,
    FILE,
    MTIME_NS,
    RANK,
    ROW,
    SIZE,
    XY,
    AnyArray,
    Column,
    Columns,
    ColumnValues,
    Ids,
    Scalar,
)

Positions = NDArray[np.intp]


def _no_vectors() -> Vectors:
    return np.zeros((0, 1), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A snapshot of n pictures.

    Attributes:
        root: absolute path of the folder, bytes.
        paths: relative path of each picture, bytes; "/" between folders.
        columns: the array of each column, [n] or [n, width], not to be written to; one that is
            not here is as `Column.filled`.
        vectors: those that `row` points into, float32 [N, d], mapped.
    """

    root: bytes = b""
    paths: tuple[bytes, ...] = ()
    columns: Mapping[Column[np.generic], AnyArray] = field(default_factory=dict)
    vectors: Vectors = field(default_factory=_no_vectors)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, column: Column[Scalar]) -> NDArray[Scalar]:
        known = self.columns.get(column)
        return column.filled(len(self)) if known is None else cast("NDArray[Scalar]", known)

    @property
    def file(self) -> Ids:
        """File id in the store, int64 [n], ascending."""
        return self[FILE]

    @property
    def content(self) -> Ids:
        """Content id, int64 [n]; 0 while the file has not been read."""
        return self[CONTENT]

    @property
    def row(self) -> Ids:
        """Row of its vector, int64 [n]; -1 while it has none."""
        return self[ROW]

    @property
    def cluster(self) -> NDArray[np.int16]:
        """Scalar of its cluster, int16 [n]; -1 while it has none."""
        return self[CLUSTER]

    @property
    def rank(self) -> NDArray[np.int32]:
        """Place in its cluster, int32 [n]; 0 for the most typical."""
        return self[RANK]

    @property
    def xy(self) -> NDArray[np.float32]:
        """Place on the map, float32 [n, 2], about -1 to 1; NaN while it has none."""
        return self[XY]

    @property
    def size(self) -> Ids:
        """Bytes, int64 [n]."""
        return self[SIZE]

    @property
    def mtime_ns(self) -> Ids:
        """Time of last change, int64 [n]."""
        return self[MTIME_NS]

    @property
    def alive(self) -> NDArray[np.bool_]:
        """False for files that are gone or have a problem, bool [n]."""
        return self[ALIVE]

    @property
    def living(self) -> int:
        """How many pictures there are, without files that are gone or have a problem."""
        return int(np.count_nonzero(self.alive))

    def path(self, position: int) -> bytes:
        """Return the absolute path of a picture, as bytes."""
        return self.root.rstrip(b"/") + b"/" + self.paths[position]

    def name(self, position: int) -> str:
        """Return the file name of a picture as plain text to show."""
        return shown(self.paths[position].rpartition(b"/")[2])

    def folder(self, position: int) -> str:
        """Return the folder of a picture below the root, as plain text; "" for the root itself."""
        return shown(self.paths[position].rpartition(b"/")[0])

    def positions(self, files: Ids) -> Positions:
        """Return the position of each file id in `files`; -1 for ids that are not here."""
        file = self.file
        if len(file) == 0:
            return np.full(len(files), -1, np.intp)
        at = np.searchsorted(file, files)
        at[at == len(file)] = 0  # behind the last: the comparison says no
        at[file[at] != files] = -1
        return at

    def by_path(self) -> Positions:
        """Return the positions of living pictures, sorted by path."""
        alive = np.flatnonzero(self.alive)
        return np.array(sorted(alive.tolist(), key=self.paths.__getitem__), np.intp)

    def goes_on_from(self, before: "Table") -> bool:
        """Return whether all pictures of `before` are here at the same positions."""
        count = len(before)
        is_grown = self.root == before.root and len(self) >= count
        return is_grown and np.array_equal(self.file[:count], before.file)

    # ------------------------------------------------------------ the next snapshot

    def replaced(self, new: Mapping[Column[np.generic], AnyArray]) -> "Table":
        """Return a snapshot with other columns in place of some."""
        held = {column: _held(column, array, len(self)) for column, array in new.items()}
        return dataclasses.replace(self, columns={**self.columns, **held})

    def with_vectors(self, vectors: Vectors) -> "Table":
        """Return a snapshot with other vectors."""
        return dataclasses.replace(self, vectors=vectors)

    def grown(self, new: ColumnValues, known: Columns = COLUMNS) -> "Table":
        """Return a snapshot with more pictures; in columns that were not read they have nothing.

        Args:
            new: the new files, with their paths.
            known: the columns that there are.
        """
        count = len(new.paths)
        more = {c: new.values.get(c.name, c.filled(count)) for c in known}
        paths = self.paths + tuple(new.paths)
        # From no pictures on nothing is joined: what was read of a whole folder is held as it is.
        joined = {
            c: _held(c, np.concatenate([self[c], part]) if len(self) else part, len(paths))
            for c, part in more.items()
        }
        return dataclasses.replace(self, paths=paths, columns={**self.columns, **joined})

    def renewed(self, new: ColumnValues, known: Columns = COLUMNS) -> "Table":
        """Return a snapshot with values that were read; files and contents not here are left out.

        Args:
            new: the values.
            known: the columns that there are.
        """
        at, source = self._places(new)
        arrays = {}
        for column in known:
            if column.name in new.values:
                old = column.filled(len(self)) if new.is_whole else self[column].copy()
                old[at] = new.values[column.name][source]
                arrays[column] = old
        return self.replaced(arrays)

    def _places(self, new: ColumnValues) -> tuple[Positions, Positions]:
        """Return the positions that there is something new of, and where it stands among it."""
        if not new.by_content:
            at = self.positions(new.keys)
            source = np.flatnonzero(at >= 0)
            return at[source], source
        if len(new.keys) == 0:
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        content = self.content
        source = np.searchsorted(new.keys, content)
        source[source == len(new.keys)] = 0  # likewise
        at = np.flatnonzero((new.keys[source] == content) & (content > 0))
        return at, source[at]


def _held(column: Column[np.generic], array: AnyArray, count: int) -> AnyArray:
    """Return an array as a table holds it: of the column's dtype, and not to be written to."""
    if len(array) != count:
        raise ValueError(f"{column.name}: {len(array)} values for {count} pictures")
    held = np.asarray(array, column.dtype)
    if held.flags.writeable:
        # A view, so that the array of whoever made it stays as it was for them.
        held = held.view()
        held.flags.writeable = False
    return held
