"""Pictures of a folder found by words: by the word book of an encoder, or by stored tags."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import words
from gallery.analysis.words import EDGE, Book
from gallery.core.arrays import Scores
from gallery.core.hues import COLOURS
from gallery.core.phrases import plain
from gallery.engine.jobs import tagging
from gallery.engine.jobs.embed import Subject
from gallery.engine.jobs.tagging import Said
from gallery.library import analyses, vectors
from gallery.library.analyses import Members
from gallery.library.store import Store

MOST_SUGGESTED = 8
SAMPLE = 2048  # pictures by which the words are chosen that are then counted in all

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that can be searched for, and how many pictures of the folder they find."""

    text: str
    count: int


def knows_words(subject: Subject) -> bool:
    """Return whether words find pictures by the vectors or the tags of an encoder."""
    return words.book(subject.encoder.id) is not None or tagging.can_tag(subject.encoder)


def search(store: Store, subject: Subject, text: str, check: Check = lambda: None) -> Said:
    """Return how probably each picture of a folder shows `text`.

    `check` is called now and then, and may raise to end the search.

    Raises:
        UnknownWordError: no such word is known; the sentence names the nearest ones.
        WeightsError: the words of the encoder are damaged.
    """
    book = words.book(subject.encoder.id)
    if book is None:
        return tagging.search(store, subject.folder, subject.encoder_row, text)
    phrase = book.understand(text)
    members = analyses.members(store, subject.folder, subject.encoder_row)
    known = _Known.of(store, subject, members)
    parts = []
    for chances in book.chances(phrase.meanings, known.vectors, known.rows, known.shares):
        check()
        parts.append(chances.min(1))
    found = np.concatenate([np.zeros(0, np.float32), *parts])
    meaning = ", ".join(map(str, phrase.meanings))
    return Said(meaning, phrase.unknown, known.contents, found)


def suggest(
    store: Store, subject: Subject, text: str, check: Check = lambda: None
) -> list[Suggestion]:
    """Return known words that what is typed may become, the ones with the most pictures first.

    Those that find none are left out, unless all do.

    The last words of `text` are completed; those before stay, and count too: "red ca" may become
    "red car", with the number of red cars.
    """
    book = words.book(subject.encoder.id)
    before, candidates = _completions(book, text) if book else ("", {})
    if book is None or not candidates:
        return []
    members = analyses.members(store, subject.folder, subject.encoder_row)
    known = _Known.of(store, subject, members)
    head = book.known(before).meanings
    names = list(candidates)
    if len(names) > MOST_SUGGESTED:
        some = known.some(SAMPLE)
        counts = _counts(book, head, [candidates[n] for n in names], some, check)
        # The words come the shortest first, and stay so where they find as many.
        names = [names[i] for i in np.argsort(-counts, kind="stable")[:MOST_SUGGESTED]]
    counts = _counts(book, head, [candidates[name] for name in names], known, check)
    order = np.argsort(-counts, kind="stable").tolist()
    order = [i for i in order if counts[i]] or order  # what finds nothing is told if all do
    return [Suggestion(f"{before} {names[i]}".strip(), int(counts[i])) for i in order]


def name_words(
    store: Store, encoder_row: int, contents: NDArray[np.int64]
) -> tuple[Book, Iterator[Scores]] | None:
    """Return the words of an encoder, and how probable each of their `names` is in pictures.

    None if it has no words. The probabilities, float32 [m, names] in turn, are of `contents` [n],
    all of which have a vector.
    """
    key, dim = analyses.encoder_of(store, encoder_row)
    book = words.book(key)
    if book is None:
        return None
    rows = analyses.vector_rows(store, encoder_row, contents)
    return book, book.named(vectors.mapped(store.home, key, dim), rows)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the pictures of a folder.

    Attributes:
        contents: content ids, int64 [n], ascending.
        rows: rows of their vectors, int64 [n].
        shares: of their colours, uint8 [n, 15]; zeros where they are not known.
        vectors: float32 [N, d], mapped.
    """

    contents: NDArray[np.int64]
    rows: NDArray[np.int64]
    shares: NDArray[np.uint8]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, store: Store, subject: Subject, members: Members) -> "_Known":
        encoder = subject.encoder
        mapped = vectors.mapped(store.home, encoder.id, encoder.dim)
        # The file may have been thrown away or cut since the database named its rows.
        there = members.rows < len(mapped)
        contents = members.contents[there]
        colours = analyses.colours_of(store, subject.folder)
        nothing = bytes(len(COLOURS))
        packed = b"".join(colours.get(content, nothing) for content in contents.tolist())
        shares = np.frombuffer(packed, np.uint8).reshape(-1, len(COLOURS))
        return cls(contents, members.rows[there], shares, mapped)

    def some(self, most: int) -> "_Known":
        """Return `most` of the pictures, from all over the folder."""
        step = max(1, len(self.contents) // most)
        return _Known(self.contents[::step], self.rows[::step], self.shares[::step], self.vectors)


def _completions(book: Book, text: str) -> tuple[str, dict[str, words.Meaning]]:
    """Return what stays of `text`, and the words that the rest of it may become."""
    parts = text.split()
    for begin in range(len(parts)):
        found = book.beginning(" ".join(parts[begin:]))
        if found:
            told: dict[words.Meaning, str] = {}
            for word, meaning in found.items():
                # Of several names of one thing the first: the one that is being typed.
                told.setdefault(meaning, meaning.word if plain(meaning.word) == word else word)
            return " ".join(parts[:begin]), {word: meaning for meaning, word in told.items()}
    return "", {}


def _counts(
    book: Book,
    head: tuple[words.Meaning, ...],
    asked: list[words.Meaning],
    known: _Known,
    check: Check,
) -> NDArray[np.int64]:
    """Return for each of `asked` how many pictures show it and all of `head`, int64 [asked]."""
    counts = np.zeros(len(asked), np.int64)
    for chances in book.chances((*head, *asked), known.vectors, known.rows, known.shares):
        check()
        least = chances[:, : len(head)].min(1, initial=1)
        counts += (np.minimum(chances[:, len(head) :], least[:, np.newaxis]) >= EDGE).sum(0)
    return counts
