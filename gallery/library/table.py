"""The pictures of one folder as columns: what the grid, the map and the ranking share.

A picture is a position, 0 to n - 1, in the order in which files were found. Positions never change
while the folder is open: rows are only added, and removed files are marked, so that selection,
history and map all speak of the same integers.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gallery.core.paths import shown

NO_ROW = -1
NO_CLUSTER = -1


def _empty(dtype: str, *shape: int) -> NDArray[np.generic]:
    return np.zeros((0, *shape), dtype)


@dataclass(slots=True)
class Table:
    """Columns of n pictures.

    Attributes:
        root: absolute path of the folder, bytes.
        paths: relative path of each picture, bytes; "/" between folders.
        file: file id in the store, int64 [n], ascending.
        content: content id, int64 [n]; 0 while the file has not been read.
        row: row of its vector, int64 [n]; -1 while it has none.
        cluster: number of its cluster, int16 [n]; -1 while it has none.
        rank: place in its cluster, int32 [n]; 0 for the most typical.
        xy: place on the map, float32 [n, 2], about -1 to 1; NaN while it has none.
        size: bytes, int64 [n].
        mtime_ns: time of last change, int64 [n].
        alive: False for files that are gone or have a problem, bool [n].
    """

    root: bytes = b""
    paths: list[bytes] = field(default_factory=list)
    file: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    content: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    row: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    cluster: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, np.int16))
    rank: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    xy: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2), np.float32))
    size: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    mtime_ns: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    alive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def __len__(self) -> int:
        return len(self.paths)

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

    def positions(self, files: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the position of each file id in `files`; -1 for ids that are not here."""
        if len(self.file) == 0:
            return np.full(len(files), -1, np.intp)
        at = np.searchsorted(self.file, files)
        at[at == len(self.file)] = 0
        at[self.file[at] != files] = -1
        return at

    def append(self, paths: list[bytes], columns: dict[str, NDArray[np.int64]]) -> None:
        """Add pictures; `columns` holds file, content, size, mtime_ns, each int64 [m]."""
        count = len(paths)
        # In place, unlike the columns: a list of a million is not copied with each batch. A thread
        # that holds it looks only at positions it knows of, and those never change.
        self.paths.extend(paths)
        for name in ("file", "content", "size", "mtime_ns"):
            setattr(self, name, np.concatenate([getattr(self, name), columns[name]]))
        self.row = np.concatenate([self.row, np.full(count, NO_ROW, np.int64)])
        self.cluster = np.concatenate([self.cluster, np.full(count, NO_CLUSTER, np.int16)])
        self.rank = np.concatenate([self.rank, np.zeros(count, np.int32)])
        self.xy = np.concatenate([self.xy, np.full((count, 2), np.nan, np.float32)])
        self.alive = np.concatenate([self.alive, np.ones(count, np.bool_)])

    def by_path(self) -> NDArray[np.intp]:
        """Return the positions of living pictures, sorted by path."""
        alive = np.flatnonzero(self.alive)
        return np.array(sorted(alive.tolist(), key=self.paths.__getitem__), np.intp)
