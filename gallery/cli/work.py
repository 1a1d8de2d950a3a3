"""What commands share: an engine, a folder brought up to date, progress on a terminal."""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

import numpy as np
from numpy.typing import NDArray

from gallery.cli import streams
from gallery.cli.wording import counted
from gallery.core import settings
from gallery.core.arrays import Vectors
from gallery.core.codes import Code
from gallery.core.errors import FolderError, LookalikeError
from gallery.core.paths import Home
from gallery.core.problem import Kind, Problem
from gallery.core.sentence import Sentence
from gallery.engine.context import Context
from gallery.engine.ipc.messages import Event, Notice, Progress, Stage, Topic
from gallery.engine.jobs.analyse import Analysis, AnalysisTask
from gallery.engine.jobs.embed import Subject
from gallery.engine.jobs.index import Indexing, IndexOrder, IndexReport, subject_of
from gallery.engine.workers.control import Control
from gallery.library import temporary_home, vectors
from gallery.library.reading import Reader
from resources import default_encoder

WAITS = "waiting for another Lookalike, which is adding pictures to this library."
USUAL = 20
LONGEST = 18  # digits of a number that is still taken for one


class Bar:
    """Progress on stderr: a bar on a terminal, nothing elsewhere; notices always."""

    def __init__(self) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._drawn = 0.0

    def __call__(self, event: Event) -> None:
        """Show an event of the engine."""
        if isinstance(event, Notice) and event.said:
            said = WAITS if event.topic is Topic.LOCK else str(event.said)
            streams.say(said)
        if not (isinstance(event, Progress) and self._terminal):
            return
        now = time.monotonic()
        if now - self._drawn < 0.1 and event.done != event.total:
            return
        self._drawn = now
        streams.write_error(f"\r\x1b[K{_line(event)}")

    def close(self) -> None:
        """Leave the line."""
        if self._terminal and self._drawn:
            streams.write_error("\r\x1b[K")


def _line(event: Progress) -> str:
    if not event.total:
        return f"{event.stage} {event.done:,}" if event.done else f"{event.stage} ..."
    filled = round(24 * event.done / event.total)
    parts = [f"{event.stage} [{'#' * filled}{'.' * (24 - filled)}] {event.done:,}/{event.total:,}"]
    if event.per_second:
        parts.append(f"{event.per_second:.1f} a second")
    if event.seconds_left >= 0:
        parts.append(f"{event.seconds_left:.0f} s left")
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class WorkSession:
    """One command's engine: its context, the handle that stops it, and where progress goes."""

    context: Context
    control: Control
    bar: Bar

    def index(
        self, folder: bytes, encoder: str, *, retry: tuple[int, ...] | None = None
    ) -> IndexReport:
        """Bring a folder up to date and return the report."""
        links = settings.load(self.context.home.settings).follow_links
        wanted = IndexOrder(0, folder, encoder, analyse=False, retry=retry, follow_links=links)
        report = Indexing(self.context, wanted, self.control, self.bar).run()
        self.bar.close()
        if report.away:
            streams.say("much of this folder is not there now; what is known of it is kept.")
        return report


@contextlib.contextmanager
def session() -> Iterator[WorkSession]:
    """Yield an engine for one command.

    An interrupt stops it at its next check; a second one at once. Where the home cannot be
    written, it works on a copy.
    """
    control = Control()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        # The second Ctrl+C: a job that waits for a drive does not reach its next check.
        if control.cancelled:
            raise KeyboardInterrupt
        control.cancel()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        with temporary_home.usable(Home.default()) as (home, reason):
            temporary_home.furnish(home)
            context = Context.open(home)
            for told in (reason and Sentence.of(Code.NOT_KEPT, why=reason), context.store.damaged):
                if told:
                    streams.say(str(told))
            try:
                yield WorkSession(context, control, Bar())
            finally:
                context.close()
    finally:
        signal.signal(signal.SIGINT, before)


def folder_of(text: str) -> bytes:
    """Return the absolute path of a folder named on the command line; FolderError if it is none."""
    path = absolute(text)
    if os.path.exists(path) and not os.path.isdir(path):
        raise FolderError(Code.NOT_A_FOLDER, path=text)
    return path


def picture_of(text: str) -> bytes:
    """Return the absolute path of a file named on the command line; LookalikeError if missing."""
    path = absolute(text)
    if not os.path.lexists(path):
        raise LookalikeError(f"There is no file {text}.")
    if os.path.isdir(path):
        raise LookalikeError(f"{text} is a folder, not a picture.")
    return path


def missing(path: bytes) -> Problem | None:
    """Return why there is no file at `path`; None where there is one, of whatever kind."""
    if not os.path.lexists(path):
        return Problem(path, Kind.VANISHED, Sentence(Code.NO_SUCH_FILE))
    if os.path.isdir(path):
        return Problem(path, Kind.NOT_AN_IMAGE, Sentence(Code.FOLDER_NOT_PICTURE))
    return None


def absolute(text: str) -> bytes:
    """Return the absolute path of what was named; FolderError if there is no current folder."""
    try:
        return os.path.abspath(os.fsencode(text))
    except FileNotFoundError as error:  # a relative path, and nothing that it is relative to
        raise FolderError("The current folder is not there any more.") from error


def count(text: str) -> int:
    """Return a whole number above 0, as an argument's type."""
    number = int(text) if text.isdecimal() and len(text) <= LONGEST else 0
    if number < 1:
        raise argparse.ArgumentTypeError("it is to be a whole number from 1 on")
    return number


@contextlib.contextmanager
def analysis(work: WorkSession, subject: Subject) -> Iterator[Analysis]:
    """Yield what brings clusters and map of a folder up to date, and keeps them."""

    def report(stage: Stage, done: int, total: int) -> None:
        work.bar(Progress(request=0, stage=stage, done=done, total=total))

    with work.context.analysts.lend(work.control) as analyst:
        yield Analysis(work.context, subject, AnalysisTask(analyst, work.control, work.bar, report))
    work.bar.close()


def places_in(contents: NDArray[np.int64], known: "EmbeddedFolder") -> NDArray[np.intp]:
    """Return where each of the known pictures stands in `contents`, ascending, [n].

    Raises:
        LookalikeError: some do not.
    """
    # The analysis was read later than the folder: another program may have added pictures between.
    at = np.minimum(np.searchsorted(contents, known.contents), max(len(contents) - 1, 0))
    if len(known.contents) and not np.array_equal(contents[at], known.contents):
        raise LookalikeError("The folder changed meanwhile; try again.")
    return at


def enough(wanted: int | None, there: int) -> int:
    """Return how many pictures to give: `wanted`, or USUAL; say so if there are fewer."""
    if wanted and wanted > there:
        streams.say(f"-k {wanted}: there are only {counted(there, 'picture')}; all are given.")
    return min(wanted or USUAL, there)


def encoder_of(name: str | None) -> str:
    """Return the encoder to use: the one named, or the default."""
    return name or default_encoder()


@dataclass(frozen=True, slots=True)
class EmbeddedFolder:
    """The embedded pictures of a folder, sorted by path.

    Attributes:
        paths: absolute paths, bytes.
        contents: content id of each, int64 [n].
        vectors: unit vectors, float32 [n, dim].
    """

    paths: list[bytes]
    contents: NDArray[np.int64]
    vectors: Vectors


def embedded(work: WorkSession, folder: bytes, encoder: str) -> tuple[Subject, EmbeddedFolder]:
    """Return what is embedded of a folder, which is brought up to date first."""
    work.index(folder, encoder)
    reader = Reader(work.context.home)
    try:
        number = reader.folder_id(folder)
        subject = subject_of(work.context, number, folder, encoder)
        rows, _last = reader.all_rows(number, subject.encoder.id)
        files = reader.files(number)
    finally:
        reader.close()
    at = np.searchsorted(files.file, rows.file)
    names = [files.paths[i] for i in at.tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    mapped = vectors.mapped(work.context.home, subject.encoder.id, subject.encoder.dim)
    chosen = np.array(order, np.intp)
    return subject, EmbeddedFolder(
        [folder.rstrip(b"/") + b"/" + names[i] for i in order],
        rows.content[chosen],
        np.asarray(mapped[rows.row[chosen]], np.float32),
    )
