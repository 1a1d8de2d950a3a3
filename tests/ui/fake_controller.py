"""A controller without engine and store: the same surface, a real state, painted thumbnails."""

import colorsys
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QBuffer, QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageWriter

from gallery.core.sentence import Sentence
from gallery.core.settings import Settings
from gallery.engine.ipc.messages import (
    Done,
    EncoderKnown,
    EncodersKnown,
    Failed,
    ViewReady,
    WordsKnown,
)
from gallery.library.records import ClusterRow, Clusters, PictureFacts, ProblemRow
from gallery.library.table import Table
from gallery.ui.client.folder_list import FolderEntry
from gallery.ui.client.path_kinds import OnKinds
from gallery.ui.client.replies import Listener
from gallery.ui.client.roles import WholeClient
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from tests.tables import made

ENCODERS = [
    EncoderKnown(
        name="pixels", dim=256, words=False, available=True, size_bytes=0, licence="MIT",
        default=True, detail=Sentence.of("Grey pixels, the textbook baseline."), purpose="Plain",
    ),
    EncoderKnown(
        name="clip", dim=512, words=True, available=False, size_bytes=605_000_000, licence="MIT",
        default=False, detail=Sentence.of("Its weights are not on this computer."),
        purpose="Best for words",
    ),
]  # fmt: skip


def painted(position: int) -> bytes:
    """Return a small JPEG of one colour."""
    red, green, blue = (round(255 * x) for x in colorsys.hsv_to_rgb(position * 0.13 % 1, 0.5, 0.8))
    image = QImage(96, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(red, green, blue))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"JPEG").write(image)
    return bytes(buffer.data().data())


def table_of(names: list[bytes], clusters: int = 3, root: bytes = b"/pictures/Holiday") -> Table:
    """Return a table of embedded pictures in clusters by turns."""
    count = len(names)
    sizes = np.full(count, 2_000_000, np.int64)
    times = np.full(count, 1_700_000_000_000_000_000, np.int64)
    angle = np.arange(count) * 2.4
    xy = (np.stack([np.cos(angle), np.sin(angle)], 1) * 0.8).astype(np.float32)
    cluster = np.arange(count) % clusters
    return made(root, names, size=sizes, mtime_ns=times, cluster=cluster, xy=xy)


def clusters_of(table: Table, names: list[str]) -> Clusters:
    """Return the clustering of a table, with three typical pictures each."""
    rows = []
    for number, name in enumerate(names):
        members = np.flatnonzero(table.cluster == number)
        typical = tuple(int(c) for c in table.content[members[:3]])
        rows.append(ClusterRow(number, name, len(members), typical))
    return Clusters(len(names), len(names) + 1, 0.3, tuple(rows))


class FakeReply:
    """A request that nothing is known of."""

    def drop(self) -> None:
        pass


class FakeEncoders:
    """Names of encoders."""

    that_find_words = ("compact", "clip")

    def maker(self, key: str) -> str:
        return key.rpartition("-")[0]


class FakeStore:
    """A store that holds nothing: no encoder has vectors in it."""

    def encoders(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


class FakeFeed:
    """What is known of the store."""

    folder = 1
    key = "pixels-0"

    def __init__(self) -> None:
        self.reader: Callable[[], Any] = FakeStore


class FakeClient:
    """Keeps what the engine is asked; a test answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, Listener]] = []

    def ask(self, message: Any, listener: Listener) -> "FakeReply":
        message = replace(message, request=len(self.asked) + 1)
        self.asked.append((message, listener))
        return FakeReply()


class FakePaths:
    """Tells at once what lies at a path."""

    def ask(self, purpose: str, paths: list[bytes], then: OnKinds, *, quiet: bool = False) -> None:
        then(["folder" if os.path.isdir(p) else "file" * os.path.lexists(p) for p in paths])


class FakeAsking(QObject):
    """Keeps what is asked of the engine; `words` is answered at once."""

    def __init__(self) -> None:
        super().__init__()
        self.words = WordsKnown(request=1, texts=["bear", "beach"], counts=[1200, 3])
        self.asked: list[tuple[str, str]] = []

    def names(self, text: str) -> None:
        self.asked.append(("names", text))

    def suggest(self, text: str, encoder: str, then: Callable[[WordsKnown], None]) -> None:
        self.asked.append(("suggest", text))
        then(self.words)


class FakeController(QObject):
    """Keeps what it was told in `calls`; answers at once."""

    opened = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    errand_ended = Signal(object)
    problems_changed = Signal()
    folders_changed = Signal()
    settings_changed = Signal()
    notice_changed = Signal(object)
    failed = Signal(str)
    view_ready = Signal(object)  # told by a test: an answer to `view`
    view_failed = Signal(int, str)
    facts_ready = Signal(int, object)
    _answered = Signal(int, object)
    encoders_known = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # As from another thread: the answer comes after the question has returned.
        self._answered.connect(self.facts_ready, Qt.ConnectionType.QueuedConnection)
        self.calls: list[tuple[object, ...]] = []
        self.settings = Settings(encoder="pixels")
        self.encoder = self.shown_encoder = "pixels"
        self.words: bool | None = False
        self.encoders = FakeEncoders()
        self.folder: bytes | None = None
        self.busy = self.paused = self.errand = False
        self.problems: list[ProblemRow] = []
        self.folders: list[FolderEntry] = []
        self.read = lambda file: painted(file - 1)
        self.state = GalleryState()
        self.paths = FakePaths()
        self.asking = FakeAsking()
        self.feed, self.client = FakeFeed(), FakeClient()
        self.thumbnails = ThumbnailCache(self.state, lambda: lambda file: self.read(file))
        self._views: dict[int, Listener] = {}
        self.view_ready.connect(self._view_ready)
        self.view_failed.connect(self._view_failed)

    @property
    def stoppable(self) -> bool:
        return self.busy or self.errand

    def show_folder(self, count: int = 30, names: list[bytes] | None = None) -> None:
        """Show a folder of made-up pictures in three clusters."""
        names = names or [b"bear%03d.jpg" % number for number in range(count)]
        table = table_of(names)
        self.folder = table.root
        vectors = np.random.default_rng(0).normal(size=(len(names), 8)).astype(np.float32)
        vectors[:, 0] += 1
        table = table.with_vectors(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        self.folders = [FolderEntry(table.root, "Holiday", len(names), current=True, opened_ns=1)]
        self.state.set_folder(table, table.by_path())
        self.state.set_clusters(clusters_of(table, ["bears", "cats", "dogs"]))
        self.state.set_map("umap")
        self.folders_changed.emit()

    def _note(self, *call: object) -> None:
        self.calls.append(call)

    def open_folder(self, path: bytes, *later: bytes) -> None:
        self._note("open_folder", path, *later)

    def open_sample(self) -> None:
        self._note("open_sample")

    def set_encoder(self, name: str) -> None:
        self._note("set_encoder", name)

    def list_encoders(self) -> None:
        self._note("list_encoders")
        self.encoders_known.emit(EncodersKnown(request=1, encoders=ENCODERS))

    def fetch_encoder(self, name: str) -> None:
        self._note("fetch_encoder", name)

    def pause(self, paused: bool) -> None:
        self.paused = paused
        self._note("pause", paused)
        self.folders_changed.emit()

    def try_again(self) -> None:
        self._note("try_again")

    def cancel(self) -> None:
        self._note("cancel")

    def rescan(self) -> None:
        self._note("rescan")

    def look_over(self) -> None:
        self._note("look_over")

    def follow_links(self, wanted: bool) -> None:
        self.change_settings(follow_links=wanted)
        self._note("follow_links", wanted)

    def retry(self, files: list[int]) -> None:
        self._note("retry", files)

    def recluster(self, k: int) -> None:
        self._note("recluster", k)

    def search_words(self, text: str) -> None:
        self._note("search_words", text)
        found = [p for p in range(len(self.state.table)) if text in self.state.table.name(p)]
        self.state.ask(GridQuery(QueryKind.NAMES, label=text, found=np.array(found, np.intp)))

    def ask_files(self, paths: list[bytes]) -> None:
        self._note("ask_files", paths)

    def ask_image(self, image: QImage) -> None:
        self._note("ask_image", image.width(), image.height())

    def view(self, path: bytes, longest: int, listener: Listener) -> "FakeReply":
        request = len(self._views) + 1
        self._views[request] = listener
        self._note("view", path, longest, request)
        return FakeReply()

    def _view_ready(self, message: ViewReady) -> None:
        listener = self._views[message.request]
        listener.answered(message)
        listener.ended(Done(request=message.request))

    def _view_failed(self, request: int, sentence: str) -> None:
        self._views[request].ended(Failed(request=request, said=Sentence.of(sentence)))

    def ask_facts(self, position: int) -> None:
        exif = (("Exposure", "1/250 s"), ("Aperture", "f/5.6"))
        taken = "2025-08-14 17:03"
        facts = PictureFacts(4032, 3024, "JPEG", taken, "Canon EOS 80D", exif, (("bear", 0.9),))
        self._answered.emit(position, facts)

    def nearest(self, position: int, k: int = 8) -> Callable[[], list[tuple[int, float]]]:
        count = len(self.state.table)
        return lambda: [
            ((position + n) % count, 1 - n / 10) for n in range(1, min(k, count - 1) + 1)
        ]

    def prioritise(self, positions: list[int]) -> None:
        self._note("prioritise", positions)

    def change_settings(self, **fields: Any) -> None:
        self.settings = replace(self.settings, **fields)
        self.settings_changed.emit()

    def shutdown(self) -> None:
        self.thumbnails.stop()
        self.state.stop()

    def called(self, name: str) -> list[tuple[object, ...]]:
        """Return the arguments of each call of that name."""
        return [call[1:] for call in self.calls if call[0] == name]

    @staticmethod
    def now_ns() -> int:
        return time.time_ns()


if TYPE_CHECKING:
    _HAS_ALL_PARTS: WholeClient = FakeController()
