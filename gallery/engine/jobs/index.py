"""The job that opens a folder: scan, embed, settle what is missing, cluster, map."""

import contextlib
import logging
import os
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial

from gallery.core.errors import EncoderError, FolderError, StoreBusyError
from gallery.core.left_out import LeftOut
from gallery.encoders import catalogue
from gallery.engine.context import Context, Emit
from gallery.engine.ipc.messages import Change, Changed, Notice, Opened, Progress, Stage, Topic
from gallery.engine.jobs import find
from gallery.engine.jobs.analyse import FEW_NEW, Analysis, AnalysisTask
from gallery.engine.jobs.embed import Embedding, Subject, Tally
from gallery.engine.jobs.scan import FolderPlace, Scanned, scan_folder, settle_missing
from gallery.engine.workers.analysis_process import AnalysisProcess
from gallery.engine.workers.control import Control
from gallery.engine.workers.detached import aside
from gallery.library import analyses, files, problems, vectors
from gallery.library.scan import check_folder

log = logging.getLogger(__name__)

FIRST_PREVIEW = 60
LOCK_WAIT_S = 0.5  # between two tries, and two looks at a cancel


@dataclass(slots=True)
class IndexReport:
    """What indexing a folder came to; found = embedded + reused + problems.

    `added` are files that were not there before, copies of known pictures among them; `changed`
    are files that hold other bytes than before.
    """

    folder: bytes
    encoder: str = ""
    dim: int = 0
    found: int = 0
    embedded: int = 0
    reused: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    problems: int = 0
    left: Counter[LeftOut] = field(default_factory=Counter)
    away: bool = False
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def ignored(self) -> int:
        """How many entries were left out in silence."""
        return self.left.total()


@dataclass(frozen=True, slots=True)
class IndexOrder:
    """What is to be done: which folder, by which encoder, and how far.

    Attributes:
        request: id that progress is reported under.
        analyse: go on to clusters and map.
        wait_for_lock: wait until another Lookalike is done, instead of StoreBusyError.
        retry: problems are tried again: all for (), some by file id, none for None.
        follow_links: links to folders within the folder are followed.
    """

    request: int
    folder: bytes
    encoder: str
    analyse: bool = True
    wait_for_lock: bool = True
    retry: tuple[int, ...] | None = None
    follow_links: bool = False


class Indexing:
    """One run of the job; `run` does it all and returns the report."""

    def __init__(self, context: Context, wanted: IndexOrder, control: Control, emit: Emit) -> None:
        self._context, self._wanted, self._control, self._emit = context, wanted, control, emit
        self._report = IndexReport(wanted.folder, wanted.encoder)
        self._folder = 0
        self._clock = time.monotonic()
        self._told = 0.0
        self._changed = 0.0
        self._previewed = 0
        self._rate = _Rate()
        self._analyst: AnalysisProcess
        self._analysis: Analysis | None = None

    def run(self) -> IndexReport:
        """Index the folder.

        Raises:
            FolderError: the folder is not there; what is known of it is kept.
            EncoderError, StoreError: with one sentence.
            CancelledError: stopped; what was stored stays.
        """
        store, root = self._context.store, self._wanted.folder
        if not files.known_folder(store, root):
            aside(self._control, lambda: check_folder(root))
        self._folder = files.open_folder(store, root)
        with self._context.analysts.lend(self._control) as self._analyst:
            if catalogue.is_light(self._wanted.encoder):
                # First: what is known can be looked at while a lock or a drive is waited for.
                self._opened(self._bare(b""), files.is_away(store, self._folder))
            with contextlib.ExitStack() as held:
                self._lock(held)
                try:
                    subject = self._index(aside(self._control, self._place))
                except FolderError:
                    self._is_away()
                    raise
            if self._wanted.analyse:
                self._analyse(subject)
        self._report.seconds = time.monotonic() - self._clock
        return self._report

    def _place(self) -> FolderPlace:
        return FolderPlace.of(self._wanted.folder, self._wanted.follow_links)

    def _is_away(self) -> None:
        """Note that the folder is not there; what is known of it can still be looked at."""
        store = self._context.store
        known = files.count_files(store, self._folder) > 0
        files.set_away(store, self._folder, known)
        if known:
            # Without its encoder nothing of it can be shown. The person reads the folder's error,
            # which is raised, and not that of the encoder.
            with contextlib.suppress(EncoderError):
                self._opened(self._bare(b""), True)

    def _lock(self, held: contextlib.ExitStack) -> None:
        """Take the store's lock; wait for another Lookalike if told to."""
        told = False
        while True:
            try:
                held.enter_context(self._context.writing())
            except StoreBusyError as busy:
                if not self._wanted.wait_for_lock:
                    raise
                if not told:
                    self._emit(Notice(topic=Topic.LOCK, said=busy.said))
                    told = True
                self._control.check()
                time.sleep(LOCK_WAIT_S)
            else:
                if told:
                    self._emit(Notice(topic=Topic.LOCK))
                return

    def _index(self, place: FolderPlace) -> Subject:
        store = self._context.store
        if catalogue.is_light(self._wanted.encoder) and files.is_away(store, self._folder):
            self._opened(self._bare(place.root), False)
        problems.clear_old_problems(store, self._folder)
        if self._wanted.retry is not None:
            problems.clear_problems(store, self._folder, list(self._wanted.retry) or None)
        scanned = scan_folder(store, self._folder, place, self._control, self._scanning)
        subject = self._subject(scanned, place)
        if not catalogue.is_light(self._wanted.encoder):
            self._opened(subject, False)
        # Before embedding, which makes the forgotten vectors again in the same run.
        self._mend(subject)
        tally = self._embed(subject, scanned)
        # Last: a file that moved is known by its bytes, and those were read only just now.
        settled = settle_missing(store, self._folder, scanned)
        self._files_changed(scanned)
        self._fill(subject, scanned, tally, settled)
        return subject

    def _analyse(self, subject: Subject) -> None:
        """Compute clusters and map, without the lock: half a minute of work, kept in a moment."""
        started = time.monotonic()
        pictures = self._report.found - self._report.problems
        store, folder = self._context.store, self._folder
        if not pictures and analyses.load_clusters(store, folder, subject.encoder_row) is None:
            return  # Nothing to compute, and nothing to take back: its process is not waited for.
        self._analysis_of(subject).run()
        self._report.stages["analyse"] = round(time.monotonic() - started, 3)

    def _subject(self, scanned: Scanned, place: FolderPlace) -> Subject:
        check = partial(aside, self._control, place.check)
        return replace(self._bare(place.root), skip=scanned.absent, check=check)

    def _bare(self, root: bytes) -> Subject:
        return subject_of(self._context, self._folder, root, self._wanted.encoder)

    def _fill(
        self, subject: Subject, scanned: Scanned, tally: Tally, settled: tuple[int, int, bool]
    ) -> None:
        report = self._report
        report.moved, report.removed, report.away = settled
        report.added = max(0, scanned.new - report.moved)
        report.changed = files.count_changed(self._context.store, scanned.rewritten)
        report.dim, report.left = subject.encoder.dim, scanned.left
        # Counted apart from each other, so that a file that fell between would be noticed. An
        # away folder keeps its rows, but only what was found now is counted.
        vectors_there, report.problems = files.count_embedded(
            self._context.store, self._folder, subject.encoder_row, subject.skip
        )
        report.found, report.embedded = scanned.found, tally.embedded
        report.reused = vectors_there - tally.embedded
        if report.found != vectors_there + report.problems:
            log.error("of %d files found, some have neither vector nor problem", report.found)
        report.stages |= {
            "scan": round(scanned.seconds, 3),
            "decode": round(tally.waited_s, 3),
            "embed": round(tally.embedded_s, 3),
            "store": round(tally.stored_s, 3),
        }

    # ------------------------------------------------------------ the stages

    def _opened(self, subject: Subject, away: bool) -> None:
        encoder = subject.encoder
        words = find.knows_words(subject) or encoder.words(["picture"]) is not None
        self._emit(
            Opened(
                request=self._wanted.request,
                folder=self._folder,
                path=os.fsdecode(self._wanted.folder),
                encoder=encoder.name,
                encoder_id=encoder.id,
                dim=encoder.dim,
                words=words,
                away=away,
                others=catalogue.that_find_words(),
            )
        )

    def _mend(self, subject: Subject) -> None:
        """Forget vectors whose checksum is wrong, so that they are made again."""
        members = analyses.members(self._context.store, self._folder, subject.encoder_row)
        rows = vectors.mapped(self._context.home, subject.encoder.id, subject.encoder.dim)
        bad = vectors.damaged(rows, members.rows, members.checksums)
        if len(bad):
            files.drop_vectors(self._context.store, subject.encoder_row, members.rows[bad].tolist())

    def _embed(self, subject: Subject, scanned: Scanned) -> Tally:
        before = scanned.found

        def report(tally: Tally) -> None:
            self._embedding(subject, before, tally)

        return Embedding(self._context, subject, self._control, report).run()

    def _analysis_of(self, subject: Subject) -> Analysis:
        if self._analysis is None:
            work = AnalysisTask(self._analyst, self._control, self._emit, self._analysing)
            self._analysis = Analysis(self._context, subject, work)
        return self._analysis

    # ------------------------------------------------------------ what is told of them

    def _scanning(self, scanned: Scanned) -> None:
        self._tell(Stage.SCAN, scanned.found, 0)
        self._files_changed(scanned)

    def _files_changed(self, _scanned: Scanned) -> None:
        self._emit(Changed(folder=self._folder, encoder_id="", what=Change.FILES))

    def _embedding(self, subject: Subject, found: int, tally: Tally) -> None:
        now = time.monotonic()
        self._rate.note(now, tally.done)
        # Each change makes the window read the store: four times a second looks alive and costs
        # little.
        if now - self._changed > 0.25 or tally.done >= tally.total:
            self._changed = now
            for what in (Change.VECTORS, Change.PROBLEMS):
                self._emit(Changed(folder=self._folder, encoder_id=subject.encoder.id, what=what))
        self._tell(Stage.EMBED, found - max(0, tally.total - tally.done), found)
        if self._wanted.analyse and tally.embedded:
            self._look(subject, found, tally)

    def _look(self, subject: Subject, found: int, tally: Tally) -> None:
        """Have the map made ready, and a preview now and then, while pictures still come."""
        analysis = self._analysis_of(subject)
        if tally.total > FEW_NEW * found:
            analysis.warm()
        analysis.keep_preview()
        left = tally.total - tally.done
        there = found - left  # with those of earlier runs
        # At four times as many each: all previews together cost a third more than the last one.
        if there >= max(FIRST_PREVIEW, 4 * self._previewed) and not analysis.is_starting:
            self._previewed = there
            # Not when the final one is near: a preview at four fifths would be replaced at once.
            if left > there / 4 and self._has_no_map(subject):
                analysis.begin_preview()

    def _has_no_map(self, subject: Subject) -> bool:
        saved = analyses.load_map(self._context.store, self._folder, subject.encoder_row)
        return saved is None or saved.method == "pca"

    def _analysing(self, stage: Stage, done: int, total: int) -> None:
        self._told = 0.0
        self._tell(stage, done, total)

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        now = time.monotonic()
        # Ten a second, as `Progress` promises; the last one is never left out.
        if now - self._told < 0.1 and done != total:
            return
        self._told = now
        rate = self._rate.per_second if stage is Stage.EMBED else 0.0
        left = (total - done) / rate if rate > 0 and total else -1.0
        self._emit(
            Progress(
                request=self._wanted.request,
                stage=stage,
                done=done,
                total=total,
                per_second=round(rate, 1),
                seconds_left=round(left, 1),
            )
        )


class _Rate:
    """Pictures per second over the last seconds, smooth enough to be read."""

    def __init__(self) -> None:
        self.per_second = 0.0
        self._marks: list[tuple[float, int]] = []

    def note(self, now: float, done: int) -> None:
        self._marks = [mark for mark in self._marks if now - mark[0] < 10.0]
        self._marks.append((now, done))
        first, last = self._marks[0], self._marks[-1]
        if last[0] > first[0]:
            self.per_second = (last[1] - first[1]) / (last[0] - first[0])


def subject_of(context: Context, folder: int, root: bytes, encoder: str) -> Subject:
    """Return what jobs on an indexed folder work with."""
    loaded = context.encoder(encoder)
    return Subject(folder, root, loaded, files.encoder_row(context.store, loaded.id, loaded.dim))
