"""List the files of a folder that could not be used, and why."""

import argparse
import os
from typing import Any

from gallery.cli import work
from gallery.core.errors import FolderError
from gallery.core.paths import Home, as_json, shown
from gallery.library.reading import Reader
from gallery.library.store import check_version


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER")
    command.add_argument("--encoder", metavar="NAME", help="accepted; problems are the same")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the problems that the last indexing found."""
    folder = work.folder_of(options.folder)
    home = Home.default()
    number = 0
    if home.database.exists():
        check_version(home)
        reader = Reader(home)
        try:
            number = reader.folder_id(folder)
            rows = reader.problems(number)
        finally:
            reader.close()
    if not number:
        name = shown(folder)
        raise FolderError(f"{name} has not been indexed yet. Run: lookalike index {name}")
    problems = [
        {**as_json(os.path.join(folder, row.path)), "kind": row.kind, "message": row.message}
        for row in rows
    ]
    return {"folder": shown(folder), "problems": problems}


def text(result: dict[str, Any]) -> str:
    """Return one line for each problem."""
    lines = [f"{p['path']}: {p['message']}" for p in result["problems"]]
    return "\n".join(lines) or "No problems."
