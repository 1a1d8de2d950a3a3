"""Rank the pictures of a folder by words, and by pictures they should or should not be like."""

import argparse
import os

from gallery.analysis import ranking, steering
from gallery.analysis.steering import Pull, WordPull
from gallery.cli import query, streams, work
from gallery.cli.query import paths, text
from gallery.core.arrays import Scores
from gallery.core.errors import UsageError
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_text
from gallery.core.query import Words
from gallery.encoders import catalogue
from gallery.engine.jobs import find, steered
from gallery.engine.jobs.embed import Subject

__all__ = ["arguments", "paths", "run", "text"]


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("words", metavar="WORDS", nargs="*", help="what is to be seen")
    query.add_examples(command, "--like", "more like this picture; can be repeated")
    query.add_examples(command, "--unlike", "less like this picture; can be repeated")
    query.add_crop(command, "--like")
    query.add_place(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Return the `k` best pictures; `kept` is how many rather show the words than not.

    Where none does, the nearest are given, as in the window. Beside a picture a word weighs and
    leaves none out, and `kept` is how many lie above the edge of likeness.
    """
    words = as_text(os.fsencode(" ".join(options.words))).strip()
    if not words and not options.like:
        raise UsageError("Name some words to look for, or a picture with --like.")
    if options.crop and not options.like:
        raise UsageError("--crop is a part of a picture; name it with --like.")
    folder = work.folder_of(options.folder)
    like = [work.picture_of(image) for image in options.like]
    unlike = [work.picture_of(image) for image in options.unlike]
    examples = query.Examples(like, unlike, options.crop, words)
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        asked = query.asked(session, encoder, examples)
        there = work.embedded(session, folder, encoder.name)
        if like:
            found = _by_pictures(session, there, asked, (options.k, folder, like))
        else:
            found = _by_words(session, there, asked, options.k)
    return {
        "query": words,
        **query.examples_as_json(like, unlike),
        "encoder": encoder.name,
        **found,
    }


def _by_pictures(
    session: work.WorkSession,
    there: tuple[Subject, work.EmbeddedFolder],
    asked: query.Asked,
    about: tuple[int | None, bytes, list[bytes]],
) -> JsonObject:
    """Return results and kept of pictures, and of words beside them."""
    k, folder, like = about
    found = query.FoundPictures.of(session, there, asked, query.within(folder, like))
    found.say_where_it_ends()
    return {"results": found.best(work.enough(k, found.count())), "kept": found.kept()}


def _by_words(
    session: work.WorkSession,
    there: tuple[Subject, work.EmbeddedFolder],
    asked: query.Asked,
    k: int | None,
) -> JsonObject:
    """Return results and kept of words alone, and of what is not wanted beside them."""
    (words,) = [part.what for part in asked.query.words if isinstance(part.what, Words)]
    scores, kept, given = _scores(session, there, asked, words.text)
    paths = there[1].paths
    if k and kept and given < min(k, len(paths)):
        streams.say(f"-k {k}: no more than {given:,} hold these words.")
    if not kept and given:
        streams.say(f"Nothing surely shows “{words.text}”; the nearest are given.")
    order = ranking.ranked(scores)[: min(work.enough(k, len(paths)), given)]
    return {"results": query.ranked(paths, order, scores[order]), "kept": kept}


def _scores(
    session: work.WorkSession,
    there: tuple[Subject, work.EmbeddedFolder],
    asked: query.Asked,
    text: str,
) -> tuple[Scores, int, int]:
    """Return the score of each picture, float32 [n], how many are kept, and how many given."""
    (subject, known), pulls = there, steered.unwanted(asked.ready)
    if not find.knows_words(subject):
        vectors = subject.encoder.words([text])
        if vectors is None:
            raise catalogue.knows_no_words(subject.encoder.name)
        mixed = steering.rank([*pulls, Pull(vectors, examples=False)], [], known.vectors)
        return mixed.scores, len(known.paths), len(known.paths)
    said = find.search(session.context.store, subject, text)
    best = said.best()
    scores = steered.of_each(known.contents, said.contents[best], said.chances[best])
    given = int((scores > 0).sum())
    if pulls:  # what is not wanted changes the order of what the words kept
        scores = steering.rank(pulls, [WordPull(scores)], known.vectors).scores
    return scores, given if said.kept else 0, given
