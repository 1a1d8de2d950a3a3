"""The folders of the library, as lists show them."""

import os
from dataclasses import dataclass

from gallery.core.paths import shown
from gallery.library.reading import FolderRow
from gallery.ui.client.folder_jobs import FolderJobs
from gallery.ui.language import mark

SHOWN = 5  # the lists show no more of them
AWAY = mark("It is not there now; its drive may be away.")


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A folder as the sidebar and the welcome page show it."""

    path: bytes
    name: str
    pictures: int
    away: bool = False
    current: bool = False
    busy: bool = False
    opened_ns: int = 0


def entries(
    rows: list[FolderRow], current: bytes | None, jobs: FolderJobs, missing: set[bytes]
) -> list[FolderEntry]:
    """Return `rows` as they are shown while `current` is on screen and `jobs` are under way.

    Those in `missing` are away, whatever the store knows.
    """
    return [
        FolderEntry(
            row.path,
            shown(os.path.basename(row.path.rstrip(b"/")) or row.path),
            row.pictures,
            row.away or row.path in missing,
            row.path == current,
            jobs.get(row.path) is not None,
            row.opened_ns,
        )
        for row in rows
    ]
