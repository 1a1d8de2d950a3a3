"""A temporary home where the real one cannot be written: everything works, nothing is kept.

It is a temporary folder, its owner's alone, that starts as a copy of what can be read of the real
home. It is removed at the end; what a program that was killed has left is swept at the next start.
"""

import contextlib
import errno
import logging
import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gallery.core.codes import Code
from gallery.core.errors import StoreError
from gallery.core.paths import Home
from gallery.core.sentence import Sentence
from gallery.library.disk_space import FULL
from gallery.library.store import connect, lock, sentence

log = logging.getLogger(__name__)

PREFIX = "lookalike-home-"
IN_USE = "in.use"  # locked for as long as the program runs
STANDS_FOR = "stands.for"  # names the real home until it has been copied
REFUSALS = (errno.EACCES, errno.EPERM, errno.EROFS)
MADE_S = 60.0  # a younger folder may not have been locked yet
NUMBA = "numba"  # what was compiled for the map, which takes some seconds
THUMBNAILS_SHARE = 4  # they are copied into a quarter of the free space at most


def can_be_written(home: Home) -> bool:
    """Return whether files may be made in `home`; a full disk is another matter."""
    try:
        home.create()
        with tempfile.TemporaryFile(dir=home.root):
            pass
    except OSError as error:
        return error.errno not in REFUSALS
    parts = (home.vectors, home.cache, home.database)
    return all(os.access(part, os.W_OK) for part in parts if part.exists())


def must_be_written(home: Home) -> None:
    """Raise StoreError when `home` cannot be written, for work that is done to be kept."""
    if not can_be_written(home):
        raise StoreError(Code.HOME_READ_ONLY, place=home.root)


@contextlib.contextmanager
def usable(home: Home) -> Iterator[tuple[Home, Sentence | None]]:
    """Yield `home` and None, or a stand-in, yet to be furnished, and the reason for it."""
    _sweep()
    made = None if can_be_written(home) else _made(home)
    if made is None:
        yield home, None
        return
    stand_in, in_use = made
    try:
        yield stand_in, Sentence.of(Code.HOME_STOOD_IN, place=home.root)
    finally:
        os.close(in_use)
        shutil.rmtree(stand_in.root, ignore_errors=True)


def _made(home: Home) -> tuple[Home, int] | None:
    """Return a stand-in and the handle of its lock; None when none can be made."""
    try:
        stand_in = Home(Path(tempfile.mkdtemp(prefix=PREFIX))).create()
        in_use = os.open(stand_in.root / IN_USE, os.O_RDWR | os.O_CREAT, 0o600)
        # The system lets go of it when this process dies, whatever kills it: so the next start can
        # tell.
        lock(in_use)
        (stand_in.root / STANDS_FOR).write_bytes(os.fsencode(home.root.absolute()))
        _copy(home.settings, stand_in.settings)  # now, for the window reads them first
    except OSError as error:
        log.warning("there is no place for a stand-in of %s: %s", home.root, error)
        return None
    return stand_in, in_use


def furnish(home: Home) -> bool:
    """Copy into a stand-in what can be read of the home that it stands for, once.

    Returns:
        Whether it was done now; never for any other home.

    Raises:
        StoreFullError: there is no room for it where temporary files go.
    """
    note = home.root / STANDS_FOR
    try:
        real = Home(Path(os.fsdecode(note.read_bytes())))
    except OSError:
        return False
    try:
        for ours, theirs in ((real.vectors, home.vectors), (real.cache, home.cache)):
            _copy_files(ours, theirs)
        for folder in _listed(real.cache / NUMBA):
            _copy_files(folder, home.cache / NUMBA / folder.name)
        _link_models(real, home)
        _copy_thumbnails(real, home)
        _copy_database(real, home)
        # Last: a copy that was interrupted begins again.
        note.unlink()
    except OSError as error:
        raise sentence(error, home) from error
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy a file, whole or not at all; one that cannot be read is left out."""
    beside = target.with_name(f"{target.name}.new")
    try:
        shutil.copyfile(source, beside)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        if error.errno in FULL:
            raise
        if not isinstance(error, FileNotFoundError):
            log.warning("%s was not copied: %s", source, error)


def _copy_files(source: Path, target: Path) -> None:
    """Copy the files of a folder, without the folders in it."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in _listed(source):
        if path.is_file():
            _copy(path, target / path.name)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _link_models(real: Home, home: Home) -> None:
    """Have weights read where they are: they may be large, and nobody changes them."""
    for folder in _listed(real.models):
        with contextlib.suppress(OSError):
            (home.models / folder.name).symlink_to(folder, target_is_directory=True)


def _copy_thumbnails(real: Home, home: Home) -> None:
    """Copy the thumbnails if there is much room: they can do without, and they are large."""
    names = [f"{real.thumbnails.name}{end}" for end in ("", "-wal")]
    with contextlib.suppress(OSError):
        needed = sum((real.root / name).stat().st_size for name in names[:1])
        if needed <= shutil.disk_usage(home.root).free // THUMBNAILS_SHARE:
            for name in reversed(names):
                _copy(real.root / name, home.root / name)


def _copy_database(real: Home, home: Home) -> None:
    """Copy the database, which another program may be writing to."""
    beside = home.root / "library.new"
    try:
        with (
            contextlib.closing(connect(real.database, read_only=True)) as old,
            contextlib.closing(sqlite3.connect(beside)) as new,
        ):
            old.backup(new)
        beside.replace(home.database)
    except sqlite3.Error:
        # In WAL mode SQLite opens nothing in a folder where it cannot make its own files; and
        # where it cannot, nobody is writing either.
        beside.unlink(missing_ok=True)
        for end in ("-wal", ""):
            _copy(Path(f"{real.database}{end}"), Path(f"{home.database}{end}"))


def _sweep() -> None:
    """Remove the stand-ins of programs that were killed."""
    with contextlib.suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            if _is_left_over(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(folder: Path) -> bool:
    try:
        status = folder.lstat()
        ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        if not (ours and stat.S_ISDIR(status.st_mode)) or time.time() - status.st_mtime < MADE_S:
            return False
        handle = os.open(folder / IN_USE, os.O_RDWR)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        lock(handle)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
