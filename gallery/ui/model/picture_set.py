"""The pictures of a folder with their clusters, and which are selected or under the pointer."""

import bisect
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from gallery.core.arrays import Vectors
from gallery.library.columns import CLUSTER
from gallery.library.records import Clusters
from gallery.library.table import Table
from gallery.ui.model import cluster_words, ranking


class PictureSet(QObject):
    """What is known of the pictures, and what a person marks in them, whatever is asked of them.

    Signals:
        pictures_changed: pictures were added, removed or embedded.
        clusters_changed: labels, names or number of clusters are new.
        map_changed: places on the map are new.
        selection_changed, hovered_changed: what they say.
    """

    pictures_changed = Signal()
    selection_changed = Signal()
    hovered_changed = Signal(int)
    clusters_changed = Signal()
    map_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.base: NDArray[np.intp] = np.zeros(0, np.intp)
        self.clusters: Clusters | None = None
        self.map_method = ""
        self.unmark()

    def unmark(self) -> None:
        """Begin with nothing selected, and nothing under the pointer; nobody is told."""
        self.selected: NDArray[np.bool_] = np.zeros(len(self.table), np.bool_)
        self.hovered = -1

    @property
    def vectors(self) -> Vectors:
        """The vectors that rows of the table point into, float32 [N, d], mapped."""
        return self.table.vectors

    def with_draft(self, table: Table) -> Table:
        """Return a newer table with the clusters on screen, where those are a draft."""
        if self.clusters is None or not self.clusters.draft:
            return table
        cluster = CLUSTER.filled(len(table))
        cluster[: len(self.table)] = self.table.cluster
        return table.replaced({CLUSTER: cluster})

    def can_ask(self, position: int) -> bool:
        """Return whether a picture has a vector to ask with."""
        return 0 <= position < len(self.table) and 0 <= self.table.row[position] < len(self.vectors)

    def position_of(self, path: bytes) -> int:
        """Return the position of the picture with a relative path, or -1."""
        base, paths = self.base, self.table.paths
        at = bisect.bisect_left(base, path, key=paths.__getitem__)  # sorted by path
        found = at < len(base) and paths[base[at]] == path and self.table.alive[base[at]]
        return int(base[at]) if found else -1

    def nearest(self, position: int, k: int) -> Callable[[], list[tuple[int, float]]]:
        """Return the work that finds the `k` nearest pictures and their scores, without itself.

        It may be done on any thread: it is about what is on screen now, whatever is then.
        """
        return partial(ranking.nearest, position, k, self.table)

    def _count_clusters(self) -> bool:
        """Let each cluster's size be that of its pictures on screen; return whether it was not."""
        if self.clusters is None:
            return False
        table, known = self.table, self.clusters
        least = max((row.number + 2 for row in known.rows), default=0)
        # The store counts contents: of those that lie there several times all are shown.
        counts = np.bincount(np.where(table.alive, table.cluster, -1) + 1, minlength=least)
        rows = tuple(replace(row, size=int(counts[row.number + 1])) for row in known.rows)
        if rows == known.rows:
            return False
        self.clusters = replace(known, rows=rows)
        return True

    def _cluster_names(self) -> dict[int, str]:
        return cluster_words.names(self.clusters)

    def set_map(self, method: str) -> None:
        """Take over new places on the map ("pca" or "umap"); they are in the table already."""
        self.map_method = method
        self.map_changed.emit()

    def select(
        self, positions: Iterable[int], how: Literal["only", "add", "remove", "toggle"] = "only"
    ) -> None:
        """Change the selection by `positions`."""
        chosen = positions
        if not isinstance(chosen, np.ndarray):  # one of a million would be taken number by number
            chosen = np.fromiter(chosen, np.intp)
        if how == "only":
            self.selected[:] = False
        if how == "toggle":
            self.selected[chosen] = ~self.selected[chosen]
        else:
            self.selected[chosen] = how != "remove"
        self.selection_changed.emit()

    def select_none(self) -> None:
        """Select nothing."""
        self.select(())

    def set_hovered(self, position: int) -> None:
        """Say which picture is under the pointer; -1 for none."""
        if position != self.hovered:
            self.hovered = position
            self.hovered_changed.emit(position)
