"""The command line: parses, runs one command, prints one JSON document, text or paths."""

import argparse
import json
import sqlite3
from importlib import import_module
from typing import NoReturn

from gallery import __version__
from gallery.cli import COMMANDS, streams
from gallery.cli.wording import path_lines
from gallery.core.errors import CancelledError, LookalikeError, UsageError
from gallery.core.json_types import JsonObject
from gallery.core.paths import Home
from gallery.library.store import sentence

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; SystemExit for help and for wrong usage."""
    streams.settle()
    options = _parsed(arguments)
    # From here on what libraries print goes to stderr: stdout is one JSON document or nothing.
    with streams.result() as out:
        try:
            code, data = DONE, _output(options, options.module.run(options))
        except (LookalikeError, sqlite3.DatabaseError, KeyboardInterrupt, CancelledError) as error:
            code, told = _failure(error)
            streams.say(told)
            data = streams.error_document(told) if options.json else b""
        if data and not out.write(data):
            return code or FAILED
    return code


def _failure(error: BaseException) -> tuple[int, str]:
    """Return the exit code and the sentence for what stopped a command."""
    match error:
        case UsageError():
            return WRONG_USAGE, str(error)
        case LookalikeError():
            return FAILED, str(error)
        case sqlite3.DatabaseError():
            return FAILED, str(sentence(error, Home.default()))
    return INTERRUPTED, "interrupted; what was stored stays."


def _output(options: argparse.Namespace, result: JsonObject) -> bytes:
    """Return what is printed of a result."""
    if options.json:
        return json.dumps(result).encode() + b"\n"
    if hasattr(options, "format") and (options.nul or options.format == "paths"):
        return path_lines(options.module.paths(result), nul=options.nul)
    text: str = options.module.text(result)
    return text.encode("utf-8", "backslashreplace") + b"\n"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and as JSON where that was asked for."""

    arguments: list[str]

    def error(self, message: str) -> NoReturn:
        if streams.wants_json(_Parser.arguments):
            with streams.result() as out:
                out.write(streams.error_document(message))
        streams.write_error(f"{self.format_usage()}{self.prog}: {streams.one_line(message)}\n")
        self.exit(WRONG_USAGE)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    _Parser.arguments = arguments
    try:
        return _parser().parse_args(arguments)
    except SystemExit as end:
        # --help was printed by argparse, which does not notice that its reader has gone.
        raise SystemExit(end.code or streams.flush()) from None


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lookalike",
        description="Find look-alikes in a folder of photos, on this computer alone. "
        "With a folder, or with nothing, the window opens.",
        epilog="LOOKALIKE_HOME names the folder that holds the store, caches, models and settings.",
    )
    parser.add_argument("--version", action="version", version=f"lookalike {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        # All of them are imported for their help; what is heavy they import in their functions.
        module = import_module(f"gallery.cli.{name}")
        summary = (module.__doc__ or "").partition("\n")[0].rstrip(".")
        command = commands.add_parser(name, help=summary, description=module.__doc__)
        command.add_argument("--json", action="store_true", help="print one JSON document")
        if hasattr(module, "paths"):
            _add_formats(command)
        module.arguments(command)
        command.set_defaults(module=module)
    return parser


def _add_formats(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format", choices=("text", "paths"), default="text", help="paths: print nothing else"
    )
    command.add_argument(
        "-0", dest="nul", action="store_true", help="print paths, each ended by NUL"
    )


def add_encoder(command: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Add the option that names an encoder, or several of them."""
    more = "; can be repeated" if several else ""
    command.add_argument(
        "--encoder",
        metavar="NAME",
        type=name_of,
        action="append" if several else "store",
        help=f"encoder to use (see lookalike encoders){more}",
    )


def add_force(command: argparse.ArgumentParser) -> None:
    """Add the option that lets an output replace what is there."""
    command.add_argument(
        "--force", action="store_true", help="write over other files, and into folders of pictures"
    )


def name_of(text: str) -> str:
    """Return a name, as an argument's type: nothing is none."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return text
