"""Words and tags: what is found beneath a word, which tags are shown.

Everything here is arithmetic on tags that were stored, ten of each picture with their calibrated
probabilities, so a word is answered without the network and without a text encoder.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.core.phrases import Phrase, Phrasebook, plain
from gallery.encoders.tags import Tag, Tags, built_in

SHOWN = 0.6
"""Probability from which a tag is shown: it is right more often than not (resources/compact.md)."""
MOST_SHOWN = 5
LEAST = 0.3
"""Probability from which a picture counts as found by a word.

Of 13 words and 357 photos this edge has the best mean F1 (0.66): four in five of what is found is
right, and two in three of what is there is found. At 0.05 half of it is wrong (0.61).
"""

_BLOCK = 4096  # pictures whose words are held at once: some 20 MB

Classes = NDArray[np.uint16]
Chances = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TagMeaning:
    """What a word stands for.

    Attributes:
        word: the word as it is known.
        tags: numbers of the tags beneath it, ascending.
    """

    word: str
    tags: tuple[int, ...]

    def __str__(self) -> str:
        return self.word


class Vocabulary(Phrasebook[TagMeaning]):
    """The words that can be searched for: the names of the tags, and groups of them."""

    def __init__(self, tags: Tags) -> None:
        known: dict[str, TagMeaning] = {}
        for word, group in tags.beneath.items():
            known.setdefault(plain(word), TagMeaning(word, tags_beneath(group, tags)))
        for number, tag in enumerate(tags.all):
            known.setdefault(plain(tag.name), TagMeaning(tag.name, (number,)))
        for tag in (*tags.beneath.values(), *tags.all):
            for other in tag.also:
                known.setdefault(plain(other), known[plain(tag.name)])
        super().__init__(known)


def tags_beneath(group: Tag, tags: Tags) -> tuple[int, ...]:
    """Return the numbers of the tags all of whose labels belong to `group`, ascending."""
    imagenet, objects, labels = set(group.imagenet), set(group.objects), set(group.labels)
    return tuple(
        number
        for number, tag in enumerate(tags.all)
        if imagenet.issuperset(tag.imagenet)
        and objects.issuperset(tag.objects)
        and labels.issuperset(tag.labels)
    )


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the words that the built-in encoder knows."""
    return Vocabulary(built_in())


def probability(meaning: TagMeaning, classes: Classes, chances: Chances) -> Chances:
    """Return how probably each picture shows what `meaning` stands for, float32 [n], 0 to 1.

    That is the probability of the most probable tag beneath it: tags of one picture are not
    independent (a spaniel is also a dog), so they are neither added nor multiplied.

    Args:
        meaning: of a word.
        classes: tags of each picture, uint16 [n, 10].
        chances: their probabilities, 0 to 1, [n, 10].
    """
    inside = np.isin(classes, np.array(meaning.tags, np.uint16))
    found: Chances = np.where(inside, chances, 0).max(axis=1, initial=0).astype(np.float32)
    return found


def together(phrase: Phrase[TagMeaning], classes: Classes, chances: Chances) -> Chances:
    """Return how probably each picture shows all that `phrase` stands for, float32 [n], 0 to 1.

    That is the probability of the least probable of it: the words are no more independent than
    the tags are.
    """
    each = [probability(meaning, classes, chances) for meaning in phrase.meanings]
    least: Chances = np.min(each, axis=0)
    return least


def shown_tags(
    classes: Classes, chances: Chances, threshold: float = SHOWN
) -> list[list[tuple[str, float]]]:
    """Return for each picture the names and probabilities of the tags worth showing, best first."""
    names = built_in().names
    return [
        [
            (names[tag], float(chance))
            for tag, chance in zip(row, chance_row, strict=True)
            if chance >= threshold
        ][:MOST_SHOWN]
        for row, chance_row in zip(classes.tolist(), chances.tolist(), strict=True)
    ]


def word_probabilities(classes: Classes, chances: Chances) -> Iterator[NDArray[np.float32]]:
    """Yield the probability of each of `name_words` in some pictures, float32 [m, words], 0 to 1.

    All pictures come in turn; arguments as for `probability`.
    """
    groups, others = _candidates()
    alone = [meaning.tags[0] for meaning in others]
    for begin in range(0, len(classes), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        some, chance = classes[part], chances[part]
        single = np.zeros((len(some), len(built_in().names)), np.float32)
        np.maximum.at(single, (np.arange(len(some))[:, None], some.astype(np.intp)), chance)
        beneath = [probability(meaning, some, chance) for meaning in groups]
        yield np.column_stack([single[:, alone], *beneath])


@functools.cache
def name_words() -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Return the words that clusters can be called by, and the numbers of those above each.

    They are all tags and groups of them; the smallest group above a word comes first.
    """
    groups, others = _candidates()
    meanings = [*others, *groups]
    beneath = [frozenset(meaning.tags) for meaning in meanings]
    first = len(others)  # only groups have words beneath them; the smaller ones come first
    parents = [
        tuple(
            above
            for above in range(first, len(meanings))
            if own < beneath[above] and above != number
        )
        for number, own in enumerate(beneath)
    ]
    return tuple(meaning.word for meaning in meanings), tuple(parents)


@functools.cache
def _candidates() -> tuple[list[TagMeaning], list[TagMeaning]]:
    """Return the groups, the smaller first, and the tags that are no group."""
    known = vocabulary()
    groups = [known.find(word) for word in built_in().groups]
    names = {meaning.word for meaning in groups}
    others = [
        TagMeaning(name, (number,))
        for number, name in enumerate(built_in().names)
        if name not in names
    ]
    return sorted(groups, key=lambda meaning: len(meaning.tags)), others
