"""Rank the pictures of a folder by similarity to one picture, or to several at once."""

import argparse
from typing import Any

import numpy as np

from gallery.analysis import ranking
from gallery.cli import query, work
from gallery.cli.main import name_of
from gallery.cli.query import paths, text
from gallery.core.paths import as_json

__all__ = ["arguments", "paths", "run", "text"]


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument(
        "images",
        metavar="IMAGE",
        nargs="+",
        type=name_of,
        help="a picture, in the folder or not; several: like all of them together",
    )
    query.add_examples(command, "--unlike", "less like this one; can be repeated")
    command.add_argument("--others", action="store_true", help="leave the IMAGEs themselves out")
    query.add_place(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the `k` most similar pictures; score is the cosine with the query."""
    images = [work.picture_of(image) for image in options.images]
    unlike = [work.picture_of(image) for image in options.unlike]
    folder = work.folder_of(options.folder)
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        likes = query.vectors_of(session, encoder, images)
        unlikes = query.vectors_of(session, encoder, unlike)
        _subject, known = work.embedded(session, folder, encoder.name)
    left_out = query.within(folder, images) if options.others else set()
    asked = np.array([i for i, path in enumerate(known.paths) if path not in left_out], np.intp)
    wanted = work.enough(options.k, len(asked))
    at, scores = ranking.nearest(ranking.combine(likes, unlikes), known.vectors, wanted, asked)
    several = len(images) > 1 or bool(unlike)
    return {
        **as_json(images[0], "query"),
        **(query.examples_as_json(images, unlike) if several else {}),
        "encoder": encoder.name,
        "results": query.ranked(known.paths, asked[at], scores),
    }
