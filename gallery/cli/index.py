"""Scan a folder and embed its pictures; only new and changed files are worked on."""

import argparse
import shlex

from gallery.cli import work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import counted, path_shown
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    add_encoder(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Index the folder and return the counts."""
    folder = work.folder_of(options.folder)
    with work.session() as session:
        report = session.index(folder, work.encoder_of(options.encoder))
    return {
        **as_json(folder, "folder"),
        "encoder": report.encoder,
        "dim": report.dim,
        "found": report.found,
        "embedded": report.embedded,
        "reused": report.reused,
        "moved": report.moved,
        "removed": report.removed,
        "problems": report.problems,
        "ignored": report.ignored,
        "seconds": round(report.seconds, 3),
        "stages": report.stages,
    }


def text(result: JsonObject) -> str:
    """Return the counts in a sentence or two."""
    folder = path_shown(result, "folder")
    problems = f"{result['problems']:,} with problems" if result["problems"] else "no problems"
    lines = [
        f"{counted(result['found'], 'picture')} found in {folder}:"
        f" {result['embedded']:,} embedded now, {result['reused']:,} known, {problems}"
        f" ({result['seconds']:.1f} s)."
    ]
    if result["moved"] or result["removed"]:
        lines.append(f"{result['moved']:,} moved, {result['removed']:,} removed.")
    if result["problems"]:
        lines.append(f"See them with: lookalike problems {shlex.quote(folder)}")
    return "\n".join(lines)
