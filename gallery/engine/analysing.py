"""Clusters and map of a folder, computed from the stored vectors and stored beside them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from gallery.analysis import clusters, neighbours, projection
from gallery.core.arrays import Vectors
from gallery.engine import naming
from gallery.engine.context import Context, Emit
from gallery.engine.control import Control
from gallery.engine.embedding import Subject
from gallery.engine.messages import Change, Changed, Stage
from gallery.library import analyses, vectors
from gallery.library.analyses import Members, SavedClusters, SavedMap
from gallery.library.records import ClusterRow

NEIGHBOURS = 15
TYPICAL = 3
MAP_SAMPLE = 60_000  # above this, UMAP of a sample; the rest is placed among its neighbours
FEW_NEW = 0.1  # up to this share, new pictures join the clusters and the map there are
PREVIEW_K = 12
LIBRARIES = ("scipy.optimize", "sklearn.cluster", "sklearn.metrics", "sklearn.utils.extmath")
_IMPORTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Data:
    """The embedded pictures of a folder: content ids and their vectors, float32 [n, dim]."""

    members: Members
    vectors: Vectors


def load(context: Context, subject: Subject) -> Data:
    """Return the vectors of a folder, in the order of content ids."""
    _import_libraries()
    found = analyses.members(context.store, subject.folder, subject.encoder_row)
    rows = vectors.mapped(context.home, subject.encoder.id, subject.encoder.dim)
    return Data(found, np.asarray(rows[found.rows], np.float32))


def _import_libraries() -> None:
    """Import what clusters and maps need, one thread after the other.

    Parts of one library that two threads import at once may see each other half made.
    """
    with _IMPORTING:
        for name in LIBRARIES:
            import_module(name)


Report = Callable[[Stage, int, int], None]


class Analysis:
    """Clusters and map of one folder by one encoder; each step is kept as soon as it is there."""

    def __init__(
        self, context: Context, subject: Subject, control: Control, emit: Emit, report: Report
    ) -> None:
        self._context, self._subject = context, subject
        self._control, self._emit, self._report = control, emit, report
        self._where = (context.store, subject.folder, subject.encoder_row)

    def preview(self) -> None:
        """Cluster and map what is embedded so far, quickly: fixed k, PCA."""
        data = load(self._context, self._subject)
        count = len(data.vectors)
        self._cluster(data, min(PREVIEW_K, max(1, int((count / 4) ** 0.5))), chosen=0)
        self._pca(data)

    def run(self, k: int = 0, *, again: bool = False) -> None:
        """Bring clusters and map up to date.

        Args:
            k: clusters wanted; 0 for the number last chosen, or the suggested one.
            again: cluster anew even if nothing changed.
        """
        data = load(self._context, self._subject)
        saved = analyses.load_clusters(*self._where)
        chosen = k or (saved.chosen_k if saved and not again else 0)
        if again or saved is None or not np.array_equal(saved.contents, data.members.contents):
            self._report(Stage.CLUSTER, 0, len(data.vectors))
            if again or not self._joined(data, saved):
                self._cluster(data, chosen or None, chosen)
        self._control.check()
        self._map(data)

    # ------------------------------------------------------------ clusters

    def _cluster(self, data: Data, k: int | None, chosen: int) -> None:
        saved = analyses.load_clusters(*self._where)
        previous = _labels_for(data, saved) if saved else None
        found = clusters.cluster(
            data.vectors, k, previous=previous, cancelled=lambda: self._control.cancelled
        )
        self._control.check()
        typical = clusters.typical(data.vectors, found.labels, found.centres, TYPICAL)
        suggested = found.suggested_k or (saved.suggested_k if saved else found.k)
        self._save(
            data, found.labels.astype(np.int16), typical, (chosen, suggested, found.silhouette)
        )

    def _joined(self, data: Data, saved: SavedClusters | None) -> bool:
        """Let a few new pictures join the clusters there are; return whether that was enough."""
        if saved is None or not saved.rows:
            return False
        labels = _labels_for(data, saved)
        new = labels < 0
        if new.sum() > FEW_NEW * len(labels) or len(saved.contents) == 0:
            return False
        numbers = [row.number for row in saved.rows]
        if any(not (labels == number).any() for number in numbers):
            return False
        centres = np.stack([data.vectors[labels == n].mean(0) for n in numbers]).astype(np.float32)
        if new.any():
            labels[new] = np.array(numbers, np.int16)[clusters.assign(data.vectors[new], centres)]
        typical = clusters.typical(data.vectors, np.searchsorted(numbers, labels), centres, TYPICAL)
        self._save(data, labels, typical, (saved.chosen_k, saved.suggested_k, saved.silhouette))
        return True

    def _save(
        self,
        data: Data,
        labels: np.ndarray[tuple[int], np.dtype[np.int16]],
        typical: list[np.ndarray[tuple[int], np.dtype[np.intp]]],
        figures: tuple[int, int, float],
    ) -> None:
        contents = data.members.contents
        k = len(typical)
        store, folder, encoder = self._where
        names = naming.cluster_names(store, (folder, encoder), contents, labels, k)
        rows = tuple(
            ClusterRow(n, names[n], int((labels == n).sum()), tuple(contents[typical[n]].tolist()))
            for n in range(k)
        )
        chosen, suggested, silhouette = figures
        analyses.save_clusters(
            *self._where, SavedClusters(chosen, suggested, silhouette, contents, labels, rows)
        )
        self._changed(Change.CLUSTERS)

    # ------------------------------------------------------------ map

    def _map(self, data: Data) -> None:
        saved = analyses.load_map(*self._where)
        contents = data.members.contents
        if saved and saved.method == "umap" and np.array_equal(saved.contents, contents):
            return
        if saved and saved.method == "umap" and self._placed(data, saved):
            return
        start = self._pca(data)
        if len(data.vectors) > 3:
            self._report(Stage.MAP, 0, 0)
            self._umap(data, start)

    def _pca(self, data: Data) -> Vectors:
        xy: Vectors = projection.normalise_map(projection.pca(data.vectors))
        analyses.save_map(*self._where, SavedMap("pca", data.members.contents, xy))
        self._changed(Change.MAP)
        return xy

    def _umap(self, data: Data, start: Vectors) -> None:
        count = len(data.vectors)
        sample = np.arange(count)
        if count > MAP_SAMPLE:
            sample = np.sort(np.random.default_rng(0).choice(count, MAP_SAMPLE, replace=False))
        chosen = data.vectors[sample]
        knn = neighbours.nearest_neighbours(
            chosen, min(NEIGHBOURS, len(chosen)), cancelled=lambda: self._control.cancelled
        )
        self._control.check()
        placed = projection.umap(
            chosen, start[sample], knn, cancelled=lambda: self._control.cancelled
        )
        self._control.check()
        xy = np.empty((count, 2), np.float32)
        xy[sample] = placed
        rest = np.setdiff1d(np.arange(count), sample)
        if len(rest):
            xy[rest] = projection.place(data.vectors[rest], chosen, placed)
        self._save_map(data, xy)

    def _placed(self, data: Data, saved: SavedMap) -> bool:
        """Place a few new pictures into the map there is; return whether that was enough."""
        at = np.searchsorted(saved.contents, data.members.contents)
        at[at == len(saved.contents)] = 0
        old = saved.contents[at] == data.members.contents
        if not old.any() or (~old).sum() > FEW_NEW * len(old):
            return False
        xy = saved.xy[at].copy()
        if not old.all():
            xy[~old] = projection.place(data.vectors[~old], data.vectors[old], xy[old])
        self._save_map(data, xy, normalise=False)
        return True

    def _save_map(self, data: Data, xy: Vectors, *, normalise: bool = True) -> None:
        places = projection.normalise_map(xy) if normalise else xy
        analyses.save_map(*self._where, SavedMap("umap", data.members.contents, places))
        self._changed(Change.MAP)

    def _changed(self, what: Change) -> None:
        subject = self._subject
        self._emit(Changed(folder=subject.folder, encoder_id=subject.encoder.id, what=what))


def _labels_for(data: Data, saved: SavedClusters) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return the saved label of each picture, int16 [n]; -1 for those that are new."""
    contents = data.members.contents
    if len(saved.contents) == 0:
        return np.full(len(contents), -1, np.int16)
    at = np.searchsorted(saved.contents, contents)
    at[at == len(saved.contents)] = 0
    labels = saved.labels[at].astype(np.int16)
    labels[saved.contents[at] != contents] = -1
    return labels
