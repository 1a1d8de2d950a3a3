"""Rank the pictures of a folder by similarity to one picture."""

import argparse
from typing import Any

import numpy as np

from gallery.analysis import ranking
from gallery.cli import work
from gallery.cli.main import add_encoder
from gallery.core.paths import as_json
from gallery.engine import requests


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("image", metavar="IMAGE", help="a picture, in the folder or not")
    command.add_argument("--in", dest="folder", metavar="FOLDER", required=True)
    command.add_argument("-k", type=work.count, default=20, metavar="N", help="how many (20)")
    add_encoder(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the `k` most similar pictures; score is the cosine."""
    image, folder = work.picture_of(options.image), work.folder_of(options.folder)
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        query, _ = requests.embed_file(session.context, image, encoder, session.control)
        _subject, known = work.embedded(session, folder, encoder.name)
    rows, scores = ranking.nearest(query, known.vectors, options.k)
    return {
        **as_json(image, "query"),
        "encoder": encoder.name,
        "results": ranked(known.paths, rows, scores),
    }


def ranked(paths: list[bytes], rows: Any, scores: Any) -> list[dict[str, Any]]:
    """Return results as JSON: rank from 1, path, score."""
    pairs = zip(np.asarray(rows).tolist(), np.asarray(scores).tolist(), strict=True)
    return [
        {"rank": rank, **as_json(paths[row]), "score": round(score, 6)}
        for rank, (row, score) in enumerate(pairs, 1)
    ]


def text(result: dict[str, Any]) -> str:
    """Return one line for each result: score and path."""
    return "\n".join(f"{r['score']:.3f}  {r['path']}" for r in result["results"]) or "No pictures."
