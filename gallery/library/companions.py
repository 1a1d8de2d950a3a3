"""Files that belong to a picture: its raw file, its film, its sidecar.

A camera writes IMG_1.CR2 and IMG_1.JPG, a phone IMG_1.HEIC and IMG_1.MOV: one moment, two files.
"""

import os
from collections.abc import Iterable
from datetime import datetime

from gallery.core.paths import PICTURE_SUFFIXES, RAW_SUFFIXES, suffix

FILMS = frozenset(b"mov mp4 m4v 3gp mts m2ts avi".split())
SIDECARS = frozenset(b"xmp aae thm pp3 dop on1".split())
TOGETHER_S = 2.0


def stem(path: bytes) -> bytes:
    """Return folder and name of a file without its suffix, in lower case."""
    end = suffix(os.path.basename(path))
    return (path[: -len(end) - 1] if end else path).lower()


def is_raw(path: bytes) -> bool:
    """Return whether a file is a camera's raw file, by its name."""
    return suffix(os.path.basename(path)) in RAW_SUFFIXES


def is_pair(one: tuple[bytes, str], other: tuple[bytes, str]) -> bool:
    """Return whether two files are the raw file and the picture of one shot.

    Args:
        one, other: path, and the date taken as "YYYY-MM-DD HH:MM:SS" or "".
    """
    if is_raw(one[0]) == is_raw(other[0]) or stem(one[0]) != stem(other[0]):
        return False
    # Names repeat after 9,999 pictures: where both tell a time it has to be the same.
    return not (one[1] and other[1]) or seconds_between(one[1], other[1]) <= TOGETHER_S


def seconds_between(one: str, other: str) -> float:
    """Return how far two dates are apart, in seconds; infinite where one is none."""
    try:
        gap = datetime.fromisoformat(one) - datetime.fromisoformat(other)
    except ValueError:
        return float("inf")
    return abs(gap.total_seconds())


def companions(paths: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Return what lies beside each picture and belongs to it: raw files, films, sidecars.

    Folders are listed, so this waits for the drive; one that cannot be listed has none.
    """
    wanted = set(paths)
    by_stem: dict[bytes, list[bytes]] = {}
    for folder in sorted({os.path.dirname(path) for path in wanted}):
        for name in _names(folder):
            path = os.path.join(folder, name)
            by_stem.setdefault(stem(path), []).append(path)
    found = {
        path: [other for other in by_stem.get(stem(path), ()) if _belongs(other, path)]
        for path in wanted
    }
    return {path: sorted(beside) for path, beside in found.items() if beside}


def _belongs(other: bytes, path: bytes) -> bool:
    end = suffix(os.path.basename(other))
    if end in PICTURE_SUFFIXES:
        return is_raw(other) != is_raw(path)
    return end in FILMS | SIDECARS


def is_lasting(path: bytes) -> bool:
    """Return whether a companion is a picture or film itself, and no mere sidecar."""
    return suffix(os.path.basename(path)) not in SIDECARS


def _names(folder: bytes) -> list[bytes]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
