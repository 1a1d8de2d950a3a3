"""One set of pictures, what is asked of it, and what is chosen.

The grid, the map, the sidebar and the inspector are views of this one object: they show it, and
tell it what a person did. Pictures are positions in the table, so all views speak of the same
integers. Lives on the window's thread; what takes long to rank is ranked behind it.
"""

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal

from gallery.library.records import Clusters
from gallery.library.table import Table
from gallery.ui.background import Background
from gallery.ui.model import ranking
from gallery.ui.model.edge import Backgrounds
from gallery.ui.model.filters import NO_FILTER, Filter, InCluster
from gallery.ui.model.history import History, HistoryEntry
from gallery.ui.model.order import TOP, Order, ScrollAnchor
from gallery.ui.model.picture_set import PictureSet
from gallery.ui.model.query import ALL, GridQuery, QueryKind


class GalleryState(PictureSet):
    """The pictures of the open folder, the query, the order, the selection and the focus.

    Signals:
        folder_changed: another folder was opened; everything is new.
        order_changed: carries the new Order.
        focus_changed: another picture has the focus, within one place.
        place_changed: query, filter, focus or history changed; the order follows once ranked.
    """

    folder_changed = Signal()
    order_changed = Signal(object)
    focus_changed = Signal(int)
    place_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ranking = Background("ranking", self)
        self._backgrounds = Backgrounds()
        self.encoder = ""  # id of the one whose vectors are shown
        self.hides_unlike = False  # what lies beneath where likeness ends
        self._reset_view()

    def _reset_view(self) -> None:
        self.order = Order(self.base[self.table.alive[self.base]])
        self._history = History()
        self.unmark()
        self.viewed = -1  # the picture that is shown large, in place of grid and map

    # ------------------------------------------------------------ the pictures

    def set_folder(self, table: Table, base: NDArray[np.intp]) -> None:
        """Show another folder; `base` is the order of its files when nothing is asked.

        Those that are not alive have their place in it, too: they may come back.
        Where it is the same folder with other vectors, the person stays where they are.
        """
        stays = len(self.table) > 0 and table.goes_on_from(self.table)
        kept = self._history.elsewhere() if stays else None
        self.table, self.base = table, base
        self.clusters, self.map_method = None, ""
        self._ranking.drop()
        self._reset_view()
        if kept is not None:
            self._history = kept
        self.folder_changed.emit()
        self.order_changed.emit(self.order)
        self.place_changed.emit()
        self.selection_changed.emit()
        if kept is not None:
            self.refresh()

    def turn(self, clusters: Clusters | None, method: str) -> None:
        """Take over what another encoder found; what the person chose and asks stays.

        Rows, clusters and places are in the table already.
        """
        self._history = self._history.elsewhere()
        self.clusters, self.map_method = clusters, method
        self._count_clusters()
        self.pictures_changed.emit()
        self.clusters_changed.emit()
        self.map_changed.emit()
        self.place_changed.emit()
        self.refresh()

    def stop(self) -> None:
        """End what is being ranked."""
        self._ranking.stop()

    def set_base(self, base: NDArray[np.intp]) -> None:
        """Take over added and removed pictures; `base` is the new order without a query."""
        self.base = base
        grown = np.zeros(len(self.table), np.bool_)
        grown[: len(self.selected)] = self.selected
        self.selected = grown & self.table.alive
        self.pictures_changed.emit()
        if self._count_clusters():
            self.clusters_changed.emit()
        self.refresh()

    def set_clusters(
        self, clusters: Clusters | None, before: NDArray[np.int16] | None = None
    ) -> None:
        """Take over a new clustering; the labels are in the table already.

        Where numbers may mean other clusters now, `before` [n] are the labels until now: a
        filter goes on with the cluster that has most of its pictures.
        """
        self.clusters = clusters
        if before is not None:
            self._history.move_filters(before, self.table.cluster)
        is_filtered = self.place.filter.cluster >= 0
        self._count_clusters()
        self._history.name_filters(self._cluster_names())
        self.clusters_changed.emit()
        if is_filtered:
            self.place_changed.emit()
            self.refresh()

    # ------------------------------------------------------------ queries

    @property
    def place(self) -> HistoryEntry:
        """Where a person is: query, filter, focus, and where the grid stands."""
        return self._history.place

    @property
    def query(self) -> GridQuery:
        """What the grid is sorted by."""
        return self.place.query

    @property
    def filter(self) -> Filter:
        """What is left in the grid."""
        return self.place.filter

    def find_lookalikes(self, position: int) -> None:
        """Sort by similarity to a picture; while it has no vector, it gets the focus alone."""
        if self.can_ask(position):
            self.ask(GridQuery(QueryKind.PICTURE, position, self.table.name(position)))
        if 0 <= position < len(self.table):
            self.set_focus(position)  # also where the same is asked again

    def ask(self, query: GridQuery) -> None:
        """Sort by `query`; the place before it can be gone back to."""
        focus = query.position if query.ask is QueryKind.PICTURE else -1
        self.go(HistoryEntry(query, self.place.filter, focus))

    def keep_more(self, more: float) -> None:
        """Let likeness end later or earlier: -1 keeps fewest, 0 what is found by itself, 1 most."""
        self.place.query = replace(self.query, more=more)
        self.refresh()

    def hide_unlike(self, hides: bool) -> None:
        """Show what lies beneath where likeness ends, or leave it out, from now on."""
        if hides != self.hides_unlike:
            self.hides_unlike = hides
            self.refresh()

    def set_filter(self, new: Filter) -> None:
        """Leave only some pictures in the grid."""
        self.go(HistoryEntry(self.place.query, new, self.place.focus))

    def toggle_cluster(self, number: int) -> None:
        """Show one cluster alone, or all again when it is shown alone already."""
        if self.filter.cluster == number or number < 0:
            self.set_filter(NO_FILTER)
            return
        label = self._cluster_names().get(number, "Cluster")
        self.set_filter(Filter((InCluster(number, label),)))

    def peel(self) -> bool:
        """Take off one layer: selection, then query, then filter. Return whether there was one."""
        if self.selected.any():
            self.select_none()
        elif self.query.ask is not QueryKind.ALL:
            self.ask(ALL)
        elif self.filter:
            self.set_filter(NO_FILTER)
        else:
            return False
        return True

    def back(self) -> None:
        """Return to the place before this one."""
        if self._history.back():
            self._arrive(self.place.stand)

    def forward(self) -> None:
        """Return to the place that was gone back from."""
        if self._history.forward():
            self._arrive(self.place.stand)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._history.has_before

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place that was gone back from."""
        return self._history.has_after

    def note_stand(self, stand: ScrollAnchor) -> None:
        """Remember where the grid stands, for the history."""
        self.place.stand = stand

    def go(self, place: HistoryEntry) -> None:
        """Go to another place; the one before it can be gone back to."""
        if (place.query, place.filter) == (self.place.query, self.place.filter):
            self.place.query = place.query  # what was found may be new
            self.place_changed.emit()
            self.refresh()
            return
        self._history.go(place)
        self._arrive(TOP)

    def _arrive(self, stand: ScrollAnchor) -> None:
        self.place_changed.emit()
        self._rank(stand)

    def refresh(self) -> None:
        """Sort again by the same query, as when pictures were added; the grid stays where it is."""
        self._rank(None)

    def _rank(self, stand: ScrollAnchor | None) -> None:
        query, keep = self.query, self.filter.mask(self.table)
        self._ranking.drop()
        if query.found is not None:
            self._show(Order(query.found[keep[query.found]], None, stand))
        elif query.contents is not None:
            work = partial(ranking.by_contents, query, self.table, keep, stand)
            self._ranking.run(work, self._show)
        elif query.vector is None and not self.can_ask(query.position):
            by_rank = self.table.rank if self.filter.cluster >= 0 else None
            self._show(Order(ranking.unasked(self.base[keep[self.base]], by_rank), None, stand))
        else:
            subject = ranking.RankSubject(
                self.table, self.base, keep, stand, self.encoder, self.hides_unlike
            )
            work = partial(ranking.by_likeness, query, subject, self._backgrounds)
            self._ranking.run(work, self._show)

    def _show(self, order: Order) -> None:
        self.order = order
        self.order_changed.emit(order)

    # ------------------------------------------------------------ selection, focus, hover

    def select_all(self) -> None:
        """Select every picture that the grid shows."""
        self.select(self.order.positions)

    def chosen(self) -> NDArray[np.intp]:
        """Return the positions that an action is about.

        The picture that is shown large, else the selection, else the focus.
        """
        if self.viewed >= 0:
            return np.array([self.viewed], np.intp)
        if self.selected.any():
            shown = self.order.positions[self.selected[self.order.positions]]
            return shown if len(shown) else np.flatnonzero(self.selected)
        return np.array([self.place.focus] if self.place.focus >= 0 else [], np.intp)

    def set_focus(self, position: int) -> None:
        """Move the focus ring to a picture; -1 for none."""
        if position != self.place.focus:
            self.place.focus = position
            self.focus_changed.emit(position)

    def take_up(self, position: int) -> None:
        """Make a picture what the next action is about, unless it is selected with others."""
        if not self.selected[position]:
            if self.selected.any():
                self.select_none()
            self.set_focus(position)
