"""Files that have no vector yet are read, embedded in batches, and stored batch by batch."""

import os
import queue
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gallery.core.errors import CancelledError
from gallery.core.picture import Decoded
from gallery.core.problem import Kind, reason
from gallery.core.sentence import Sentence
from gallery.encoders import rates
from gallery.encoders.protocol import Encoder
from gallery.engine.context import Context
from gallery.engine.jobs import tagging
from gallery.engine.workers.control import Control
from gallery.engine.workers.crash_journal import MOST_DEATHS
from gallery.engine.workers.decode_pool import Task
from gallery.imaging.results import Failure, Hashed, Result, Want
from gallery.imaging.worker import WorkerJob
from gallery.library import files, problems
from gallery.library.files import EmbeddedFile, FileWork

LOOK_AHEAD = 512  # rows read at a time: a backlog in memory does not grow with the folder
BATCH = 16  # larger ones leave the processor's caches; one by one takes twice the time
FLUSH_S = 1.0  # problems and links are kept at least this often, and progress is told
DRIVE_MAY_BE_GONE = (Kind.VANISHED, Kind.UNREADABLE, Kind.TIMEOUT)
PATIENCE_S = 2.0  # a batch that fills slowly is stored as it is: a death costs seconds of work


@dataclass(frozen=True, slots=True)
class Subject:
    """What is embedded: a folder of the store, by an encoder.

    Attributes:
        skip: file ids that cannot be read now.
        check: raises FolderError when the folder is not there any more.
    """

    folder: int
    root: bytes
    encoder: Encoder
    encoder_row: int
    skip: frozenset[int] = frozenset()
    check: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Tally:
    """How far the embedding is; seconds are of the thread that embeds."""

    total: int = 0
    embedded: int = 0
    linked: int = 0
    problems: int = 0
    waited_s: float = 0.0
    embedded_s: float = 0.0
    stored_s: float = 0.0

    @property
    def done(self) -> int:
        """Files dealt with, in whatever way."""
        return self.embedded + self.linked + self.problems


@dataclass(slots=True)
class _Batch:
    """Decoded pictures that wait for the encoder."""

    works: list[FileWork] = field(default_factory=list)
    decoded: list[Decoded] = field(default_factory=list)
    since: float = 0.0

    def add(self, work: FileWork, decoded: Decoded) -> None:
        if not self.works:
            self.since = time.monotonic()
        self.works.append(work)
        self.decoded.append(decoded)

    @property
    def is_due(self) -> bool:
        """Whether it waits long enough to be embedded as it is."""
        return bool(self.works) and time.monotonic() - self.since > PATIENCE_S


class Embedding:
    """One run over the files of a folder that have no vector yet."""

    def __init__(
        self, context: Context, subject: Subject, control: Control, report: Callable[[Tally], None]
    ) -> None:
        self._context, self._subject, self._control = context, subject, control
        self._report = report
        self._inbox: queue.SimpleQueue[tuple[FileWork, Result]] = queue.SimpleQueue()
        self._flying: dict[int, FileWork] = {}
        # Files under way that are not stored yet; and files that a person wanted first, whose old
        # places may still be in the backlog. Neither grows with the folder.
        self._taken: set[int] = set()
        self._preferred: set[int] = set()
        self._backlog: deque[FileWork] = deque()
        self._cursor: bytes | None = b""
        self._batch = _Batch()
        self._failed: list[tuple[int, Kind, Sentence, bytes | None]] = []
        self._links: list[tuple[int, int]] = []
        self._flushed = time.monotonic()
        # A full batch, and for each worker the two that it has and two that wait in the pool:
        # enough that neither side waits for the other, and bounded, for squares lie in memory.
        self._window = BATCH + 4 * context.workers
        self.tally = Tally()

    def run(self) -> Tally:
        """Work until nothing is left; CancelledError or StoreError end it early.

        What was stored before stays: each batch is kept as a whole.
        """
        subject = self._subject
        self.tally.total = files.count_work(
            self._context.store, subject.folder, subject.encoder_row, subject.skip
        )
        if not self.tally.total:
            return self.tally
        try:
            # Each file: backlog -> _flying (sent) -> batch (decoded) -> stored. A hashed one may be
            # sent again for decoding; a failed or linked one waits for the next flush.
            while self._top_up() or self._flying or self._batch.works:
                self._control.check()
                self._take()
                if len(self._batch.works) >= BATCH or not self._flying or self._batch.is_due:
                    self._embed()
                if time.monotonic() - self._flushed > FLUSH_S:
                    self._flush()
        except CancelledError:
            self._flush()
            raise
        finally:
            self._context.pool.cancel(self)
        self._flush()
        tally, name = self.tally, subject.encoder.name
        rates.note(self._context.home, name, tally.embedded, tally.embedded_s)
        return tally

    # ------------------------------------------------------------ which files

    def _top_up(self) -> bool:
        """Send files to the workers until enough are under way; return whether more are left."""
        self._urgent_first()
        while len(self._flying) < self._window:
            if not self._backlog:
                self._look_ahead()
            if not self._backlog:
                return False
            self._send(self._backlog.popleft())
        return True

    def _look_ahead(self) -> None:
        subject, store = self._subject, self._context.store
        while self._cursor is not None and not self._backlog:
            works = files.work_after(
                store, subject.folder, subject.encoder_row, self._cursor, LOOK_AHEAD
            )
            self._cursor = works[-1].path if works else None
            # What was wanted first has been sent already, or stands first in the backlog.
            fresh = (work for work in works if work.file not in self._preferred)
            self._backlog.extend(filter(self._is_open, fresh))

    def _is_open(self, work: FileWork) -> bool:
        return work.file not in self._taken and work.file not in self._subject.skip

    def _urgent_first(self) -> None:
        wanted = self._context.urgent.pop(self._subject.folder, None)
        if not wanted:
            return
        works = files.work_for(
            self._context.store, self._subject.folder, self._subject.encoder_row, wanted
        )
        place = {file: number for number, file in enumerate(wanted)}
        works = sorted(filter(self._is_open, works), key=lambda work: place[work.file])
        first = {work.file for work in works}
        self._preferred |= first
        # Only what moves to the front leaves its old place: what an earlier call put there stays.
        later = [work for work in self._backlog if work.file not in first]
        self._backlog = deque([*works, *later])

    def _send(self, work: FileWork) -> None:
        if not self._is_open(work):
            return
        self._taken.add(work.file)
        if self._context.suspects.deaths(work.file) >= MOST_DEATHS:
            self._context.suspects.give_up(work.file)
            kind = Kind.ENCODER_CRASHED
            self._failed.append((work.file, kind, reason(kind), None))
            self.tally.problems += 1
            return
        self._flying[work.file] = work
        # A file as large as a known content may be a copy or a moved one: its hash tells.
        copy = work.content == 0 and files.could_be_copy(self._context.store, work.size)
        self._submit(work, "hash" if copy else "decode")

    def _submit(self, work: FileWork, job: WorkerJob) -> None:
        path = os.path.join(self._subject.root, work.path)
        want = Want(self._subject.encoder.preprocessing)
        task = Task(path=path, job=job, want=want, tag=work, owner=self)
        self._context.pool.submit(task, self._arrived)

    def _arrived(self, task: Task, result: Result) -> None:
        # Called on the pool's thread: only handed over here.
        self._inbox.put((task.tag, result))

    # ------------------------------------------------------------ what came of them

    def _take(self) -> None:
        started = time.monotonic()
        try:
            arrived = [self._inbox.get(timeout=0.1)]
        except queue.Empty:
            arrived = []
        self.tally.waited_s += time.monotonic() - started
        while not self._inbox.empty():
            arrived.append(self._inbox.get())
        for work, result in arrived:
            self._handle(work, result)

    def _handle(self, work: FileWork, result: Result) -> None:
        if isinstance(result, Decoded):
            self._batch.add(work, result)
        elif isinstance(result, Failure):
            if result.kind in DRIVE_MAY_BE_GONE:
                self._subject.check()  # a drive that was unplugged is no fault of its files
            self._failed.append((work.file, result.kind, result.said, result.content))
            if result.content and result.thumbnail:
                self._context.thumbnails.put([(result.content, result.thumbnail)])
            self.tally.problems += 1
        elif isinstance(result, Hashed):
            content, embedded = files.find_content(
                self._context.store, result.content, self._subject.encoder_row
            )
            # Thumbnails may have been thrown away: then the file is decoded although its vector is
            # known.
            if not (content and embedded and self._context.thumbnails.has(result.content)):
                self._submit(work, "decode")
                return
            self._links.append((content, work.file))
            self.tally.linked += 1
        del self._flying[work.file]

    def _embed(self) -> None:
        """Embed and store the decoded pictures, in batches of BATCH; the last may be smaller."""
        while self._batch.works:
            if len(self._batch.works) < BATCH and self._flying and not self._batch.is_due:
                return
            size = self._together()
            works, decoded = self._batch.works[:size], self._batch.decoded[:size]
            del self._batch.works[:size], self._batch.decoded[:size]
            started = time.monotonic()
            pixels = np.stack([picture.pixels for picture in decoded if picture.pixels is not None])
            with self._context.suspects.holding([work.file for work in works]):
                vectors, tags = tagging.embed(self._subject.encoder, pixels)
            embedded = time.monotonic()
            self.tally.embedded_s += embedded - started
            # Before the vectors: a picture that can be seen has its thumbnail. They may be lost, so
            # they are in no transaction with them.
            self._context.thumbnails.put((p.content, p.thumbnail) for p in decoded)
            results = [
                EmbeddedFile(work.file, picture.content, picture.stamp, picture.facts, *tag)
                for work, picture, tag in zip(works, decoded, tags, strict=True)
            ]
            subject = self._subject
            files.add_vectors(
                self._context.store, subject.encoder_row, subject.encoder.id, results, vectors
            )
            self._taken.difference_update(work.file for work in works)
            self.tally.embedded += len(works)
            self.tally.stored_s += time.monotonic() - embedded
            self._report(self.tally)

    def _together(self) -> int:
        """Return how many of the waiting pictures go to the encoder at once; suspects go alone."""
        waiting = self._batch.works[:BATCH]
        for place, work in enumerate(waiting):
            if self._context.suspects.deaths(work.file):
                return max(place, 1)  # innocent ones before it first, then it alone
        return len(waiting)

    def _flush(self) -> None:
        self._flushed = time.monotonic()
        if self._failed:
            problems.add_problems(self._context.store, self._failed)
            self._taken.difference_update(file for file, *_why in self._failed)
            self._failed = []
        if self._links:
            files.link_content(self._context.store, self._links)
            self._taken.difference_update(file for _content, file in self._links)
            self._links = []
        self._report(self.tally)
