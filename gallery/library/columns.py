"""What is known of each picture of a folder, declared once: the columns of the table.

A declaration says how a column is called, what stands for "none", which changes of the store renew
it, and how it is read. The table, the thread that reads the store and the window go through
`COLUMNS`, and name none: what is declared here is read, grown and renewed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from gallery.core.changes import Change
from gallery.library.analyses import SavedClusters, SavedMap
from gallery.library.reading import NO_ROW, Reader

NO_CLUSTER = -1

Scalar = TypeVar("Scalar", bound=np.generic, covariant=True)
Ids: TypeAlias = NDArray[np.int64]
AnyArray: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Since:
    """What is read, and what is known of it already.

    Attributes:
        folder: its id.
        key: id of the encoder whose vectors, clusters and map are meant.
        file: the last file that is known, by id; 0 for none.
        revision: the last change to a file that is known; -1 to read all.
    """

    folder: int
    key: str
    file: int = 0
    revision: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class ColumnValues:
    """ColumnValues of columns, for some files or contents.

    Attributes:
        keys: ids of files or of contents, int64 [m]; those of contents ascend.
        values: of each column that was read, by its name, [m] or [m, width].
        by_content: whether `keys` are contents.
        paths: of `keys`, where those are new files: relative, bytes.
        is_whole: whether all other pictures have nothing in these columns.
        saved: the analysis that the values come from, if any.
    """

    keys: Ids
    values: Mapping[str, AnyArray]
    by_content: bool = False
    paths: tuple[bytes, ...] = ()
    is_whole: bool = False
    saved: SavedClusters | SavedMap | None = None


ReadColumns: TypeAlias = Callable[[Reader, Since], ColumnValues | None]


@dataclass(frozen=True, slots=True, eq=False)
class Column(Generic[Scalar]):
    """One thing that is known of each picture.

    Attributes:
        name: how `ColumnValues` call it.
        dtype: of its array.
        fill: what stands for "none".
        renewed_by: the changes of the store after which it is read again.
        read: reads it, and maybe others; None where there is nothing.
        width: numbers of each picture: 1 for an array [n], else [n, width].
    """

    name: str
    dtype: type[Scalar]
    fill: float
    renewed_by: tuple[Change, ...]
    read: ReadColumns = field(repr=False)
    width: int = 1

    def filled(self, count: int) -> NDArray[Scalar]:
        """Return the column of `count` pictures that nothing is known of."""
        shape = (count,) if self.width == 1 else (count, self.width)
        return np.full(shape, self.fill, self.dtype)


def _files(reader: Reader, since: Since) -> ColumnValues:
    """Read the files that are new, and all that is known of them without a problem or analysis."""
    files = reader.files(since.folder, since.file, since.key)
    values: dict[str, AnyArray] = {
        "file": files.file,
        "content": files.content,
        "size": files.size,
        "mtime_ns": files.mtime_ns,
        "row": files.row,
    }
    return ColumnValues(files.file, values, paths=tuple(files.paths))


def _rows(reader: Reader, since: Since) -> ColumnValues:
    rows, _last = reader.vectors_after(since.folder, since.key, since.revision)
    return ColumnValues(rows.file, {"content": rows.content, "row": rows.row})


def _gone(reader: Reader, since: Since) -> ColumnValues:
    gone = reader.gone(since.folder)
    return ColumnValues(gone, {"alive": np.zeros(len(gone), np.bool_)}, is_whole=True)


def _clusters(reader: Reader, since: Since) -> ColumnValues | None:
    saved = reader.clusters(since.folder, since.key)
    if saved is None:
        return None
    values: dict[str, AnyArray] = {"cluster": saved.labels, "rank": saved.ranks}
    return ColumnValues(saved.contents, values, by_content=True, is_whole=True, saved=saved)


def _map(reader: Reader, since: Since) -> ColumnValues | None:
    saved = reader.map(since.folder, since.key)
    if saved is None:
        return None
    values = {"xy": saved.xy}
    return ColumnValues(saved.contents, values, by_content=True, is_whole=True, saved=saved)


FILE = Column("file", np.int64, 0, (Change.FILES,), _files)
CONTENT = Column("content", np.int64, 0, (Change.FILES,), _files)
SIZE = Column("size", np.int64, 0, (Change.FILES,), _files)
MTIME_NS = Column("mtime_ns", np.int64, 0, (Change.FILES,), _files)
ALIVE = Column("alive", np.bool_, True, (Change.FILES, Change.PROBLEMS), _gone)
ROW = Column("row", np.int64, NO_ROW, (Change.VECTORS,), _rows)
CLUSTER = Column("cluster", np.int16, NO_CLUSTER, (Change.CLUSTERS,), _clusters)
RANK = Column("rank", np.int32, 0, (Change.CLUSTERS,), _clusters)
XY = Column("xy", np.float32, np.nan, (Change.MAP,), _map, width=2)

Columns: TypeAlias = tuple[Column[np.generic], ...]

# In the order in which a whole folder is read: of what files there are the rest is read.
COLUMNS: Columns = (FILE, CONTENT, SIZE, MTIME_NS, ALIVE, ROW, CLUSTER, RANK, XY)
