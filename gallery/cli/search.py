"""Rank the pictures of a folder by words, and by pictures they should or should not be like."""

import argparse
from typing import Any

import numpy as np

from gallery.analysis import ranking
from gallery.cli import work
from gallery.cli.main import add_encoder
from gallery.cli.similar import ranked, text
from gallery.core.arrays import Vectors
from gallery.core.errors import LookalikeError
from gallery.encoders.protocol import Encoder
from gallery.engine import requests, tagging

__all__ = ["arguments", "run", "text"]


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("words", metavar="WORDS", nargs="+")
    command.add_argument("--in", dest="folder", metavar="FOLDER", required=True)
    command.add_argument("-k", type=work.count, default=20, metavar="N", help="how many (20)")
    command.add_argument("--like", action="append", default=[], metavar="IMAGE")
    command.add_argument("--unlike", action="append", default=[], metavar="IMAGE")
    add_encoder(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the `k` best pictures; `kept` is how many hold the words at all."""
    folder, words = work.folder_of(options.folder), " ".join(options.words)
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        likes = _vectors(session, encoder, options.like)
        unlikes = _vectors(session, encoder, options.unlike)
        subject, known = work.embedded(session, folder, encoder.name)
        said = encoder.words([words])
        if said is not None:
            query = ranking.combine(likes, unlikes, said)
            scores, kept = ranking.scores(query, known.vectors), len(known.paths)
        elif tagging.can_tag(encoder):
            scores, kept = _by_tags(session, subject, known, words)
            if len(likes) or len(unlikes):
                # Likes and dislikes re-order what the words kept.
                steer = ranking.scores(ranking.combine(likes, unlikes), known.vectors)
                scores = np.where(scores > 0, scores * (1 + steer) / 2, scores)
        else:
            raise LookalikeError(
                f"The encoder “{encoder.name}” does not know words; “compact” and “clip” do."
            )
    order = ranking.ranked(scores.astype(np.float32))[: min(options.k, kept)]
    return {
        "query": words,
        "encoder": encoder.name,
        "results": ranked(known.paths, order, scores[order]),
        "kept": kept,
    }


def _vectors(session: work.Session, encoder: Encoder, pictures: list[str]) -> Vectors:
    """Return the unit vectors of files named on the command line, [n, dim]."""
    found = [
        requests.embed_file(session.context, work.picture_of(name), encoder, session.control)[0]
        for name in pictures
    ]
    return np.stack(found) if found else np.zeros((0, encoder.dim), np.float32)


def _by_tags(session: Any, subject: Any, known: Any, words: str) -> tuple[Any, int]:
    _meaning, contents, chances = tagging.search(
        session.context.store, subject.folder, subject.encoder_row, words
    )
    chance_of = dict(zip(contents.tolist(), chances.tolist(), strict=True))
    scores = np.array([chance_of.get(c, 0.0) for c in known.contents.tolist()], np.float32)
    return scores, int((scores > 0).sum())
