"""The folders of the library, as lists show them."""

import os
from dataclasses import dataclass

from gallery.core.paths import shown
from gallery.library.reading import FolderRow
from gallery.ui.jobs import FolderJobs


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A folder as the sidebar and the welcome page show it."""

    path: bytes
    name: str
    pictures: int
    away: bool
    current: bool
    busy: bool
    opened_ns: int


def entries(rows: list[FolderRow], current: bytes | None, jobs: FolderJobs) -> list[FolderEntry]:
    """Return `rows` as they are shown while `current` is on screen and `jobs` are under way."""
    return [
        FolderEntry(
            row.path,
            shown(os.path.basename(row.path.rstrip(b"/")) or row.path),
            row.pictures,
            row.away,
            row.path == current,
            jobs.get(row.path) is not None,
            row.opened_ns,
        )
        for row in rows
    ]
