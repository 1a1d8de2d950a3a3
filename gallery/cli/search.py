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
from gallery.engine import tagging
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
    """Return the `k` best pictures; `kept` is how many hold the words at all.

    Beside a picture a word weighs, and leaves none out.
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
        scores, kept = _scores(session, subject, known, _Asked(words, likes, unlikes))
    if options.k and kept < min(options.k, len(known.paths)):
        streams.say(f"-k {options.k}: no more than {kept:,} hold these words.")
    order = ranking.ranked(scores)[: min(work.enough(options.k, len(known.paths)), kept)]
    return {
        "query": words,
        **query.examples_as_json(like, unlike),
        "encoder": encoder.name,
        "results": query.ranked(known.paths, order, scores[order]),
        "kept": kept,
    }


def _scores(
    session: work.Session, subject: Subject, known: work.Embedded, asked: _Asked
) -> tuple[Scores, int]:
    """Return the score of each picture, float32 [n], and how many are left by it."""
    encoder, everything = subject.encoder, len(known.paths)
    if not asked.words:
        by_pictures = ranking.combine(asked.likes, asked.unlikes)
        return ranking.scores(by_pictures, known.vectors), everything
    said = encoder.words([asked.words])
    if said is None and not tagging.can_tag(encoder):
        raise LookalikeError(catalogue.knows_no_words(encoder.name))
    if said is None:
        by_words, kept = _by_tags(session, subject, known, asked.words)
    elif len(asked.likes):
        by_words, kept = ranking.scores(said[0], known.vectors), everything
    else:
        mixed = ranking.combine(asked.likes, asked.unlikes, said)
        return ranking.scores(mixed, known.vectors), everything
    if not (len(asked.likes) or len(asked.unlikes)):
        return by_words, kept
    steer = ranking.scores(ranking.combine(asked.likes, asked.unlikes), known.vectors)
    if not len(asked.likes):  # dislikes re-order what the words kept
        return np.where(by_words > 0, by_words * (1 + steer) / 2, by_words), kept
    both = ranking.words_beside_pictures(by_words, steer, same_scale=said is None)
    return both, everything


def _by_tags(
    session: work.Session, subject: Subject, known: work.Embedded, words: str
) -> tuple[Scores, int]:
    _meaning, contents, chances = tagging.search(
        session.context.store, subject.folder, subject.encoder_row, words
    )
    chance_of = dict(zip(contents.tolist(), chances.tolist(), strict=True))
    scores = np.array([chance_of.get(c, 0.0) for c in known.contents.tolist()], np.float32)
    return scores, int((scores > 0).sum())
