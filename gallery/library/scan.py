"""What lies in a folder, in the order of its paths, without opening any file."""

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gallery.core.codes import Code
from gallery.core.errors import FolderError
from gallery.core.left_out import LeftOut, kind_of
from gallery.core.paths import PICTURE_SUFFIXES, shown, suffix
from gallery.core.picture import Stamp
from gallery.core.problem import Kind

# What Synology, Windows and QNAP keep in every folder: thumbnails, deleted files.
LITTER = frozenset([b"@eaDir", b"$RECYCLE.BIN", b"System Volume Information", b"#recycle"])


class Found(NamedTuple):
    """A candidate: its path relative to the folder, its stamp, and a reason if it is none.

    The path of a folder that may not be listed, or leads back to itself, ends with a slash.
    """

    path: bytes
    stamp: Stamp
    problem: Kind | None = None


@dataclass(slots=True)
class Count:
    """What was left out in silence.

    Attributes:
        left: how many entries of each kind.
        links_seen: device and inode of the folders that were reached by links.
        links_left: paths of the links to folders that were not followed.
    """

    left: Counter[LeftOut] = field(default_factory=Counter)
    links_seen: set[tuple[int, int]] = field(default_factory=set)
    links_left: set[bytes] = field(default_factory=set)

    @property
    def ignored(self) -> int:
        """How many entries were left out."""
        return self.left.total()

    def is_behind_link(self, path: bytes) -> bool:
        """Return whether the way to `path` leads through a link that was not followed."""
        if not self.links_left:
            return False
        folders = path.split(b"/")[:-1]
        return any(b"/".join(folders[: n + 1]) in self.links_left for n in range(len(folders)))


def check_folder(root: bytes) -> None:
    """Raise FolderError with one sentence unless `root` is a folder that can be listed."""
    try:
        with os.scandir(root):
            return
    except FileNotFoundError as error:
        raise FolderError(Code.NO_FOLDER, folder=shown(root)) from error
    except NotADirectoryError as error:
        raise FolderError(Code.NOT_A_FOLDER, path=shown(root)) from error
    except OSError as error:
        raise FolderError(Code.FOLDER_CLOSED, folder=shown(root), reason=error.strerror) from error


def scan(root: bytes, count: Count, *, follow_links: bool = False) -> Iterator[Found]:
    """Yield the candidates below `root`, sorted by the bytes of their relative path.

    Hidden files, system litter, files without a picture's suffix and symbolic links are counted
    in `count`. A folder that may not be listed is yielded as `unreadable`, its path with a
    slash at the end. The order is the database's own order of paths, so both can be compared in
    one pass, without a table in memory.
    """
    walk = _Walk(root, count, follow_links)
    # A stack, for folders may lie deeper in each other than functions may.
    folders = [walk.folder(b"")]
    while folders:
        step = next(folders[-1], None)
        if step is None:
            folders.pop()
        elif isinstance(step, Found):
            yield step
        else:
            folders.append(walk.folder(step))


@dataclass(frozen=True, slots=True)
class _Walk:
    root: bytes
    count: Count
    follow: bool

    def folder(self, below: bytes) -> Iterator[Found | bytes]:
        """Yield what lies in one folder; a folder in it as its path, with a slash at the end."""
        try:
            with os.scandir(os.path.join(self.root, below)) as listing:
                # Read to the end at once: an open listing for each level of a deep tree would run
                # out of handles.
                entries = [(self._key(entry), entry) for entry in listing]
        # Removed or replaced since its own folder was listed: it is missing, and no problem.
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            if below:
                yield Found(below, Stamp(0, 0, 0), Kind.UNREADABLE)
            return
        entries.sort(key=lambda pair: pair[0])
        for key, entry in entries:
            if _is_litter(entry.name):
                self.count.left[LeftOut.HIDDEN] += 1
            elif entry.is_symlink():
                yield from self._link(below, entry)
            elif key.endswith(b"/"):
                yield below + key
            elif suffix(entry.name) not in PICTURE_SUFFIXES:
                self.count.left[kind_of(suffix(entry.name))] += 1
            else:
                found = _file(below, entry)
                if found is not None:
                    yield found

    def _key(self, entry: os.DirEntry[bytes]) -> bytes:
        # A folder sorts as its name with a slash, as it stands in the paths below it.
        try:
            folder = entry.is_dir(follow_symlinks=self.follow)
        except OSError:
            folder = False
        return entry.name + b"/" if folder else entry.name

    def _link(self, below: bytes, entry: os.DirEntry[bytes]) -> Iterator[Found | bytes]:
        """Leave a link out, or follow one to a folder within the library when that was chosen."""
        path = below + entry.name
        try:
            status = os.stat(entry.path)
            # It may be replaced at any moment.
            target, root, here = (
                os.path.realpath(place) + b"/"
                for place in (entry.path, self.root, os.path.join(self.root, below))
            )
        except OSError as error:
            if error.errno == errno.ELOOP and suffix(entry.name) in PICTURE_SUFFIXES:
                yield Found(path, Stamp(0, 0, 0), Kind.LINK_LOOP)
            else:
                self.count.left[LeftOut.LINK] += 1
            return
        inside = target.startswith(root)
        if not (self.follow and inside and stat.S_ISDIR(status.st_mode)):
            self.count.left[LeftOut.LINK] += 1
            if stat.S_ISDIR(status.st_mode):
                self.count.links_left.add(path)
            return
        if here.startswith(target):
            yield Found(path + b"/", Stamp(0, 0, 0), Kind.LINK_LOOP)
            return
        key = (status.st_dev, status.st_ino)
        if key not in self.count.links_seen:
            self.count.links_seen.add(key)
            yield path + b"/"


def _file(below: bytes, entry: os.DirEntry[bytes]) -> Found | None:
    path = below + entry.name
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError:
        return Found(path, Stamp(0, 0, 0), Kind.UNREADABLE)
    stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
    special = not stat.S_ISREG(status.st_mode)
    return Found(path, stamp, Kind.SPECIAL_FILE if special else None)


def _is_litter(name: bytes) -> bool:
    return name.startswith(b".") or name in LITTER
