"""Decoders that misbehave on purpose; run inside real decode workers."""

import ctypes
import os
import signal
import sys
import time

from gallery.core.problem import Kind
from gallery.core.sentence import Sentence
from gallery.imaging.results import Failure, Result, Want


def answer(path: bytes, want: Want) -> Result:
    """Says at once who answered, as a failure whose message is the process id."""
    return Failure(Kind.DAMAGED, Sentence.of(str(os.getpid())))


def segfault(path: bytes, want: Want) -> Result:
    ctypes.string_at(0)
    raise AssertionError


def abort(path: bytes, want: Want) -> Result:
    os.abort()


def leave(path: bytes, want: Want) -> Result:
    os._exit(3)


def hang(path: bytes, want: Want) -> Result:
    time.sleep(600)
    raise AssertionError


def wait_long(path: bytes, want: Want) -> Result:
    """Takes longer than it works, as on a busy machine."""
    time.sleep(2)
    return answer(path, want)


def work_a_while(path: bytes, want: Want) -> Result:
    """Takes 0.4 s of processor time."""
    end = time.process_time() + 0.4
    while time.process_time() < end:
        pass
    return answer(path, want)


def hang_marked(path: bytes, want: Want) -> Result:
    """Leaves a mark, and hangs."""
    os.close(os.open(path + b".mark", os.O_CREAT | os.O_WRONLY))
    return hang(path, want)


def spin_deaf(path: bytes, want: Want) -> Result:
    """Holds the interpreter lock in C, where no signal handler and no thread gets a turn."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return answer(b"%d" % sum(range(10**12)), want)


def allocate(path: bytes, want: Want) -> Result:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def killed_once(path: bytes, want: Want) -> Result:
    """Is killed the first time, as the system does when memory runs out; leaves a mark."""
    mark = path + b".mark"
    if os.path.exists(mark):
        return answer(path, want)
    os.close(os.open(mark, os.O_CREAT | os.O_WRONLY))
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def talk(path: bytes, want: Want) -> Result:
    """Writes to standard output in every way there is."""
    print("printed", flush=True)
    os.write(1, b"written\n")
    return answer(path, want)


def surprise(path: bytes, want: Want) -> Result:
    raise KeyError("nobody expected this")


def limits(path: bytes, want: Want) -> Result:
    """Tells niceness and OpenMP threads of the worker."""
    return Failure(Kind.DAMAGED, Sentence.of(f"{os.nice(0)} {os.environ['OMP_NUM_THREADS']}"))


def modules(path: bytes, want: Want) -> Result:
    """Tells the heavy modules that the worker has loaded."""
    heavy = {"torch", "sklearn", "umap", "scipy", "PySide6", "onnxruntime", "rawpy", "sqlite3"}
    return Failure(Kind.DAMAGED, Sentence.of(" ".join(sorted(heavy & set(sys.modules))) or "none"))
