"""Words, and pictures from outside: what the engine turns into a query first."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gallery.core.arrays import Vectors
from gallery.core.paths import Home, shown
from gallery.core.sentence import Sentence
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Answer, Ending, Failed, QueryVector, WordScores, WordsKnown
from gallery.ui.background import Background
from gallery.ui.client import pasted_images, query_build
from gallery.ui.client.folder_jobs import FolderJobs
from gallery.ui.client.replies import Client, Listener
from gallery.ui.language import say, tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import GridQuery, OutsidePicture
from gallery.ui.model.store_sync import StoreSync

PURPOSE = "question"


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """What was on screen when something was asked, and how the answer is called."""

    root: bytes | None
    before: GridQuery
    label: str


@dataclass(slots=True)
class Pictures:
    """Files that are asked about together, and what is known of them so far.

    Attributes:
        label: what a single one is called; "" for its name.
        key: id of the encoder that the vectors come from, once they are gathered.
        left: those whose vectors are not known yet.
        vectors: unit vector [dim] of each of the others, by path.
        images: the thumbnail files of those that the engine has embedded, by path.
        unread: a sentence about each that could not be read.
    """

    question: PendingQuestion
    encoder: str
    paths: list[bytes]
    label: str = ""
    key: str = ""
    left: list[bytes] = field(default_factory=list)
    vectors: dict[bytes, Vectors] = field(default_factory=dict)
    images: dict[bytes, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


class Queries(QObject):
    """Asks the engine, and with its answer the state.

    Only the newest question is answered, and only while the folder and the query are on screen
    that it was asked at. Several pictures are embedded one after another.

    Signals:
        failed: one sentence about something that did not work.
    """

    failed = Signal(str)

    def __init__(
        self, client: Client, feed: StoreSync, state: GalleryState, jobs: FolderJobs
    ) -> None:
        super().__init__()
        self._client, self._feed, self._state, self._jobs = client, feed, state, jobs
        self._pasting = Background("pasting", self)
        self._waiting: Pictures | None = None
        jobs.ended.connect(self._go_on)
        feed.standing_changed.connect(self._go_on)
        state.pictures_changed.connect(self._go_on)
        state.folder_changed.connect(self._opened)

    def _question(self, label: str = "") -> PendingQuestion:
        return PendingQuestion(self._feed.root, self._state.query, label)

    def _is_open(self, question: PendingQuestion) -> bool:
        """Return whether the person waits for it: they may have gone elsewhere since."""
        return question.root == self._feed.root and question.before == self._state.query

    # ------------------------------------------------------------ words

    def words(self, text: str, encoder: str) -> None:
        """Rank by words."""
        self._waiting = None
        question = self._question(text)
        message = messages.SearchWords(folder=self._feed.folder, encoder=encoder, text=text)
        listener = Listener(
            answered=partial(self._answered, question), ended=partial(self._ended, question)
        )
        self._client.ask(message, listener, purpose=PURPOSE)

    def _answered(self, question: PendingQuestion, message: Answer) -> None:
        if not self._is_open(question):
            return
        match message:
            case QueryVector(encoder_id=key) if key == self._feed.key:
                self._state.ask(query_build.by_vector(message, question.label))
            case WordScores(unknown=Sentence() as unknown):
                self._feed.search_names(question.label, say(unknown))
            case WordScores():
                self._state.ask(query_build.by_words(message, question.label))

    def _ended(self, question: PendingQuestion, message: Ending) -> None:
        if isinstance(message, Failed) and question.root == self._feed.root:
            self.failed.emit(say(message.said))

    def names(self, text: str) -> None:
        """Show the pictures whose file names hold `text`."""
        self._feed.search_names(text)

    def suggest(self, text: str, encoder: str, then: Callable[[WordsKnown], None]) -> None:
        """Ask what `text` may become, as far as it is typed; only the newest is answered."""
        folder = self._feed.folder
        message = messages.SuggestWords(folder=folder, encoder=encoder, text=text)
        self._client.ask(message, Listener(answered=then), purpose="suggestions")

    # ------------------------------------------------------------ pictures

    def files(self, paths: list[bytes], encoder: str, label: str = "") -> None:
        """Ask for what is like all of some files anywhere; a single one may be called `label`.

        A folder that has just been opened is waited for until it shows those that lie in it.
        """
        several = list(dict.fromkeys(paths))
        self._waiting = Pictures(self._question(), encoder, several, label, left=list(several))
        self._go_on()

    def _go_on(self, *_news: object) -> None:
        asked = self._waiting
        if asked is None or (self._jobs.get(self._feed.root) and not self._in_sight(asked)):
            return
        # The encoder on screen now: vectors of two encoders are never mixed in one question.
        self._waiting, asked.key = None, self._feed.key
        if self._is_open(asked.question):
            self._next(asked)

    def _opened(self) -> None:
        asked = self._waiting
        if asked is not None and asked.question.root == self._feed.root:
            asked.question = self._question()  # what was on screen before has gone by itself
        self._go_on()

    def _in_sight(self, asked: Pictures) -> bool:
        known = bool(self._feed.folder and self._feed.key)
        return known and all(self._position(path) != -1 for path in asked.paths)

    def _position(self, path: bytes) -> int | None:
        """Return the position of a picture of the folder on screen, -1 while it has none.

        None for a picture from outside.
        """
        relative = query_build.inside(path, self._feed.root)
        return self._state.position_of(relative) if relative else None

    def _next(self, asked: Pictures) -> None:
        """Have the next one embedded; ask the state once all are."""
        while asked.left:
            path = asked.left.pop(0)
            position = self._position(path)
            if position is None or not self._state.can_ask(position):
                self._embed(asked, path)
                return
            row = self._state.table.row[position]
            asked.vectors[path] = np.array(self._state.vectors[row])
        self._conclude(asked)

    def _embed(self, asked: Pictures, path: bytes) -> None:
        message = messages.EmbedPicture(path=os.fsdecode(path), encoder=asked.encoder)
        listener = Listener(
            answered=partial(self._embedded, asked, path), ended=partial(self._went_on, asked)
        )
        self._client.ask(message, listener, purpose=PURPOSE)

    def _embedded(self, asked: Pictures, path: bytes, message: QueryVector) -> None:
        if message.encoder_id == asked.key:
            asked.vectors[path] = query_build.vector_of(message)
            asked.images[path] = message.image

    def _went_on(self, asked: Pictures, message: Ending) -> None:
        if isinstance(message, Failed):
            asked.unread.append(say(message.said))
        if self._is_open(asked.question) and asked.key == self._feed.key:
            self._next(asked)

    def _conclude(self, asked: Pictures) -> None:
        if asked.unread:
            self.failed.emit(query_build.unread(asked.unread, len(asked.paths)))
        if not asked.vectors:
            return
        # One picture of this folder: that is a click on it, and stands so in the history.
        if len(asked.vectors) == 1 and not asked.images:
            self._state.find_lookalikes(self._position(next(iter(asked.vectors))) or 0)
            return
        members: list[int] = []
        guests: list[OutsidePicture] = []
        for path in asked.vectors:
            position = self._position(path)
            if position is not None and position >= 0:
                members.append(position)
            else:
                name = asked.label or shown(os.path.basename(path))
                guests.append(OutsidePicture(name, asked.images.get(path, "")))
        vectors = np.stack(list(asked.vectors.values()))
        self._state.ask(query_build.by_pictures(vectors, members, guests, self._state.table))

    def image(self, image: QImage, encoder: str, home: Home) -> None:
        """Ask for look-alikes of a pasted picture."""
        then = partial(self._pasted, encoder)
        self._pasting.run(partial(pasted_images.keep, image.copy(), home), then)

    def _pasted(self, encoder: str, path: bytes) -> None:
        if path:
            self.files([path], encoder, tr("pasted picture"))
        else:
            lost = tr("The pasted picture could not be kept; there may be no space left.")
            self.failed.emit(lost)
