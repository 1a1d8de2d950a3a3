"""The bytes of one file, read once, from a handle that is a regular file and did not change."""

import errno
import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from gallery.core.picture import Stamp
from gallery.core.problem import Kind
from gallery.imaging.results import BadFileError, Failure

IN_MEMORY_BYTES = 256 << 20  # a larger file is streamed: workers live within 2 GiB
HEAD_BYTES = 64
_CHUNK_BYTES = 4 << 20
# NONBLOCK and NOFOLLOW: the name may have become a pipe or a link since the scan.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)
_KINDS = {errno.ENOENT: Kind.VANISHED, errno.ENOTDIR: Kind.VANISHED, errno.ELOOP: Kind.LINK_LOOP}
_KINDS |= {errno.ENXIO: Kind.SPECIAL_FILE, errno.ESTALE: Kind.VANISHED}

on_progress: list[Callable[[], None]] = []
"""Called for each part that was read of a file of several parts: reading a large file from a
slow disk is not hanging, and a decode worker says so."""

ByteCheck = Callable[[bytes], object]
"""Raises BadFileError when the first bytes of a file show that it is no picture."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read whole.

    Attributes:
        path: as the system gave it.
        content: BLAKE2b of the bytes, 20 bytes.
        stamp: the same before and after reading.
        head: the first bytes, by which formats are told apart.
        stream: the bytes again: from memory, or from the open file when that is large.
    """

    path: bytes
    content: bytes
    stamp: Stamp
    head: bytes
    stream: BinaryIO


@contextmanager
def opened(path: bytes, check: ByteCheck | None = None) -> Iterator[Source]:
    """Give the file at `path`, read and hashed.

    Args:
        path: of the file.
        check: asked before a large file is read through.

    Raises:
        BadFileError: it cannot be read, is not a regular file, or changed twice meanwhile.
    """
    with _handle(path) as file:
        source, changed = _read(path, file, check)
        if not changed:
            yield source
            return
    # Once more: a program that was just saving it has most likely finished by now.
    with _handle(path) as file:
        source, changed = _read(path, file, check)
        if changed:
            raise BadFileError(changed)
        yield source


def check_unchanged(source: Source) -> None:
    """Raise BadFileError when a file that is read again for decoding has changed since."""
    if not isinstance(source.stream, io.BytesIO) and _stamp(source.stream) != source.stamp:
        raise BadFileError(Kind.VANISHED)


def hash_file(path: bytes) -> tuple[bytes, Stamp] | Failure:
    """Return the BLAKE2b (20 bytes) of the file at `path` and its stamp."""
    try:
        with opened(path) as source:
            return source.content, source.stamp
    except BadFileError as bad:
        return Failure(bad.kind, bad.said)
    except MemoryError:
        return Failure(Kind.TOO_LARGE)


@contextmanager
def _handle(path: bytes) -> Iterator[BinaryIO]:
    try:
        # Before it is opened: opening a pipe waits for a writer, and a device may do anything.
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise BadFileError(Kind.SPECIAL_FILE)
        file = os.fdopen(os.open(path, _FLAGS), "rb", buffering=0)
    except OSError as error:
        raise BadFileError(_KINDS.get(error.errno or 0, Kind.UNREADABLE)) from error
    with file:
        # And again on the handle: it may have been replaced between the two.
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise BadFileError(Kind.SPECIAL_FILE)
        yield file


def _read(path: bytes, file: BinaryIO, check: ByteCheck | None) -> tuple[Source, Kind | None]:
    """Return the file and, if it changed while it was read, what to call that."""
    try:
        before = _stamp(file)
        if before.size > IN_MEMORY_BYTES:
            source = _streamed(path, file, before, check)
        else:
            data = _whole(file, before.size)
            content = hashlib.blake2b(data, digest_size=20).digest()
            source = Source(path, content, before, data[:HEAD_BYTES], io.BytesIO(data))
            if len(data) < before.size:
                return source, Kind.TRUNCATED
        after = _stamp(file)
    except OSError as error:
        raise BadFileError(_KINDS.get(error.errno or 0, Kind.UNREADABLE)) from error
    if after == before:
        return source, None
    return source, Kind.TRUNCATED if after.size < before.size else Kind.VANISHED


def _parts(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Give the bytes from here on, at most `size` of them; a raw file may give fewer at a time."""
    while size > 0 and (part := file.read(min(size, _CHUNK_BYTES))):
        size -= len(part)
        yield part
        if size > 0:
            for call in on_progress:
                call()


def _whole(file: BinaryIO, size: int) -> bytes:
    """Return the first `size` bytes, or all when there are fewer."""
    first = file.read(min(size, _CHUNK_BYTES))
    return first if len(first) == size else first + b"".join(_parts(file, size - len(first)))


def _streamed(path: bytes, file: BinaryIO, stamp: Stamp, check: ByteCheck | None) -> Source:
    head = file.read(HEAD_BYTES)
    # The first bytes first: nobody waits for gigabytes of a film that is called a picture.
    if check:
        check(head)
    digest = hashlib.blake2b(head, digest_size=20)
    for part in _parts(file, stamp.size - len(head)):
        digest.update(part)
    file.seek(0)
    buffered = io.BufferedReader(file)  # type: ignore[type-var]
    return Source(path, digest.digest(), stamp, head, buffered)


def _stamp(file: BinaryIO) -> Stamp:
    status = os.fstat(file.fileno())
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
