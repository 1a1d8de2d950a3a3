"""The parts of the client, made and joined: settings, encoders, questions, single pictures."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from gallery.core import settings as settings_file
from gallery.core.paths import Home
from gallery.core.settings import Settings
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Ending, Failed
from gallery.library.reading import Reader
from gallery.library.records import ProblemRow
from gallery.ui.client import query_build
from gallery.ui.client.encoder_change import EncoderChange
from gallery.ui.client.encoder_list import EncoderList
from gallery.ui.client.engine_link import EngineLink
from gallery.ui.client.engine_notices import EngineNotices
from gallery.ui.client.folder_jobs import FolderJobs
from gallery.ui.client.path_kinds import PathKinds
from gallery.ui.client.queries import Queries
from gallery.ui.client.replies import Client, Listener, Reply
from gallery.ui.language import say
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.store_sync import StoreSync
from gallery.ui.model.thumbnail_cache import ThumbnailCache


class ClientParts(QObject):
    """What needs no more than one part: it knows which folder is on screen, and opens none.

    Attributes:
        settings: what the person chose.
        encoder: name of the encoder that is chosen.
        folder: the folder on screen, or None.

    Signals:
        problems_changed, settings_changed: read the attribute of that name.
        notice_changed: something to know that ends nothing (Notice); "" takes it back.
        failed: one sentence about something that did not work; each failure is told here alone.
        facts_ready: an answer to `ask_facts` (position, PictureFacts or None).
        encoders_known: an answer to `list_encoders` (EncodersKnown).
    """

    problems_changed = Signal()
    settings_changed = Signal()
    notice_changed = Signal(object)
    failed = Signal(str)
    facts_ready = Signal(int, object)
    encoders_known = Signal(object)

    def __init__(self, home: Home, link: EngineLink) -> None:
        super().__init__()
        self._home = home
        self.settings: Settings = settings_file.load(home.settings)
        self.encoder = query_build.usable_encoder(self.settings.encoder)
        self.folder: bytes | None = None
        self.state = GalleryState()
        self.thumbnails = ThumbnailCache(self.state, lambda: Reader(home).thumbnail)
        self.feed = StoreSync(home, self.state)
        self.feed.replaced.connect(self.thumbnails.clear)
        self.feed.problems_changed.connect(self.problems_changed)
        self.feed.facts_ready.connect(self.facts_ready)
        self.link = link
        self._engine_notices = EngineNotices(self.link)
        self.client = Client(self.link)
        self.encoders = EncoderList(self.client)
        self.encoders.expect(self.encoder, self.settings)
        self.anew = EncoderChange(self.feed, self.state, self.encoders)
        self._jobs = FolderJobs(self.client)
        self._jobs.follow_links = self.settings.follow_links
        self.paths = PathKinds(self.client)
        self.asking = Queries(self.client, self.feed, self.state, self._jobs)
        self._join()

    def _join(self) -> None:
        self.client.notice.connect(self.notice_changed)
        for part in (self.asking, self.paths, self.encoders):
            part.failed.connect(self.failed)
        for slot in (self._keep_encoder, self.anew.tell, self.encoders_known):
            self.encoders.known.connect(slot)
        for teller in (self.anew, self._engine_notices):
            teller.noticed.connect(self.notice_changed)

    def start(self) -> None:
        """Start the threads and the engine; apart, so that the window can be shown first."""
        self.feed.start()
        self.link.start()
        self.encoders.ask()

    def shutdown(self) -> None:
        """End engine and threads, within two seconds whatever they do."""
        self.thumbnails.stop()
        self.feed.stop()
        self.state.stop()
        self.link.close()
        self.client.stop()

    @property
    def problems(self) -> list[ProblemRow]:
        """The files of the folder on screen that could not be used."""
        return self.feed.problems

    # ------------------------------------------------------------ settings, encoders

    def change_settings(self, **fields: Any) -> None:
        """Change settings and keep them; a full disk loses the change, not the program."""
        self.settings = replace(self.settings, **fields)
        query_build.keep_settings(self.settings, self._home)
        self.settings_changed.emit()

    def try_again(self) -> None:
        """Have work that waits for room on the disk look for it now, and an engine started."""
        self.link.revive()
        self.client.send(messages.TryAgain())

    def list_encoders(self) -> None:
        """Ask for the encoders there are, and how fast; `encoders_known` answers."""
        self.encoders.ask(speeds=True)

    @property
    def shown_encoder(self) -> str:
        """The encoder whose vectors are on screen, while another may be at work."""
        return self.anew.stand_in or self.encoder

    @Slot()
    def _keep_encoder(self) -> None:
        """Keep the id of the encoder's vectors, which is then known at the next start."""
        found = self.encoders.keys.get(self.encoder, "")
        if found != self.settings.encoder_id:
            self.change_settings(encoder_id=found)

    # ------------------------------------------------------------ questions

    @property
    def words(self) -> bool | None:
        """Whether the encoder knows words; None until the engine has told."""
        return self.encoders.knows_words(self.shown_encoder) if self.feed.folder else None

    def search_words(self, text: str) -> None:
        """Rank by words where the encoder knows words, else by file names."""
        if not self.words:
            return self.feed.search_names(text)
        return self.asking.words(text, self.shown_encoder)

    def ask_files(self, paths: list[bytes]) -> None:
        """Ask for what is like all of some files anywhere."""
        self.asking.files(paths, self.shown_encoder)

    def ask_image(self, image: QImage) -> None:
        """Ask for look-alikes of a pasted picture."""
        self.asking.image(image, self.shown_encoder, self._home)

    # ------------------------------------------------------------ single pictures

    def view(self, path: bytes, longest: int, listener: Listener) -> Reply:
        """Have a file decoded for the viewer; the answer is ViewReady."""
        message = messages.ViewPicture(path=os.fsdecode(path), longest=longest)
        return self.client.ask(message, listener)

    def ask_facts(self, position: int) -> None:
        """Have read what is known of a picture; `facts_ready` answers."""
        self.feed.ask_facts(position)

    def nearest(self, position: int, k: int = 8) -> Callable[[], list[tuple[int, float]]]:
        """Return the work that finds the `k` nearest pictures and their scores."""
        return self.state.nearest(position, k)

    def _tell_failure(self, message: Ending) -> None:
        if isinstance(message, Failed):
            self.failed.emit(say(message.said))
