"""Names of clusters: a folder's, else a word that most of the pictures bear out, else none.

A name is only given where it is true of most of a cluster and of little else. How far a word sets
a cluster apart is told by the log-odds with a prior of Monroe, Colaresi and Quinn (2008),
"Fightin' Words". A cluster without a name is shown by its typical picture.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import AnyLabels, Doubles

FOLDER_COVERS = 0.6  # of a cluster's pictures that lie in the folder that it is called after
WORD_COVERS = 0.4  # of a cluster's pictures that show what it is called
FURTHER_COVERS = 0.7  # of them that show what is added to a name that several have
LIFT = 3.0  # times the share among all the other pictures
MARGIN = 1.25  # times the score of the next best word
ALMOST_AS_MANY = 0.8  # of the pictures that a word is true of: the narrower word tells more
SURE = 2.0  # standard errors that the log-odds are above 0
PRIOR = 5.0  # pictures' worth of belief that a cluster is like all the rest
PLURALS = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse",
    "geese": "goose", "feet": "foot", "teeth": "tooth",
}  # fmt: skip
ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""),
)  # fmt: skip

Origin = Literal["folder", "word", ""]


@dataclass(frozen=True, slots=True)
class Name:
    """What a cluster is called, and after what; the text is empty where no name is sure."""

    text: str = ""
    origin: Origin = ""


@dataclass(frozen=True)
class Lexicon:
    """Words that clusters may be called by.

    Attributes:
        words: as they are shown, in any order, each once.
        parents: for each word the numbers of the more general ones, the nearest first; of the
            parents of parents it need not tell.
    """

    words: tuple[str, ...]
    parents: tuple[tuple[int, ...], ...]

    @cached_property
    def above(self) -> tuple[tuple[int, ...], ...]:
        """For each word all that is more general, the nearest first."""
        return tuple(self._above(number) for number in range(len(self.words)))

    def _above(self, number: int) -> tuple[int, ...]:
        found: dict[int, None] = {}
        level = list(self.parents[number])
        while level:
            fresh = [parent for parent in level if parent != number and parent not in found]
            found |= dict.fromkeys(fresh)
            level = [above for parent in fresh for above in self.parents[parent]]
        return tuple(found)

    def related(self, number: int) -> NDArray[np.bool_]:
        """Return which words say the same in general, in particular or in the plural, [words]."""
        own = key(self.words[number])
        related = np.array([key(word) == own for word in self.words], np.bool_)
        related[list(self.above[number])] = True
        related[[other for other, above in enumerate(self.above) if number in above]] = True
        return related


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often each of w words is true in each of k clusters.

    Attributes:
        sums: sum of a word's probabilities in the pictures of a cluster, float64 [k, w].
        sizes: pictures of each cluster, float64 [k].
        lexicon: the w words.
    """

    sums: Doubles
    sizes: Doubles
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Folders:
    """Which picture lies in which folder.

    Attributes:
        paths: each folder as the names on the way to it, the outermost first.
        rows: pictures, int [m]; one that lies in several folders, or in a folder within a
            folder, occurs once for each.
        numbers: the folder of each of `rows`, int [m].
    """

    paths: tuple[tuple[str, ...], ...]
    rows: NDArray[np.integer]
    numbers: NDArray[np.integer]


def evidence(
    labels: AnyLabels, k: int, lexicon: Lexicon, blocks: Iterable[NDArray[np.floating]]
) -> Evidence:
    """Return what speaks for each word in each cluster.

    Args:
        labels: cluster of each picture, 0 to k - 1, [n].
        k: how many clusters there are.
        lexicon: w words.
        blocks: probability of each word in each picture, 0 to 1, [n, w], in parts of some rows
            each, so that those of a million pictures need not be held at once.
    """
    sums = np.zeros((k, len(lexicon.words)))
    begin = 0
    for block in blocks:
        part = labels[begin : begin + len(block)]
        for number in np.unique(part).tolist():
            sums[number] += block[part == number].sum(0, dtype=np.float64)
        begin += len(block)
    return Evidence(sums, np.bincount(labels, minlength=k).astype(np.float64), lexicon)


def name_clusters(
    labels: AnyLabels, k: int, words: Evidence | None = None, folders: Folders | None = None
) -> list[Name]:
    """Return a name for each of k clusters; no two are alike but for those without one.

    In this order: the folder that holds most of the cluster, if it holds little of the others;
    the word that is true of at least 40 % of the pictures, three times as often as elsewhere,
    and clearly ahead of every other word; a more general one of which all that holds; no name.
    With one cluster alone there is nothing to tell apart, and it has none.

    Args:
        labels: cluster of each picture, 0 to k - 1, [n].
        k: how many clusters there are.
        words: what `evidence` returned for the same labels, or None where no words are known.
        folders: where the pictures lie, or None.
    """
    if k < 2:
        return [Name()] * k
    places = _places(labels, k, folders) if folders is not None else [-1] * k
    seen = _words(words) if words is not None else [-1] * k
    names = []
    for place, word in zip(places, seen, strict=True):
        if folders is not None and place >= 0:
            names.append(Name(_begun_large(folders.paths[place][-1]), "folder"))
        elif words is not None and word >= 0:
            names.append(Name(_begun_large(words.lexicon.words[word]), "word"))
        else:
            names.append(Name())
    parts = [folders.paths[p] if folders is not None and p >= 0 else () for p in places]
    return _told_apart(names, parts, words)


def key(word: str) -> str:
    """Return what a word has in common with its plural and other spellings."""
    plain = " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
    plain = PLURALS.get(plain, plain)
    for ending, instead in ENDINGS:
        if plain.endswith(ending) and not plain.endswith("ss") and len(plain) > len(ending) + 1:
            return plain.removesuffix(ending) + instead
    return plain


@dataclass(frozen=True, slots=True)
class _Odds:
    """Shares and log-odds of w things in k clusters, float64 [k, w] each."""

    share: Doubles
    rest: Doubles
    score: Doubles

    @classmethod
    def of(cls, sums: Doubles, sizes: Doubles, least: float = SURE) -> "_Odds":
        count, total = sizes[:, None], sizes.sum()
        others = np.maximum(sums.sum(0) - sums, 0)
        usual = PRIOR * np.clip(sums.sum(0) / max(total, 1), 1e-4, 1 - 1e-4)
        here, there = sums + usual, others + usual
        without = np.maximum(count - sums, 0) + PRIOR - usual
        without_there = np.maximum(total - count - others, 0) + PRIOR - usual
        odds = np.log(here / without) - np.log(there / without_there)
        sure = odds > least * np.sqrt(1 / here + 1 / there)
        share, rest = sums / np.maximum(count, 1), others / np.maximum(total - count, 1)
        return cls(share, rest, np.where(sure, share * odds, 0.0))

    def fit(self, covers: float) -> Doubles:
        """Return the scores of what is true of enough of a cluster and of little else, else 0."""
        return np.where((self.share >= covers) & (self.share >= LIFT * self.rest), self.score, 0.0)


def _places(labels: AnyLabels, k: int, folders: Folders) -> list[int]:
    """Return the folder that each cluster is called after, -1 for none."""
    count = len(folders.paths)
    cells = labels[folders.rows].astype(np.int64) * count + folders.numbers
    sums = np.bincount(cells, minlength=k * count).reshape(k, count).astype(np.float64)
    score = _Odds.of(sums, np.bincount(labels, minlength=k).astype(np.float64), 0).fit(
        FOLDER_COVERS
    )
    # Of folders that hold the same pictures the innermost tells most.
    depth = [len(path) for path in folders.paths]
    found = []
    for row in np.round(score, 9).tolist():
        fit = [number for number, value in enumerate(row) if value > 0]
        found.append(max(fit, key=list(zip(row, depth, strict=True)).__getitem__, default=-1))
    return found


def _words(words: Evidence) -> list[int]:
    """Return the word that each cluster is called by, -1 for none."""
    odds = _Odds.of(words.sums, words.sizes)
    found = zip(odds.fit(WORD_COVERS), odds.share, strict=True)
    return [
        _narrowed(_clear(score, words.lexicon), score, share, words.lexicon)
        for score, share in found
    ]


def _narrowed(word: int, score: Doubles, share: Doubles, lexicon: Lexicon) -> int:
    """Return the narrowest word beneath `word` that is true of almost as many, or `word`."""
    if word < 0:
        return word
    enough = (score > 0) & (share >= ALMOST_AS_MANY * share[word])
    beneath = [n for n, above in enumerate(lexicon.above) if word in above and enough[n]]
    return max(beneath, key=lambda n: (float(score[n]), -n), default=word)


def _clear(score: Doubles, lexicon: Lexicon) -> int:
    """Return the best word by `score` [w], or what is above it, if it is clearly ahead; else -1.

    A word competes with what is neither above nor beneath it: a cat with a dog, not an animal.
    """
    best = int(score.argmax()) if len(score) else -1
    if best < 0 or score[best] <= 0:
        return -1
    for word in (best, *lexicon.above[best]):
        rivals = np.where(lexicon.related(word), 0.0, score)
        if score[word] > 0 and score[word] >= MARGIN * rivals.max():
            return word
    return -1


def _told_apart(
    names: list[Name], parts: Sequence[tuple[str, ...]], words: Evidence | None
) -> list[Name]:
    """Return the names with something added to each that several clusters have.

    What is added is the folder above, a word that sets it apart from those of the same name, or a
    number; one of them, the first, may stay as it is.
    """
    groups: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        if name.text:
            groups.setdefault(key(name.text), []).append(number)
    result = list(names)
    for group in groups.values():
        if len(group) > 1:
            base = names[group[0]]
            more = _folders_above([parts[n] for n in group]) or _further(group, base.text, words)
            for number, text in zip(group, _numbered(base.text, more), strict=True):
                result[number] = Name(text, base.origin)
    return result


def _folders_above(parts: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the names of the folders above folders of one name, if that tells all apart."""
    above = [path[-2] if len(path) > 1 else "" for path in parts]
    return above if all(above) and len(set(above)) == len(above) else []


def _further(group: Sequence[int], name: str, words: Evidence | None) -> list[str]:
    """Return for each cluster of a group a word that sets it apart from the others, or ""."""
    if words is None:
        return [""] * len(group)
    lexicon = words.lexicon
    score = _Odds.of(words.sums[list(group)], words.sizes[list(group)]).fit(FURTHER_COVERS)
    for number, word in enumerate(lexicon.words):
        if key(word) == key(name):
            score[:, [number, *lexicon.above[number]]] = 0
    found = [_clear(row, lexicon) for row in score]
    return [lexicon.words[word] if word >= 0 else "" for word in found]


def _numbered(name: str, more: Sequence[str]) -> list[str]:
    """Return a name with additions, each text once: equal ones are counted."""
    seen: Counter[str] = Counter()
    texts = []
    for addition in more:
        text = f"{name}, {addition}" if addition else name
        seen[text] += 1
        texts.append(text if seen[text] == 1 else f"{text} {seen[text]}")
    return texts


def _begun_large(text: str) -> str:
    text = " ".join(text.replace("_", " ").split())
    return text[:1].upper() + text[1:]
