"""A folder compared with what the store knows of it, in one pass over both, sorted by path."""

import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from gallery.core.codes import Code
from gallery.core.errors import FolderError
from gallery.core.left_out import LeftOut
from gallery.core.paths import shown
from gallery.core.problem import Kind
from gallery.engine.workers.control import Control
from gallery.engine.workers.detached import aside, stream
from gallery.library import files, problems
from gallery.library.files import Known
from gallery.library.scan import Count, Found, check_folder, scan
from gallery.library.store import Store, connect

BATCH = 1000  # files in one transaction, and between two looks at a cancel
# Both must be exceeded: 50 may be a folder that was deleted on purpose, and a fifth of ten files an
# evening's clearing up. Rows are kept either way; what is at stake is what is shown.
SOME_MISSING = 50
MUCH_MISSING = 0.2
# These may be over by the next scan: a drive that is slow today is not slow for good.
PASSING = (Kind.VANISHED, Kind.UNREADABLE, Kind.TIMEOUT)


@dataclass(slots=True)
class Scanned:
    """What a scan found.

    Attributes:
        found: candidates in the folder.
        left: entries left out in silence, by kind.
        new: candidates that were not known.
        missing: ids of known files that are not there.
        unseen: ids of known files in folders that may not be listed now.
        known: files that were known and there before.
        rewritten: content ids by file id, as they were, of files that may hold other bytes now.
        seconds: how long it took.
    """

    found: int = 0
    left: Counter[LeftOut] = field(default_factory=Counter)
    new: int = 0
    missing: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    known: int = 0
    rewritten: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    def is_away(self, moved: int) -> bool:
        """Return whether so much is missing that it is taken for away, not for deleted."""
        missing = len(self.missing) - moved
        if self.known and self.found == 0:
            return True
        return missing > SOME_MISSING and missing > MUCH_MISSING * self.known

    @property
    def absent(self) -> frozenset[int]:
        """Ids of known files that cannot be read now, for whatever reason."""
        return frozenset(self.missing) | frozenset(self.unseen)


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A folder on its drive: when another lies at its path, the drive was taken away.

    Attributes:
        follow_links: links to folders within it are followed.
    """

    root: bytes
    device: int
    inode: int
    follow_links: bool = field(default=False, compare=False)

    @classmethod
    def of(cls, root: bytes, follow_links: bool = False) -> "FolderPlace":
        """Return the place of a folder; FolderError when it cannot be listed."""
        check_folder(root)
        try:
            status = os.stat(root)
        except OSError as error:
            raise FolderError(Code.NO_FOLDER, folder=shown(root)) from error
        return cls(root, status.st_dev, status.st_ino, follow_links)

    def check(self) -> None:
        """Raise FolderError when the folder is not there any more."""
        # Another device or inode at the same path: an empty mount point looks like a folder without
        # files, and all of them would be taken for deleted.
        if FolderPlace.of(self.root) != self:
            raise FolderError(Code.FOLDER_TAKEN_AWAY, folder=shown(self.root))


class _Pass:
    """One pass over the folder: what it changed and has not written yet."""

    def __init__(self, store: Store, folder: int, count: Count) -> None:
        self._store, self._folder, self._count = store, folder, count
        self.result = Scanned()
        self._changes: list[Found] = []
        self._back: list[int] = []
        self._again: list[int] = []
        self._ended: list[int] = []
        self._rewritten: list[bytes] = []
        self._closed: bytes | None = None  # the folder that may not be listed, as a prefix

    def note(self, known: Known | None, found: Found | None) -> bool:
        """Take one path in; return whether a batch was written."""
        if found is None:
            if known is not None:
                self._without(known)
            return False
        self.result.found += 1
        self.result.new += known is None
        self.result.known += known is not None and not known[5]
        if found.problem is Kind.UNREADABLE and found.path.endswith(b"/"):
            self._closed = found.path
        if known is None or _differs(known, found):
            self._changes.append(found)
            if known is not None and not known[5]:
                self._rewritten.append(found.path)
        else:
            if known[5]:
                self._back.append(known[0])
            if found.problem is None and known[6] in PASSING:
                self._again.append(known[0])
        # Written while the walk goes on: the window shows names as they come.
        if len(self._changes) < BATCH:
            return False
        self.flush()
        return True

    def _without(self, known: Known) -> None:
        file, path, gone = known[0], known[1], known[5]
        if gone:
            return
        if path.endswith(b"/"):
            self._ended.append(file)  # that folder can be listed again, or is gone
            return
        if self._count.is_behind_link(path):
            self._ended.append(file)  # links are not followed any more: as was chosen, not away
            return
        self.result.known += 1
        if self._closed is not None and path.startswith(self._closed):
            self.result.unseen.append(file)
        else:
            self.result.missing.append(file)

    @property
    def is_news(self) -> bool:
        """Whether anything is not as it was known."""
        return bool(self._changes or self._back or self._ended or self.result.missing)

    def flush(self) -> None:
        """Write what was found."""
        if self._rewritten:
            self.result.rewritten |= files.contents_of(self._store, self._rewritten, self._folder)
        if self._changes:
            files.add_files(self._store, self._folder, self._changes)
        for rows, gone in ((self._back, False), (self._ended, True)):
            if rows:
                files.mark_gone(self._store, rows, gone)
        if self._again:
            problems.clear_problems(self._store, self._folder, self._again)
        self._changes, self._back, self._ended, self._again = [], [], [], []
        self._rewritten = []


def scan_folder(
    store: Store,
    folder: int,
    place: FolderPlace,
    control: Control,
    progress: Callable[[Scanned], None],
) -> Scanned:
    """Bring the store's list of a folder's files up to date; nothing is opened or removed.

    Raises:
        FolderError: the folder is not there; what is known of it stays.
        CancelledError: stopped; what was added stays.
    """
    started = time.monotonic()
    count = Count()
    step = _Pass(store, folder, count)
    with closing(_compared(store, folder, place, control, count)) as pairs:
        for number, (known, found) in enumerate(pairs):
            if step.note(known, found):
                progress(step.result)
            if number % BATCH == 0:
                control.check()
                progress(step.result)
    # Before anything more is written: a drive that went during the walk ended it early.
    aside(control, place.check)
    step.flush()
    result = step.result
    result.left = count.left
    result.seconds = time.monotonic() - started
    progress(result)
    return result


def differs_from_store(store: Store, folder: int, place: FolderPlace, control: Control) -> bool:
    """Return whether a scan would find something added, removed or overwritten; writes nothing.

    Raises:
        FolderError: the folder was taken away meanwhile.
        CancelledError: stopped.
    """
    count = Count()
    step = _Pass(store, folder, count)
    with closing(_compared(store, folder, place, control, count)) as pairs:
        for number, (known, found) in enumerate(pairs):
            step.note(known, found)
            if step.is_news:
                break
            if number % BATCH == 0:
                control.check()
    aside(control, place.check)
    return step.is_news


def _compared(
    store: Store, folder: int, place: FolderPlace, control: Control, count: Count
) -> Generator[tuple[Known | None, Found | None], None, None]:
    """Yield what the store knows of each path beside what lies there, in the order of paths."""
    walk = stream(control, scan(place.root, count, follow_links=place.follow_links))
    with (
        closing(connect(store.home.database, read_only=True)) as reading,
        closing(files.known_files(reading, folder)) as known_files,
    ):
        yield from _paired(known_files, walk)


def _differs(known: Known, found: Found) -> bool:
    stamp = found.stamp
    same = known[2:5] == files.stored(stamp)
    # A folder that could not be listed, or a pipe, is a problem of the scan and has no bytes.
    return not same or (found.problem is not None and found.problem != known[6])


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
    since = files.settled(store, folder)
    moved = files.count_moved(store, folder, scanned.missing, since)
    away = scanned.is_away(moved)
    files.set_away(store, folder, away)
    if away:
        # They are not there, which is no fault of theirs.
        problems.clear_problems_of(store, scanned.missing, PASSING)
        return moved, 0, True
    files.mark_gone(store, scanned.missing, True)
    # Only now: "moved" means that a newer file has the content, and newer is counted from here.
    files.settle(store, folder, files.newest_file(store))
    return moved, len(scanned.missing) - moved, False
