"""The engine process: reads requests from the pipe, runs each as a job, answers with events.

The main thread only listens, so that a pause or a cancel is heard whatever the jobs do. Each job
runs on a thread of its own. When the pipe closes, the window is gone and the engine ends with it.
"""

import contextlib
import ctypes
import gc
import logging
import os
import sqlite3
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from gallery.core.codes import Code
from gallery.core.errors import CancelledError, LookalikeError, MessageError
from gallery.core.paths import Home
from gallery.core.sentence import Sentence
from gallery.engine import requests
from gallery.engine.context import Context
from gallery.engine.ipc import messages, wire
from gallery.engine.ipc.messages import Cancelled, Change, Event, Failed, Message
from gallery.engine.ipc.spawn import hang_up
from gallery.engine.jobs import undo
from gallery.engine.jobs.view_files import clear_views
from gallery.engine.workers.control import Control
from gallery.engine.workers.disk_full import DiskFullRetry
from gallery.library import temporary_home
from gallery.library.store import sentence

log = logging.getLogger(__name__)

END_S = 1.0  # for all jobs together: the window kills an engine that takes longer than 1.2 s
# What holds much memory and then lets go of it. To give it back takes up to 0.3 s, most of it with
# the interpreter held: too long for a question while pictures are embedded.
HEAVY = (messages.OpenFolder, messages.Retry, messages.Recluster, messages.FetchEncoder)


def main(pipe: Connection, home: str, workers: int | None = None) -> None:
    """Serve the window at the other end of `pipe` until it closes; the process ends here."""
    _quiet_stdout()
    if hasattr(os, "nice"):
        os.nice(3)  # the window comes first
    service = Service(pipe, Home(Path(home)), workers)
    try:
        service.run()
    finally:
        service.close()
        # The window learns here that this is the end. The process itself may go on for as long as a
        # thread waits for a drive that does not answer.
        with contextlib.suppress(OSError):
            hang_up(pipe)
        sys.stderr.flush()
        # Libraries may have threads that do not end; the store is closed by now.
        os._exit(0)


def _quiet_stdout() -> None:
    # Libraries print, and stdout may belong to a program that reads JSON.
    os.dup2(2, 1)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


class Service:
    """One engine: its context, and the jobs under way."""

    def __init__(self, pipe: Connection, home: Home, workers: int | None) -> None:
        self._pipe, self._home, self._workers = pipe, home, workers
        self._sending = threading.Lock()
        self._jobs: dict[int, Control] = {}
        self._threads: dict[int, threading.Thread] = {}
        self._guard = threading.Lock()
        self._opening = threading.Lock()
        self._context: Context | None = None

    def run(self) -> None:
        """Listen until the pipe closes or Shutdown comes."""
        try:
            self._ready()
        except LookalikeError as error:
            # The engine lives on: each request tries again, so a disk with room again is enough.
            self.emit(messages.Notice(topic=messages.Topic.STORE, said=error.said))
        clear_views(self._home)
        while True:
            try:
                message = wire.decode(self._pipe.recv_bytes())
            except (EOFError, OSError):
                return
            except MessageError:
                log.exception("a request was not understood")
                continue
            if isinstance(message, messages.Shutdown):
                return
            self._receive(message)

    def _ready(self) -> Context:
        """Return the context, opened once; StoreError if it cannot be."""
        with self._opening:
            if self._context is None:
                furnished = temporary_home.furnish(self._home)
                self._context = Context.open(self._home, self._workers)
                # Before any job: a file that a death left half moved would be scanned as gone or
                # new.
                with contextlib.suppress(LookalikeError):  # no room: the next start settles it
                    undo.settle(self._context.store)
                damaged = self._context.store.damaged
                self.emit(messages.Notice(topic=messages.Topic.STORE, said=damaged))
                if furnished:
                    self.emit(messages.Changed(folder=0, encoder_id="", what=Change.FILES))
            return self._context

    def _receive(self, message: Message) -> None:
        match message:
            case messages.Cancel():
                self._control(message.request, Control.cancel)
            case messages.Pause(paused=paused):
                self._control(message.request, lambda control: control.pause(paused))
            case messages.TryAgain():
                self._wake_all()
            case messages.Prioritise():
                if self._context is not None:
                    self._context.urgent[message.folder] = message.files
            case _:
                self._start(message)

    def _control(self, request: int, command: Callable[[Control], None]) -> None:
        with self._guard:
            control = self._jobs.get(request)
        if control is not None:
            command(control)

    def _wake_all(self) -> None:
        with self._guard:
            controls = list(self._jobs.values())
        for control in controls:
            control.wake()

    def _start(self, message: Message) -> None:
        request = getattr(message, "request", 0)
        control = Control()
        name = f"{type(message).__name__}-{request}"
        thread = threading.Thread(
            target=self._work, args=(message, request, control), name=name, daemon=True
        )
        with self._guard:
            self._jobs[request] = control
            self._threads[request] = thread
        thread.start()

    def _work(self, message: Message, request: int, control: Control) -> None:
        """Run one job; it ends with exactly one of Done, Cancelled, Failed."""
        ending: Event
        try:
            ending = self._answer(message, control)
        except CancelledError:
            ending = Cancelled(request=request)
        except LookalikeError as error:
            ending = Failed(request=request, said=error.said)
        except sqlite3.DatabaseError as error:
            detail = traceback.format_exc()
            log.error("request %d failed\n%s", request, detail)  # noqa: TRY400
            ending = Failed(request=request, said=sentence(error, self._home).said, detail=detail)
        except Exception:  # noqa: BLE001 - the one place that answers for everything below
            detail = traceback.format_exc()
            log.error("request %d failed\n%s", request, detail)  # noqa: TRY400
            ending = Failed(request=request, said=Sentence(Code.INTERNAL), detail=detail)
        with self._guard:
            self._jobs.pop(request, None)
            self._threads.pop(request, None)
        self.emit(ending)
        if isinstance(message, HEAVY):
            _give_back_memory()

    def _answer(self, message: Message, control: Control) -> Event:
        def answer() -> Event:
            return requests.answer(self._ready(), message, control, self.emit)

        # These go on from what is stored. Any other request would do, and tell, everything twice.
        if isinstance(message, messages.OpenFolder | messages.Retry):
            return DiskFullRetry(self._home, control, self.emit).carry_out(answer)
        return answer()

    def emit(self, event: Event) -> None:
        """Send an event to the window; nothing happens when it is gone."""
        try:
            with self._sending:
                self._pipe.send_bytes(wire.encode(event))
        except (OSError, ValueError):
            log.debug("nobody listens any more")

    def close(self) -> None:
        """Cancel all jobs, wait a moment for them, stop the workers, close the store."""
        if self._context is not None:
            # First of all: a window that waits no longer kills this process, and that would count
            # as a death of the encoder.
            self._context.suspects.close()
        with self._guard:
            controls, threads = list(self._jobs.values()), list(self._threads.values())
        for control in controls:
            control.cancel()
        if self._context is not None:
            self._context.pool.close()
        for thread in threads:
            thread.join(END_S / max(1, len(threads)))
        # Not under a job that still runs: its next statement would meet a closed connection, and
        # the error would be told as its ending. The system closes what is left.
        if self._context is not None and not any(thread.is_alive() for thread in threads):
            self._context.close()


def _give_back_memory() -> None:
    """Return what a job has freed to the system; the allocator of glibc would keep it."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
