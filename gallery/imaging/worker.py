"""The process that decodes: it settles itself, then answers one task after the other.

Imports nothing but the standard library until it is settled: limits and thread counts must
stand before numpy is loaded.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Literal

from gallery.core import child_process

if TYPE_CHECKING:
    from gallery.imaging.results import Result, Want

READY = "ready"
"""The first thing a worker says, once all that it needs is loaded."""
READING = "reading"
"""Said while a file is read that takes long to read; decoding has not begun."""
_READING_EVERY_S = 1.0
OVERTIME: signal.Signals | None = getattr(signal, "SIGPROF", None)
"""Ends a worker whose file has used up its processor time; None where no system counts it."""

WorkerJob = Literal["decode", "hash", "view"]
Function = Callable[[bytes, "Want"], "Result"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker holds itself to.

    Attributes:
        memory: bytes of address space, 0 for no limit.
        nice: added to the priority number of the process: higher is politer.
        processor_s: processor time for one file, in seconds; the system ends the process then,
            whatever its decoder holds. 0 for no limit.
        parent: id of the process that started it.
    """

    memory: int
    nice: int
    processor_s: float = 0.0
    parent: int = field(default_factory=os.getpid)


def serve(pipe: Connection, limits: Limits) -> None:
    """Answer each (job, path, want) that arrives on `pipe`, until it is closed."""
    _settle(limits)
    functions = _functions()
    clock = _Clock(limits.processor_s)
    _tell_progress(pipe, clock)
    pipe.send(READY)
    while True:
        try:
            job, path, want = pipe.recv()
        except (EOFError, ConnectionError):
            return
        function = job if callable(job) else functions[job]
        clock.start()
        try:
            result = function(path, want)
        except MemoryError:
            result = _too_large()
        clock.stop()
        try:
            pipe.send(result)
        except ConnectionError:
            return


def _functions() -> dict[str, Function]:
    from gallery.imaging.decode import decode_file, hash_file
    from gallery.imaging.results import Failure, Hashed
    from gallery.imaging.view import decode_view

    def hashed(path: bytes, want: "Want") -> "Result":
        found = hash_file(path)
        return found if isinstance(found, Failure) else Hashed(*found)

    def view(path: bytes, want: "Want") -> "Result":
        return decode_view(path, want.longest)

    return {"decode": decode_file, "hash": hashed, "view": view}


class _Clock:
    """Ends this process once a file has taken its share of processor time.

    The time of the clock on the wall tells nothing: beside other work a sound file takes minutes.
    A signal without a handler needs no turn of the interpreter, so that no decoder can hold it up.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds if OVERTIME else 0.0
        if OVERTIME:
            signal.signal(OVERTIME, signal.SIG_DFL)

    def start(self) -> None:
        """Count from now on."""
        if self._seconds:
            signal.setitimer(signal.ITIMER_PROF, self._seconds)

    def stop(self) -> None:
        """Count no more."""
        if self._seconds:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _tell_progress(pipe: Connection, clock: _Clock) -> None:
    from gallery.imaging import source

    last = time.monotonic()

    def tell() -> None:
        nonlocal last
        if time.monotonic() - last >= _READING_EVERY_S:
            last = time.monotonic()
            clock.start()  # decoding has not begun
            pipe.send(READING)

    source.on_progress.append(tell)


def _too_large() -> "Result":
    from gallery.core.problem import Kind
    from gallery.imaging.results import Failure

    return Failure(Kind.TOO_LARGE)


def _settle(limits: Limits) -> None:
    """Tie this process to its parent, and take no more than its share of the machine."""
    child_process.settle(limits.parent)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        # One worker is one core; threads of BLAS would only take the cores of the other workers.
        os.environ[name] = "1"
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(limits.nice)
    if sys.platform.startswith("linux") and limits.memory:
        import resource

        with contextlib.suppress(ValueError, OSError):
            # Beyond it an allocation fails: one file's MemoryError, in place of a process that the
            # system kills.
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, hard))
