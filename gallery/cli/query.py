"""What the commands share that rank the pictures of a folder: examples in, ranked paths out."""

import argparse
import os
from collections.abc import Iterable
from typing import Any

import numpy as np

from gallery.cli import work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import path_in, path_shown
from gallery.core.arrays import Vectors
from gallery.core.paths import all_as_json, as_json
from gallery.encoders.protocol import Encoder
from gallery.engine import requests


def add_place(command: argparse.ArgumentParser) -> None:
    """Add what says where to look, how far, and by which encoder."""
    command.add_argument("--in", dest="folder", metavar="FOLDER", required=True, type=name_of)
    command.add_argument(
        "-k", type=work.count, default=None, metavar="N", help=f"how many ({work.USUAL})"
    )
    add_encoder(command)


def add_examples(command: argparse.ArgumentParser, name: str, help_text: str) -> None:
    """Add an option that names a picture, and may be given several times."""
    command.add_argument(
        name, action="append", default=[], metavar="IMAGE", type=name_of, help=help_text
    )


def vectors_of(session: work.Session, encoder: Encoder, pictures: list[bytes]) -> Vectors:
    """Return the unit vectors of files, float32 [n, dim]; LookalikeError if one is no picture."""
    found = [
        requests.embed_file(session.context, path, encoder, session.control)[0] for path in pictures
    ]
    return np.stack(found) if found else np.zeros((0, encoder.dim), np.float32)


def examples_as_json(likes: list[bytes], unlikes: list[bytes]) -> dict[str, list[str]]:
    """Return the fields that name examples and counter-examples: `like`, `unlike`, each if any."""
    fields = {}
    for name, paths in (("like", likes), ("unlike", unlikes)):
        if paths:
            for key, value in all_as_json(paths).items():
                fields[key.replace("paths", name)] = value
    return fields


def within(folder: bytes, pictures: Iterable[bytes]) -> set[bytes]:
    """Return the paths by which files are known in a folder, whatever way they were named by."""
    root, inside = os.path.realpath(folder).rstrip(b"/") + b"/", set()
    for picture in pictures:
        real = os.path.realpath(picture)
        if real.startswith(root):
            inside.add(folder.rstrip(b"/") + b"/" + real[len(root) :])
    return inside


def ranked(known: list[bytes], rows: Any, scores: Any) -> list[dict[str, Any]]:
    """Return results as JSON: rank from 1, path, score."""
    pairs = zip(np.asarray(rows).tolist(), np.asarray(scores).tolist(), strict=True)
    return [
        {"rank": rank, **as_json(known[row]), "score": round(score, 6)}
        for rank, (row, score) in enumerate(pairs, 1)
    ]


def paths(result: dict[str, Any]) -> list[bytes]:
    """Return the exact paths, best first."""
    return [path_in(found) for found in result["results"]]


def text(result: dict[str, Any]) -> str:
    """Return one line for each result: score and path."""
    lines = [f"{found['score']:.3f}  {path_shown(found)}" for found in result["results"]]
    return "\n".join(lines) or "No pictures."
