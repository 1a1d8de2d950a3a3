"""The window's end of the pipe: a thread that reads the engine's messages."""

import logging
import queue
import threading
from multiprocessing.connection import Connection

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from gallery.core.errors import MessageError
from gallery.core.paths import Home
from gallery.engine.ipc import messages, spawn, wire
from gallery.engine.ipc.messages import Message

log = logging.getLogger(__name__)

RESTART_MS = 300  # times the deaths in a row: what kills at once is tried less and less often
CLOSE_MS = 1200  # of the two seconds that closing may take
MANY_DEATHS = 5  # in a row without a message between them: no file is to blame for that


class PipeReader(QThread):
    """Reads one engine's pipe until it closes; `received` carries each message."""

    received = Signal(object)

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self.setObjectName("pipe-reader")
        self._pipe = pipe

    def run(self) -> None:
        """Read until the pipe closes; runs on its own thread."""
        while True:
            try:
                self.received.emit(wire.decode(self._pipe.recv_bytes()))
            except (EOFError, OSError):
                return
            except MessageError:
                log.exception("a message of the engine was not understood")


class PipeWriter:
    """Sends one engine its messages, in order: an engine that is stuck lets a full pipe wait."""

    def __init__(self, engine: spawn.Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="pipe-writer", daemon=True).start()

    def send(self, message: Message | None) -> None:
        """Have a message sent; None ends the thread."""
        self._waiting.put(message)

    def _run(self) -> None:
        while (message := self._waiting.get()) is not None:
            try:
                self._engine.send(message)
            except (OSError, ValueError):
                # A dead engine is noticed by its pipe, not here.
                log.warning("the engine does not listen: %s", type(message).__name__)


# The engine's states:
#
#   running --its pipe closes--> dead --a pause--> running (`listening`, `restarted`)
#                                  |
#                                  +--five deaths in a row--> given up --revive--> running
#
# Deaths count in a row: any message sets them to 0. `close` ends it in each state.
class EngineLink(QObject):
    """The engine: started, spoken to, and started again when it dies.

    Signals:
        received: a message of the engine (Event).
        listening: an engine was started; it hears what is sent from now on.
        died: the engine ended by itself; a new one is on its way.
        given_up: it ended so often that no new one is started; `revive` does.
        restarted: a new engine is there after one that died; follows `listening`.

    Attributes:
        is_dead: the engine has ended, and there is no new one yet.
        is_ended: False when the engine could not be ended, for it waits for a drive.
    """

    received = Signal(object)
    listening = Signal()
    died = Signal()
    given_up = Signal()
    restarted = Signal()

    def __init__(self, home: Home, workers: int | None = None) -> None:
        super().__init__()
        self._home, self._workers = home, workers
        self._deaths = 0
        self._closing = False
        self.is_dead = False
        self.is_ended = True
        self._engine: spawn.Engine | None = None
        self._reader: PipeReader | None = None
        self._writer: PipeWriter | None = None

    def start(self) -> None:
        """Start an engine and listen to it."""
        self._engine = spawn.start(self._home, self._workers)
        self._writer = PipeWriter(self._engine)
        self._reader = PipeReader(self._engine.pipe)
        self._reader.received.connect(self._received)
        self._reader.finished.connect(self._ended)
        self._reader.start()
        self.is_dead = False
        self.listening.emit()

    @property
    def is_given_up(self) -> bool:
        """Whether the engine ended so often that no new one is started."""
        return self._deaths >= MANY_DEATHS

    @property
    def pid(self) -> int:
        """Process id of the engine, for tests and for the log."""
        return (self._engine.process.pid or 0) if self._engine else 0

    def send(self, message: Message) -> None:
        """Have a message sent, without waiting for the engine."""
        if self._writer is not None:
            self._writer.send(message)

    @Slot(object)
    def _received(self, message: Message) -> None:
        self._deaths = 0
        self.received.emit(message)

    @Slot()
    def _ended(self) -> None:
        if self._closing:
            return
        self._deaths += 1
        self.is_dead = True
        if self._engine is not None and self._writer is not None:
            self._writer.send(None)
            # The pipe has closed; nothing is waited for on the window's thread.
            self._engine.stop(0, 0)
        if self.is_given_up:
            self.given_up.emit()
        else:
            self.died.emit()
            QTimer.singleShot(RESTART_MS * self._deaths, self, self._restart)

    def revive(self) -> None:
        """Start an engine again after it was given up."""
        if self.is_given_up:
            self._deaths = 0
            self._restart()

    @Slot()
    def _restart(self) -> None:
        if not self._closing:
            self.start()
            self.restarted.emit()

    def close(self) -> None:
        """End the engine and all its workers, within two seconds whatever they do."""
        self._closing = True
        if self._engine is None or self._reader is None or self._writer is None:
            return
        self._writer.send(messages.Shutdown())
        self._writer.send(None)
        # It hangs up once the store is closed; its process may have to wait for a drive.
        self._reader.wait(CLOSE_MS)
        self.is_ended = self._engine.stop(0.2, 0.2)
        # Ends at once now, for the pipe is closed; a QThread that still runs must not be freed.
        self._reader.wait(CLOSE_MS)
