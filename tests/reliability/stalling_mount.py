"""A mount that stops answering when told to, as a network drive does whose server has gone.

Run as a program it is the file system: a read-only image of a folder, which hangs while a file
named as one of the signs below lies in its control folder. `stalling` starts it and ends it
whatever happens: once the process that serves a mount is dead, the system frees all who wait.
"""

import contextlib
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

READS = "reads"
"""Reading files hangs, also those that are open."""
ALL = "all"
"""So does everything else: what lies there, and whether it does."""
SOON_S = 30
FACTS = ("mode", "size", "nlink", "uid", "gid")
TIMES = ("atime", "mtime", "ctime")


class Image:
    """The calls of the file system, answered from the folder `source`."""

    use_ns = True

    def __init__(self, source, control):
        self._source, self._control = source, control

    def _wait(self, *signs):
        while any(os.path.exists(os.path.join(self._control, sign)) for sign in signs):
            time.sleep(0.02)

    def getattr(self, path, handle=None):
        self._wait(ALL)
        status = os.lstat(self._source + path)
        facts = {f"st_{key}": getattr(status, f"st_{key}") for key in FACTS}
        return facts | {f"st_{key}": getattr(status, f"st_{key}_ns") for key in TIMES}

    def readdir(self, path, handle):
        # Names without kinds, as many network drives give them: each is asked about apart.
        self._wait(ALL)
        return [".", "..", *os.listdir(self._source + path)]

    def open(self, path, flags):
        self._wait(ALL)
        return os.open(self._source + path, os.O_RDONLY)

    def read(self, path, size, offset, handle):
        self._wait(READS, ALL)
        return os.pread(handle, size, offset)

    def release(self, path, handle):
        os.close(handle)
        return 0


class Mount:
    """A mounted image: its folder `root`, and what it does not answer."""

    def __init__(self, root, control):
        self.root, self._control = root, control

    def hang(self, sign):
        """Answer nothing of that kind from now on."""
        (self._control / sign).touch()

    def go_on(self):
        """Answer everything again."""
        for sign in (READS, ALL):
            (self._control / sign).unlink(missing_ok=True)


def needs():
    """Skip the test where such a mount cannot be made."""
    if not sys.platform.startswith("linux") or not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("needs /dev/fuse")
    try:
        importlib.import_module("mfusepy")
    except (ImportError, OSError) as error:
        pytest.skip(f"needs mfusepy and libfuse: {error}")


@contextlib.contextmanager
def stalling(source, folder):
    """Mount an image of `source` below `folder`, and take it away at the end whatever happened."""
    needs()
    root, control = folder / "drive", folder / "control"
    root.mkdir(parents=True)
    control.mkdir()
    command = [sys.executable, "-m", __name__, str(source), str(root), str(control)]
    served = subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE)
    try:
        limit = time.monotonic() + SOON_S
        while not os.path.ismount(root):
            if served.poll() is not None:
                pytest.skip(f"a mount cannot be made here: {served.stderr.read().decode()[-300:]}")
            assert time.monotonic() < limit, "the mount never came"
            time.sleep(0.02)
        yield Mount(root, control)
    finally:
        # Killed first: nothing can wait for a mount that nobody serves.
        served.kill()
        served.wait()
        served.stderr.close()
        for command in (["umount", "-l"], ["fusermount", "-u", "-z"]):  # as root, and as others
            with contextlib.suppress(FileNotFoundError):
                done = subprocess.run([*command, str(root)], capture_output=True, check=False)
                if done.returncode == 0:
                    break


def serve(source, root, control):
    """Serve the mount until this process is killed."""
    fuse = importlib.import_module("mfusepy")
    fuse.FUSE(
        Image(source, control), root, foreground=True, ro=True, fsname="stalling",
        attr_timeout=0, entry_timeout=0, ac_attr_timeout=0, noforget=True,
    )  # fmt: skip


if __name__ == "__main__":
    serve(*sys.argv[1:])
