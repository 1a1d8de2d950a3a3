"""How results are put into words: numbers with their nouns, names in one line."""

import base64
import os

from gallery.core.errors import LookalikeError
from gallery.core.json_types import JsonObject
from gallery.core.paths import shown
from gallery.core.sentence import ENGLISH


def counted(number: int, noun: str) -> str:
    """Return "1 picture", "2,000 pictures"."""
    return ENGLISH.counted(f"{{n}} {noun}", f"{{n}} {noun}s", number)


def path_in(entry: JsonObject, name: str = "path") -> bytes:
    """Return the exact path of a JSON object: the inverse of `as_json`."""
    if f"{name}_b64" in entry:
        return base64.b64decode(entry[f"{name}_b64"])
    return os.fsencode(str(entry[name]))


def paths_in(entry: JsonObject, name: str = "paths") -> list[bytes]:
    """Return the exact paths of a JSON object: the inverse of `all_as_json`."""
    if f"{name}_b64" in entry:
        return [base64.b64decode(text) for text in entry[f"{name}_b64"]]
    return [text.encode() for text in entry[name]]


def path_shown(entry: JsonObject, name: str = "path") -> str:
    """Return the path of a JSON object to look at, in one line."""
    return shown(path_in(entry, name))


def path_lines(paths: list[bytes], *, nul: bool) -> bytes:
    """Return paths, each ended by a line break or NUL.

    Raises:
        LookalikeError: a name holds a line break, and would be read as two.
    """
    end = b"\0" if nul else b"\n"
    # The exact bytes: such a name can be listed with NUL alone.
    if any(end in path for path in paths):
        raise LookalikeError("A name holds a line break and would be read as two; use -0.")
    return b"".join(path + end for path in paths)
