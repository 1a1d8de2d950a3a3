"""Work that is interrupted by a full disk, and goes on once there is room."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gallery.core.codes import Code
from gallery.core.errors import StoreFullError
from gallery.core.paths import Home
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Event, Notice, Topic
from gallery.engine.workers.control import Control
from gallery.library.disk_space import has_room, no_room
from gallery.library.store import sentence

T = TypeVar("T")

LOOK_S = 2.0  # a person who made room should not have to look for a button
LONGEST_S = 60.0  # where room comes and goes, each try costs a scan and stores next to nothing


@dataclass(frozen=True, slots=True)
class DiskFullRetry:
    """Does work again that a full disk has stopped; for work that goes on where it was."""

    home: Home
    control: Control
    emit: Callable[[Event], None]

    def carry_out(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, however often the disk is full before that.

        What is stored stays; a person is told while it waits.

        Raises:
            CancelledError: stopped while it waited.
        """
        wait_s = LOOK_S
        while True:
            try:
                return work()
            except (StoreFullError, sqlite3.OperationalError, OSError) as error:
                told = error if isinstance(error, StoreFullError) else sentence(error, self.home)
                if not isinstance(told, StoreFullError):
                    raise
            # Outside of the handler, which would keep alive all that the work had in memory.
            self._wait(told.said, wait_s)
            # Doubled where the probe finds room and the work does not: it needs more than the
            # probe.
            wait_s = min(2 * wait_s, LONGEST_S)

    def _wait(self, told: Sentence, least_s: float) -> None:
        """Tell that there is no room, and return once there is; looks at once when woken."""
        self._tell(told)
        with contextlib.ExitStack() as ended:
            # Also on a cancel: the notice must not outlive the wait.
            ended.callback(self.emit, Notice(topic=Topic.SPACE))
            wait_s = least_s
            while True:
                woken = self.control.rest(wait_s)
                if has_room(self.home):
                    return
                if woken:
                    self._tell(no_room(self.home, still=True))
                wait_s = LOOK_S

    def _tell(self, told: Sentence) -> None:
        said = Sentence.of(Code.THEN, first=told, then=Sentence(Code.GOES_ON))
        self.emit(Notice(topic=Topic.SPACE, said=said, again=True))
