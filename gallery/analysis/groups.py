"""Edges between pictures become groups, each around the one picture to keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.core.findings import Reason

Like = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides which picture of a group is kept.

    Attributes:
        path: absolute, bytes.
        protected: lies in a folder that is to stay as it is.
        paired: a raw file or a film of the same moment lies beside it.
        pixels: width times height.
        size: bytes.
        mtime_ns: time of last change; equal to the others' where it tells nothing.
    """

    path: bytes
    protected: bool = False
    paired: bool = False
    pixels: int = 0
    size: int = 0
    mtime_ns: int = 0


_RULES: tuple[tuple[Reason, Callable[[Candidate], int]], ...] = (
    (Reason.PROTECTED, lambda c: -c.protected),
    (Reason.PAIR, lambda c: -c.paired),
    (Reason.PIXELS, lambda c: -c.pixels),
    (Reason.BYTES, lambda c: -c.size),
    (Reason.OLDER, lambda c: c.mtime_ns),
    (Reason.SHORTER_PATH, lambda c: len(c.path)),
)


def preference(candidates: Sequence[Candidate]) -> NDArray[np.intp]:
    """Return the place of each in the order of what is kept first, [n], 0 for the first."""

    def key(number: int) -> tuple[tuple[int, ...], bytes]:
        one = candidates[number]
        return tuple(rule(one) for _reason, rule in _RULES), one.path

    order = sorted(range(len(candidates)), key=key)
    places = np.empty(len(order), np.intp)
    places[order] = np.arange(len(order))
    return places


def reason(keeper: Candidate, others: Sequence[Candidate]) -> Reason:
    """Return the first rule by which `keeper` is before all the others that no earlier one beat."""
    for name, rule in _RULES:
        value = rule(keeper)
        if any(rule(other) != value for other in others):
            return name
    return Reason.FIRST


def around_keepers(
    edges: Sequence[tuple[int, int]], places: NDArray[np.intp], like: Like
) -> list[list[int]]:
    """Return groups of at least two, the keeper first, in each of which all are like the keeper.

    An edge joins two groups only where every member is like the one keeper that remains: what is
    alike from step to step makes no chain.

    Args:
        edges: pairs of pictures, the strongest first.
        places: preference of each picture, [n]; the lowest of a group is its keeper.
        like: whether two pictures are as alike as a group asks for; called for any pair.
    """
    group_of: dict[int, list[int]] = {}
    for a, b in edges:
        one, other = group_of.get(a, [a]), group_of.get(b, [b])
        if one is other:
            continue
        members = sorted([*one, *other], key=lambda member: int(places[member]))
        if all(like(members[0], member) for member in members[1:]):
            for member in members:
                group_of[member] = members
    groups = {id(group): group for group in group_of.values()}
    return sorted(groups.values(), key=lambda group: int(places[group[0]]))


def around_references(
    edges: Sequence[tuple[int, int]], places: NDArray[np.intp], reference: NDArray[np.bool_]
) -> list[list[int]]:
    """Return groups of one reference and those that are like it, each with its strongest edge.

    Args:
        edges: pairs of a reference and another picture, in either order, the strongest first;
            both are as alike as a group asks for.
        places: preference of each picture, [n].
        reference: which pictures are references, bool [n].
    """
    groups: dict[int, list[int]] = {}
    taken: set[int] = set()
    for a, b in edges:
        keeper, member = (a, b) if reference[a] else (b, a)
        if member not in taken:
            taken.add(member)
            groups.setdefault(keeper, [keeper]).append(member)
    for keeper, group in groups.items():
        group[1:] = sorted(group[1:], key=lambda member: int(places[member]))
        assert group[0] == keeper
    return sorted(groups.values(), key=lambda group: int(places[group[0]]))
