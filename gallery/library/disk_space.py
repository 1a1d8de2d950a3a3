"""Whether there is room where the store lies."""

import contextlib
import errno
import os
import shutil

from gallery.core.paths import Home

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PROBE = "room.probe"
PROBE_BYTES = 1 << 20


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
            path.unlink(missing_ok=True)
    return True


def no_room(home: Home, *, still: bool = False) -> str:
    """Return the sentence about a full disk: where, how much is free, and what that means."""
    try:
        free = f" ({shutil.disk_usage(home.root).free // 1_000_000:,} MB free)"
    except OSError:
        free = ""
    none = "still no" if still else "no"
    return f"There is {none} space left in {home.root}{free}. New results are not saved."
