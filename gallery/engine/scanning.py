"""A folder compared with what the store knows of it, in one pass over both, sorted by path."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from gallery.core.errors import FolderError
from gallery.engine.control import Control
from gallery.library import files
from gallery.library.scan import Count, Found, check_folder, scan
from gallery.library.store import Store, connect

BATCH = 1000
SOME_MISSING = 50
MUCH_MISSING = 0.2


@dataclass(slots=True)
class Scanned:
    """What a scan found.

    Attributes:
        found: candidates in the folder.
        ignored: entries left out in silence.
        new: candidates that were not known.
        missing: ids of known files that are not there.
        known: files that were known and there before.
        since: newest file id before the scan.
        seconds: how long it took.
    """

    found: int = 0
    ignored: int = 0
    new: int = 0
    missing: list[int] = field(default_factory=list)
    known: int = 0
    since: int = 0
    seconds: float = 0.0

    def is_away(self, moved: int) -> bool:
        """Return whether so much is missing that it is taken for away, not for deleted."""
        missing = len(self.missing) - moved
        if self.known and self.found == 0:
            return True
        return missing > SOME_MISSING and missing > MUCH_MISSING * self.known


Known = tuple[int, bytes, int, int, int, int, int]


def scan_folder(
    store: Store, folder: int, root: bytes, control: Control, progress: Callable[[Scanned], None]
) -> Scanned:
    """Bring the store's list of a folder's files up to date; nothing is opened or removed.

    Raises:
        FolderError: the folder is not there; what is known of it stays.
        CancelledError: stopped; what was added stays.
    """
    started = time.monotonic()
    result = Scanned(since=files.newest_file(store))
    check_folder(root)
    count = Count()
    changes: list[Found] = []
    back: list[int] = []
    with closing(connect(store.home.database, read_only=True)) as reading:
        for known, found in _paired(files.known_files(reading, folder), scan(root, count)):
            _note(result, known, found)
            if found is not None and (known is None or _differs(known, found)):
                changes.append(found)
            elif found is not None and known is not None and known[5]:
                back.append(known[0])
            if len(changes) >= BATCH:
                changes = _flush(store, folder, changes)
                progress(result)
            if result.found % BATCH == 0:
                control.check()
    _flush(store, folder, changes)
    if back:
        files.mark_gone(store, back, False)
    result.ignored = count.ignored
    result.seconds = time.monotonic() - started
    progress(result)
    return result


def _note(result: Scanned, known: Known | None, found: Found | None) -> None:
    if known is not None and not known[5]:
        result.known += 1
        if found is None:
            result.missing.append(known[0])
    if found is not None:
        result.found += 1
        result.new += known is None


def _flush(store: Store, folder: int, changes: list[Found]) -> list[Found]:
    if changes:
        files.add_files(store, folder, changes)
    return []


def _differs(known: Known, found: Found) -> bool:
    stamp = found.stamp
    same = known[2:5] == (stamp.size, stamp.mtime_ns, files.signed(stamp.inode))
    # A folder that could not be listed, or a pipe, is a problem of the scan and has no bytes.
    return not same or (found.problem is not None and not known[6])


def _paired(
    known: Iterator[Known], found: Iterator[Found]
) -> Iterator[tuple[Known | None, Found | None]]:
    """Yield what is known beside what was found, None where there is no partner."""
    left, right = next(known, None), next(found, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[1] < right.path):
            yield left, None
            left = next(known, None)
        elif left is None or right.path < left[1]:
            yield None, right
            right = next(found, None)
        else:
            yield left, right
            left, right = next(known, None), next(found, None)


def settle_missing(store: Store, folder: int, scanned: Scanned) -> tuple[int, int, bool]:
    """Return how many missing files moved, how many were removed, and whether they are away.

    A file that lies elsewhere under another name moved. The rest is marked as gone, unless so
    much is missing that the drive is more likely away: absence is not deletion.
    """
    moved = files.count_moved(store, folder, scanned.missing, scanned.since)
    away = scanned.is_away(moved)
    files.set_away(store, folder, away)
    if away:
        return moved, 0, True
    files.mark_gone(store, scanned.missing, True)
    return moved, len(scanned.missing) - moved, False


def folder_is_there(root: bytes) -> bool:
    """Return whether the folder can be listed now."""
    try:
        check_folder(root)
    except FolderError:
        return False
    return True
