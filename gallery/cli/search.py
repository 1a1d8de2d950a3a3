"""Rank the pictures of a folder by words, and by pictures they should or should not be like."""

import argparse
import os
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.cli import query, streams, work
from gallery.cli.query import paths, text
from gallery.core.arrays import Vectors
from gallery.core.errors import LookalikeError, UsageError
from gallery.core.paths import as_text
from gallery.encoders import catalogue
from gallery.engine import finding
from gallery.engine.embedding import Subject

__all__ = ["arguments", "paths", "run", "text"]

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words, "" for none, and unit vectors of examples and counter-examples, [n, dim]."""

    words: str
    likes: Vectors
    unlikes: Vectors


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("words", metavar="WORDS", nargs="*", help="what is to be seen")
    query.add_examples(command, "--like", "more like this picture; can be repeated")
    query.add_examples(command, "--unlike", "less like this picture; can be repeated")
    query.add_place(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the `k` best pictures; `kept` is how many rather show the words than not.

    Where none does, the nearest are given, as in the window. Beside a picture a word weighs, and
    leaves none out.
    """
    words = as_text(os.fsencode(" ".join(options.words))).strip()
    if not words and not options.like:
        raise UsageError("Name some words to look for, or a picture with --like.")
    folder = work.folder_of(options.folder)
    like = [work.picture_of(image) for image in options.like]
    unlike = [work.picture_of(image) for image in options.unlike]
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        likes, unlikes = (query.vectors_of(session, encoder, some) for some in (like, unlike))
        subject, known = work.embedded(session, folder, encoder.name)
        scores, kept, there = _scores(session, subject, known, _Asked(words, likes, unlikes))
    if options.k and kept and there < min(options.k, len(known.paths)):
        streams.say(f"-k {options.k}: no more than {there:,} hold these words.")
    if not kept and there:
        streams.say(f"Nothing surely shows “{words}”; the nearest are given.")
    order = ranking.ranked(scores)[: min(work.enough(options.k, len(known.paths)), there)]
    return {
        "query": words,
        **query.examples_as_json(like, unlike),
        "encoder": encoder.name,
        "results": query.ranked(known.paths, order, scores[order]),
        "kept": kept,
    }


def _scores(
    session: work.Session, subject: Subject, known: work.Embedded, asked: _Asked
) -> tuple[Scores, int, int]:
    """Return the score of each picture, float32 [n], how many are kept, and how many given."""
    encoder, everything = subject.encoder, len(known.paths)
    if not asked.words:
        by_pictures = ranking.combine(asked.likes, asked.unlikes)
        return ranking.scores(by_pictures, known.vectors), everything, everything
    if finding.knows_words(subject):
        return _by_words(session, subject, known, asked)
    said = encoder.words([asked.words])
    if said is None:
        raise LookalikeError(catalogue.knows_no_words(encoder.name))
    if not len(asked.likes):
        mixed = ranking.combine(asked.likes, asked.unlikes, said)
        return ranking.scores(mixed, known.vectors), everything, everything
    by_words = ranking.scores(said[0], known.vectors)
    both = ranking.words_beside_pictures(by_words, _steer(known, asked))
    return both, everything, everything


def _by_words(
    session: work.Session, subject: Subject, known: work.Embedded, asked: _Asked
) -> tuple[Scores, int, int]:
    """Return what `_scores` does, by words with a probability in each picture."""
    said = finding.search(session.context.store, subject, asked.words)
    if len(asked.likes):
        chances = _of_each(known, said.contents, said.chances)
        both = ranking.words_beside_pictures(chances, _steer(known, asked), same_scale=True)
        return both, len(known.paths), len(known.paths)
    best = said.best()
    scores = _of_each(known, said.contents[best], said.chances[best])
    given = int((scores > 0).sum())
    if len(asked.unlikes):  # dislikes re-order what the words kept
        scores = np.where(scores > 0, scores * (1 + _steer(known, asked)) / 2, scores)
    return scores, given if said.kept else 0, given


def _steer(known: work.Embedded, asked: _Asked) -> Scores:
    return ranking.scores(ranking.combine(asked.likes, asked.unlikes), known.vectors)


def _of_each(known: work.Embedded, contents: NDArray[np.int64], chances: Scores) -> Scores:
    """Return the chance of each picture, float32 [n]; 0 for one whose content is not there."""
    chance_of = dict(zip(contents.tolist(), chances.tolist(), strict=True))
    return np.array([chance_of.get(c, 0.0) for c in known.contents.tolist()], np.float32)
