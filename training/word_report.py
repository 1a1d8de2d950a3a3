"""Which words are good enough to be offered, what they are called, and the figures of the card."""

import functools
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from gallery.encoders import tags
from gallery.encoders.tagger import tags_beneath
from training.word_labels import NO, SOURCES, UNSAID, YES
from training.words import LEAST, POOL, ROUNDS, SCALE, Lesson, calibrated, fit, judge_of

SURE, PERHAPS = 0.9, 0.5


class Verdict(NamedTuple):
    """How a word does on the set that it was not learned from.

    `ratio` is the average precision over the share of pictures that show it.
    """

    judge: str
    precision: float
    area: float
    shown: int
    ratio: float

    @property
    def passes(self) -> bool:
        """Whether the word may be offered."""
        clear = self.precision >= 0.25
        ranked = self.area >= 0.78 and (self.ratio >= 7 or self.precision >= 0.2)
        return clear or ranked


class Trial(NamedTuple):
    """A word before its judge: the word's number, the set that judges, pictures and answers.

    `rows` are pictures, int [m]; `true` tells which show it, bool [m]; `scores` what the word that
    was learned without the judge says, float32 [m].
    """

    word: int
    judge: str
    rows: np.ndarray
    true: np.ndarray
    scores: np.ndarray

    @property
    def precision(self) -> float:
        """Average precision."""
        return float(average_precision_score(self.true, self.scores))

    def pictures(self) -> str:
        """Return how many show the word, of how many."""
        return f"{int(self.true.sum())} of {len(self.true)}"


class Kept(NamedTuple):
    """A word that is offered: its number, and the factor and shift of its calibration."""

    number: int
    factor: float
    shift: float


def judged(lesson: Lesson) -> dict[int, Verdict]:
    """Return verdicts by word, and print them."""
    verdicts = {}
    print("| word | judged by | pictures | average precision |\n|---|---|---|---|")
    for trial in trials(lesson):
        precision, shown = trial.precision, int(trial.true.sum())
        area = float(roc_auc_score(trial.true, trial.scores))
        ratio = precision / float(trial.true.mean())
        verdicts[trial.word] = Verdict(trial.judge, precision, area, shown, ratio)
        name = lesson.words[trial.word]
        print(f"| {name} | {trial.judge} | {trial.pictures()} | {precision:.2f} |")
    return verdicts


def trials(lesson: Lesson, names: Container[str] | None = None) -> Iterator[Trial]:
    """Learn words without the set that judges them, and yield what they then say.

    Args:
        lesson: what there is to learn from.
        names: words to try; None for all that have a judge.
    """
    numbers = [n for n in range(lesson.said.shape[1]) if names is None or lesson.words[n] in names]
    judges = {word: judge_of(lesson, word) for word in numbers}
    words = [word for word, judge in judges.items() if judge]
    weights, _offsets = fit(lesson, words, [judges[word] for word in words], ROUNDS)
    rng = np.random.default_rng(1)
    held = np.flatnonzero(lesson.splits != "train")
    pool = np.sort(rng.choice(held, min(POOL, len(held)), replace=False))
    for column, word in enumerate(words):
        rows = _court(lesson, word, judges[word], pool)
        true = lesson.labels_of(word)[rows] == YES
        yield Trial(word, judges[word], rows, true, lesson.vectors[rows] @ weights[:, column])


def _court(lesson: Lesson, word: int, judge: str, pool: np.ndarray) -> np.ndarray:
    said = lesson.labels_of(word)
    own = np.flatnonzero((lesson.sets == judge) & (said != UNSAID))
    others = pool[(said[pool] == NO) & (lesson.sets[pool] != judge)]
    return np.concatenate([own, others])


def chosen(
    lesson: Lesson, verdicts: dict[int, Verdict], weights: np.ndarray, offsets: np.ndarray
) -> list[Kept]:
    """Return the words that are offered."""
    kept = []
    for word in range(len(lesson.words)):
        if word in verdicts and not verdicts[word].passes:
            continue
        logits = lesson.vectors @ (weights[:, word] * SCALE) + offsets[word]
        found = calibrated(lesson, word, logits)
        if found is None or found[0] <= 0.1:
            continue
        taught = int((lesson.labels_of(word) == YES).sum()) >= LEAST
        if taught or _faithful(lesson.soft_of(word), logits):
            kept.append(Kept(word, *found))
    return kept


def _faithful(soft: np.ndarray | None, logits: np.ndarray) -> bool:
    """Return whether the pictures that come first are those the classifiers mean."""
    if soft is None:
        return False
    meant = int((soft > PERHAPS).sum())
    if meant < 5:
        return True  # too few to tell; the direction is the classifier's own
    first = np.argsort(-logits)[:meant]
    return float((soft[first] > 0.3).mean()) >= 0.35


def entries(names: list[str]) -> list[dict[str, Any]]:
    """Return for each word its name, other names, parents (the nearest first) and group."""
    group_of = {word: group for group, words in SOURCES["groups"].items() for word in words}
    lower = {name.lower() for name in names}
    rows = []
    for name in names:
        tag = SOURCES["tags"].get(name, name)
        also = [*SOURCES["also"].get(name, ()), *_other_names(tag, lower)]
        also = [other for other in dict.fromkeys(also) if other not in (name, *names)]
        parents = [*SOURCES["parents"].get(name, ()), *_groups_above(tag, name)]
        row: dict[str, Any] = {"name": name}
        row |= {"also": also[:8]} if also else {}
        row |= {"parents": list(dict.fromkeys(parents))} if parents else {}
        row |= {"group": group_of[name]} if name in group_of else {}
        rows.append(row)
    return rows


def _other_names(tag: str, taken: set[str]) -> list[str]:
    known = tags.built_in()
    if tag not in known.names:
        return []
    return [o for o in known.all[known.names.index(tag)].also if o.lower() not in taken]


def _groups_above(tag: str, name: str) -> list[str]:
    known, inside = tags.built_in(), _inside()
    number = known.names.index(tag) if tag in known.names else -1
    above = [word for word, numbers in inside.items() if number in numbers and word != name]
    above = [word for word in above if name not in SOURCES["not_beneath"].get(word, ())]
    return [w for w in sorted(above, key=lambda w: len(inside[w])) if w not in SOURCES["loose"]]


@functools.cache
def _inside() -> dict[str, tuple[int, ...]]:
    known = tags.built_in()
    return {word: tags_beneath(group, known) for word, group in known.beneath.items()}
