"""Tell where the sample library lies, with which everything can be tried with no photos."""

import argparse
import os

from gallery.cli.main import name_of
from gallery.core.errors import FolderError
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json
from resources import SAMPLE
from resources import path as resource


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument(
        "--encoder", metavar="NAME", type=name_of, help="accepted; the pictures are the same"
    )


def run(_options: argparse.Namespace) -> JsonObject:
    """Return the folder."""
    folder = resource(SAMPLE)
    if not folder.is_dir():
        raise FolderError("The sample library is not part of this build.")
    return as_json(os.fsencode(folder), "folder")


def text(result: JsonObject) -> str:
    """Return the folder."""
    return str(result["folder"])
