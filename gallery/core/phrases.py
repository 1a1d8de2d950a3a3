"""What a person types, taken apart into the words that are known.

Which words are known, and what they stand for, is for others to say: a word is found here by its
name whatever its capitals, hyphens and plural, never by a spelling that is merely alike.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gallery.core.codes import Code
from gallery.core.errors import LookalikeError

# What people write between words and do not look for.
BETWEEN = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "my", "of", "on", "or", "the", "to", "with")
)

MeaningT = TypeVar("MeaningT")


class UnknownWordError(LookalikeError):
    """Nothing goes by this word; the sentence names the nearest words that are known."""


@dataclass(frozen=True, slots=True)
class Phrase(Generic[MeaningT]):
    """What several words stand for.

    Attributes:
        meanings: of the words that are known; as text, each is the word as it is known.
        unknown: the words that are not known, as they were written.
    """

    meanings: tuple[MeaningT, ...]
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        known = ", ".join(map(str, self.meanings))
        if not self.unknown:
            return known
        return f"{known}; not known: {', '.join(f'“{word}”' for word in self.unknown)}"


class Phrasebook(Generic[MeaningT]):
    """Known words and what they stand for.

    Args:
        meanings: by word, as `plain` writes it.
    """

    def __init__(self, meanings: Mapping[str, MeaningT]) -> None:
        self._meanings = dict(meanings)
        self._longest = max((len(word.split()) for word in self._meanings), default=1)

    def words(self) -> list[str]:
        """Return every word that can be searched for, in alphabetical order."""
        return sorted(self._meanings)

    def find(self, words: str) -> MeaningT:
        """Return what `words` stand for together; capitals, hyphens and the plural do not matter.

        Raises:
            UnknownWordError: nothing is known by these words.
        """
        found = self._find(words)
        if found is None:
            raise self._unknown(words)
        return found

    def understand(self, words: str) -> Phrase[MeaningT]:
        """Return what each of `words` stands for; those that are one name stay together.

        Raises:
            UnknownWordError: none of them is known.
        """
        phrase = self.known(words)
        if not phrase.meanings:
            raise self._unknown(words)
        return phrase

    def known(self, words: str) -> Phrase[MeaningT]:
        """Return what each of `words` stands for, where none of them need be known."""
        left = words.split()
        meanings: list[MeaningT] = []
        unknown: list[str] = []
        while left:
            # The longest name first: "fire truck" is one thing, and neither a fire nor a truck.
            for count in range(min(len(left), self._longest), 0, -1):
                found = self._find(" ".join(left[:count]))
                if found is not None:
                    meanings.append(found)
                    break
            else:
                unknown += [left[0]] * (left[0].casefold() not in BETWEEN)
            del left[:count]
        return Phrase(tuple(dict.fromkeys(meanings)), tuple(unknown))

    def beginning(self, text: str) -> dict[str, MeaningT]:
        """Return the words that begin with `text`, the shortest first, and what they stand for.

        `text` may stand at the beginning of any part of a name: "truck" finds "fire truck".
        """
        wanted = plain(text)
        found = [
            word
            for word, meaning in self._meanings.items()
            if word.startswith(wanted) or (f" {wanted}" in word and plain(str(meaning)) == word)
        ]
        found.sort(key=lambda word: (not word.startswith(wanted), len(word), word))
        return {word: self._meanings[word] for word in found} if wanted else {}

    def _find(self, words: str) -> MeaningT | None:
        forms = _forms(plain(words))
        return next((self._meanings[form] for form in forms if form in self._meanings), None)

    def _unknown(self, words: str) -> UnknownWordError:
        nearest = self._nearest(plain(words))
        word = words.strip()
        if not nearest:
            return UnknownWordError(Code.NO_SUCH_WORD, word=word)
        return UnknownWordError(Code.NO_SUCH_WORD_BUT, word=word, nearest=", ".join(nearest))

    def _nearest(self, wanted: str) -> list[str]:
        parts = [part for part in wanted.split() if part in self._meanings] if wanted else []
        alike = difflib.get_close_matches(wanted, self._meanings, n=4, cutoff=0.6)
        return list(dict.fromkeys([*parts, *alike]))[:4]


def plain(words: str) -> str:
    """Return words as they are compared: without capitals, hyphens and double blanks."""
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())


def _forms(word: str) -> list[str]:
    """Return a word and what it may be the plural of."""
    forms = [word]
    for ending, instead in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        # Three letters have to stay, or "bus" would be the plural of "bu".
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.append(word.removesuffix(ending) + instead)
    return forms
