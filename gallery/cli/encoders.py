"""List the encoders there are, and which can be used now."""

import argparse

from gallery.cli.main import name_of
from gallery.core.json_types import JsonObject
from gallery.core.paths import Home
from gallery.encoders import registry
from gallery.encoders.registry import EncoderInfo

# The JSON has these and no more: sentences and speeds are for people, and change.
KEYS = ("name", "dim", "words", "available", "size_bytes", "licence", "default")


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("--encoder", metavar="NAME", type=name_of, help="list this one alone")


def run(options: argparse.Namespace) -> JsonObject:
    """Return what is offered; the default comes first."""
    return {
        "encoders": [
            {key: getattr(info, key) for key in KEYS}
            for info in registry.known(Home.default())
            if options.encoder in (None, info.name)
        ]
    }


def text(result: JsonObject) -> str:
    """Return one line for each encoder, and what is to be done for those that are not ready."""
    names = {info["name"] for info in result["encoders"]}
    infos = [info for info in registry.known(Home.default()) if info.name in names]
    lines = []
    for info in infos:
        mark = "*" if info.default else " "
        words = "words" if info.words else ""
        name = f"{mark} {info.purpose:14} {info.name:45}"
        lines.append(f"{name} {_state(info):21} {words:6} {info.licence}")
    return "\n".join(lines + _to_do(infos))


def _state(info: EncoderInfo) -> str:
    if info.available:
        return "ready"
    if not info.needs:
        return f"{_megabytes(info)} to fetch" if info.size_bytes else "not installed"
    return f"needs {info.needs}, {_megabytes(info)}"


def _megabytes(info: EncoderInfo) -> str:
    return f"{info.size_bytes / 1e6:,.0f} MB"


def _to_do(infos: list[EncoderInfo]) -> list[str]:
    lines = []
    if any(not (info.available or info.needs) and info.size_bytes for info in infos):
        lines.append("What is to fetch is downloaded when it is chosen in the window.")
    needed = {info.needs: info.install for info in infos if info.needs}
    for what, command in needed.items():
        how = f"{what}, which the others need, is installed by: {command}"
        lines.append(how if command else f"{what} cannot be added to this copy of Lookalike.")
    if lines and any(info.available for info in infos):
        lines.insert(0, "What is ready needs nothing more; * is used where none is named.")
    return ["", *lines] if lines else []
