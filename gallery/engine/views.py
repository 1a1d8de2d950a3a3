"""Pictures decoded for the viewer, handed over as raw pixels in files of the cache."""

import os
from pathlib import Path

from gallery.core.paths import Home
from gallery.imaging.results import View

KEEP_BYTES = 1 << 30
FOLDER = "views"


def write_view(home: Home, view: View, number: int) -> Path:
    """Write the pixels of `view`, height x width x 4 bytes, and return the file.

    A file is written whole under another name first, so that a reader never sees half of it. The
    oldest files go when all together are larger than KEEP_BYTES.
    """
    folder = home.cache / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{os.getpid()}-{number}.bgrx"
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(view.pixels.tobytes())
    beside.replace(path)
    _bound(folder)
    return path


def write_query(home: Home, thumbnail: bytes, number: int) -> str:
    """Write the JPEG thumbnail of a picture from outside and return the file."""
    folder = home.cache / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{os.getpid()}-{number}.jpg"
    path.write_bytes(thumbnail)
    return str(path)


def clear_views(home: Home) -> None:
    """Remove what an earlier engine left behind."""
    for path in (home.cache / FOLDER).glob("*"):
        path.unlink(missing_ok=True)


def _bound(folder: Path) -> None:
    found = sorted(folder.glob("*.bgrx"), key=lambda path: path.stat().st_mtime_ns)
    total = sum(path.stat().st_size for path in found)
    for path in found[:-2]:
        if total <= KEEP_BYTES:
            return
        total -= path.stat().st_size
        path.unlink(missing_ok=True)
