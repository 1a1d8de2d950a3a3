"""Groups of duplicates in a folder, or between two: found, confirmed, and each with its keeper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import edges, groups
from gallery.analysis.groups import Candidate
from gallery.core.findings import Alteration, GroupKind, Reason
from gallery.engine.context import Context
from gallery.engine.jobs import alterations
from gallery.engine.jobs.confirming import Confirmer
from gallery.engine.jobs.embed import Subject
from gallery.engine.jobs.pictures import KnownPictures
from gallery.engine.workers.control import Control
from gallery.engine.workers.detached import aside
from gallery.imaging.sameness import is_same
from gallery.library import companions, marks
from gallery.library.items import Item, items

OnProgress = Callable[[str, int, int], None]
ALL_KINDS = tuple(GroupKind)

# Cosines only choose candidates: what is not the same picture shows when one is laid over the
# other.
COMPARED = 0.50  # cosine from which two pictures are laid over each other
MOST_COMPARED = 8  # pictures that each is laid over, the nearest first
# Alike is a judgement and not a fact; a burst's pictures may be less alike, for their time speaks
# for them.
ALIKE = 0.85  # cosine of two pictures of one scene
BURST, BURST_S = 0.70, 10.0  # the same, where one camera took both within some seconds


@dataclass(frozen=True, slots=True)
class Options:
    """What to look for.

    Attributes:
        kinds: of groups.
        threshold: cosine that pictures have to the keeper of a group that is only alike; where
            given it holds for bursts as well.
        protected: folders, absolute, whose pictures are kept first.
    """

    kinds: tuple[GroupKind, ...] = ALL_KINDS
    threshold: float | None = None
    protected: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A picture of a group beside the keeper.

    Attributes:
        item: the picture.
        cosine: with the keeper.
        hamming: bits of the difference hash, in the best of eight orientations.
        agreement: share of the parts that show the same, laid over the keeper, 0 to 1.
        changes: how it differs from the keeper.
        turn: its orientation to the keeper, as `Same.turn`.
    """

    item: Item
    cosine: float
    hamming: int
    agreement: float
    changes: tuple[Alteration, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Pictures that are duplicates of one.

    Attributes:
        kind: what they are to each other.
        keeper: the one to keep.
        reason: what decided that.
        members: the others, the best to keep first.
        lowest: least cosine of any two of all, and which two.
        beside: raw files, films and sidecars that belong to a picture, by its path.
    """

    kind: GroupKind
    keeper: Item
    reason: Reason
    members: tuple[Member, ...]
    lowest: float
    weakest: tuple[Item, Item]
    beside: dict[bytes, list[bytes]] = field(default_factory=dict)

    @property
    def to_win(self) -> int:
        """Bytes that all but the keeper take; 0 for pictures that are only alike."""
        if self.kind is GroupKind.ALIKE:
            return 0
        return sum(member.item.size for member in self.members)


class Finding:
    """One search; `run` returns the groups, in an order that depends on the pictures alone."""

    def __init__(
        self,
        context: Context,
        subjects: Sequence[Subject],
        options: Options,
        control: Control,
        report: OnProgress,
    ) -> None:
        """Prepare a search.

        Args:
            context: of the engine.
            subjects: the folder; with a second one only groups that join both are found, and
                each has a keeper in the second.
            options: what to look for.
            control: stops it.
            report: told the stage, and how much of it is done and in all.
        """
        self._context, self._options = context, options
        self._control, self._report = control, report
        self._encoder = subjects[0].encoder
        db = context.store.reading
        found = [items(db, subject.folder, subject.encoder_row) for subject in subjects]
        self._second = {item.file for item in found[1]} if len(found) > 1 else None
        self._items = [item for part in found for item in part]
        self._different = marks.different(db)
        self._confirmer = Confirmer(context, control, lambda *n: report("compare", *n))

    @property
    def pictures(self) -> list[Item]:
        """What is looked through."""
        return self._items

    def run(self) -> list[DuplicateGroup]:
        """Return the groups: exact ones first, then the same, then alike; largest gain first.

        Raises:
            CancelledError: stopped; what was compared stays known.
        """
        try:
            found = self._exact()
            if self._wants(GroupKind.SAME) or self._wants(GroupKind.ALIKE):
                found += self._others()
        finally:
            self._confirmer.close()
        kinds = list(GroupKind)
        return sorted(found, key=lambda g: (kinds.index(g.kind), -g.to_win, g.keeper.path))

    def _wants(self, kind: GroupKind) -> bool:
        return kind in self._options.kinds

    # ------------------------------------------------------------ who is kept

    @cached_property
    def _beside(self) -> dict[bytes, list[bytes]]:
        paths = [item.path for item in self._items]
        return aside(self._control, lambda: companions.companions(paths))

    def _candidate(self, item: Item) -> Candidate:
        beside = self._beside.get(item.path, ())
        return Candidate(
            item.path,
            self._is_protected(item),
            any(map(companions.is_lasting, beside)),
            item.width * item.height,
            item.size,
            item.mtime_ns,
        )

    def _is_protected(self, item: Item) -> bool:
        folders = (folder.rstrip(b"/") + b"/" for folder in self._options.protected)
        return self._is_second(item) or any(map(item.path.startswith, folders))

    def _is_second(self, item: Item) -> bool:
        return self._second is not None and item.file in self._second

    # ------------------------------------------------------------ exact copies

    @cached_property
    def _copies(self) -> dict[int, list[Item]]:
        """Files by content, the one to keep first."""
        found: dict[int, list[Item]] = {}
        for item in self._items:
            found.setdefault(item.content, []).append(item)
        return {content: self._in_order(copies) for content, copies in found.items()}

    def _in_order(self, some: list[Item]) -> list[Item]:
        if len(some) == 1:
            return some
        places = groups.preference([self._candidate(item) for item in some])
        return [some[i] for i in np.argsort(places).tolist()]

    def _exact(self) -> list[DuplicateGroup]:
        found = []
        for copies in self._copies.values() if self._wants(GroupKind.EXACT) else ():
            keeper, *rest = copies
            # Between two folders: what is kept lies in the second, and what may go in the first.
            if self._second is not None:
                rest = [item for item in rest if not self._is_second(item)]
                rest = rest if self._is_second(keeper) else []
            if rest:
                members = tuple(Member(item, 1.0, 0, 1.0) for item in rest)
                found.append(self._group(GroupKind.EXACT, keeper, members, 1.0, (keeper, rest[0])))
        return found

    def _group(
        self,
        kind: GroupKind,
        keeper: Item,
        members: tuple[Member, ...],
        lowest: float,
        weakest: tuple[Item, Item],
    ) -> DuplicateGroup:
        own = self._candidate(keeper)
        reason = groups.reason(own, [self._candidate(member.item) for member in members])
        paths = [keeper.path, *(member.item.path for member in members)]
        beside = {path: self._beside[path] for path in paths if path in self._beside}
        return DuplicateGroup(kind, keeper, reason, members, lowest, weakest, beside)

    # ------------------------------------------------------------ the same, and alike

    def _others(self) -> list[DuplicateGroup]:
        heads = sorted((copies[0] for copies in self._copies.values()), key=lambda i: i.digest)
        pictures = KnownPictures.load(self._context, self._encoder.id, self._encoder.dim, heads)
        near, hashed = self._candidates(pictures)
        both = pictures.strongest_first([*near, *hashed])
        both = [pair for pair in both if self._may_join(pictures, *pair)]
        compared = pictures.most(both, MOST_COMPARED)
        # All of them, beyond MOST_COMPARED: hashes find what vectors do not, as turned pictures.
        compared += [pair for pair in hashed if self._may_join(pictures, *pair)]
        self._confirmer.look_at(sorted({pictures.contents(*pair) for pair in compared}))
        places = groups.preference([self._candidate(item) for item in heads])

        def same(a: int, b: int) -> bool:
            return self._may_join(pictures, a, b) and self._is_same(pictures, a, b)

        confirmed = [pair for pair in dict.fromkeys(compared) if same(*pair)]
        confirmed.sort(key=lambda p: (-self._agreement(pictures, *p), -pictures.cosine(*p), p))
        found = self._gathered(pictures, confirmed, places, same)
        result = [self._told(GroupKind.SAME, pictures, group) for group in found]
        if not self._wants(GroupKind.SAME):
            result = []
        if self._wants(GroupKind.ALIKE):
            # Only a keeper can be alike to others: its copies would tell the same again.
            taken = {member for group in found for member in group[1:]}
            left = [pair for pair in both if not taken.intersection(pair)]
            alike = self._alike(pictures, left, places)
            result += [self._told(GroupKind.ALIKE, pictures, group) for group in alike]
        return result

    def _candidates(
        self, pictures: KnownPictures
    ) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        least = min(COMPARED, self._options.threshold or COMPARED)
        stop = self._stopped
        sides = self._sides(pictures)

        def report(done: int, total: int) -> None:
            self._report("look", done, total)

        if sides is None:
            near = edges.cosine_edges(pictures.vectors, least, None, stop, report)
            pairs = list(zip(near.a.tolist(), near.b.tolist(), strict=True))
        else:
            first, second = np.flatnonzero(~sides), np.flatnonzero(sides)
            one, other = pictures.vectors[first], pictures.vectors[second]
            near = edges.cosine_edges(one, least, other, stop, report)
            ends = zip(first[near.a].tolist(), second[near.b].tolist(), strict=True)
            pairs = [(min(end), max(end)) for end in ends]
        hashed = edges.hash_edges(pictures.hashes, pictures.turned, sides, stop)
        return pairs, list(zip(hashed.a.tolist(), hashed.b.tolist(), strict=True))

    def _stopped(self) -> bool:
        self._control.check()
        return False

    def _sides(self, pictures: KnownPictures) -> NDArray[np.bool_] | None:
        if self._second is None:
            return None
        return np.array([self._is_second(item) for item in pictures.items], np.bool_)

    def _may_join(self, pictures: KnownPictures, a: int, b: int) -> bool:
        """Return whether nothing speaks against two pictures being duplicates."""
        one, other = pictures.items[a], pictures.items[b]
        if pictures.contents(a, b) in self._different:
            return False
        return not companions.is_pair((one.path, one.taken), (other.path, other.taken))

    def _is_same(self, pictures: KnownPictures, a: int, b: int) -> bool:
        """Return whether two pictures are one exposure.

        One camera does not take the same picture at two times, however little moved.
        """
        one, other = pictures.items[a], pictures.items[b]
        timed = one.taken and other.taken and one.camera and one.camera == other.camera
        if timed and one.taken != other.taken:
            return False
        return is_same(self._confirmer.same(one.content, other.content))

    def _agreement(self, pictures: KnownPictures, a: int, b: int) -> float:
        return self._confirmer.same(*pictures.contents(a, b)).agreement

    def _alike(
        self, pictures: KnownPictures, pairs: list[tuple[int, int]], places: NDArray[np.intp]
    ) -> list[list[int]]:
        def like(a: int, b: int) -> bool:
            return self._may_join(pictures, a, b) and self._is_alike(pictures, a, b)

        return self._gathered(pictures, [pair for pair in pairs if like(*pair)], places, like)

    def _is_alike(self, pictures: KnownPictures, a: int, b: int) -> bool:
        cosine, least = pictures.cosine(a, b), self._options.threshold
        if least is not None or cosine >= ALIKE:
            return cosine >= (ALIKE if least is None else least)
        one, other = pictures.items[a], pictures.items[b]
        close = companions.seconds_between(one.taken, other.taken) <= BURST_S
        return cosine >= BURST and close and one.camera == other.camera

    def _gathered(
        self,
        pictures: KnownPictures,
        pairs: list[tuple[int, int]],
        places: NDArray[np.intp],
        like: groups.Like,
    ) -> list[list[int]]:
        sides = self._sides(pictures)
        if sides is None:
            return groups.around_keepers(pairs, places, like)
        return groups.around_references(pairs, places, sides)

    def _told(self, kind: GroupKind, pictures: KnownPictures, group: list[int]) -> DuplicateGroup:
        keeper, *rest = group
        lowest, weakest = pictures.weakest(group)
        members = tuple(self._member(kind, pictures, keeper, member) for member in rest)
        return self._group(kind, pictures.items[keeper], members, lowest, weakest)

    def _member(self, kind: GroupKind, pictures: KnownPictures, keeper: int, member: int) -> Member:
        own, item = pictures.items[keeper], pictures.items[member]
        same = self._confirmer.same(own.content, item.content)
        told = alterations.changes(own, item, same) if kind is GroupKind.SAME else ()
        return Member(
            item,
            pictures.cosine(keeper, member),
            pictures.hamming(keeper, member),
            same.agreement,
            told or (Alteration.ANOTHER,),
            same.turn if told else 0,
        )
