"""Words as directions: how probably a picture shows what a word stands for.

A word is a weight vector and an offset over the numbers of a picture's vector, calibrated so that
the logistic function of their product is a probability. Words of one group exclude each other and
share one probability with "none of them". A more general word is as probable as the most probable
one beneath it; colours are told by the pixels (core/hues.py). One product over the vectors answers
any number of words: nothing is stored for them, and a new word needs no picture read again.
"""

import functools
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.core import hues
from gallery.core.arrays import Floats
from gallery.core.codes import Code
from gallery.core.errors import WeightsError
from gallery.core.phrases import Phrase, Phrasebook, plain
from resources import path as resource

EDGE = 0.5  # from here on a picture rather shows it than not
SURE = 0.9
NEAREST = 10  # pictures that are shown where none reaches the edge
CHUNK = 8192  # vectors read at a time
MOST_TAGS = 6

# Share of the pixels at which a picture is as likely as not called by a colour, and surely so.
# Read off contact sheets of some 300 photos, sorted by share. Strong colours stand out at less
# than green and blue, of which lawns and skies are full; brown and grey are in every shadow.
RAMPS = {
    "red": (0.08, 0.20), "orange": (0.08, 0.20), "yellow": (0.08, 0.20), "cyan": (0.08, 0.20),
    "purple": (0.08, 0.20), "pink": (0.08, 0.20), "green": (0.15, 0.35), "blue": (0.15, 0.30),
    "brown": (0.25, 0.50), "white": (0.25, 0.45), "grey": (0.35, 0.55), "black": (0.18, 0.35),
    "dark": (0.40, 0.55), "bright": (0.45, 0.60), "black and white": (0.97, 0.995),
}  # fmt: skip

Shares = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the book.

    Attributes:
        name: as it is shown.
        also: other names.
        parents: names of more general words, which need not be words of the book themselves.
        group: words of one group exclude each other; "" for a word that stands alone.
    """

    name: str
    also: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word stands for: the most probable of some rows of the book, and of some colours.

    Attributes:
        word: the word as it is known.
        rows: numbers of words: its own and those beneath it, ascending.
        colours: numbers of core/hues.py's COLOURS.
    """

    word: str
    rows: tuple[int, ...] = ()
    colours: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.word


class Book(Phrasebook[Meaning]):
    """The words that an encoder's vectors can be searched by.

    Args:
        words: in the order of the rows.
        weights: float32 [w, d].
        offsets: float32 [w].

    Attributes:
        names: all that has a probability of its own: the words, and then those that are named as
            parents alone. Colours are no names.
        parents: for each of `names` the numbers of its parents among them.
    """

    def __init__(self, words: tuple[Word, ...], weights: Floats, offsets: Floats) -> None:
        self.weights, self.offsets = weights, offsets
        number = {word.name: row for row, word in enumerate(words)}
        for word in words:
            for parent in word.parents:
                number.setdefault(parent, len(number))
        self.names = tuple(number)
        above = [tuple(number[parent] for parent in word.parents) for word in words]
        self.parents = (*above, *(() for _ in self.names[len(words) :]))
        self._rows = _beneath(self.parents, len(words))
        groups = [word.group for word in words]
        self._groups = [
            np.flatnonzero([g == group for g in groups]) for group in dict.fromkeys(groups) if group
        ]
        super().__init__(_meanings(words, self.names, self._rows))

    @property
    def dim(self) -> int:
        """Numbers of the vectors that it is about."""
        return int(self.weights.shape[1])

    def probabilities(self, vectors: Floats) -> Floats:
        """Return how probable each word alone is in each picture, float32 [n, w], 0 to 1."""
        logits = np.asarray(vectors, np.float32) @ self.weights.T + self.offsets
        return _shared(np.nan_to_num(logits, nan=-50.0), self._groups)

    def named(self, vectors: Floats, rows: NDArray[np.integer]) -> Iterator[Floats]:
        """Yield the probability of each of `names`, float32 [m, names], in parts of `rows`.

        Args:
            vectors: unit vectors, [N, d]; may be mapped from a file.
            rows: row of each picture, [n].
        """
        for begin in range(0, len(rows), CHUNK):
            own = self.probabilities(vectors[rows[begin : begin + CHUNK]])
            yield np.stack([own[:, list(beneath)].max(1) for beneath in self._rows], 1)

    def shown(self, vector: Floats, least: float = EDGE) -> list[tuple[str, float]]:
        """Return the most probable words of a picture, best first, MOST_TAGS of them at most.

        A word that says no more than one beneath it is left out: of a beagle, "dog" and "animal".

        Args:
            vector: unit vector, [d].
            least: probability from which a word is shown.
        """
        own = self.probabilities(vector[np.newaxis])[0]
        best = np.argsort(-own, kind="stable")
        names = [int(row) for row in best if own[row] >= least]
        told = [row for row in names if not any(self._is_above(row, other) for other in names)]
        return [(self.names[row], float(own[row])) for row in told[:MOST_TAGS]]

    def _is_above(self, row: int, other: int) -> bool:
        return other != row and other in self._rows[row] and row not in self._rows[other]

    def chances(
        self,
        meanings: tuple[Meaning, ...],
        vectors: Floats,
        rows: NDArray[np.integer],
        shares: Shares,
    ) -> Iterator[Floats]:
        """Yield how probably pictures show each meaning, float32 [m, meanings], in chunks.

        Words that are not asked about and share no group with one that is are not computed.

        Args:
            meanings: what is asked about.
            vectors: unit vectors, [N, d]; may be mapped from a file.
            rows: row of each picture, [n], best ascending.
            shares: shares of their colours, [n, 15]; zeros where they are not known.
        """
        wanted = {row for meaning in meanings for row in meaning.rows}
        groups = [group for group in self._groups if not wanted.isdisjoint(group.tolist())]
        needed = np.array(sorted(wanted.union(*(g.tolist() for g in groups))), np.intp)
        weights, offsets = self.weights[needed].T, self.offsets[needed]
        inside = [np.searchsorted(needed, group) for group in groups]
        columns = [np.searchsorted(needed, np.array(m.rows, np.intp)) for m in meanings]
        for begin in range(0, len(rows), CHUNK):
            part = slice(begin, begin + CHUNK)
            some = np.asarray(vectors[rows[part]], np.float32) if len(needed) else None
            own = np.zeros((len(rows[part]), len(needed)), np.float32)
            if some is not None:
                own = _shared(np.nan_to_num(some @ weights + offsets, nan=-50.0), inside)
            parts = [
                np.column_stack([own[:, at], coloured(meaning.colours, shares[part])]).max(1)
                for meaning, at in zip(meanings, columns, strict=True)
            ]
            yield np.stack(parts, 1)

    def together(
        self,
        phrase: Phrase[Meaning],
        vectors: Floats,
        rows: NDArray[np.integer],
        shares: Shares,
    ) -> Floats:
        """Return how probably each picture shows all that `phrase` stands for, float32 [n].

        That is the probability of the least probable of it: the words of one picture are not
        independent, so they are not multiplied. Arguments as for `chances`.
        """
        found = [each.min(1) for each in self.chances(phrase.meanings, vectors, rows, shares)]
        return np.concatenate([np.zeros(0, np.float32), *found])


def coloured(colours: tuple[int, ...], shares: Shares) -> Floats:
    """Return how probably pictures are called by each of some colours, float32 [n, colours].

    Args:
        colours: numbers of COLOURS.
        shares: shares of the colours, 0 to 255, uint8 [n, 15].
    """
    chances = [
        np.interp(shares[:, number] / 255, (0, *RAMPS[hues.COLOURS[number]], 1), (0, EDGE, SURE, 1))
        for number in colours
    ]
    return np.array(chances, np.float32).reshape(len(colours), len(shares)).T


def book(encoder: str) -> Book | None:
    """Return the words of an encoder, by its name or its id; None if it has none.

    Raises:
        WeightsError: they are damaged.
    """
    name = next((n for n in (encoder, encoder.rpartition("-")[0]) if n and _file(n).is_file()), "")
    return _kept(name) if name else None


def read(folder: Path, name: str) -> Book:
    """Return the words of the encoder `name` that lie in `folder`.

    Raises:
        WeightsError: they are missing, or not what they were when they were made.
    """
    damaged = WeightsError(Code.WORDS_DAMAGED, encoder=name)
    try:
        description = json.loads((folder / f"{name}-words.json").read_text("utf-8"))
        data = (folder / f"{name}-words.npz").read_bytes()
        if hashlib.sha256(data).hexdigest() != description["sha256"]:
            raise damaged
        words = tuple(_word(row) for row in description["words"])
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            weights, offsets = arrays["weights"], arrays["offsets"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged from error
    if weights.ndim != 2 or not len(words) == len(weights) == len(offsets):
        raise damaged
    return Book(words, weights.astype(np.float32), offsets.astype(np.float32))


@functools.cache
def _kept(name: str) -> Book:
    return read(_file(name).parent, name)


def _file(name: str) -> Path:
    return resource(f"{name}-words.json")


def _word(row: dict[str, object]) -> Word:
    also, parents = (row.get(key, []) for key in ("also", "parents"))
    if not isinstance(also, list) or not isinstance(parents, list):
        raise TypeError("a list of names is expected")
    return Word(str(row["name"]), tuple(also), tuple(parents), str(row.get("group", "")))


def _shared(logits: Floats, groups: list[NDArray[np.intp]]) -> Floats:
    """Return probabilities of logits [n, w]: logistic, or of a group and "none of them"."""
    chances = (1 / (1 + np.exp(-np.clip(logits, -50, 50)))).astype(np.float32)
    for group in groups:
        some = logits[:, group]
        top = np.maximum(some.max(1, keepdims=True), 0)
        powers = np.exp(some - top)
        chances[:, group] = powers / (np.exp(-top) + powers.sum(1, keepdims=True))
    return chances


def _beneath(parents: tuple[tuple[int, ...], ...], count: int) -> list[tuple[int, ...]]:
    """Return for each name the words, of the first `count`, that are it or lie beneath it."""
    found: list[set[int]] = [set() for _ in parents]
    for row in range(count):
        level, seen = [row], {row}
        while level:
            for name in level:
                found[name].add(row)
            level = [p for name in level for p in parents[name] if p not in seen]
            seen.update(level)
    return [tuple(sorted(rows)) for rows in found]


def _meanings(
    words: tuple[Word, ...], names: tuple[str, ...], rows: list[tuple[int, ...]]
) -> dict[str, Meaning]:
    """Return what is known by each word; what is both a thing and a colour stands for either."""
    known: dict[str, Meaning] = {}
    for number, colour in enumerate(hues.COLOURS):
        known[colour] = Meaning(colour, colours=(number,))
    for name, beneath in zip(names, rows, strict=True):
        colours = known[plain(name)].colours if plain(name) in known else ()
        known[plain(name)] = Meaning(name, beneath, colours)
    others = [(word.name, word.also) for word in words] + list(hues.ALSO.items())
    for name, also in others:
        for other in also:
            known.setdefault(plain(other), known[plain(name)])
    return known
