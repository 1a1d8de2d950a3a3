"""Pictures that are compared with each other: vectors and hashes in memory, by position."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import edges
from gallery.core.arrays import Vectors
from gallery.engine.context import Context
from gallery.library import vectors
from gallery.library.items import Item, Pair

TOGETHER = 50_000  # pairs whose vectors are held at a time: 100 MB


@dataclass(frozen=True)
class KnownPictures:
    """Different pictures with what they are compared by; each is named by its position.

    Attributes:
        items: one file of each.
        vectors: float32 [n, dim].
        hashes, turned: difference hashes, plain and with rows and columns exchanged, int64 [n].
    """

    items: list[Item]
    vectors: Vectors
    hashes: NDArray[np.int64]
    turned: NDArray[np.int64]

    @classmethod
    def load(cls, context: Context, key: str, dim: int, some: list[Item]) -> "KnownPictures":
        """Return the pictures with their vectors, float32 [n, dim], in memory."""
        rows = np.array([item.row for item in some], np.intp)
        found = np.asarray(vectors.mapped(context.home, key, dim)[rows], np.float32)
        hashes = np.array([item.dhash for item in some], np.int64)
        # What was read before there was a second hash is found by its plain and mirrored one.
        turned = np.array([item.dhash_turned or item.dhash for item in some], np.int64)
        return cls(some, found, hashes, turned)

    @cached_property
    def views(self) -> NDArray[np.uint64]:
        """The hashes in eight orientations, [8, n]."""
        return edges.orientations(self.hashes, self.turned)

    def contents(self, a: int, b: int) -> tuple[int, int]:
        """Return the ids of two contents, the lower one first."""
        one, other = self.items[a].content, self.items[b].content
        return (one, other) if one < other else (other, one)

    def cosine(self, a: int, b: int) -> float:
        """Return the cosine of two pictures."""
        return float(self.vectors[a] @ self.vectors[b])

    def hamming(self, a: int, b: int) -> int:
        """Return in how many bits the hashes differ in the best orientation."""
        return int(edges.distance(self.views[:, a], self.views[0, b]).min())

    def weakest(self, group: list[int]) -> tuple[float, tuple[Item, Item]]:
        """Return the least cosine of any two of a group, and which two have it."""
        some = self.vectors[group]
        similar = some @ some.T
        i, j = divmod(int(similar.argmin()), len(group))
        # All cosines are 1, so the least one is a picture with itself: any two will do.
        if i == j:
            i, j = 0, 1
        return float(similar[i, j]), (self.items[group[i]], self.items[group[j]])

    def strongest_first(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return each pair of positions once, the highest cosine first."""
        unique = sorted(set(pairs))
        ends = np.array(unique, np.intp).reshape(-1, 2)
        like = np.concatenate(
            [
                (self.vectors[part[:, 0]] * self.vectors[part[:, 1]]).sum(axis=1)
                for part in np.array_split(ends, 1 + len(ends) // TOGETHER)
            ]
        )
        return [unique[i] for i in np.argsort(-like, kind="stable").tolist()]

    def most(self, pairs: Iterable[Pair], most: int) -> list[Pair]:
        """Return those pairs that are among the first `most` of either picture."""
        taken, kept = [0] * len(self.items), []
        for a, b in pairs:
            if min(taken[a], taken[b]) < most:
                kept.append((a, b))
                taken[a] += 1
                taken[b] += 1
        return kept
