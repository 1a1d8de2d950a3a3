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


def free_text(home: Home) -> str:
    """Return how much is free, as people say it: "0 MB free"; "" where that is not known."""
    try:
        free = shutil.disk_usage(home.root).free
    except OSError:
        return ""
    return f"{free // 1_000_000:,} MB free"
