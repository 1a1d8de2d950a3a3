"""The tags of the built-in encoder: three vocabularies of labels, and groups of them, made one.

A tag has a name, other names, and the labels it stands for: some of the 1,000 object classes of
ImageNet, some of 631 everyday labels, some of a few labels of our own ("forest"). Groups are tags
as well, for a small network is often sure of a dog when it is not of the breed.
"""

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gallery.core.json_types import JsonObject
from resources import path as resource

WIDTH = 10
"""Tags that are kept of each picture."""
_CLASSES = 1001  # of the graph's class output, "background" first


class TagScores(NamedTuple):
    """The most probable tags of pictures, best first.

    Attributes:
        classes: numbers of tags, uint16 [n, 10].
        chances: their probability, float32 [n, 10].
    """

    classes: NDArray[np.uint16]
    chances: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `name`, `also` (other names), and the labels it stands for, by number."""

    name: str
    also: tuple[str, ...] = ()
    imagenet: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What lies beneath one word.

    Attributes:
        imagenet: object classes, 0 to 999.
        tags: names of tags.
        words: other groups.
        also: other names of the group.
        only_search: it is found by its word, but is no tag of its own.
        closed: whatever lies beneath is less probable than the group: no hound without a dog.
    """

    imagenet: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    only_search: bool = False
    closed: bool = False

    @classmethod
    def of(cls, row: JsonObject) -> "Group":
        """Return the group that a row of compact_words.json describes."""
        tags, words, also = (tuple(row.get(key, ())) for key in ("tags", "words", "also"))
        imagenet = _numbers(row.get("imagenet", ""))
        flags = (bool(row.get(key)) for key in ("only_search", "closed"))
        return cls(imagenet, tags, words, also, *flags)


class Tags:
    """All tags, in the order of their numbers: groups ("dog", "vehicle") first, then the others.

    Attributes:
        all: the tags, [t].
        names: their names, [t].
        digest: changes with every change of a name or a number.
        groups: every group by its word, those that are only searched for as well.
    """

    def __init__(self, tags: list[Tag], groups: dict[str, Group]) -> None:
        self.groups = groups
        single = {tag.name: tag for tag in tags}
        summed = [_as_tag(word, groups, single) for word in groups]
        shown = [tag for tag in summed if not groups[tag.name].only_search]
        self.beneath = {tag.name: tag for tag in summed}
        self.all = (*shown, *(tag for tag in tags if tag.name not in groups))
        self.names = tuple(tag.name for tag in self.all)
        content = repr([(t.name, t.imagenet, t.objects, t.labels) for t in self.all])
        self.digest = hashlib.sha256(content.encode()).hexdigest()
        self._sums = np.zeros((_CLASSES, len(self.all)), np.float32)
        for number, tag in enumerate(self.all):
            self._sums[[1 + label for label in tag.imagenet], number] = 1
        self._objects = [(n, list(tag.objects)) for n, tag in enumerate(self.all) if tag.objects]
        # A rose is a flower, but no rose does not mean no flower: for a group only the label of
        # its very name speaks.
        own = [single[name].labels if name in single else () for name in self.names]
        voices = [bool(tag.imagenet) + bool(tag.objects) for tag in self.all]
        self._voices = np.maximum(voices, 1).astype(np.float32)
        self._labels = [(n, list(labels), not voices[n]) for n, labels in enumerate(own) if labels]
        self._closed = [
            (n, self._beneath(tag)) for n, tag in enumerate(shown) if groups[tag.name].closed
        ]

    def _beneath(self, group: Tag) -> list[int]:
        inside = set(group.imagenet)
        return [
            n for n, tag in enumerate(self.all) if tag.imagenet and inside.issuperset(tag.imagenet)
        ]

    @classmethod
    def read(cls, folder: Path) -> "Tags":
        """Return the tags that two files in `folder` describe.

        Raises:
            ValueError: the files hold something else.
            OSError: they cannot be read.
        """
        try:
            rows = json.loads((folder / "compact_tags.json").read_text("utf-8"))
            words = json.loads((folder / "compact_words.json").read_text("utf-8"))
            tags = [Tag(*(_field(row, name) for name in ("name", *_FIELDS))) for row in rows]
            return cls(tags, {word: Group.of(row) for word, row in words.items()})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"There are no tags in {folder}.") from error

    def merged(
        self,
        classes: NDArray[np.float32],
        objects: NDArray[np.float32],
        labels: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32]:
        """Return the probability of each tag, float32 [n, t].

        Object classes exclude each other, so those of one tag are added; of the others, which do
        not, the most probable one counts. Where both vocabularies know a tag their mean is taken
        (the linear opinion pool; Stone 1961), which ranked labelled pictures better than the
        larger; a label of our own weighs as much as both.

        Args:
            classes: of "background" and the ImageNet classes, [n, 1001].
            objects: of the everyday labels, [n, 631].
            labels: of our own labels, [n, m]; None to leave them out.
        """
        merged: NDArray[np.float32] = (classes @ self._sums).astype(np.float32)
        np.minimum(merged, 1, out=merged)
        for number, meant in self._objects:
            merged[:, number] += objects[:, meant].max(axis=1)
        merged /= self._voices
        if labels is not None:
            for number, meant, alone in self._labels:
                own = labels[:, meant].max(axis=1)
                merged[:, number] = own if alone else (merged[:, number] + own) / 2
        for number, inside in self._closed:
            merged[:, inside] = merged[:, inside].clip(max=merged[:, [number]])
        return merged


def _as_tag(word: str, groups: dict[str, Group], single: dict[str, Tag]) -> Tag:
    """Return the tag that stands for everything beneath a group's word."""
    group = groups[word]
    parts = [single[name] for name in group.tags]
    parts += [_as_tag(other, groups, single) for other in group.words]
    imagenet = {*group.imagenet, *(label for part in parts for label in part.imagenet)}
    objects = {label for part in parts for label in part.objects}
    labels = {label for part in parts for label in part.labels}
    return Tag(word, group.also, *(tuple(sorted(part)) for part in (imagenet, objects, labels)))


def _field(row: JsonObject, name: str) -> Any:
    return row[name] if name == "name" else tuple(row.get(name, ()))


def _numbers(ranges: str) -> tuple[int, ...]:
    """Return the numbers in "7-9 12": 7, 8, 9, 12."""
    numbers: list[int] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return tuple(numbers)


_FIELDS = ("also", "imagenet", "objects", "labels")


@functools.cache
def built_in() -> Tags:
    """Return the tags of the encoder that comes with the program."""
    return Tags.read(resource("compact_tags.json").parent)


def strongest(chances: NDArray[np.float32]) -> TagScores:
    """Return the ten most probable of the tags in `chances` [n, t], equal ones by number."""
    best = np.argsort(-chances, axis=1, kind="stable")[:, :WIDTH].astype(np.uint16)
    return TagScores(best, np.take_along_axis(chances, best.astype(np.intp), 1))
