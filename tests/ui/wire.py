"""A link whose other end is the test."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from gallery.core.paths import Home
from gallery.engine.ipc.messages import Ending, Message
from gallery.ui.client.controller import Controller
from gallery.ui.client.engine_link import EngineLink


class Wire(QObject):
    """Keeps what is sent; the test emits what the engine says and what becomes of it."""

    received = Signal(object)
    listening = Signal()
    died = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Any] = []
        self.is_dead = self.is_given_up = False

    def send(self, message: Message) -> None:
        self.sent.append(message)

    def take(self):
        taken = list(self.sent)
        self.sent.clear()
        return taken

    def die(self):
        """Take the engine away and give another."""
        self.died.emit()
        self.listening.emit()

    def give_up(self):
        self.is_dead = self.is_given_up = True
        self.given_up.emit()


class KeptLink(EngineLink):
    """A link that keeps what is sent, and has no engine."""

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self.sent: list[Any] = []

    def send(self, message: Message) -> None:
        self.sent.append(message)


class SilentController(Controller):
    """A controller that is not started: its engine is the test.

    Attributes:
        sent: what the engine would have been sent.
        told: sentences about what did not work.
        ended: how jobs of the folder on screen ended.
    """

    def __init__(self, home: Home) -> None:
        link = KeptLink(home)
        super().__init__(home, link=link)
        self.sent = link.sent
        self.told: list[str] = []
        self.ended: list[Ending] = []
        self.failed.connect(self.told.append)
        self.finished.connect(self.ended.append)
