"""What a person does, carried out: between the window on one side, engine and store on the other.

It owns the link to the engine, the loader, the ranking thread and the state; it shows nothing.
"""

import os
from functools import partial

from PySide6.QtCore import Signal, Slot

from gallery.core.paths import Home
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Change, Changed, Ending, Opened, Progress
from gallery.ui.client import query_build
from gallery.ui.client.absent_folders import AbsentFolders
from gallery.ui.client.engine_link import EngineLink
from gallery.ui.client.folder_list import SHOWN, FolderEntry, entries
from gallery.ui.client.folder_watch import FolderWatch
from gallery.ui.client.other_jobs import Errand, OtherJobs
from gallery.ui.client.parts import ClientParts
from resources import SAMPLE
from resources import path as resource

RECENT = 12


class Controller(ClientParts):
    """The one object that window and pages talk to.

    Signals:
        opened: the folder on screen is known to the engine (Opened).
        progressed, finished: how far its job is (Progress), and how it ended (Ending).
        errand_ended: a download or other clusters are done, or failed.
        folders_changed: read `folders`.
    """

    opened = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    errand_ended = Signal(object)
    folders_changed = Signal()

    def __init__(
        self, home: Home, workers: int | None = None, link: EngineLink | None = None
    ) -> None:
        super().__init__(home, link or EngineLink(home, workers))
        self.folders: list[FolderEntry] = []
        self._errands = OtherJobs(self.client)
        self._away, self._watch = AbsentFolders(self.client), FolderWatch(self.client)
        self._settled: bytes | None = None  # the folder whose job was done, and not stopped
        self._connect()

    def _connect(self) -> None:
        self.thumbnails.missing.connect(self.prioritise)
        self.feed.folders_changed.connect(self._tell_folders)
        self._errands.progressed.connect(self.progressed)
        self._errands.ended.connect(self._errand_ended)
        self._jobs.opened.connect(self._opened)
        self._jobs.progressed.connect(self._job_progressed)
        self._jobs.ended.connect(self._job_ended)
        for news in (self._jobs.opened, self._jobs.ended):
            news.connect(self.feed.read_folders)
        self.client.changed.connect(self._changed)
        self._away.back.connect(self._back)
        self._away.missed.connect(self._tell_folders)
        self._watch.changed.connect(self._look_again)

    # ------------------------------------------------------------ folders

    @property
    def busy(self) -> bool:
        """Whether the engine works on the folder on screen."""
        return self._jobs.get(self.folder) is not None

    @property
    def stoppable(self) -> bool:
        """Whether there is something that `cancel` stops."""
        return self.busy or bool(self._errands)

    @property
    def paused(self) -> bool:
        """Whether that work is held."""
        job = self._jobs.get(self.folder)
        return job is not None and job.paused

    def open_folder(self, path: bytes, *later: bytes) -> None:
        """Show a folder at once from the store, and bring it, then others, up to date behind."""
        path = os.path.abspath(path)
        self.paths.ask("open", [path], partial(self._confirm, path, self.folder), quiet=True)
        self.folder = path
        recent = dict.fromkeys((os.fsdecode(path), *self.settings.recent))
        self.change_settings(recent=tuple(recent)[:RECENT])
        self._show(path)
        self._jobs.line_up(later, self.encoder)

    def _show(self, path: bytes) -> None:
        self.feed.show(path, self.encoders.keys.get(self.encoder, ""))
        self._jobs.index(path, self.encoder)
        self.anew.begun(self.encoder)
        self._tell_folders()

    def _confirm(self, path: bytes, before: bytes | None, kinds: list[str]) -> None:
        """Return to the folder before, where the one on screen turns out to be none."""
        if kinds[0] not in ("folder", "away") and path == self.folder:
            is_told = self._jobs.get(path) is None  # by its job, which looked there as well
            self._jobs.drop(path)
            self.folder = None
            self.feed.leave()
            if before not in (None, path):
                self.open_folder(before)
            if not is_told:
                self.failed.emit(query_build.no_folder(path))

    def rescan(self) -> None:
        """Look for new, changed and removed files."""
        self.link.revive()
        if self.folder is not None:
            self._jobs.rescan(self.folder, self.encoder)
            self._tell_folders()

    def look_over(self) -> None:
        """Look soon whether the folder on screen was changed, as when the window is activated."""
        self._watch.look()

    @Slot(object)
    def _look_again(self, folder: bytes) -> None:
        if folder == self.folder and not self.busy:
            self._jobs.rescan(folder, self.encoder)
            self._tell_folders()

    def _watch_folder(self) -> None:
        """Watch the folder on screen while it is there and nothing works on it."""
        away = any(entry.away for entry in self.folders if entry.path == self.folder)
        idle = self._settled == self.folder and not self.busy and not away
        self._watch.watch(self.folder if idle else None, self.settings.follow_links)

    def follow_links(self, wanted: bool) -> None:
        """Follow links to folders from now on, or leave them out; what is on screen is redone."""
        self.change_settings(follow_links=wanted)
        self._jobs.follow_links = wanted
        if self.folder is not None:
            self._jobs.drop(self.folder)
            self.rescan()

    def open_sample(self) -> None:
        """Show the sample library that comes with the program."""
        self.open_folder(os.fsencode(resource(SAMPLE)))

    def retry(self, files: list[int]) -> None:
        """Try files with problems again; all of them for []."""
        if self.folder is not None:
            self._jobs.retry(self.folder, self.feed.folder, self.encoder, files)
            self._tell_folders()

    def pause(self, paused: bool) -> None:
        """Hold the work on the folder on screen, or let it go on."""
        self._jobs.pause(self.folder, paused)
        self._tell_folders()

    def cancel(self) -> None:
        """Stop what was asked for last, or the work on the folder; what is stored stays."""
        if self._errands:
            self._errands.cancel()
        else:
            self._jobs.cancel(self.folder)

    def _begin(self, errand: Errand) -> None:
        self._errands.begin(errand)
        self._tell_folders()

    def prioritise(self, positions: list[int]) -> None:
        """Have the pictures that a person looks at read first."""
        table = self.state.table
        wanted = [int(table.file[p]) for p in positions if p < len(table) and table.row[p] < 0]
        if wanted and self.feed.folder and self.busy:
            self.client.send(messages.Prioritise(folder=self.feed.folder, files=wanted))

    def recluster(self, k: int) -> None:
        """Cluster the folder into `k` clusters, or the suggested number for 0."""
        if self.feed.folder:
            folder = self.feed.folder
            self._begin(messages.Recluster(folder=folder, encoder=self.shown_encoder, k=k))

    # ------------------------------------------------------------ encoders

    def set_encoder(self, name: str) -> None:
        """Use another encoder from now on; the last one is shown until it has as many vectors."""
        if name == self.encoder:
            return
        self.encoder = name
        self.change_settings(encoder=name)
        self._keep_encoder()
        if self.folder is not None:
            self._show(self.folder)

    def fetch_encoder(self, name: str) -> None:
        """Download the weights of an encoder, which the person has agreed to."""
        self._begin(messages.FetchEncoder(encoder=name))

    # ------------------------------------------------------------ what the engine says

    @Slot(object)
    def _opened(self, message: Opened) -> None:
        path = os.fsencode(message.path)
        self.encoders.note(message)
        if message.encoder == query_build.usable_encoder(self.settings.encoder) == self.encoder:
            self._keep_encoder()
        if path != self.folder or message.encoder != self.encoder:
            return
        self.feed.folder = message.folder
        if message.encoder_id != self.feed.chosen:
            self.feed.show(path, message.encoder_id)
        self.opened.emit(message)

    @Slot(object, object)
    def _job_progressed(self, folder: bytes, message: Progress) -> None:
        if folder == self.folder:
            self.anew.progressed(message)
            self.progressed.emit(message)

    @Slot(object, object)
    def _job_ended(self, folder: bytes, message: Ending) -> None:
        if folder == self.folder:
            # What was stopped or failed is not begun again by itself.
            self._settled = folder if isinstance(message, messages.Done) else None
            self._tell_failure(message)
            self.finished.emit(message)
            self.feed.read(Change.FILES)
            self.feed.read(Change.PROBLEMS)
            self.anew.ended()
        self._tell_folders()

    @Slot(object, object)
    def _errand_ended(self, errand: Errand, message: Ending) -> None:
        if isinstance(errand, messages.Recluster) and not isinstance(message, messages.Done):
            self.state.set_clusters(self.state.clusters)  # the number in force is shown again
        if isinstance(errand, messages.FetchEncoder):
            self.list_encoders()
        self._tell_folders()
        self._tell_failure(message)
        self.errand_ended.emit(message)

    @Slot(object)
    def _changed(self, message: Changed) -> None:
        if self.feed.folder in (0, message.folder) and self.feed.is_about(message):
            self.feed.read(message.what)

    @Slot(object)
    def _back(self, folder: bytes) -> None:
        if folder == self.folder:
            self.rescan()
        else:  # brought up to date when it is opened
            self.feed.read_folders()

    @Slot()
    def _tell_folders(self) -> None:
        self.folders = entries(self.feed.folders, self.folder, self._jobs, self._away.missing)
        self._away.watch(entry.path for entry in self.folders if entry.away)
        self._away.look_once(entry.path for entry in self.folders[:SHOWN])
        self._watch_folder()
        self.folders_changed.emit()
