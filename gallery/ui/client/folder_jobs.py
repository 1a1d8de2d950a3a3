"""The engine's work on folders: which is under way, held, or to be sent again."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Answer, Ending, Progress
from gallery.ui.client.replies import FOREVER, Client, Listener, Reply

FolderRequest = messages.OpenFolder | messages.Retry


@dataclass(slots=True)
class FolderJob:
    """A request for a folder that is under way, and one that is to follow it."""

    reply: Reply
    encoder: str
    progress: Progress | None = None
    then: FolderRequest | None = None

    @property
    def paused(self) -> bool:
        """Whether it is held."""
        return self.reply.is_paused


# The states of a folder:
#
#   idle -------index, rescan, retry-------> under way --ended--> idle; or `then` is sent
#   lined up --nothing else is under way-->
#
# While one is under way, rescan and retry set `then`; index with another encoder drops it and
# sends a new one. A job that died with its engine stays under way: the next engine gets it.
class FolderJobs(QObject):
    """At most one job a folder; jobs that an engine took with it are sent to the next one.

    Folders that are lined up are worked on one after another, after all others.

    Signals:
        opened: a folder is known to the engine (Opened).
        progressed: the job of a folder is further (bytes, Progress).
        ended: it is over (bytes, and Done, Cancelled or Failed).

    Attributes:
        follow_links: links to folders are followed by the jobs that are begun from now on.
    """

    opened = Signal(object)
    progressed = Signal(object, object)
    ended = Signal(object, object)

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self.follow_links = False
        self._jobs: dict[bytes, FolderJob] = {}
        self._waiting: dict[bytes, str] = {}  # folders that none is to be beside, and encoders

    def get(self, folder: bytes | None) -> FolderJob | None:
        """Return the job of a folder, or None."""
        return self._jobs.get(folder or b"")

    def index(self, folder: bytes, encoder: str) -> None:
        """Have a folder brought up to date, unless that is under way with the same encoder."""
        job = self.get(folder)
        self._waiting.pop(folder, None)
        if job is not None and job.encoder != encoder:
            self.drop(folder)
        if folder not in self._jobs:
            self._send(folder, self._open(folder, encoder))

    def line_up(self, folders: Iterable[bytes], encoder: str) -> None:
        """Have folders brought up to date, each once no other one is under way."""
        self._waiting.update({path: encoder for path in folders if path not in self._jobs})
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._jobs:
            folder = next(iter(self._waiting))
            self.index(folder, self._waiting[folder])

    def rescan(self, folder: bytes, encoder: str) -> None:
        """Have a folder looked through from now on: once more, if that is under way."""
        job = self.get(folder)
        if job is None:
            self.index(folder, encoder)
        elif job.then is None:
            job.then = self._open(folder, encoder)

    def retry(self, folder: bytes, number: int, encoder: str, files: list[int]) -> None:
        """Have files with problems tried again, all for []; `number` is the folder's id.

        What is under way comes first: it may have passed them already.
        """
        job = self.get(folder)
        if job is not None and isinstance(job.then, messages.Retry):
            # Nothing stands for all: some and all are all.
            files = [*job.then.files, *files] if job.then.files and files else []
        links = self.follow_links
        message = messages.Retry(folder=number, encoder=encoder, files=files, follow_links=links)
        if job is None:
            self._send(folder, message)
        else:
            job.then = message

    def _open(self, folder: bytes, encoder: str) -> messages.OpenFolder:
        name, links = os.fsdecode(folder), self.follow_links
        return messages.OpenFolder(folder=name, encoder=encoder, follow_links=links)

    def _send(self, folder: bytes, message: FolderRequest) -> None:
        listener = Listener(
            answered=self._answered,
            progressed=partial(self._progressed, folder),
            ended=partial(self._ended, folder),
        )
        reply = self._client.ask(message, listener, purpose=folder, resend=FOREVER)
        self._jobs[folder] = FolderJob(reply, message.encoder)

    def pause(self, folder: bytes | None, paused: bool) -> None:
        """Hold the work on a folder, or let it go on."""
        job = self.get(folder)
        if job is not None:
            job.reply.pause(paused)

    def cancel(self, folder: bytes | None) -> None:
        """Stop the work on a folder; what is stored stays."""
        job = self.get(folder)
        if job is not None:
            job.then = None  # else the cancelled work would be followed by more of it
            job.reply.cancel()

    def drop(self, folder: bytes) -> None:
        """Cancel the work on a folder and forget it at once, so that another can begin."""
        job = self._jobs.pop(folder, None)
        if job is not None:
            job.reply.drop()

    def _answered(self, message: Answer) -> None:
        if isinstance(message, messages.Opened):
            self.opened.emit(message)

    def _progressed(self, folder: bytes, message: Progress) -> None:
        self._jobs[folder].progress = message
        self.progressed.emit(folder, message)

    def _ended(self, folder: bytes, message: Ending) -> None:
        # First, so that whoever hears of the end may begin another one.
        job = self._jobs.pop(folder)
        if job.then is not None:
            self._send(folder, job.then)
        self._go_on()
        self.ended.emit(folder, message)
