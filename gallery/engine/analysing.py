"""Clusters and map of a folder, computed from the stored vectors and stored beside them."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import clusters, preview, projection
from gallery.analysis.clusters import Clustering
from gallery.analysis.projection import XY
from gallery.core.arrays import Rows
from gallery.core.errors import LookalikeError
from gallery.engine import naming
from gallery.engine.analyst import Analyst, Picked
from gallery.engine.context import Context, Emit
from gallery.engine.control import Control
from gallery.engine.embedding import Subject
from gallery.engine.messages import Change, Changed, Stage
from gallery.library import analyses
from gallery.library.analyses import Members, SavedClusters, SavedMap
from gallery.library.records import ClusterRow

log = logging.getLogger(__name__)

TYPICAL = 3
FEW_NEW = 0.1  # up to this share, new pictures join the clusters and the map there are

StoredLabels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Data:
    """The embedded pictures of a folder, by content id, and where their vectors are."""

    members: Members
    picked: Picked

    def __len__(self) -> int:
        return len(self.members.contents)


def load(context: Context, subject: Subject) -> Data:
    """Return the embedded pictures of a folder, in the order of content ids."""
    found = analyses.members(context.store, subject.folder, subject.encoder_row)
    encoder = subject.encoder
    return Data(found, Picked(context.home, encoder.id, encoder.dim, found.rows))


Report = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Where an analysis is computed, by whom it is stopped, and where it is told of."""

    analyst: Analyst
    control: Control
    emit: Emit
    report: Report


@contextlib.contextmanager
def _its_loss_is_small() -> Iterator[None]:
    """Go on without a preview that could not be computed: the pictures come first."""
    try:
        yield
    except LookalikeError as error:
        log.warning("no preview: %s", error)


class Analysis:
    """Clusters and map of one folder by one encoder; each step is kept as soon as it is there."""

    def __init__(self, context: Context, subject: Subject, work: Work) -> None:
        self._context, self._subject = context, subject
        self._control, self._emit, self._report = work.control, work.emit, work.report
        self._analyst = work.analyst
        self._where = (context.store, subject.folder, subject.encoder_row)
        self._previewed: tuple[Data, int] | None = None
        self._warmed = False

    def warm(self) -> None:
        """Have the map made ready beside other work, once."""
        if not self._warmed:
            self._warmed = True
            with _its_loss_is_small():
                self._analyst.warm()

    @property
    def is_starting(self) -> bool:
        """Whether a preview would have to wait until what computes it has started."""
        try:
            return self._analyst.is_starting
        except LookalikeError:
            return False

    def begin_preview(self) -> None:
        """Have what is embedded so far clustered and mapped, quickly: fixed or chosen k, PCA."""
        if self._previewed is None:
            data = load(self._context, self._subject)
            saved = analyses.load_clusters(*self._where)
            previous, chosen = (_labels_for(data, saved), saved.chosen_k) if saved else (None, 0)
            with _its_loss_is_small():
                self._analyst.begin(preview.preview, data.picked, previous, TYPICAL, chosen)
                self._previewed = (data, chosen)

    def keep_preview(self) -> None:
        """Keep the preview that was begun, if it is there by now."""
        if self._previewed is not None and self._analyst.poll():
            (data, chosen), self._previewed = self._previewed, None
            with _its_loss_is_small():
                found, typical, xy = self._analyst.result()
                saved = analyses.load_clusters(*self._where)
                if chosen == (saved.chosen_k if saved else 0):  # still: a person may choose now
                    self._keep_clusters(data, found, typical, chosen)
                self._keep_pca(data, xy)

    def run(self, k: int = 0, *, again: bool = False) -> None:
        """Bring clusters and map up to date.

        Args:
            k: clusters wanted; 0 for the number last chosen, or the suggested one.
            again: cluster anew even if nothing changed.
        """
        if self._previewed is not None:  # too late to be of use
            self._previewed = None
            with _its_loss_is_small():
                self._analyst.result()
        data = load(self._context, self._subject)
        saved = analyses.load_clusters(*self._where)
        chosen = k or (saved.chosen_k if saved and not again else 0)
        if again or saved is None or not np.array_equal(saved.contents, data.members.contents):
            self._report(Stage.CLUSTER, 0, len(data))
            if again or not self._joined(data, saved):
                self._cluster(data, chosen)
        self._control.check()
        self._map(data)

    # ------------------------------------------------------------ clusters

    def _cluster(self, data: Data, chosen: int) -> None:
        saved = analyses.load_clusters(*self._where)
        previous = _labels_for(data, saved) if saved else None
        found = self._analyst.ask(clusters.cluster, data.picked, chosen or None, previous=previous)
        typical = self._analyst.ask(
            clusters.typical, data.picked, found.labels, found.centres, TYPICAL
        )
        self._keep_clusters(data, found, typical, chosen)

    def _keep_clusters(
        self, data: Data, found: Clustering, typical: list[Rows], chosen: int
    ) -> None:
        saved = analyses.load_clusters(*self._where)
        before = saved.suggested_k if saved and chosen else found.k
        suggested = found.suggested_k or before
        self._save(
            data, found.labels.astype(np.int16), typical, (chosen, suggested, found.silhouette)
        )

    def _joined(self, data: Data, saved: SavedClusters | None) -> bool:
        """Let a few new pictures join the clusters there are; return whether that was enough."""
        if saved is None or not saved.rows:
            return False
        labels = _labels_for(data, saved)
        if (labels < 0).sum() > FEW_NEW * len(labels) or len(saved.contents) == 0:
            return False
        numbers = [row.number for row in saved.rows]
        if any(not (labels == number).any() for number in numbers):
            return False
        labels, typical = self._analyst.ask(clusters.join, data.picked, labels, numbers, TYPICAL)
        self._save(data, labels, typical, (saved.chosen_k, saved.suggested_k, saved.silhouette))
        return True

    def _save(
        self,
        data: Data,
        labels: StoredLabels,
        typical: list[Rows],
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
        xy = self._analyst.ask(projection.pca, data.picked)
        start = self._keep_pca(data, xy)
        if len(data) < projection.FEWEST:  # of so few, the preview is the map
            self._save_map(data, start, normalise=False)
            return
        self._report(Stage.MAP, 0, 0)
        self._save_map(data, self._analyst.ask(projection.umap_of_all, data.picked, start))

    def _keep_pca(self, data: Data, xy: XY) -> XY:
        places = projection.normalise_map(xy)
        analyses.save_map(*self._where, SavedMap("pca", data.members.contents, places))
        self._changed(Change.MAP)
        return places

    def _placed(self, data: Data, saved: SavedMap) -> bool:
        """Place a few new pictures into the map there is; return whether that was enough."""
        at = np.searchsorted(saved.contents, data.members.contents)
        at[at == len(saved.contents)] = 0
        old = saved.contents[at] == data.members.contents
        if not old.any() or (~old).sum() > FEW_NEW * len(old):
            return False
        xy = saved.xy[at].copy()
        if not old.all():
            xy[~old] = self._analyst.ask(projection.join, data.picked, old, xy[old])
        self._save_map(data, xy, normalise=False)
        return True

    def _save_map(self, data: Data, xy: XY, *, normalise: bool = True) -> None:
        places = projection.normalise_map(xy) if normalise else xy
        analyses.save_map(*self._where, SavedMap("umap", data.members.contents, places))
        self._changed(Change.MAP)

    def _changed(self, what: Change) -> None:
        subject = self._subject
        self._emit(Changed(folder=subject.folder, encoder_id=subject.encoder.id, what=what))


def _labels_for(data: Data, saved: SavedClusters) -> StoredLabels:
    """Return the saved label of each picture, int16 [n]; -1 for those that are new."""
    contents = data.members.contents
    if len(saved.contents) == 0:
        return np.full(len(contents), -1, np.int16)
    at = np.searchsorted(saved.contents, contents)
    at[at == len(saved.contents)] = 0
    labels = saved.labels[at].astype(np.int16)
    labels[saved.contents[at] != contents] = -1
    return labels
