"""Files that are written whole or not at all, also when two programs write the same one."""

import contextlib
import hashlib
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

CHUNK = 1 << 20
PART = b".lookalike-part"


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`, for its owner alone; who reads it sees old or new bytes.

    The bytes are first written beside it, under a hidden name that no other program and no other
    thread takes.

    Raises:
        OSError: there is no space, or it may not be written; what was there stays.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(data)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def move_new(place: bytes, path: bytes) -> None:
    """Move a file to `path` on the same or another disk; what lies there is never replaced.

    Raises:
        FileExistsError: something lies there.
        OSError: it cannot be moved; the file lies where it lay.
    """
    try:
        os.link(place, path, follow_symlinks=False)  # fails where something is: a rename would not
    except FileExistsError:
        raise
    except OSError:  # another disk, or one without hard links
        copy_new(place, path)
    os.unlink(place)


def copy_new(place: bytes, path: bytes, check: Callable[[], object] = lambda: None) -> bytes:
    """Copy a file to `path`, times included, and return BLAKE2b of its bytes, 20 bytes.

    It is written under a hidden name beside `path` first, so that no half of it is ever there.

    Args:
        place: of the file.
        path: where nothing lies yet.
        check: called for each part; what it raises stops the copy and leaves nothing.

    Raises:
        FileExistsError: something lies at `path`.
        OSError: it cannot be read or written.
    """
    beside = part_of(path)
    digest = hashlib.blake2b(digest_size=20)
    try:
        with open(place, "rb") as source, open(beside, "xb") as target:
            while part := source.read(CHUNK):
                check()
                digest.update(part)
                target.write(part)
            # Before it gets its name: after a power cut there would be a file of the right length
            # and zeros.
            os.fsync(target.fileno())
        shutil.copystat(place, beside)
        _place_new(beside, path)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)
    return digest.digest()


def part_of(path: bytes) -> bytes:
    """Return the hidden name under which a file is written that is to lie at `path`."""
    folder, name = os.path.split(path)
    # A digest: a name may be as long as the file system allows, with no room for a suffix.
    short = hashlib.blake2b(name, digest_size=8).hexdigest().encode()
    return os.path.join(folder, b"." + short + PART)


def _place_new(beside: bytes, path: bytes) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links here: the name is taken first, and then replaced
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(beside, path)
