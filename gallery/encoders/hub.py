"""Weights from the model hub: fetched once, when the person asked, and kept in the home."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gallery.core.paths import Home

RECEIPT = "lookalike.json"
"""Written last into a fetched folder: which files it holds, and their SHA-256."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is.

    Attributes:
        name: the file that is on its way.
        done: bytes that are here, of all files together.
        total: bytes wanted, of all files together.
        speed: bytes a second since the start.
    """

    name: str
    done: int
    total: int
    speed: float


@dataclass(frozen=True, slots=True)
class Fetch:
    """Leave to use the network for one encoder, and whom to tell.

    Attributes:
        progress: called with each step, from the thread that downloads.
        cancelled: asked at each step; True ends the download.
        clock: seconds, for the speed.
    """

    progress: Callable[[Progress], None] = field(default=lambda progress: None)
    cancelled: Callable[[], bool] = field(default=lambda: False)
    clock: Callable[[], float] = field(default=time.monotonic)


def folder_of(repo: str, home: Home) -> Path:
    """Return the folder in the home where the files of `repo` lie, or will."""
    return home.models / repo.replace("/", "--")


def is_here(repo: str, home: Home) -> bool:
    """Return whether `repo` was fetched whole."""
    return (folder_of(repo, home) / RECEIPT).is_file()
