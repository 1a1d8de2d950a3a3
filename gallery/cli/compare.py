"""Compare pictures pair by pair: cosine similarity, angle, Euclidean distance."""

import argparse
from typing import Any

import numpy as np

from gallery.analysis import ranking
from gallery.cli import work
from gallery.cli.main import add_encoder
from gallery.core.paths import all_as_json
from gallery.engine import requests


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("first", metavar="A")
    command.add_argument("others", metavar="B", nargs="+")
    add_encoder(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the three matrices, row and column in the order of the arguments."""
    paths = [work.picture_of(image) for image in (options.first, *options.others)]
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        vectors = [
            requests.embed_file(session.context, path, encoder, session.control)[0]
            for path in paths
        ]
    pairs = ranking.pairwise(np.stack(vectors))
    return {
        "encoder": encoder.name,
        **all_as_json(paths),
        "cosine": _rounded(pairs.cosine),
        "angle": _rounded(pairs.degrees),
        "euclidean": _rounded(pairs.euclidean),
    }


def _rounded(matrix: Any) -> list[list[float]]:
    rows: list[list[float]] = np.round(matrix, 6).tolist()
    return rows


def text(result: dict[str, Any]) -> str:
    """Return one line for each pair."""
    names = [path.rpartition("/")[2] for path in result["paths"]]
    lines = [
        f"{result['cosine'][i][j]:6.3f}  {result['angle'][i][j]:5.1f} degrees  {a} ~ {b}"
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i < j
    ]
    return "\n".join(lines)
