"""Work of the window that takes too long for a turn of its event loop, done on a thread."""

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)

STOP_S = 1.0  # of the two seconds that closing may take

Work = Callable[[], Any]
Then = Callable[[Any], None]


class Background(QObject):
    """Runs one piece of work at a time; only the newest is of interest.

    A piece that was asked for before is not begun, or its result is dropped. The thread lives as
    long as there is work.
    """

    _done = Signal(int, object)

    def __init__(self, name: str, parent: QObject) -> None:
        """`parent` is whom the work is for: once it is gone, nothing is called any more."""
        super().__init__(parent)
        self._name = name
        self._lock = threading.Lock()
        self._number = 0
        self._waiting: tuple[int, Work] | None = None
        self._thread: threading.Thread | None = None
        self._then: Then | None = None
        # Queued: the signal is emitted on the worker's thread, and has to arrive on the window's.
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Work, then: Then) -> None:
        """Have `work` done, and `then` called with its result on the window's thread.

        What `work` raises is logged, and nothing is called.
        """
        with self._lock:
            self._number += 1
            self._waiting, self._then = (self._number, work), then
            if self._thread is None:
                # A daemon: numpy cannot be interrupted, and the program may end in the middle of a
                # product.
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def drop(self) -> None:
        """Take back what was asked for."""
        with self._lock:
            self._number += 1
            self._waiting = self._then = None

    def stop(self) -> None:
        """Take back what was asked for, and wait a moment for what is under way."""
        self.drop()
        thread = self._thread
        if thread is not None:
            thread.join(STOP_S)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            number, work = job
            try:
                result = work()
            except Exception:
                log.exception("%s: work behind the window failed", self._name)
                continue
            with contextlib.suppress(RuntimeError):  # the parent is gone, and this with it
                self._done.emit(number, result)

    def _next(self) -> tuple[int, Work] | None:
        with self._lock:
            job, self._waiting = self._waiting, None
            if job is None:
                self._thread = None
            return job

    @Slot(int, object)
    def _take(self, number: int, result: Any) -> None:
        if number == self._number and self._then is not None:
            then, self._then = self._then, None
            then(result)
