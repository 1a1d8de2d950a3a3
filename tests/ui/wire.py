"""A link whose other end is the test."""

from PySide6.QtCore import QObject, Signal


class Wire(QObject):
    """Keeps what is sent; the test emits what the engine says and what becomes of it."""

    received = Signal(object)
    listening = Signal()
    died = Signal()
    given_up = Signal()

    def __init__(self):
        super().__init__()
        self.sent = []
        self.is_dead = self.is_given_up = False

    def send(self, message):
        self.sent.append(message)

    def take(self):
        taken, self.sent = self.sent, []
        return taken

    def die(self):
        """Take the engine away and give another."""
        self.died.emit()
        self.listening.emit()

    def give_up(self):
        self.is_dead = self.is_given_up = True
        self.given_up.emit()
