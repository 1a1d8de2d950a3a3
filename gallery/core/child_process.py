"""What every child process does first: it ends with its parent and keeps quiet.

Imports nothing but the standard library: a child may have to settle before numpy is loaded.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def settle(parent: int) -> None:
    """Tie this process to `parent`, the id of the one that started it, and silence it.

    On Linux the system itself kills it, once the thread that started it has ended.
    """
    _silence_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    _die_with_parent(parent)
    if sys.platform.startswith("linux"):
        import resource

        # No core dumps: a decoder that crashes on a hostile file could leave a dump of 2 GB beside
        # it.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _silence_libraries() -> None:
    """Keep what libraries write away from the program's JSON and a person's terminal.

    libtiff, for one, complains to standard error about each broken file. What Python itself
    has to say still arrives there.
    """
    with contextlib.suppress(OSError):
        # Python keeps the old stderr under another number; numbers 1 and 2, which libraries write
        # to, lead nowhere from here on.
        sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
        sys.stdout = sys.stderr
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _die_with_parent(parent: int) -> None:
    """End this process when its parent ends, however that happens and whatever runs here."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the line above
            os._exit(1)
    threading.Thread(target=_watch_parent, name="watch-parent", daemon=True).start()


def _watch_parent() -> None:
    process = parent_process()
    if process is not None:
        wait([process.sentinel])
        os._exit(1)


def processor_time(pid: int) -> float | None:
    """Return the seconds of the processor that a process has used; None where nobody tells."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # Behind the name, which may hold anything: utime and stime, in ticks (proc(5)).
            fields = file.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
