"""Words, and pictures from outside: what the engine turns into a query first."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

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
    """What the engine is asked, and what was on screen then."""

    request: int
    root: bytes | None
    label: str
    outside: bool
    message: messages.SearchWords | messages.EmbedPicture


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
        link.restarted.connect(self._restarted)
        for ending in (link.done, link.cancelled, link.failed):
            ending.connect(self._ended)

    def _ask(self, message: messages.SearchWords | messages.EmbedPicture, label: str) -> None:
        outside = isinstance(message, messages.EmbedPicture)
        self._question = Question(message.request, self._feed.root, label, outside, message)
        self._link.send(message)

    def _asked(self, request: int) -> Question | None:
        """Return the question that an answer is to, None where it is of no interest any more."""
        question = self._question
        if question and (question.request, question.root) == (request, self._feed.root):
            return question
        return None

    @Slot(object)
    def _ended(self, message: Any) -> None:
        if self._question and self._question.request == message.request:
            self._question = None

    @Slot()
    def _restarted(self) -> None:
        """Ask what the last engine did not answer, if it is still of interest."""
        if self._question and self._question.root == self._feed.root:
            self._link.send(self._question.message)

    def words(self, text: str, encoder: str) -> None:
        """Rank by words."""
        folder, request = self._feed.folder, self._number("question")
        message = messages.SearchWords(request=request, folder=folder, encoder=encoder, text=text)
        self._ask(message, text)

    def file(self, path: bytes, label: str, encoder: str) -> None:
        """Ask for look-alikes of a file anywhere."""
        inside, paths = questions.inside(path, self._feed.root), self._state.table.paths
        position = paths.index(inside) if inside in paths else -1
        if self._state.can_ask(position):
            self._state.find_lookalikes(position)
            return
        request, name = self._number("question"), os.fsdecode(path)
        message = messages.EmbedPicture(request=request, path=name, encoder=encoder)
        self._ask(message, label)

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
