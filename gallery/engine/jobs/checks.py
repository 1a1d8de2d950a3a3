"""The check of a labelled folder: leaks between splits, doubtful labels, odd ones out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import labels as judge
from gallery.analysis import variety
from gallery.core.findings import CheckKind, GroupKind
from gallery.engine.context import Context
from gallery.engine.jobs.duplicates import DuplicateGroup, Finding, OnProgress, Options
from gallery.engine.jobs.embed import Subject
from gallery.engine.jobs.pictures import KnownPictures
from gallery.engine.workers.control import Control
from gallery.library import marks
from gallery.library.items import Item, items
from gallery.library.labelling import Labelling

LEAST_OF_A_CLASS = 2  # a picture alone in its class has nobody to be judged by
EVIDENCE = 5  # neighbours that are shown for a doubt


@dataclass(frozen=True, slots=True)
class Leak:
    """One picture in two splits: the one of the earlier split first."""

    kind: GroupKind
    items: tuple[Item, Item]
    splits: tuple[str, str]
    cosine: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label that its picture speaks against.

    Attributes:
        item: the picture.
        label: that it has.
        suggested: the label that is more likely.
        confidence: 0 to 1.
        neighbours: the nearest pictures, and what they are called.
    """

    item: Item
    label: str
    suggested: str
    confidence: float
    neighbours: tuple[tuple[Item, str], ...]


@dataclass(frozen=True, slots=True)
class Odd:
    """A picture that stands apart: mean cosine distance to its nearest, and which those are."""

    item: Item
    distance: float
    neighbours: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """All that a check found, the worst first."""

    leaks: list[Leak]
    doubts: list[Doubt]
    odd: list[Odd]


Label = Callable[[list[bytes]], Labelling]


class Checking:
    """One check; what was dismissed is left out."""

    def __init__(
        self, context: Context, subject: Subject, label: Label, control: Control, report: OnProgress
    ) -> None:
        """Prepare a check.

        Args:
            context: of the engine.
            subject: the folder.
            label: tells label and split of each of some absolute paths.
            control: stops it.
            report: told the stage, and how much of it is done and in all.
        """
        self._context, self._subject, self._control = context, subject, control
        self._report = report
        db = context.store.reading
        found = items(db, subject.folder, subject.encoder_row)
        said = label([item.path for item in found])
        # By digest, so that folds and findings depend on the pictures alone and not on their names.
        order = sorted(range(len(found)), key=lambda i: (found[i].digest, found[i].path))
        self.items = [found[i] for i in order]
        self.labels = [said.labels[i] for i in order]
        self.splits = [said.splits[i] for i in order]
        encoder = subject.encoder
        self._pictures = KnownPictures.load(context, encoder.id, encoder.dim, self.items)
        self._digests = np.unique([i.digest for i in self.items], return_inverse=True)[1]

    def run(self) -> Checked:
        """Return what was found.

        Raises:
            CancelledError: stopped.
        """
        return Checked(self._leaks(), self._doubts(), self._odd())

    def _stopped(self) -> bool:
        self._control.check()
        return False

    # ------------------------------------------------------------ leaks

    def _leaks(self) -> list[Leak]:
        split_of = {item.file: split for item, split in zip(self.items, self.splits, strict=True)}
        # One split leaks into no other.
        if len({split for split in self.splits if split}) < 2:
            return []
        search = Finding(self._context, [self._subject], Options(), self._control, self._report)
        found = [leak for group in search.run() for leak in _leaks_of(group, split_of)]
        seen = marks.dismissed(self._context.store.reading, CheckKind.LEAK)
        kinds = list(GroupKind)
        left = [leak for leak in found if (*_contents(leak), "") not in seen]
        return sorted(left, key=lambda k: (kinds.index(k.kind), -k.cosine, k.items[0].path))

    # ------------------------------------------------------------ labels

    def _doubts(self) -> list[Doubt]:
        counts: dict[str, int] = {}
        for label in self.labels:
            counts[label] = counts.get(label, 0) + 1
        usable = {name for name, count in counts.items() if name and count >= LEAST_OF_A_CLASS}
        at = np.array([i for i, name in enumerate(self.labels) if name in usable], np.intp)
        names = sorted(usable)
        if len(names) < 2:
            return []
        known = np.searchsorted(names, [self.labels[i] for i in at.tolist()])
        chances = judge.out_of_fold(
            # With the digests: copies of one picture must not vouch for each other's label.
            self._pictures.vectors[at],
            known,
            self._digests[at],
            self._stopped,
        )
        found = judge.doubts(known, chances)
        seen = marks.dismissed(self._context.store.reading, CheckKind.LABEL)
        rows = zip(at[found.at].tolist(), found.suggested.tolist(), found.confidence, strict=True)
        return [
            Doubt(
                self.items[i],
                self.labels[i],
                names[suggested],
                float(confidence),
                tuple((self.items[j], self.labels[j]) for j in self._nearest(i)),
            )
            for i, suggested, confidence in rows
            if (self.items[i].content, 0, self.labels[i]) not in seen
        ]

    def _nearest(self, position: int) -> list[int]:
        """Return the nearest other pictures, no two with the same bytes."""
        self._control.check()
        similar = self._pictures.vectors @ self._pictures.vectors[position]
        taken, found = {self.items[position].content}, []
        for j in np.argsort(-similar, kind="stable").tolist():
            if self.items[j].content not in taken:
                taken.add(self.items[j].content)
                found.append(j)
                if len(found) == EVIDENCE:
                    break
        return found

    # ------------------------------------------------------------ odd ones

    def _odd(self) -> list[Odd]:
        """Return the pictures that stand apart; copies are one picture."""
        first = np.unique(self._digests, return_index=True)[1]
        apart = variety.apartness(self._pictures.vectors[first], self._stopped)
        seen = marks.dismissed(self._context.store.reading, CheckKind.ODD)
        found = []
        for place in variety.odd_ones(apart).tolist():
            position = int(first[place])
            item = self.items[position]
            if (item.content, 0, "") not in seen:
                near = tuple(self.items[j] for j in self._nearest(position))
                found.append(Odd(item, float(apart[place]), near))
        return found

    # ------------------------------------------------------------ for export

    def varied(self, count: int) -> list[Item]:
        """Return the `count` pictures that show the most of what there is, no copies."""
        first = np.unique(self._digests, return_index=True)[1]
        chosen = variety.most_varied(self._pictures.vectors[first], count, self._stopped)
        return [self.items[int(i)] for i in first[chosen]]

    def table(self, cluster_of: dict[int, int], k: int) -> tuple[list[str], NDArray[np.int64]]:
        """Return the classes by name, and how many of each lie in each of `k` clusters.

        Args:
            cluster_of: number of the cluster by content id.
            k: how many clusters there are.
        """
        names = sorted({label for label in self.labels if label})
        place = {name: number for number, name in enumerate(names)}
        known = np.array([place.get(label, -1) for label in self.labels], np.intp)
        clusters = np.array([cluster_of.get(item.content, -1) for item in self.items], np.intp)
        return names, judge.table(known, clusters, len(names), k)


def _leaks_of(group: DuplicateGroup, split_of: dict[int, str]) -> list[Leak]:
    """Return the leaks of a group: each picture with the first that lies in another split."""
    cosines = {member.item.file: member.cosine for member in group.members}
    cosines[group.keeper.file] = 1.0
    placed = [group.keeper, *(member.item for member in group.members)]
    placed = [item for item in placed if split_of[item.file]]
    found = []
    for item in placed[1:]:
        first = placed[0]
        if split_of[first.file] != split_of[item.file]:
            one, other = sorted((first, item), key=lambda i: _rank(split_of[i.file]))
            splits = (split_of[one.file], split_of[other.file])
            cosine = min(cosines[one.file], cosines[other.file])
            found.append(Leak(group.kind, (one, other), splits, cosine))
    return found


def _rank(split: str) -> tuple[int, str]:
    """Return the place of a split: what is learned from, what is tuned on, what is tested on."""
    for place, start in enumerate(("tr", "va", "dev", "te")):
        if split.startswith(start):
            return place, split
    # Of a name that says nothing the order is that of the alphabet, after the known ones.
    return 9, split


def _contents(leak: Leak) -> tuple[int, int]:
    a, b = (item.content for item in leak.items)
    return min(a, b), max(a, b)
