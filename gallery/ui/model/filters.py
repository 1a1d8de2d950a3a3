"""What is left in the grid: conditions on the columns of the table, of which each must hold.

A condition says which pictures hold, and what its chip says. Another kind of filter is another such
record; whoever shows or combines filters knows of `Condition` alone.
"""

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from gallery.library.table import Table

Mask = NDArray[np.bool_]


class Condition(Protocol):
    """One condition; a small frozen record that is compared by its value.

    Attributes:
        label: what its chip says.
        by_encoder: whether it means something else with another encoder's vectors.
    """

    @property
    def label(self) -> str: ...

    @property
    def by_encoder(self) -> bool: ...

    def mask(self, table: Table) -> Mask:
        """Return for which of `table`'s pictures it holds, bool [n]."""


@dataclass(frozen=True, slots=True)
class InCluster:
    """The pictures of a cluster, by its number; `label` is its name, by which none is compared."""

    number: int
    label: str = field(compare=False)

    @property
    def by_encoder(self) -> bool:
        """Each encoder has clusters of its own."""
        return True

    def mask(self, table: Table) -> Mask:
        """Return which pictures are in the cluster, bool [n]."""
        mask: Mask = table.cluster == self.number
        return mask


@dataclass(frozen=True, slots=True)
class OnlyThese:
    """Pictures that were chosen by hand.

    Attributes:
        bits: one for each picture, packed: a million numbers would take a tenth of a second to
            make, and as long at each look.
        label: how many there are.
    """

    bits: bytes
    label: str

    @classmethod
    def of(cls, chosen: Mask, label: str) -> "OnlyThese":
        """Return the condition that holds for the pictures chosen in bool [n]."""
        return cls(np.packbits(chosen).tobytes(), label)

    @property
    def by_encoder(self) -> bool:
        """A choice is one of pictures."""
        return False

    def mask(self, table: Table) -> Mask:
        """Return which pictures were chosen, bool [n]; those that came since were not."""
        bits = np.frombuffer(self.bits, np.uint8)
        return np.unpackbits(bits, count=len(table)).view(np.bool_)


Wanted = TypeVar("Wanted", bound=Condition)


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that pictures must all fulfil to be left; without any, all living ones are."""

    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions)

    @property
    def label(self) -> str:
        """What it leaves, in words."""
        return ", ".join(condition.label for condition in self.conditions)

    @property
    def cluster(self) -> int:
        """The number of the cluster that alone is left, or -1."""
        chosen = self.get(InCluster)
        return -1 if chosen is None else chosen.number

    def get(self, kind: type[Wanted]) -> Wanted | None:
        """Return the condition of some kind, None where there is none."""
        return next((c for c in self.conditions if isinstance(c, kind)), None)

    def and_(self, condition: Condition) -> "Filter":
        """Return it with another condition, in place of one of the same kind."""
        others = [c for c in self.conditions if type(c) is not type(condition)]
        return Filter((*others, condition))

    def without(self, condition: Condition) -> "Filter":
        """Return it without one of its conditions."""
        return Filter(tuple(c for c in self.conditions if c != condition))

    def elsewhere(self) -> "Filter":
        """Return what of it holds with another encoder's vectors."""
        return Filter(tuple(c for c in self.conditions if not c.by_encoder))

    def mask(self, table: Table) -> Mask:
        """Return which pictures are left, bool [n]: not those that are gone."""
        left = table.alive.copy()
        for condition in self.conditions:
            left &= condition.mask(table)
        return left


NO_FILTER = Filter()
