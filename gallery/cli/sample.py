"""Paint the sample library, so that everything can be tried with no photos."""

import argparse
import os
from typing import Any

from gallery.cli import work
from gallery.core.paths import Home, as_json
from gallery.engine.messages import Progress, Stage
from gallery.imaging import sample
from gallery.library import stand_in


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("--encoder", metavar="NAME", help="accepted; the pictures are the same")


def run(_options: argparse.Namespace) -> dict[str, Any]:
    """Paint what is missing and return the folder."""
    bar = work.Bar()

    def progress(done: int, total: int) -> None:
        bar(Progress(request=0, stage=Stage.SAMPLE, done=done, total=total))

    home = Home.default()
    stand_in.must_be_written(home)
    folder = sample.paint(home.create().cache, progress)
    bar.close()
    return as_json(os.fsencode(folder), "folder")


def text(result: dict[str, Any]) -> str:
    """Return the folder."""
    return str(result["folder"])
