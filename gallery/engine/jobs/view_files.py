"""Pictures decoded for the viewer, handed over as raw pixels in files of the cache."""

import contextlib
import os
import time
from pathlib import Path

from gallery.core.errors import StoreError, StoreFullError
from gallery.core.paths import Home
from gallery.imaging.results import View
from gallery.library.store import sentence

KEEP_BYTES = 1 << 30  # about 30 pictures of a 4K screen
FOLDER = "views"
OLD_S = 24 * 3600  # a younger one may be on its way to a window of another engine


def write_view(home: Home, view: View, number: int) -> Path:
    """Write the pixels of `view`, height x width x 4 bytes, and return the file.

    A file is written whole under another name first, so that a reader never sees half of it. The
    oldest files go when all together are larger than KEEP_BYTES, and sooner on a full disk.

    Raises:
        StoreError: there is no space left, or the cache may not be written.
    """
    name, data = f"{os.getpid()}-{number}.bgrx", view.pixels.tobytes()
    try:
        path = _written(home, name, data)
    except StoreFullError:
        # Those in the cache are only copies: they make room for what a person waits for.
        _bound(home.cache / FOLDER, 0)
        path = _written(home, name, data)
    _bound(path.parent, KEEP_BYTES)
    return path


def write_query(home: Home, thumbnail: bytes, number: int) -> str:
    """Write the JPEG thumbnail of a picture from outside and return the file, or "" if it cannot
    be written: the picture is a query all the same."""
    try:
        return str(_written(home, f"{os.getpid()}-{number}.jpg", thumbnail))
    except StoreError:
        return ""


def _written(home: Home, name: str, data: bytes) -> Path:
    path = home.cache / FOLDER / name
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise sentence(error, home) from error
    return path


def clear_views(home: Home) -> None:
    """Remove what earlier engines left behind; another one may be running beside this one."""
    for path in (home.cache / FOLDER).glob("*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > OLD_S:
                path.unlink()


def _bound(folder: Path, most: int) -> None:
    """Remove the oldest files while all together have more than `most` bytes; two stay."""
    found = []
    for path in folder.glob("*.bgrx"):
        with contextlib.suppress(FileNotFoundError):  # another engine keeps to the bound as well
            status = path.stat()
            found.append((status.st_mtime_ns, status.st_size, path))
    found.sort()
    total = sum(size for _time, size, _path in found)
    for _time, size, path in found[:-2]:
        if total <= most:
            return
        total -= size
        path.unlink(missing_ok=True)
