"""The viewer's pictures: asked of the engine, read from its files in a thread, kept for a while."""

import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from gallery.engine.ipc.messages import Ending, Failed, ViewReady
from gallery.ui.client.replies import Listener
from gallery.ui.client.roles import DecodesPictures, OpenRequest
from gallery.ui.language import say, tr
from gallery.ui.model.gallery_state import GalleryState

log = logging.getLogger(__name__)

KEEP_BYTES = 128 << 20  # some ten views of a screen, so that back and forth is at once
# Above this a picture is scaled by the engine: 12,000 x 12,000 pixels are 576 MB.
LARGEST = 12_000


@dataclass(frozen=True, slots=True)
class ViewerPixels:
    """A decoded picture: its image, its true size, and what is wrong with the file, or ""."""

    image: QImage
    full_width: int
    full_height: int
    damaged: bool

    @property
    def is_full(self) -> bool:
        """Whether more pixels than these cannot be had."""
        return self.image.width() >= min(self.full_width, LARGEST) or max(
            self.image.width(), self.image.height()
        ) >= min(max(self.full_width, self.full_height), LARGEST)


def read_pixels(message: ViewReady) -> ViewerPixels | None:
    """Return the picture that the engine left in a file; None when it is gone or too short."""
    try:
        data = Path(message.file).read_bytes()
    except OSError as error:
        log.warning("the viewer's pixels are gone: %s", error)
        return None
    width, height = message.width, message.height
    if len(data) < width * height * 4:
        return None
    # Copied: a QImage over foreign bytes does not keep them alive.
    image = QImage(data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    return ViewerPixels(image, message.full_width, message.full_height, message.damaged)


class PixelStore(QObject):
    """Pictures by position; the least recently shown are dropped beyond KEEP_BYTES.

    Signals:
        arrived: the picture of this position is there, or there in more detail.
        failed: it cannot be shown; carries the position and a sentence.
    """

    arrived = Signal(int)
    failed = Signal(int, str)
    _read = Signal(object, object, object)

    def __init__(self, state: GalleryState, decoding: DecodesPictures) -> None:
        super().__init__()
        self._state, self._decoding = state, decoding
        self._kept: OrderedDict[int, ViewerPixels] = OrderedDict()
        self._asked: dict[tuple[int, int], OpenRequest] = {}  # by position and longer side
        self._era = 0
        self._thread = ThreadPoolExecutor(1, "viewer")
        state.folder_changed.connect(self.clear)
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def get(self, position: int) -> ViewerPixels | None:
        """Return a picture if it is there."""
        pixels = self._kept.get(position)
        if pixels is not None:
            self._kept.move_to_end(position)
        return pixels

    def image(self, position: int) -> QImage | None:
        """Return the image of a picture if it is there."""
        pixels = self._kept.get(position)
        return pixels.image if pixels is not None else None

    def want(self, position: int, longest: int) -> None:
        """Have a picture decoded with its longer side `longest`, unless that is at hand."""
        have = self._kept.get(position)
        longest = min(longest, LARGEST)
        if have is not None and (have.is_full or _longer(have) >= longest):
            return
        if any(p == position and side >= longest for p, side in self._asked):
            return
        path, key = self._state.table.path(position), (position, longest)
        listener = Listener(partial(self._ready, position), ended=partial(self._ended, key))
        self._asked[key] = self._decoding.view(path, longest, listener)

    @Slot()
    def clear(self) -> None:
        """Forget everything, as when another folder is opened."""
        self._era += 1
        self._kept.clear()
        for reply in self._asked.values():
            reply.drop()
        self._asked.clear()

    def stop(self) -> None:
        """End the reading thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _ready(self, position: int, message: ViewReady) -> None:
        self._thread.submit(self._work, position, self._era, message)

    def _work(self, position: int, era: int, message: ViewReady) -> None:
        self._read.emit(position, era, read_pixels(message))

    @Slot(object, object, object)
    def _take(self, position: int, era: int, pixels: ViewerPixels | None) -> None:
        # Of another folder, where this position is another picture.
        if era != self._era:
            return
        if pixels is None:
            self.failed.emit(position, tr("The picture could not be read just now."))
            return
        have = self._kept.get(position)
        # A small view that was asked for first may arrive after the large one.
        if have is None or _longer(have) <= _longer(pixels):
            self._kept[position] = pixels
        self._kept.move_to_end(position)
        total = sum(p.image.sizeInBytes() for p in self._kept.values())
        while total > KEEP_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            total -= dropped.image.sizeInBytes()
        self.arrived.emit(position)

    def _ended(self, key: tuple[int, int], message: Ending) -> None:
        self._asked.pop(key, None)
        if isinstance(message, Failed):
            self.failed.emit(key[0], say(message.said))


def _longer(pixels: ViewerPixels) -> int:
    return max(pixels.image.width(), pixels.image.height())
