"""Clusters that follow the slider while it is dragged, before the engine makes the lasting ones."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Slot

from gallery.analysis import drafts
from gallery.core.arrays import ShortLabels, Vectors
from gallery.engine.ipc.messages import Done
from gallery.library.columns import CLUSTER
from gallery.library.records import ClusterRow, Clusters
from gallery.ui.background import Background
from gallery.ui.model.gallery_state import GalleryState

# Of more pictures the first draft would take too long to seem to follow the hand.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Pictures:
    """The pictures of a folder that have a vector.

    Attributes:
        vectors: those of the folder, float32 [rows, d].
        rows: row of each picture of the table, int64 [n]; -1 where it has none.
        at: positions of those that have one, [m].
    """

    vectors: Vectors
    rows: NDArray[np.int64]
    at: NDArray[np.intp]

    def same(self, other: "_Pictures | None") -> bool:
        """Return whether `other` is about the same pictures and vectors."""
        return (
            other is not None
            and other.vectors is self.vectors
            and np.array_equal(other.at, self.at)
            and np.array_equal(other.rows[other.at], self.rows[self.at])
        )


class ClusterDrafts(QObject):
    """Puts a quick clustering on screen for each number that is tried; the newest counts.

    It is computed on a thread, from the vectors that the ranking reads as well, and stored
    nowhere: the engine's clustering takes its place, or what was in force before comes back.
    """

    def __init__(self, state: GalleryState) -> None:
        super().__init__()
        self._state = state
        self._behind = Background("draft", self)
        self._before: tuple[Clusters, ShortLabels] | None = None
        self._reduced: tuple[_Pictures, drafts.Points] | None = None
        state.folder_changed.connect(self._forget)

    @Slot(int)
    def show_number(self, k: int) -> None:
        """Show the folder in `k` clusters soon; in force is what was before."""
        state, clusters = self._state, self._state.clusters
        if clusters is None:
            return
        if not clusters.draft:
            self._before = (clusters, state.table.cluster)
        # Back at the number in force: that clustering is at hand, and better than a draft.
        if self._before is None or k == self._before[0].k:
            self.drop()
            return
        table = state.table
        if len(table) > MOST:
            return
        rows = np.where(table.alive, table.row, -1)
        at = np.flatnonzero((rows >= 0) & (rows < len(state.vectors)))
        if len(at):
            pictures = _Pictures(state.vectors, rows, at)
            work = partial(self._draft, pictures, _grown(self._before[1], len(rows)), k)
            self._behind.run(work, partial(self._show, pictures, len(rows)))

    def _draft(self, pictures: _Pictures, previous: ShortLabels, k: int) -> drafts.Draft:
        """On the thread: cluster; the points are kept for the next number."""
        known = self._reduced
        if known is None or not pictures.same(known[0]):
            rows = pictures.rows[pictures.at]
            points = drafts.reduced(np.asarray(pictures.vectors[rows], np.float32))
            known = self._reduced = (pictures, points)
        return drafts.draft(known[1], k, previous[pictures.at])

    def _show(self, pictures: _Pictures, count: int, found: drafts.Draft) -> None:
        state, before = self._state, self._before
        if before is None or state.clusters is None or count != len(state.table):
            return
        labels = np.full(count, -1, np.int16)
        labels[pictures.at] = found.labels
        state.table = state.table.replaced({CLUSTER: labels})
        rows = self._rows(pictures.at, labels, found)
        state.set_clusters(replace(before[0], k=len(rows), rows=rows, draft=True))

    def _rows(
        self, at: NDArray[np.intp], labels: ShortLabels, found: drafts.Draft
    ) -> tuple[ClusterRow, ...]:
        assert self._before is not None
        known, old = self._before[0], _grown(self._before[1], len(labels))
        names = {row.number: row.name for row in known.rows}
        rows = []
        for number, typical in enumerate(found.typical):
            here, there = labels == number, old == number
            # The name of a cluster is that of its pictures: it stays with most of them only.
            stays = 2 * int((here & there).sum()) > max(int(here.sum()), int(there.sum()))
            name = names.get(number, "") if stays else ""
            contents = tuple(self._state.table.content[at[typical]].tolist())
            rows.append(ClusterRow(number, name, int(here.sum()), contents))
        return tuple(rows)

    def drop(self) -> None:
        """Put back what was in force before the first draft, if one is shown."""
        self._behind.drop()
        state, before = self._state, self._before
        if before is not None and state.clusters is not None and state.clusters.draft:
            labels = _grown(before[1], len(state.table))
            state.table = state.table.replaced({CLUSTER: labels})
            state.set_clusters(before[0])

    @Slot(object)
    def ended(self, message: object) -> None:
        """Put it back as well where the engine's clustering will not come."""
        if not isinstance(message, Done):
            self.drop()

    @Slot()
    def _forget(self) -> None:
        self._behind.drop()
        self._before = self._reduced = None

    def stop(self) -> None:
        """End what is being computed."""
        self._behind.stop()


def _grown(labels: ShortLabels, count: int) -> ShortLabels:
    """Return `labels` for `count` pictures; those that were added since have none."""
    grown = np.full(count, -1, np.int16)
    grown[: len(labels)] = labels[:count]
    return grown
