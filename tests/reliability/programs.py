"""The program's own processes, run beside each other, confined, traced, and killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest

from gallery.core import settings
from tests.cli_tools import ROOT, environment

SOON_S = 240  # far more than any of this takes, also on a busy machine
NOBODY = 65534
# What SQLite or Python would say of a program that another one has got in the way of.
TROUBLE = (
    *(b"locked", b"busy", b"readonly database", b"disk I/O", b"malformed", b"unable to open"),
    *(b"Traceback", b"No such file", b"was not written", b"could not be kept"),
)


def no_trouble(said):
    """Return whether nothing in what a program has said is its own fault."""
    return not [word for word in TROUBLE if word in said]


def start_window(home, *folder, log, **more):
    """Start the program with a window that no screen shows; what it says goes to the file `log`."""
    home.create()
    settings.save(settings.Settings(encoder="pixels"), home.settings)
    command = [sys.executable, str(ROOT / "main.py"), *map(str, folder)]
    with open(log, "ab") as said:
        surroundings = environment() | {"LOOKALIKE_HOME": str(home.root)} | more
        return psutil.Popen(command, env=surroundings, stdout=said, stderr=said)


def engine_of(window):
    """Return the engine of a running window, waited for."""
    limit = time.monotonic() + SOON_S
    while time.monotonic() < limit:
        for child in window.children():
            with_words = psutil.Process.cmdline
            try:
                if "spawn_main" in " ".join(with_words(child)):
                    return child
            except psutil.Error:
                continue
        assert window.is_running(), "the window ended"
        time.sleep(0.02)
    raise AssertionError("the window never had an engine")


def kill_and_count_orphans(process):
    """Kill a process as the system would; return who of its family outlives it."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait(SOON_S)
    return psutil.wait_procs(family, timeout=30)[1]


@contextmanager
def ended(processes):
    """Kill what still runs of `processes` at the end, with all their children."""
    try:
        yield processes
    finally:
        for process in processes:
            if psutil.pid_exists(process.pid) and process.poll() is None:
                kill_and_count_orphans(process)


def eventually(condition, what):
    """Wait until `condition()` holds and return what it returned."""
    limit = time.monotonic() + SOON_S
    while not (answer := condition()):
        assert time.monotonic() < limit, f"never came about: {what}"
        time.sleep(0.05)
    return answer


def allowed(*command):
    """Return whether a command of the system is there and may be run."""
    if not shutil.which(command[0]):
        return False
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return done.returncode == 0


def without_network():
    """Return what a command begins with to have no network; skips where that is not allowed."""
    if not allowed("unshare", "-n", "true"):
        pytest.skip("network namespaces are not allowed here")
    return ["unshare", "-n"]


def with_mounts():
    """Return what a command begins with to have mounts of its own; skips where not allowed."""
    if not allowed("unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"):
        pytest.skip("mounting is not allowed here")
    return ["unshare", "-m"]


def with_loop_mounts(place):
    """The same, where an image file can be mounted as well."""
    begins, image = with_mounts(), place / "probe.image"
    image.write_bytes(bytes(4 << 20))
    probe = f"mkfs.ext4 -q -F {image} && mount -o loop {image} /mnt"
    if not allowed(*begins, "sh", "-c", probe):
        pytest.skip("image files cannot be mounted here")
    return begins


def as_another_user():
    """Return what a command begins with to have no rights over files that belong to others."""
    if os.geteuid() != 0:
        return []
    rights = ",".join(f"-{name}" for name in ("dac_override", "dac_read_search", "fowner", "chown"))
    become = ["setpriv", "--inh-caps=-all", f"--bounding-set={rights}"]
    if not allowed(*become, "true"):
        pytest.skip("the rights of root cannot be given up here")
    return become


def give_away(root):
    """Let a folder and all in it belong to somebody else, where that can be done."""
    if os.geteuid() == 0:
        for folder, folders, files in os.walk(root):
            for name in (".", *folders, *files):
                os.chown(os.path.join(folder, name), NOBODY, NOBODY, follow_symlinks=False)


def traced(log, calls):
    """Return what a command begins with to have its system calls written down."""
    tracing = ["strace", "-f", "-qq", "-y", "-s", "300", "-e", f"trace={calls}", "-o", str(log)]
    if not allowed(*tracing, "true"):
        pytest.skip("tracing is not allowed here, or strace is not installed")
    return tracing
