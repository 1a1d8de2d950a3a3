"""The engine started from the window: a spawned process at the other end of a pipe."""

import contextlib
import multiprocessing
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from gallery.core.paths import Home
from gallery.engine.ipc.messages import Message
from gallery.engine.ipc.wire import encode


@dataclass(slots=True)
class Engine:
    """A running engine process and this end of its pipe."""

    process: BaseProcess
    pipe: Connection

    def send(self, message: Message) -> None:
        """Send a message; OSError when the engine is gone."""
        self.pipe.send_bytes(encode(message))

    def stop(self, patience_s: float = 1.2, killed_s: float = 0.5) -> bool:  # closing may take 2 s
        """Close the pipe and have the process end; return whether it has.

        One that waits for a drive that does not answer ends only when that does, even killed.
        """
        with contextlib.suppress(OSError, ValueError):
            hang_up(self.pipe)
            self.pipe.close()
        self.process.join(patience_s)
        if self.process.is_alive():
            self.process.kill()
            self.process.join(killed_s)
        return not self.process.is_alive()


def hang_up(pipe: Connection) -> None:
    """End a pipe for both sides, and wake the threads that wait for it; OSError if it is closed.

    Closing does neither while another process or a thread that hangs has it open too.
    """
    if sys.platform == "win32":
        pipe.close()
        return
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        # A pipe of multiprocessing is a pair of sockets on POSIX; the copy of the handle is closed
        # here.
        end.shutdown(socket.SHUT_RDWR)


def start(home: Home, workers: int | None = None) -> Engine:
    """Start an engine on `home`. The pipe closes when either side ends, however it ends."""
    # Never forked: a child forked beside Qt's or torch's threads inherits their locked locks.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with _environment():
        process = context.Process(
            target=_serve, args=(theirs, str(home.root), workers), name="lookalike-engine"
        )
        process.start()
    # The engine alone may hold it: with a second holder its death would not close the pipe.
    theirs.close()
    return Engine(process, ours)


def _serve(pipe: Connection, home: str, workers: int | None) -> None:
    # Imported here, so that the window does not import what only the engine needs.
    from importlib import import_module

    import_module("gallery.engine.service").main(pipe, home, workers)


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    """Set what must stand in the environment before the engine imports numpy and torch.

    The window keeps its own linear algebra to one thread, which the engine would inherit; and
    torch's threads collapse beside a busy neighbour unless they wait passively.
    """
    cores = str(os.cpu_count() or 1)
    wanted = {
        "OMP_WAIT_POLICY": "PASSIVE",
        "OPENBLAS_NUM_THREADS": cores,
        "OMP_NUM_THREADS": cores,
        # The engine ends at once when told to; what it held is freed by the system, and a person
        # need not read of it on a terminal.
        "PYTHONWARNINGS": "ignore:resource_tracker:UserWarning",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
