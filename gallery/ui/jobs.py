"""The engine's work on folders: which is under way, held, or to be sent again."""

import os
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gallery.engine import messages
from gallery.engine.messages import Progress
from gallery.ui.link import EngineLink

Request = messages.OpenFolder | messages.Retry


@dataclass(slots=True)
class Job:
    """A request for a folder that is under way, and one that is to follow it."""

    request: int
    folder: bytes
    message: Request
    paused: bool = False
    progress: Progress | None = None
    then: Request | None = None


class FolderJobs(QObject):
    """At most one job a folder; jobs that an engine took with it are sent to the next one.

    Signals:
        progressed: the job of a folder is further (bytes, Progress).
        ended: it is over (bytes, and Done, Cancelled or Failed).

    Attributes:
        follow_links: links to folders are followed by the jobs that are begun from now on.
    """

    progressed = Signal(object, object)
    ended = Signal(object, object)

    def __init__(self, link: EngineLink) -> None:
        super().__init__()
        self._link = link
        self.follow_links = False
        self._jobs: dict[bytes, Job] = {}
        link.progressed.connect(self._progressed)
        link.restarted.connect(self._restarted)
        for ending in (link.done, link.cancelled, link.failed):
            ending.connect(self._ended)

    def get(self, folder: bytes | None) -> Job | None:
        """Return the job of a folder, or None."""
        return self._jobs.get(folder or b"")

    def index(self, folder: bytes, encoder: str) -> None:
        """Have a folder brought up to date, unless that is under way with the same encoder."""
        job = self.get(folder)
        if job is not None and job.message.encoder != encoder:
            self.drop(folder)
        if folder not in self._jobs:
            self._send(folder, self._open(folder, encoder))

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
            files = [*job.then.files, *files] if job.then.files and files else []
        message = messages.Retry(
            request=self._link.number(),
            folder=number,
            encoder=encoder,
            files=files,
            follow_links=self.follow_links,
        )
        if job is None:
            self._send(folder, message)
        else:
            job.then = message

    def _open(self, folder: bytes, encoder: str) -> messages.OpenFolder:
        return messages.OpenFolder(
            request=self._link.number(),
            folder=os.fsdecode(folder),
            encoder=encoder,
            follow_links=self.follow_links,
        )

    def _send(self, folder: bytes, message: Request) -> None:
        self._jobs[folder] = Job(message.request, folder, message)
        self._link.send(message)

    def pause(self, folder: bytes | None, paused: bool) -> None:
        """Hold the work on a folder, or let it go on."""
        job = self.get(folder)
        if job is not None:
            job.paused = paused
            self._link.send(messages.Pause(request=job.request, paused=paused))

    def cancel(self, folder: bytes | None) -> None:
        """Stop the work on a folder; what is stored stays."""
        job = self.get(folder)
        if job is not None:
            job.then = None
            self._link.send(messages.Cancel(request=job.request))

    def drop(self, folder: bytes) -> None:
        """Cancel the work on a folder and forget it at once, so that another can begin."""
        self.cancel(folder)
        self._jobs.pop(folder, None)

    def _find(self, request: int) -> Job | None:
        return next((job for job in self._jobs.values() if job.request == request), None)

    @Slot(object)
    def _progressed(self, message: Progress) -> None:
        job = self._find(message.request)
        if job is not None:
            job.progress = message
            self.progressed.emit(job.folder, message)

    @Slot(object)
    def _ended(self, message: Any) -> None:
        job = self._find(message.request)
        if job is not None:
            del self._jobs[job.folder]
            if job.then is not None:
                self._send(job.folder, job.then)
            self.ended.emit(job.folder, message)

    @Slot()
    def _restarted(self) -> None:
        for job in self._jobs.values():
            self._link.send(job.message)
            if job.paused:
                self._link.send(messages.Pause(request=job.request, paused=True))
