"""The system's trash: what goes in by Send2Trash, and where it lies then.

Send2Trash does not say where a file went. On Linux the trash keeps a note of where each file came
from (the FreeDesktop trash specification), by which it is found again.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from gallery.core import atomic_file

# A trash holds files/NAME and info/NAME.trashinfo, of which "Path=" says where it came from.
INFO, FILES, END = b"info", b"files", b".trashinfo"


def put(path: bytes) -> None:
    """Move a file to the trash.

    Raises:
        OSError: it could not be; it lies where it lay.
    """
    # Here: on Linux it may load GTK's bindings, which nothing else needs.
    from send2trash import send2trash

    send2trash(os.fsdecode(path))


def find(path: bytes) -> Iterator[bytes]:
    """Yield where files that lay at `path` lie in the trash, the last one first."""
    if sys.platform == "darwin":
        place = os.path.join(os.path.expanduser(b"~/.Trash"), os.path.basename(path))
        yield from [place] if os.path.lexists(place) else []
    elif os.name != "nt":
        found = [entry for trash, top in _trashes(path) for entry in _entries(trash, top, path)]
        yield from (place for _time, place in sorted(found, reverse=True))


def forget(place: bytes) -> None:
    """Remove the note of a file that was taken out of the trash again."""
    folder, name = os.path.split(place)
    trash, files = os.path.split(folder)
    if files == FILES:
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(trash, INFO, name + END))


def take_out(place: bytes, path: bytes) -> None:
    """Move a file from the trash to `path`, where nothing may lie.

    Raises:
        FileExistsError: something does.
        OSError: it cannot be moved; it lies where it lay.
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    atomic_file.move_new(place, path)
    forget(place)


def _trashes(path: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each trash that a file at `path` may be in, and the folder its notes start from."""
    # By the specification a file goes to the trash of the home, or to one of the two that may lie
    # at the top of its own drive.
    data = os.environb.get(b"XDG_DATA_HOME") or os.path.expanduser(b"~/.local/share")
    yield os.path.join(data, b"Trash"), data
    top = os.path.realpath(os.path.dirname(path))
    while not os.path.ismount(top):
        top = os.path.dirname(top)
    user = str(os.getuid()).encode()
    yield os.path.join(top, b".Trash", user), top
    yield os.path.join(top, b".Trash-" + user), top


def _entries(trash: bytes, top: bytes, path: bytes) -> Iterator[tuple[int, bytes]]:
    # A name that is taken in the trash gets a number, so only its beginning is the same.
    stem = os.path.splitext(os.path.basename(path))[0]
    wanted = {path, os.path.realpath(os.path.dirname(path)) + b"/" + os.path.basename(path)}
    with contextlib.suppress(OSError):
        for entry in os.scandir(os.path.join(trash, INFO)):
            if not entry.name.startswith(stem) or not entry.name.endswith(END):
                continue
            place = os.path.join(trash, FILES, entry.name[: -len(END)])
            if os.path.lexists(place) and _origin(entry.path, top) in wanted:
                yield entry.stat().st_mtime_ns, place


def _origin(note: bytes, top: bytes) -> bytes:
    """Return where a file came from, by its note in the trash; b"" where that says nothing."""
    with contextlib.suppress(OSError), open(note, "rb") as file:
        # No note of a real trash is larger.
        for line in file.read(1 << 16).splitlines():
            if line.startswith(b"Path="):
                # Relative paths are those from the drive's top.
                return os.path.join(top, unquote_to_bytes(line[5:]))
    return b""
