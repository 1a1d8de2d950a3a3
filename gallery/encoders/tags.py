"""The tags of the built-in encoder: two vocabularies of labels, made one.

A tag has a name, other names, and the labels it stands for: some of the 1,000 object classes of
ImageNet, some of 631 everyday labels. Its probability is that of its most probable label.
"""

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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


class Tags:
    """All tags, in the order of their numbers.

    Attributes:
        all: the tags, [t].
        names: their names, [t].
        digest: changes with every change of a name or a number.
    """

    def __init__(self, tags: list[Tag]) -> None:
        self.all = tuple(tags)
        self.names = tuple(tag.name for tag in tags)
        content = repr([(tag.name, tag.imagenet, tag.objects) for tag in tags])
        self.digest = hashlib.sha256(content.encode()).hexdigest()
        labels = [
            [1 + label for label in tag.imagenet] + [_CLASSES + label for label in tag.objects]
            for tag in tags
        ]
        most = max(map(len, labels), default=0)
        padded = [row + row[:1] * (most - len(row)) for row in labels]
        self._labels = np.array(padded, np.intp).reshape(len(tags), most)

    @classmethod
    def read(cls, path: Path) -> "Tags":
        """Return the tags in a JSON file; ValueError when it is none, OSError when unreadable."""
        try:
            rows = json.loads(path.read_text("utf-8"))
            return cls(
                [Tag(row["name"], *(tuple(row.get(k, ())) for k in _FIELDS)) for row in rows]
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path.name} is no list of tags.") from error

    def merged(
        self, classes: NDArray[np.float32], objects: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the probability of each tag, float32 [n, t].

        Args:
            classes: of "background" and the ImageNet classes, [n, 1001].
            objects: of the everyday labels, [n, 631].
        """
        labels = np.concatenate([classes, objects], axis=1)
        merged = labels[:, self._labels[:, 0]]
        for column in self._labels.T[1:]:
            np.maximum(merged, labels[:, column], out=merged)
        return merged


_FIELDS = ("also", "imagenet", "objects")


@functools.cache
def built_in() -> Tags:
    """Return the tags of the encoder that comes with the program."""
    return Tags.read(resource("compact_tags.json"))


def strongest(chances: NDArray[np.float32]) -> TagScores:
    """Return the ten most probable of the tags in `chances` [n, t], equal ones by number."""
    best = np.argsort(-chances, axis=1, kind="stable")[:, :WIDTH].astype(np.uint16)
    return TagScores(best, np.take_along_axis(chances, best.astype(np.intp), 1))
