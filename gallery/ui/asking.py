"""Words, and pictures from outside: what the engine turns into a query first."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from gallery.core.paths import Home
from gallery.engine import messages
from gallery.ui import pasting, questions
from gallery.ui.behind import Behind
from gallery.ui.feed import Feed
from gallery.ui.link import EngineLink
from gallery.ui.state import GalleryState


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine was asked last, and what was on screen then."""

    request: int
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

    def __init__(
        self, link: EngineLink, number: Callable[[str], int], feed: Feed, state: GalleryState
    ) -> None:
        """`number` returns the id of a new request of a kind."""
        super().__init__()
        self._link, self._number, self._feed, self._state = link, number, feed, state
        self._pasting = Behind("pasting", self)
        self._question: Question | None = None
        link.query_vector.connect(self._query_vector)
        link.word_scores.connect(self._word_scores)

    def _ask(self, label: str, outside: bool) -> int:
        request = self._number("question")
        self._question = Question(request, self._feed.root, label, outside)
        return request

    def _asked(self, request: int) -> Question | None:
        """Return the question that an answer is to, None where it is of no interest any more."""
        question = self._question
        if question and (question.request, question.root) == (request, self._feed.root):
            return question
        return None

    def words(self, text: str, encoder: str) -> None:
        """Rank by words."""
        folder, request = self._feed.folder, self._ask(text, outside=False)
        self._link.send(
            messages.SearchWords(request=request, folder=folder, encoder=encoder, text=text)
        )

    def file(self, path: bytes, label: str, encoder: str) -> None:
        """Ask for look-alikes of a file anywhere."""
        inside = questions.inside(path, self._feed.root)
        if inside in self._state.table.paths:
            self._state.find_lookalikes(self._state.table.paths.index(inside))
            return
        request = self._ask(label, outside=True)
        self._link.send(
            messages.EmbedPicture(request=request, path=os.fsdecode(path), encoder=encoder)
        )

    def image(self, image: QImage, encoder: str, home: Home) -> None:
        """Ask for look-alikes of a pasted picture."""
        then = partial(self._pasted, encoder)
        self._pasting.run(partial(pasting.keep, image.copy(), home), then)

    def _pasted(self, encoder: str, path: bytes) -> None:
        if path:
            self.file(path, "pasted picture", encoder)
        else:
            self.failed.emit("The pasted picture could not be kept; there may be no space left.")

    @Slot(object)
    def _query_vector(self, message: messages.QueryVector) -> None:
        question = self._asked(message.request)
        if question and message.encoder_id == self._feed.key:
            self._state.ask(questions.by_vector(message, question.outside, question.label))

    @Slot(object)
    def _word_scores(self, message: messages.WordScores) -> None:
        question = self._asked(message.request)
        if question is None:
            return
        if message.unknown:
            self._feed.search_names(question.label, message.unknown)
        else:
            self._state.ask(questions.by_words(message, question.label))
