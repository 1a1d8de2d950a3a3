"""Scan a folder and embed its pictures; only new and changed files are worked on."""

import argparse
from typing import Any

from gallery.cli import work
from gallery.cli.main import add_encoder
from gallery.core.paths import Home, as_json
from gallery.library import stand_in


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER")
    add_encoder(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Index the folder and return the counts."""
    folder = work.folder_of(options.folder)
    stand_in.must_be_written(Home.default())
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


def text(result: dict[str, Any]) -> str:
    """Return the counts in a sentence or two."""
    lines = [
        f"{result['found']:,} pictures found in {result['folder']}: {result['embedded']:,} embedded"
        f" now, {result['reused']:,} known, {result['problems']:,} with problems"
        f" ({result['seconds']:.1f} s)."
    ]
    if result["moved"] or result["removed"]:
        lines.append(f"{result['moved']:,} moved, {result['removed']:,} removed.")
    if result["problems"]:
        lines.append(f"See them with: lookalike problems {result['folder']}")
    return "\n".join(lines)
