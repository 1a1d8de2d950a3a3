"""What lies in a folder, in the order of its paths, without opening any file."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from gallery.core.errors import FolderError
from gallery.core.paths import PICTURE_SUFFIXES, shown, suffix
from gallery.core.picture import Stamp
from gallery.core.problem import Kind

LITTER = frozenset([b"@eaDir", b"$RECYCLE.BIN", b"System Volume Information", b"#recycle"])


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its path relative to the folder, its stamp, and a reason if it is none."""

    path: bytes
    stamp: Stamp
    problem: Kind | None = None


@dataclass(slots=True)
class Count:
    """What was left out in silence."""

    ignored: int = 0
    links_seen: set[tuple[int, int]] = field(default_factory=set)


def check_folder(root: bytes) -> None:
    """Raise FolderError with one sentence unless `root` is a folder that can be listed."""
    try:
        with os.scandir(root):
            return
    except FileNotFoundError as error:
        raise FolderError(f"There is no folder {shown(root)}.") from error
    except NotADirectoryError as error:
        raise FolderError(f"{shown(root)} is a file, not a folder.") from error
    except OSError as error:
        raise FolderError(f"The folder {shown(root)} cannot be read: {error.strerror}.") from error


def scan(root: bytes, count: Count, *, follow_links: bool = False) -> Iterator[Found]:
    """Yield the candidates below `root`, sorted by the bytes of their relative path.

    Hidden files, system litter, files without a picture's suffix and symbolic links are counted
    in `count.ignored`. Folders that may not be listed are yielded as `unreadable`. The order is
    the database's own order of paths, so both can be compared in one pass, without a table in
    memory.
    """
    yield from _folder(root, b"", count, follow_links)


def _folder(root: bytes, below: bytes, count: Count, follow: bool) -> Iterator[Found]:
    folder = os.path.join(root, below) if below else root
    try:
        with os.scandir(folder) as listing:
            entries = [(_key(entry), entry) for entry in listing]
    except OSError:
        if below:
            yield Found(below.rstrip(b"/"), Stamp(0, 0, 0), Kind.UNREADABLE)
        return
    entries.sort(key=lambda pair: pair[0])
    for key, entry in entries:
        if _is_litter(entry.name):
            count.ignored += 1
        elif entry.is_symlink():
            yield from _link(root, below, entry, count, follow)
        elif key.endswith(b"/"):
            yield from _folder(root, below + key, count, follow)
        else:
            yield from _file(below, entry, count)


def _key(entry: os.DirEntry[bytes]) -> bytes:
    # A folder sorts as its name with a slash, as it stands in the paths below it.
    try:
        return entry.name + b"/" if entry.is_dir(follow_symlinks=False) else entry.name
    except OSError:
        return entry.name


def _is_litter(name: bytes) -> bool:
    return name.startswith(b".") or name in LITTER


def _file(below: bytes, entry: os.DirEntry[bytes], count: Count) -> Iterator[Found]:
    if suffix(entry.name) not in PICTURE_SUFFIXES:
        count.ignored += 1
        return
    path = below + entry.name
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    except OSError:
        yield Found(path, Stamp(0, 0, 0), Kind.UNREADABLE)
        return
    stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
    special = not stat.S_ISREG(status.st_mode)
    yield Found(path, stamp, Kind.SPECIAL_FILE if special else None)


def _link(
    root: bytes, below: bytes, entry: os.DirEntry[bytes], count: Count, follow: bool
) -> Iterator[Found]:
    """Leave a link out, or follow one to a folder within the library when that was chosen."""
    path = below + entry.name
    try:
        status = os.stat(entry.path)
    except OSError as error:
        if error.errno == errno.ELOOP and suffix(entry.name) in PICTURE_SUFFIXES:
            yield Found(path, Stamp(0, 0, 0), Kind.LINK_LOOP)
        else:
            count.ignored += 1
        return
    target = os.path.realpath(entry.path)
    inside = target.startswith(os.path.realpath(root) + b"/")
    if not (follow and inside and stat.S_ISDIR(status.st_mode)):
        count.ignored += 1
        return
    if os.path.realpath(os.path.join(root, below)).startswith(target):
        yield Found(path, Stamp(0, 0, 0), Kind.LINK_LOOP)
        return
    key = (status.st_dev, status.st_ino)
    if key not in count.links_seen:
        count.links_seen.add(key)
        yield from _folder(root, path + b"/", count, follow)
