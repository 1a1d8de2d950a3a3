"""A query of several parts becomes one ranking; the same in the window and on the command line.

Pictures become one direction, after Rocchio (1971), "Relevance feedback in information retrieval":
the unit vector of the weighted mean of what is wanted, less half the mean of what is not. From
MANY examples on, a logistic model learns the direction from them, held to Rocchio's by a penalty
lambda |w - q|^2 (after SeeSaw, arXiv 2208.06497): without that anchor it is worse than no example
at all. Words add to or take from the score of a picture, and by a bounded amount: beside a picture
a word weighs, and never excludes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.core.arrays import Doubles, Scores, Vectors, normalise
from gallery.core.codes import Code
from gallery.core.errors import EncoderMismatchError, LookalikeError

AWAY = 0.5  # of 0.25, 0.5 and 1 it ranks best with ten examples and more, and 1 worst
MANY = 20  # examples from which the logistic model ranks better than Rocchio's direction
MOST_BY_WORD = 0.5  # that a word of weight 1 adds to a cosine, or takes from it
ANCHOR = 5.0  # lambda: how firmly the model is held to Rocchio's direction
SHARP = 10.0  # a cosine's difference of 0.1 is one unit of the logistic function
STEPS = 25
TINY = 1e-12


class Bend(Protocol):
    """What makes vectors longer by what a person has taught (`teaching.Lesson`)."""

    def extend(self, vectors: Vectors) -> Vectors:
        """Return unit vectors [n, d + c] of unit vectors [n, d]."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Pull:
    """Pictures that a query pulls towards or away from.

    Attributes:
        vectors: unit vectors, [m, d]: one picture, or those of a set, each of which weighs as much.
        weight: of each; below 0 to pull away.
        examples: a person named each of the pictures; False for the middle of a cluster.
    """

    vectors: Vectors
    weight: float = 1.0
    examples: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class WordPull:
    """Words, by how well each picture of the folder fits them.

    Attributes:
        scores: probabilities, or cosines with a text's vector, float32 [n]; one for each row that
            is ranked.
        weight: below 0 for words that are not to be seen.
    """

    scores: Scores
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """What a query found.

    Attributes:
        scores: float32 [n]: the cosine with the query's direction where there are no words;
            ranking.NO_SCORE where a picture has no vector.
        span: what the scores were divided by to stay within -1 to 1; 1 without words. A cosine's
            threshold t is t / span among them.
    """

    scores: Scores
    span: float = 1.0


def rank(
    pulls: Iterable[Pull],
    said: Iterable[WordPull],
    vectors: Vectors,
    rows: NDArray[np.integer] | None = None,
    bend: Bend | None = None,
) -> Ranking:
    """Return how well each picture fits a query; `ranking.ranked` sorts it.

    Args:
        pulls: its pictures; at least one is pulled towards, unless there are words.
        said: its words.
        vectors: unit vectors, [N, d]; may be mapped from a file, and is read in chunks.
        rows: row of each picture, [n], -1 where it has none; None for all rows in turn.
        bend: what a person has taught, by which likeness is bent; None for nothing.

    Raises:
        LookalikeError: there is nothing to look for.
        EncoderMismatchError: the vectors of two encoders were brought together.
    """
    pulls, said = list(pulls), list(said)
    weights = [pull.weight for pull in pulls] + [words.weight for words in said]
    if not any(weight > 0 for weight in weights):
        raise LookalikeError(Code.NOTHING_ASKED)
    if not pulls:
        return Ranking(shown_by_words(said))
    if bend is None:
        by_pictures = ranking.scores(direction(pulls), vectors, rows)
    else:
        bent = [replace(pull, vectors=bend.extend(pull.vectors)) for pull in pulls]
        by_pictures = _bent_scores(direction(bent), vectors, rows, bend)
    if not any(pull.weight > 0 for pull in pulls):
        return Ranking(less_like(shown_by_words(said), by_pictures))
    return with_words(by_pictures, said) if said else Ranking(by_pictures)


def _bent_scores(
    query: Vectors, vectors: Vectors, rows: NDArray[np.integer] | None, bend: Bend
) -> Scores:
    """Return the cosine of `query` with the extended rows, [n], extended a chunk at a time."""
    rows = np.arange(len(vectors)) if rows is None else rows
    found = np.full(len(rows), ranking.NO_SCORE, np.float32)
    there = np.flatnonzero(rows >= 0)
    for begin in range(0, len(there), ranking.CHUNK):
        at = there[begin : begin + ranking.CHUNK]
        found[at] = ranking.scores(query, bend.extend(np.asarray(vectors[rows[at]])))
    return found


def direction(pulls: list[Pull]) -> Vectors:
    """Return the unit vector [d] that pictures are compared with.

    Raises:
        EncoderMismatchError: the vectors differ in length.
    """
    if len({pull.vectors.shape[1] for pull in pulls}) > 1:
        raise EncoderMismatchError(Code.OTHER_ENCODERS)
    anchor = rocchio(pulls)
    examples = [pull for pull in pulls if pull.examples]
    if sum(len(pull.vectors) for pull in examples) < MANY:
        return anchor
    return learned(anchor, examples)


def rocchio(pulls: list[Pull]) -> Vectors:
    """Return unit(weighted mean of what is wanted) - AWAY x weighted mean of what is not, [d].

    Made unit length; with nothing wanted, it points away from what is not.
    """
    vectors = np.concatenate([pull.vectors for pull in pulls]).astype(np.float64)
    weights = np.concatenate([np.full(len(pull.vectors), pull.weight) for pull in pulls])
    wanted = weights > 0
    mixed = weights[wanted] @ vectors[wanted]
    mixed /= max(float(np.linalg.norm(mixed)), TINY)
    if not wanted.all():
        mixed += AWAY * (weights[~wanted] @ vectors[~wanted]) / (~wanted).sum()
    return normalise(mixed)


def learned(anchor: Vectors, examples: list[Pull]) -> Vectors:
    """Return the direction of a logistic model of the examples, anchored, unit vector [d].

    Minimises the sum of weight x log(1 + exp(-y (SHARP w.x + b))) + ANCHOR / 2 |w - anchor|^2 by
    Newton's method. What differs from the anchor lies in the span of the m examples, so that the
    steps are solved in m numbers, however long a vector is. The two sides weigh the same.

    Args:
        anchor: unit vector, [d].
        examples: pictures; those of a weight below 0 are not wanted.
    """
    pictures = np.concatenate([pull.vectors for pull in examples]).astype(np.float64)
    signs = np.concatenate([np.full(len(p.vectors), np.sign(p.weight)) for p in examples])
    weights = np.concatenate([np.full(len(p.vectors), abs(p.weight)) for p in examples])
    weights = _balanced(weights, signs)
    start = SHARP * (pictures @ anchor.astype(np.float64))
    # One more feature that is the same for all takes the place of an offset.
    kernel = SHARP * SHARP * (pictures @ pictures.T) + 1.0
    shift = -float(start.mean())
    dual = np.zeros(len(signs))
    for _ in range(STEPS):
        logits = np.clip(start + shift + kernel @ dual, -50, 50)
        wrong = 1 / (1 + np.exp(signs * logits))
        gradient = weights * signs * wrong - ANCHOR * dual
        curve = weights * wrong * (1 - wrong)
        step = np.linalg.solve(np.eye(len(dual)) * ANCHOR + curve[:, np.newaxis] * kernel, gradient)
        dual += step
        if float(np.abs(step).max(initial=0)) < 1e-6:
            break
    return normalise(anchor + SHARP * (dual @ pictures))


def less_like(by_words: Scores, away: Scores) -> Scores:
    """Return the scores of words [n], less where a picture is like what is not wanted.

    Args:
        by_words: probabilities, or cosines with a text.
        away: cosines with the direction away from it; ranking.NO_SCORE where there is no vector.
    """
    scores = by_words * (1 + away) / 2
    return np.where(away > ranking.NO_SCORE, scores, ranking.NO_SCORE).astype(np.float32)


def with_words(by_pictures: Scores, said: list[WordPull]) -> Ranking:
    """Return the scores of pictures and words together.

    The scores of words are standardised over the folder, brought to the spread of the cosines,
    and bounded by MOST_BY_WORD x weight.
    """
    there = by_pictures > ranking.NO_SCORE
    every = bool(there.all())  # nothing is to be picked out then
    mixed = by_pictures.copy() if every else by_pictures[there]
    spread = float(mixed.std(dtype=np.float64)) if len(mixed) else 0.0
    span = 1.0
    for words in said:
        scores = words.scores if every else words.scores[there]
        deviation = float(scores.std(dtype=np.float64)) if len(scores) else 0.0
        span += abs(words.weight) * MOST_BY_WORD
        if deviation > TINY:
            moved = (scores - np.float32(scores.mean(dtype=np.float64))) * (spread / deviation)
            mixed += words.weight * np.clip(moved, -MOST_BY_WORD, MOST_BY_WORD)
    mixed /= span
    found = np.full(len(by_pictures), ranking.NO_SCORE, np.float32)
    found[there] = mixed
    return Ranking(mixed if every else found, span)


def shown_by_words(said: list[WordPull]) -> Scores:
    """Return the scores of words alone, float32 [n]: of the wanted ones the least.

    What is not wanted takes its probability away: 1 - p. So bands of probabilities keep their
    meaning, and weights have none.
    """
    columns = [words.scores if words.weight > 0 else 1 - words.scores for words in said]
    least: Scores = np.min(columns, axis=0).astype(np.float32)
    return least


def _balanced(weights: Doubles, signs: Doubles) -> Doubles:
    """Return weights by which what is wanted and what is not count the same, and sum to [m]."""
    balanced = weights.copy()
    for sign in (-1, 1):
        side = signs == sign
        if side.any() and not side.all():
            balanced[side] *= len(weights) / 2 / weights[side].sum()
    return balanced
