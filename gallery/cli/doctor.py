"""Check that everything the program needs is there, and say what to do if not."""

import argparse
import platform
import sqlite3
from importlib import import_module

from gallery.cli import streams
from gallery.cli.main import name_of
from gallery.cli.wording import counted
from gallery.core.errors import LookalikeError
from gallery.core.json_types import JsonObject
from gallery.core.paths import Home
from gallery.encoders import registry
from gallery.library import temporary_home
from gallery.library.store import Store
from resources import BUILT_IN, default_encoder

CheckLine = tuple[str, bool, str]

NEEDED = ("numpy", "PIL", "pi_heif", "onnxruntime", "sklearn", "PySide6.QtCore")


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("--encoder", metavar="NAME", type=name_of, help="also load this encoder")


def run(options: argparse.Namespace) -> JsonObject:
    """Return the checks; `ok` is whether all that is needed by default passed."""
    home = Home.default()
    checks: list[tuple[CheckLine, bool]] = [(("python", True, platform.python_version()), True)]
    checks += [(_import(name), True) for name in NEEDED]
    checks.append((_store(home), True))
    checks.append((_encoder(options.encoder or default_encoder(), home), True))
    # Not needed: without torch, or with the second-best encoder, everything still works.
    checks += [(check, False) for check in (*_weights(), *_torch())]
    return {
        "ok": all(check[1] for check, needed in checks if needed),
        "checks": [
            {"name": name, "ok": ok, "detail": detail} for (name, ok, detail), _needed in checks
        ],
    }


def _import(name: str) -> CheckLine:
    try:
        module = import_module(name)
    except ImportError as error:
        return name, False, f"{error}. Run: make setup  (or: pip install lookalike)"
    return name, True, str(getattr(module, "__version__", "here"))


def _store(home: Home) -> CheckLine:
    try:
        temporary_home.must_be_written(home)
        store = Store(home)
        pictures = store.reading.execute("SELECT count(*) FROM file").fetchone()[0]
        store.close()
    except (LookalikeError, sqlite3.Error) as error:
        return "store", False, str(error)
    return "store", True, f"{home.root}: {counted(pictures, 'picture')}"


def _encoder(name: str, home: Home) -> CheckLine:
    try:
        encoder = registry.load(name, home)
    except LookalikeError as error:
        return f"encoder {name}", False, str(error)
    return f"encoder {name}", True, f"{encoder.dim} numbers a picture"


def _weights() -> list[CheckLine]:
    """Return what is wrong with the encoders that come with the program: nothing, usually."""
    missing = registry.taken_over()
    return [(f"weights of {BUILT_IN[0]}", False, str(missing))] if missing else []


def _torch() -> list[CheckLine]:
    from gallery.encoders import torch_runtime

    return [
        (str(name), bool(ok), str(detail)) for name, ok, detail in torch_runtime.import_report()
    ]


def text(result: JsonObject) -> str:
    """Return one line for each check."""
    lines = [
        f"{'ok ' if check['ok'] else 'NO '} {check['name']}: {check['detail']}"
        for check in result["checks"]
    ]
    streams.say("all that is needed is here." if result["ok"] else "something is missing.")
    return "\n".join(lines)
