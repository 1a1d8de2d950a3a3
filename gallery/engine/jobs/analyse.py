"""Clusters and map of a folder, computed from the stored vectors and stored beside them.

There is one of each. The final ones are computed from all pictures in one order, that of their
digests, so that they depend on the pictures alone; window and command line read the same.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import clusters, preview, projection
from gallery.analysis.clusters import Ranks
from gallery.analysis.projection import XY
from gallery.core.arrays import Rows
from gallery.core.errors import LookalikeError
from gallery.engine.context import Context, Emit
from gallery.engine.ipc.messages import Change, Changed, Stage
from gallery.engine.jobs import cluster_names
from gallery.engine.jobs.embed import Subject
from gallery.engine.workers.analysis_process import AnalysisProcess, Picked
from gallery.engine.workers.control import Control
from gallery.library import analyses
from gallery.library.analyses import Members, SavedClusters, SavedMap
from gallery.library.records import ClusterRow

log = logging.getLogger(__name__)

TYPICAL = 3  # as many as the sidebar shows of a cluster
FEW_NEW = 0.1  # up to this share, new pictures join what is there until the final one has come
RECIPE = "1"  # to be counted up when the same pictures get other clusters or another map

StoredLabels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Data:
    """The embedded pictures of a folder, in the order of their digests; where the vectors are."""

    members: Members
    picked: Picked

    @property
    def order(self) -> Rows:
        """Which picture comes when they are sorted by content id, as they are kept."""
        return np.argsort(self.members.contents)

    def __len__(self) -> int:
        return len(self.members.contents)


def load(context: Context, subject: Subject) -> Data:
    """Return the embedded pictures of a folder, in the order of their digests."""
    found = analyses.members(context.store, subject.folder, subject.encoder_row)
    encoder = subject.encoder
    return Data(found, Picked(context.home, encoder.id, encoder.dim, found.rows))


OnStage = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class AnalysisTask:
    """The process that computes an analysis, what stops it, and who hears how far it is."""

    analyst: AnalysisProcess
    control: Control
    emit: Emit
    report: OnStage


@contextlib.contextmanager
def _its_loss_is_small() -> Iterator[None]:
    """Go on without a preview that could not be computed: the pictures come first."""
    try:
        yield
    except LookalikeError as error:
        log.warning("no preview: %s", error)


class Analysis:
    """Clusters and map of one folder by one encoder; each step is kept as soon as it is there."""

    def __init__(self, context: Context, subject: Subject, work: AnalysisTask) -> None:
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
            # A person's number holds for previews as well, or the clusters would change twice.
            chosen = saved.chosen_k if saved else 0
            with _its_loss_is_small():
                self._analyst.begin(preview.preview, data.picked, TYPICAL, chosen)
                self._previewed = (data, chosen)

    def keep_preview(self) -> None:
        """Keep the preview that was begun, if it is there by now."""
        if self._previewed is not None and self._analyst.poll():
            (data, chosen), self._previewed = self._previewed, None
            with _its_loss_is_small():
                found, typical, xy = self._analyst.result()
                saved = analyses.load_clusters(*self._where)
                # The preview was computed beside other work: a number chosen meanwhile wins over
                # it.
                if chosen == (saved.chosen_k if saved else 0):  # still: a person may choose now
                    suggested = saved.suggested_k if saved and chosen else found.k
                    figures = (chosen, suggested, found.silhouette)
                    kept = self._kept(data, (found.labels, found.ranks, typical), figures)
                    self._keep_clusters(kept)
                self._keep_map(data, "pca", projection.normalise_map(xy))

    def run(self, k: int = 0, *, again: bool = False) -> None:
        """Bring clusters and map up to date.

        Args:
            k: clusters wanted; 0 for the number last chosen, or the suggested one.
            again: take k as a person's choice, 0 for the suggested number.
        """
        if self._previewed is not None:  # too late to be of use
            self._previewed = None
            with _its_loss_is_small():
                # Taken all the same: calls are answered in their order, and the next answer would
                # be this one.
                self._analyst.result()
        data = load(self._context, self._subject)
        self._bring_clusters(data, k if again else None)
        self._control.check()
        self._bring_map(data)

    def clusters(self, k: int = 0) -> SavedClusters:
        """Return the clusters of the folder: those that are kept, brought up to date.

        With another `k` than theirs they are computed in the same way, and not kept.
        """
        data = load(self._context, self._subject)
        saved = analyses.load_clusters(*self._where)
        if not k:
            return self._bring_clusters(data, None)
        if saved and _is_final(saved, data) and k in (saved.chosen_k, len(saved.rows)):
            return self._named(saved)
        return self._final(data, k, saved)

    def map(self) -> SavedMap:
        """Return the map of the folder: the one that is kept, brought up to date."""
        return self._bring_map(load(self._context, self._subject))

    # ------------------------------------------------------------ clusters

    def _bring_clusters(self, data: Data, choice: int | None) -> SavedClusters:
        """Return the final clusters; by a person's new `choice` where there is one."""
        saved = analyses.load_clusters(*self._where)
        chosen = (saved.chosen_k if saved else 0) if choice is None else choice
        if saved and saved.chosen_k == chosen and _is_final(saved, data):
            named = self._named(saved)
            if choice is not None or named is not saved:
                self._keep_clusters(named)
            return named
        self._report(Stage.CLUSTER, 0, len(data))
        if choice is None and saved:
            self._join(data, saved)
        found = self._final(data, chosen, saved)
        # Read again, for the computation took seconds without the lock, and another job may have
        # kept a person's choice meanwhile. What is older and was not asked for gives way.
        now = analyses.load_clusters(*self._where)
        if choice is None and now and now.chosen_k != chosen and _is_final(now, data):
            return now  # chosen meanwhile
        self._keep_clusters(found)
        return found

    def _final(self, data: Data, chosen: int, saved: SavedClusters | None) -> SavedClusters:
        ask, picked = self._analyst.ask, data.picked
        found = ask(clusters.cluster, picked, chosen or None)
        typical = ask(clusters.typical, picked, found.labels, found.centres, TYPICAL)
        suggested = found.suggested_k
        if chosen:
            known = saved is not None and _is_final(saved, data)
            suggested = saved.suggested_k if known and saved else ask(clusters.suggest_k, picked)[0]
        figures = (chosen, suggested, found.silhouette)
        return self._kept(data, (found.labels, found.ranks, typical), figures, RECIPE)

    def _join(self, data: Data, saved: SavedClusters) -> None:
        """Let a few new pictures join the clusters there are, to be looked at meanwhile."""
        labels = _labels_for(data, saved)
        numbers = [row.number for row in saved.rows]
        new = int((labels < 0).sum())
        if not numbers or not 0 < new <= FEW_NEW * len(labels):
            return
        # A cluster that lost all its pictures has no middle that others could be compared with.
        if any(not (labels == number).any() for number in numbers):
            return
        labels, typical, ranks = self._analyst.ask(
            clusters.join, data.picked, labels, numbers, TYPICAL
        )
        figures = (saved.chosen_k, saved.suggested_k, saved.silhouette)
        self._keep_clusters(self._kept(data, (labels, ranks, typical), figures))

    def _kept(
        self,
        data: Data,
        found: tuple[NDArray[np.integer], Ranks, list[Rows]],
        figures: tuple[int, int, float],
        recipe: str = "",
    ) -> SavedClusters:
        """Return clusters as they are kept: by content id, and with their names.

        Args:
            data: what was clustered, in its order.
            found: label and rank of each picture, and the typical ones of each cluster.
            figures: chosen k, suggested k, silhouette.
            recipe: RECIPE where they are final.
        """
        labels, ranks, typical = found
        order, contents = data.order, data.members.contents
        rows = tuple(
            ClusterRow(n, "", int((labels == n).sum()), tuple(contents[shown].tolist()))
            for n, shown in enumerate(typical)
        )
        kept = SavedClusters(
            *figures, contents[order], labels[order].astype(np.int16), rows, ranks[order], recipe
        )
        return self._named(kept)

    def _named(self, saved: SavedClusters) -> SavedClusters:
        """Return clusters with names by where their files lie now; the same if none is new."""
        store, folder, encoder = self._where
        k = len(saved.rows)
        names = cluster_names.cluster_names(
            store, (folder, encoder), saved.contents, saved.labels, k
        )
        if names == [row.name for row in saved.rows]:
            return saved
        rows = zip(saved.rows, names, strict=True)
        return replace(saved, rows=tuple(replace(row, name=name) for row, name in rows))

    def _keep_clusters(self, saved: SavedClusters) -> None:
        analyses.save_clusters(*self._where, saved)
        self._changed(Change.CLUSTERS)

    # ------------------------------------------------------------ map

    def _bring_map(self, data: Data) -> SavedMap:
        saved = analyses.load_map(*self._where)
        if saved and _is_final(saved, data):
            return saved
        # While a UMAP map can be shown no PCA takes its place: the picture would jump twice.
        is_shown = bool(saved and saved.method == "umap" and self._placed(data, saved))
        places = projection.normalise_map(self._analyst.ask(projection.pca, data.picked))
        if len(data) >= projection.FEWEST:  # of fewer, the preview is the map
            if not is_shown:
                self._keep_map(data, "pca", places)
            self._report(Stage.MAP, 0, 0)
            xy = self._analyst.ask(projection.umap_of_all, data.picked, places)
            places = projection.normalise_map(xy)
        return self._keep_map(data, "umap", places, RECIPE)

    def _placed(self, data: Data, saved: SavedMap) -> bool:
        """Place a few new pictures into the map there is; return whether that can be shown."""
        at = np.searchsorted(saved.contents, data.members.contents)
        at[at == len(saved.contents)] = 0
        old = saved.contents[at] == data.members.contents if len(saved.contents) else at < 0
        if not old.any() or (~old).sum() > FEW_NEW * len(old):
            return False
        if not old.all():
            xy = saved.xy[at].copy()
            xy[~old] = self._analyst.ask(projection.join, data.picked, old, xy[old])
            self._keep_map(data, "umap", xy)
        return True

    def _keep_map(self, data: Data, method: str, places: XY, recipe: str = "") -> SavedMap:
        order = data.order
        saved = SavedMap(method, data.members.contents[order], places[order], recipe)
        analyses.save_map(*self._where, saved)
        self._changed(Change.MAP)
        return saved

    def _changed(self, what: Change) -> None:
        subject = self._subject
        self._emit(Changed(folder=subject.folder, encoder_id=subject.encoder.id, what=what))


def _is_final(saved: SavedClusters | SavedMap, data: Data) -> bool:
    """Return whether what is kept was computed from just these pictures, and by this program."""
    if saved.recipe != RECIPE:
        return False
    # By the contents themselves: a count would take one picture for another.
    return np.array_equal(saved.contents, np.sort(data.members.contents))


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
