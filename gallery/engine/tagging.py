"""Tags: stored with the vectors of an encoder that can name what it sees, and searched by words.

An encoder that tags has `images_and_tags` beside the six names of the protocol; the others have
no tags, and everything here answers with nothing.
"""

import json
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Pixels, Vectors
from gallery.encoders.protocol import Encoder
from gallery.library import analyses
from gallery.library.store import Store

WIDTH = 10
FULL = 65535.0

Tag = tuple[bytes | None, str | None]


@runtime_checkable
class Tagger(Protocol):
    """An encoder that names what it sees, in the same forward pass."""

    def images_and_tags(self, batch: Pixels) -> tuple[Vectors, Any]:
        """Return unit vectors [n, dim], and classes [n, 10] with probabilities [n, 10]."""
        ...


def can_tag(encoder: Encoder) -> bool:
    """Return whether an encoder names what it sees."""
    return isinstance(encoder, Tagger)


def embed(encoder: Encoder, batch: Pixels) -> tuple[Vectors, list[Tag]]:
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


def search(
    store: Store, folder: int, encoder_row: int, text: str
) -> tuple[str, NDArray[np.int64], NDArray[np.float32]]:
    """Return how `text` was understood, and the contents it was found in with their probability.

    Of several words those that are known are looked for together. Contents come best first, equal
    ones by id; those without any trace of one of the words are left out.

    Raises:
        UnknownWordError: no such word is known; the sentence names the nearest ones.
    """
    from gallery.encoders import tagger

    phrase = tagger.vocabulary().understand(text)
    contents = analyses.members(store, folder, encoder_row).contents
    tags = tags_in_order(store, encoder_row, contents)
    if tags is None:
        return str(phrase), contents[:0], np.zeros(0, np.float32)
    chances = tagger.together(phrase, *tags).astype(np.float32)
    order = np.argsort(-chances, kind="stable")
    order = order[chances[order] > tagger.LEAST]
    return str(phrase), contents[order], chances[order]
