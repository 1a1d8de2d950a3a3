"""List the files of a folder that could not be used, and why."""

import argparse
import os
import shlex

from gallery.cli import work
from gallery.cli.main import name_of
from gallery.cli.wording import path_in, path_shown
from gallery.core.errors import FolderError
from gallery.core.json_types import JsonObject
from gallery.core.paths import Home, as_json, shown
from gallery.library import temporary_home
from gallery.library.reading import Reader
from gallery.library.records import ProblemRow
from gallery.library.store import bring_up_to_date


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument(
        "--encoder", metavar="NAME", type=name_of, help="accepted; problems are the same"
    )


def run(options: argparse.Namespace) -> JsonObject:
    """Return the problems that the last indexing found."""
    folder = work.folder_of(options.folder)
    with temporary_home.usable(Home.default()) as (home, _reason):
        temporary_home.furnish(home)
        number, rows = _read(home, folder)
    if not number:
        name = shown(folder)
        command = f"lookalike index {shlex.quote(name)}"
        raise FolderError(f"{name} has not been indexed yet. Run: {command}")
    problems = [
        {**as_json(os.path.join(folder, row.path)), "kind": row.kind, "message": row.message}
        for row in rows
    ]
    return {**as_json(folder, "folder"), "problems": problems}


def _read(home: Home, folder: bytes) -> tuple[int, list[ProblemRow]]:
    """Return the id of the folder, 0 when the store does not know it, and its problems."""
    # Nothing is made: to ask for problems must not leave an empty library behind.
    if not home.database.exists():
        return 0, []
    bring_up_to_date(home)
    reader = Reader(home)
    try:
        number = reader.folder_id(folder)
        return number, reader.problems(number)
    finally:
        reader.close()


def paths(result: JsonObject) -> list[bytes]:
    """Return the exact path of each problem."""
    return [path_in(problem) for problem in result["problems"]]


def text(result: JsonObject) -> str:
    """Return one line for each problem."""
    lines = [f"{path_shown(p)}: {p['message']}" for p in result["problems"]]
    return "\n".join(lines) or "No problems."
