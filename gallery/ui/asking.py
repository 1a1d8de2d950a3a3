"""Words, and pictures from outside: what the engine turns into a query first."""

import os
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gallery.core.paths import Home
from gallery.engine import messages
from gallery.engine.messages import Answer, Ending, Failed, QueryVector, WordScores
from gallery.ui import pasting, questions
from gallery.ui.behind import Behind
from gallery.ui.feed import Feed
from gallery.ui.replies import Client, Listener
from gallery.ui.state import GalleryState


@dataclass(frozen=True, slots=True)
class Question:
    """What was on screen when the engine was asked, and how the answer is called."""

    root: bytes | None
    label: str
    outside: bool


class Asking(QObject):
    """Asks the engine, and with its answer the state.

    Only the newest question is answered, and only while the folder is on screen that it was
    asked in.

    Signals:
        failed: one sentence about something that did not work.
    """

    failed = Signal(str)

    def __init__(self, client: Client, feed: Feed, state: GalleryState) -> None:
        super().__init__()
        self._client, self._feed, self._state = client, feed, state
        self._pasting = Behind("pasting", self)

    def _ask(self, message: messages.SearchWords | messages.EmbedPicture, label: str) -> None:
        outside = isinstance(message, messages.EmbedPicture)
        question = Question(self._feed.root, label, outside)
        listener = Listener(
            answered=partial(self._answered, question), ended=partial(self._ended, question)
        )
        self._client.ask(message, listener, purpose="question")

    def _answered(self, question: Question, message: Answer) -> None:
        if question.root != self._feed.root:
            return
        match message:
            case QueryVector(encoder_id=key) if key == self._feed.key:
                self._state.ask(questions.by_vector(message, question.outside, question.label))
            case WordScores(unknown=""):
                self._state.ask(questions.by_words(message, question.label))
            case WordScores():
                self._feed.search_names(question.label, message.unknown)

    def _ended(self, question: Question, message: Ending) -> None:
        if isinstance(message, Failed) and question.root == self._feed.root:
            self.failed.emit(message.sentence)

    def words(self, text: str, encoder: str) -> None:
        """Rank by words."""
        folder = self._feed.folder
        self._ask(messages.SearchWords(folder=folder, encoder=encoder, text=text), text)

    def file(self, path: bytes, label: str, encoder: str) -> None:
        """Ask for look-alikes of a file anywhere."""
        position = self._state.position_of(questions.inside(path, self._feed.root))
        if self._state.can_ask(position):
            self._state.find_lookalikes(position)
            return
        self._ask(messages.EmbedPicture(path=os.fsdecode(path), encoder=encoder), label)

    def image(self, image: QImage, encoder: str, home: Home) -> None:
        """Ask for look-alikes of a pasted picture."""
        then = partial(self._pasted, encoder)
        self._pasting.run(partial(pasting.keep, image.copy(), home), then)

    def _pasted(self, encoder: str, path: bytes) -> None:
        if path:
            self.file(path, "pasted picture", encoder)
        else:
            self.failed.emit("The pasted picture could not be kept; there may be no space left.")
