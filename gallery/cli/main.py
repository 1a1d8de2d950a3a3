"""The command line: parses, runs one command, prints one JSON document or plain text."""

import argparse
import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TextIO

from gallery import __version__
from gallery.cli import COMMANDS
from gallery.core.errors import CancelledError, LookalikeError
from gallery.core.paths import Home
from gallery.library.store import sentence

DONE, FAILED, INTERRUPTED = 0, 1, 130


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        options = _parser().parse_args(arguments)
        with _stdout_for_result() as out:
            result = options.module.run(options)
            text = json.dumps(result) if options.json else options.module.text(result)
            _print(text, out)
    except LookalikeError as error:
        print(f"lookalike: {error}", file=sys.stderr)
        return FAILED
    except sqlite3.DatabaseError as error:
        print(f"lookalike: {sentence(error, Home.default())}", file=sys.stderr)
        return FAILED
    except (KeyboardInterrupt, CancelledError):
        print("lookalike: interrupted; what was stored stays.", file=sys.stderr)
        return INTERRUPTED
    return DONE


def _print(text: str, out: TextIO) -> None:
    """Print the result; a reader that closed early, as `head` does, is no failure."""
    try:
        print(text, file=out, flush=True)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def _stdout_for_result() -> Iterator[TextIO]:
    """Yield a stream for the result; whatever libraries print goes to stderr meanwhile."""
    sys.stdout.flush()
    with os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace") as stream:
        os.dup2(2, 1)
        try:
            yield stream
        finally:
            os.dup2(stream.fileno(), 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lookalike",
        description="Find look-alikes in a folder of photos, on this computer alone. "
        "With a folder, or with nothing, the window opens.",
        epilog="LOOKALIKE_HOME names the folder that holds the store, caches, models and settings.",
    )
    parser.add_argument("--version", action="version", version=f"lookalike {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"gallery.cli.{name}")
        summary = (module.__doc__ or "").partition("\n")[0].rstrip(".")
        command = commands.add_parser(name, help=summary, description=module.__doc__)
        command.add_argument("--json", action="store_true", help="print one JSON document")
        module.arguments(command)
        command.set_defaults(module=module)
    return parser


def add_encoder(command: argparse.ArgumentParser) -> None:
    """Add the option that names an encoder."""
    command.add_argument(
        "--encoder", metavar="NAME", help="encoder to use (see lookalike encoders)"
    )
