"""Files that are written whole or not at all, also when two programs write the same one."""

import contextlib
import os
import threading
from pathlib import Path


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
