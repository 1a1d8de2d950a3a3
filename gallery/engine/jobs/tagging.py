"""Tags: stored with the vectors of an encoder that can name what it sees, and searched by words.

An encoder that tags has `images_and_tags` beside the six names of the protocol; the others have
no tags, and everything here answers with nothing.
"""

import json
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.analysis.words import EDGE, NEAREST, SURE
from gallery.core.arrays import Pixels, Vectors
from gallery.encoders.protocol import Encoder
from gallery.encoders.tags import TagScores
from gallery.library import analyses
from gallery.library.store import Store

WIDTH = 10
TRACE = 0.01
FULL = 65535.0  # probabilities as uint16: 40 bytes a picture with the classes

StoredTag = tuple[bytes | None, str | None]


@dataclass(frozen=True, slots=True)
class Said:
    """How words were understood, and how probably each picture shows what they stand for.

    Attributes:
        meaning: the words as they are known.
        unknown: words that are not known, as they were written.
        contents: content ids, int64 [n], ascending.
        chances: float32 [n], 0 to 1.
        least: probability from which a picture is found.
        nearest: pictures to show where none is found.
    """

    meaning: str
    unknown: tuple[str, ...]
    contents: NDArray[np.int64]
    chances: NDArray[np.float32]
    least: float = EDGE
    nearest: int = NEAREST

    @property
    def kept(self) -> int:
        """How many pictures are found."""
        return int((self.chances >= self.least).sum())

    @property
    def sure(self) -> int:
        """How many of them surely show it."""
        return int((self.chances >= SURE).sum())

    def best(self) -> NDArray[np.intp]:
        """Return what is to be shown, best first, as indices: what is found, or the nearest."""
        traces = int((self.chances > 0).sum())
        return ranking.ranked(self.chances)[: self.kept or min(self.nearest, traces)]

    def traces(self) -> NDArray[np.intp]:
        """Return what shows it with any probability to speak of, best first, as indices.

        Beside a picture a word weighs and leaves none out: what is left out here counts as 0.
        """
        return ranking.ranked(self.chances)[: int((self.chances >= TRACE).sum())]


@runtime_checkable
class Tagger(Protocol):
    """An encoder that names what it sees, in the same forward pass."""

    def images_and_tags(self, batch: Pixels) -> tuple[Vectors, TagScores]:
        """Return unit vectors [n, dim], and classes [n, 10] with probabilities [n, 10]."""
        ...


def can_tag(encoder: Encoder) -> bool:
    """Return whether an encoder names what it sees."""
    return isinstance(encoder, Tagger)


def embed(encoder: Encoder, batch: Pixels) -> tuple[Vectors, list[StoredTag]]:
    """Return unit vectors [n, dim] and, for each picture, its tags ready to be stored."""
    if not isinstance(encoder, Tagger):
        return encoder.images(batch), [(None, None)] * len(batch)
    from gallery.encoders import tagger

    vectors, scores = encoder.images_and_tags(batch)
    classes, chances = scores
    shown = tagger.shown_tags(classes, chances)
    packed = [pack(row, chance) for row, chance in zip(classes, chances, strict=True)]
    return vectors, [
        (data, json.dumps([[word, round(float(chance), 3)] for word, chance in words]))
        for data, words in zip(packed, shown, strict=True)
    ]


def pack(classes: NDArray[np.integer], chances: NDArray[np.floating]) -> bytes:
    """Return classes [10] and their probabilities [10], 0 to 1, as bytes for the store."""
    pairs = np.stack([classes.astype(np.uint16), np.round(chances * FULL).astype(np.uint16)], 1)
    return pairs.tobytes()


def unpack(packed: list[bytes]) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """Return classes uint16 [n, 10] and probabilities float32 [n, 10] of stored tags."""
    pairs = np.frombuffer(b"".join(packed), np.uint16).reshape(len(packed), -1, 2)
    return pairs[:, :, 0], pairs[:, :, 1].astype(np.float32) / FULL


def tags_in_order(
    store: Store, encoder_row: int, contents: NDArray[np.int64]
) -> tuple[NDArray[np.uint16], NDArray[np.float32]] | None:
    """Return the tags of `contents` [n]: classes and probabilities, [n, 10]; None without tags."""
    known = analyses.tags_of(store, encoder_row, contents)
    if not known:
        return None
    nothing = bytes(WIDTH * 4)
    return unpack([known.get(content, nothing) for content in contents.tolist()])


def search(store: Store, folder: int, encoder_row: int, text: str) -> Said:
    """Return how probably each picture of a folder shows `text`, by the tags that are stored.

    Of several words those that are known are looked for together.

    Raises:
        UnknownWordError: no such word is known; the sentence names the nearest ones.
    """
    from gallery.encoders import tagger

    phrase = tagger.vocabulary().understand(text)
    contents = analyses.members(store, folder, encoder_row).contents
    tags = tags_in_order(store, encoder_row, contents)
    chances = np.zeros(len(contents), np.float32)
    if tags is not None:
        chances = tagger.together(phrase, *tags).astype(np.float32)
    meaning = ", ".join(map(str, phrase.meanings))
    return Said(meaning, phrase.unknown, contents, chances, least=tagger.LEAST)
