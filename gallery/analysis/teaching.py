"""Likeness bent by a person's own labels: class probabilities beside the numbers of a vector.

A softmax model learns the classes from a few pictures of each, and "none of them" from others; what
it thinks of a picture is appended to its vector, SHARE times as strongly. The vector itself stays,
so that pictures of no class keep their neighbours: models that turn or stretch the space lost a
third of them or more. With fewer than FEWEST pictures a class learns nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Doubles, Vectors, normalise
from gallery.core.errors import LookalikeError

FEWEST = 8
SHARE = 0.7
FOLDS, TIMES = 2, 4
DEEPEST = 10
OTHERS = 1000  # pictures of no class that "none of them" is learned from, at most
HELD = 0.01  # penalty on the weights, per picture
SHARP = 10.0  # unit vectors differ little: they are taken this many times
STEPS = 300
SEED = 20


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What was learned.

    Attributes:
        classes: their names, [c].
        weights: float32 [c + 1, d]; the last row is "none of them".
        offsets: float32 [c + 1].
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]

    def chances(self, vectors: Vectors) -> NDArray[np.float32]:
        """Return how probably pictures [n, d] are of each class, float32 [n, c]."""
        logits = np.nan_to_num(np.asarray(vectors, np.float32)) @ self.weights.T + self.offsets
        return _softmax(logits)[:, :-1]

    def extend(self, vectors: Vectors) -> Vectors:
        """Return unit vectors [n, d + c] of pictures [n, d]."""
        return normalise(np.concatenate([vectors, SHARE * self.chances(vectors)], axis=1))


@dataclass(frozen=True, slots=True)
class Gain:
    """What a lesson is worth.

    Attributes:
        before: precision among the ten nearest of labelled pictures, on those that the model did
            not see, 0 to 1.
        after: the same with what was learned.
        stays: share of the ten nearest of pictures of no class that stay among their ten nearest;
            1 where there are no such pictures.
    """

    before: float
    after: float
    stays: float


def usable(labels: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Return the classes with enough pictures, and the others with how many they have.

    Args:
        labels: of each picture, "" for none, [n].
    """
    names, counts = np.unique([label for label in labels if label], return_counts=True)
    pairs = list(zip(names.tolist(), counts.tolist(), strict=True))
    enough = tuple(name for name, count in pairs if count >= FEWEST)
    return enough, tuple((name, count) for name, count in pairs if count < FEWEST)


def too_few(few: Sequence[tuple[str, int]]) -> str:
    """Return the sentence for classes that have too few pictures; "" where there are none."""
    if not few:
        return ""
    told = ", ".join(f"“{name}” ({count})" for name, count in few[:5])
    more = f" and {len(few) - 5} more" if len(few) > 5 else ""
    return f"Too few pictures to learn from, {FEWEST} are needed of each: {told}{more}."


def learn(vectors: Vectors, labels: Sequence[str]) -> Lesson:
    """Return what is learned from labelled pictures.

    Args:
        vectors: unit vectors, [n, d].
        labels: class of each, "" for none, [n].

    Raises:
        LookalikeError: there are not two classes with enough pictures.
    """
    classes, few = usable(labels)
    if len(classes) < 2:
        raise LookalikeError(
            f"There are no two classes with {FEWEST} pictures each. {too_few(few)}".rstrip()
        )
    number = {name: at for at, name in enumerate(classes)}
    known = np.array([number.get(label, len(classes)) for label in labels], np.intp)
    chosen = np.concatenate([np.flatnonzero(known < len(classes)), _others(known, len(classes))])
    weights, offsets = _fit(np.asarray(vectors[chosen], np.float64), known[chosen], len(classes))
    return Lesson(classes, weights, offsets)


def gain(vectors: Vectors, labels: Sequence[str]) -> Gain:
    """Return what `learn` is worth on the same pictures, cross-validated; errors as there.

    Each time a half of every class is learned from, and the ten nearest are looked for among the
    other half; where a class has less than eleven pictures there, among as many as there are.
    """
    classes, _few = usable(labels)
    marked = np.array(labels)
    rng = np.random.default_rng(SEED)
    figures = []
    for _ in range(TIMES):
        for seen in _halves(marked, classes, rng):
            lesson = learn(vectors[seen], marked[seen].tolist())
            held = np.setdiff1d(np.flatnonzero(np.isin(marked, classes)), seen)
            of = marked[held]
            figures.append(
                (precision(vectors[held], of), precision(lesson.extend(vectors[held]), of))
            )
    before, after = np.mean(figures, axis=0)
    lesson = learn(vectors, labels)
    return Gain(float(before), float(after), _stays(lesson, vectors[~np.isin(marked, classes)]))


def precision(vectors: Vectors, labels: NDArray[np.str_]) -> float:
    """Return the mean share of pictures of their own label among the DEEPEST nearest of all [n].

    Of a label with fewer pictures, among as many as there are.
    """
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -2)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :DEEPEST]
    right = labels[order] == labels[:, np.newaxis]
    names, counts = np.unique(labels, return_counts=True)
    there = dict(zip(names.tolist(), (counts - 1).tolist(), strict=True))
    depths = np.array([min(DEEPEST, there[label], right.shape[1]) for label in labels.tolist()])
    inside = np.arange(right.shape[1]) < depths[:, np.newaxis]
    found = (right & inside).sum(1)[depths > 0] / depths[depths > 0]
    return float(found.mean()) if len(found) else 0.0


def _stays(lesson: Lesson, vectors: Vectors) -> float:
    """Return the share of the nearest of `vectors` [n, d] that the lesson leaves to them."""
    step = max(1, len(vectors) // OTHERS)
    some = np.asarray(vectors[::step], np.float32)
    if len(some) < 2:
        return 1.0
    before, after = (_nearest(table) for table in (some, lesson.extend(some)))
    kept = [len(np.intersect1d(a, b)) for a, b in zip(before, after, strict=True)]
    return float(np.mean(kept) / before.shape[1])


def _nearest(vectors: Vectors) -> NDArray[np.intp]:
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -2)
    return np.argsort(-scores, axis=1, kind="stable")[:, : min(DEEPEST, len(vectors) - 1)]


def _halves(
    labels: NDArray[np.str_], classes: tuple[str, ...], rng: np.random.Generator
) -> list[NDArray[np.intp]]:
    """Return FOLDS sets of pictures to learn from, each without one half of every class.

    A class is never left with less than FEWEST: of a small one, pictures are seen twice.
    """
    sets: list[list[NDArray[np.intp]]] = [[np.flatnonzero(labels == "")] for _ in range(FOLDS)]
    for name in classes:
        mixed = rng.permutation(np.flatnonzero(labels == name))
        for fold, some in enumerate(np.array_split(mixed, FOLDS)):
            sets[fold].append(np.resize(some, max(len(some), FEWEST)))
    return [np.concatenate(parts) for parts in sets]


def _others(known: NDArray[np.intp], none: int) -> NDArray[np.intp]:
    """Return pictures of no class, evenly drawn."""
    others = np.flatnonzero(known == none)
    return others[np.linspace(0, len(others) - 1, min(OTHERS, len(others))).astype(np.intp)]


def _fit(
    vectors: Doubles, labels: NDArray[np.intp], classes: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights [c + 1, d] and offsets [c + 1] of a softmax model; each class weighs the same.

    Nesterov's accelerated descent with the step that the curvature's bound allows.
    """
    inputs = np.concatenate([SHARP * vectors, np.ones((len(vectors), 1))], axis=1)
    counts = np.bincount(labels, minlength=classes + 1)
    share = 1 / np.maximum(counts, 1)[labels]
    share /= share.sum()
    truth = np.zeros((len(labels), classes + 1))
    truth[np.arange(len(labels)), labels] = 1
    penalty = np.full(inputs.shape[1], HELD)
    penalty[-1] = 0
    bound = float(np.linalg.eigvalsh((inputs * share[:, np.newaxis]).T @ inputs)[-1])
    step = 1 / (0.5 * bound + HELD)
    weights = ahead = np.zeros((classes + 1, inputs.shape[1]))
    empty = counts == 0
    for number in range(STEPS):
        logits = inputs @ ahead.T
        logits[:, empty] = -np.inf
        wrong = (_softmax(logits) - truth) * share[:, np.newaxis]
        moved = ahead - step * (wrong.T @ inputs + penalty * ahead)
        ahead = moved + number / (number + 3) * (moved - weights)
        weights = moved
    offsets = weights[:, -1].copy()
    offsets[empty] = -1e4  # nothing is of no class where all pictures have one
    return (SHARP * weights[:, :-1]).astype(np.float32), offsets.astype(np.float32)


def _softmax(logits: NDArray[np.floating]) -> NDArray[np.floating]:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    shares: NDArray[np.floating] = powers / powers.sum(1, keepdims=True)
    return shares
