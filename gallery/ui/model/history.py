"""The places one can go back to: what was asked and chosen, and where the grid stood."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gallery.ui.model.filters import NO_FILTER, Filter, InCluster
from gallery.ui.model.order import TOP, ScrollAnchor
from gallery.ui.model.query import ALL, GridQuery

LENGTH = 200


@dataclass(slots=True)
class HistoryEntry:
    """A point of the history: query, filter, focus and where the grid stood."""

    query: GridQuery = ALL
    filter: Filter = NO_FILTER
    focus: int = -1
    stand: ScrollAnchor = TOP

    def elsewhere(self) -> "HistoryEntry":
        """Return it as it is with other vectors: what came of the last ones is left out."""
        query = self.query if self.query.vector is None else ALL
        return replace(self, query=query, filter=self.filter.elsewhere())


class History:
    """The place where a person is, those before it, and those that were gone back from.

    Attributes:
        place: where a person is.
    """

    def __init__(self) -> None:
        self.place = HistoryEntry()
        self._before: list[HistoryEntry] = []
        self._after: list[HistoryEntry] = []

    def __iter__(self) -> Iterator[HistoryEntry]:
        yield from (*self._before, self.place, *self._after)

    @property
    def has_before(self) -> bool:
        """Whether there is a place before this one."""
        return bool(self._before)

    @property
    def has_after(self) -> bool:
        """Whether there is a place that was gone back from."""
        return bool(self._after)

    def go(self, place: HistoryEntry) -> None:
        """Go to another place; what was gone back from is forgotten."""
        # Another record of the place that is left: the one on screen is written to.
        self._before = [*self._before[-LENGTH:], replace(self.place)]
        self._after = []
        self.place = place

    def back(self) -> bool:
        """Go to the place before this one; return whether there is one."""
        return self._travel(self._before, self._after)

    def forward(self) -> bool:
        """Go to the place that was gone back from; return whether there is one."""
        return self._travel(self._after, self._before)

    def _travel(self, source: list[HistoryEntry], target: list[HistoryEntry]) -> bool:
        if not source:
            return False
        target.append(self.place)
        self.place = source.pop()
        return True

    def elsewhere(self) -> "History":
        """Return the same places as they are with other vectors."""
        kept = History()
        kept._before = [place.elsewhere() for place in self._before]
        kept.place = self.place.elsewhere()
        kept._after = [place.elsewhere() for place in self._after]
        return kept

    def move_filters(self, before: NDArray[np.int16], labels: NDArray[np.int16]) -> None:
        """Let filters by cluster go on with the cluster that has most of its pictures now.

        Args:
            before: the labels until now, [n].
            labels: those of today, [n or more].
        """
        now = labels[: len(before)]
        for place in self:
            if chosen := place.filter.get(InCluster):
                common = now[(before[: len(now)] == chosen.number) & (now >= 0)]
                if len(common):
                    moved = int(np.bincount(common).argmax())
                    place.filter = place.filter.and_(replace(chosen, number=moved))

    def name_filters(self, names: dict[int, str]) -> None:
        """Rename the filters by clusters, here and elsewhere; drop those of lost ones."""
        for place in self:
            if chosen := place.filter.get(InCluster):
                name = names.get(chosen.number)
                left, named = place.filter.without(chosen), replace(chosen, label=name or "")
                place.filter = left.and_(named) if name else left
