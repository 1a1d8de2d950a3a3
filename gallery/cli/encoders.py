"""List the encoders there are, and which can be used now."""

import argparse
from typing import Any

from gallery.cli.main import name_of
from gallery.core.paths import Home
from gallery.encoders import catalogue, registry

KEYS = ("name", "dim", "words", "available", "size_bytes", "licence", "default")


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("--encoder", metavar="NAME", type=name_of, help="list this one alone")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return what is offered; the default comes first."""
    return {
        "encoders": [
            {key: getattr(info, key) for key in KEYS}
            for info in registry.known(Home.default())
            if options.encoder in (None, info.name)
        ]
    }


def text(result: dict[str, Any]) -> str:
    """Return one line for each encoder."""
    lines = []
    for info in result["encoders"]:
        mark = "*" if info["default"] else " "
        state = "ready" if info["available"] else f"{info['size_bytes'] / 1e6:,.0f} MB to fetch"
        words = "words" if info["words"] else ""
        purpose = catalogue.purpose(info["name"])
        name = f"{mark} {purpose:14} {info['name']:45}"
        lines.append(f"{name} {state:18} {words:6} {info['licence']}")
    return "\n".join(lines)
