"""Whether there is room where the store lies."""

import contextlib
import errno
import os
import shutil

from gallery.core.codes import Code
from gallery.core.paths import Home
from gallery.core.sentence import Sentence

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PROBE = "room.probe"
PROBE_BYTES = 1 << 20  # more than a batch of vectors and the pages of its transaction


def has_room(home: Home) -> bool:
    """Return whether a file of PROBE_BYTES can be written: free space tells nothing of quotas.

    Anything but a full disk or a quota counts as room: it is not for this function to report.
    """
    path = home.root / f"{PROBE}-{os.getpid()}"
    try:
        path.write_bytes(bytes(PROBE_BYTES))
    except OSError as error:
        return error.errno not in FULL
    finally:
        with contextlib.suppress(OSError):
            # Also after a failure: what was written until then takes the room that there is not.
            path.unlink(missing_ok=True)
    return True


def no_room(home: Home, *, still: bool = False) -> Sentence:
    """Return what to tell of a full disk: where, how much is free, and what that means."""
    try:
        free = shutil.disk_usage(home.root).free // 1_000_000
    except OSError:
        return Sentence.of(Code.STILL_NO_ROOM if still else Code.NO_ROOM, place=home.root)
    code = Code.STILL_NO_ROOM_FREE if still else Code.NO_ROOM_FREE
    return Sentence.of(code, place=home.root, free=free)
