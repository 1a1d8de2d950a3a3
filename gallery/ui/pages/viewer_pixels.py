"""The viewer's pictures: asked of the engine, read from its files in a thread, kept for a while."""

import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from gallery.engine.messages import Notice, ViewReady
from gallery.ui.controller import Controller

log = logging.getLogger(__name__)

KEEP_BYTES = 128 << 20
# Above this a picture is scaled by the engine: 12,000 x 12,000 pixels are 576 MB.
LARGEST = 12_000


@dataclass(frozen=True, slots=True)
class Pixels:
    """A decoded picture: its image, its true size, and what is wrong with the file, or ""."""

    image: QImage
    full_width: int
    full_height: int
    damaged: str

    @property
    def is_full(self) -> bool:
        """Whether there is no more to be had of it."""
        return self.image.width() >= min(self.full_width, LARGEST) or max(
            self.image.width(), self.image.height()
        ) >= min(max(self.full_width, self.full_height), LARGEST)


def read_pixels(message: ViewReady) -> Pixels | None:
    """Return the picture that the engine left in a file; None when it is gone or too short."""
    try:
        data = Path(message.file).read_bytes()
    except OSError as error:
        log.warning("the viewer's pixels are gone: %s", error)
        return None
    width, height = message.width, message.height
    if len(data) < width * height * 4:
        return None
    image = QImage(data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    return Pixels(image, message.full_width, message.full_height, message.damaged)


class PixelStore(QObject):
    """Pictures by position; the least recently shown are dropped beyond KEEP_BYTES.

    Signals:
        arrived: the picture of this position is there, or there in more detail.
        failed: it cannot be shown; carries the position and a sentence.
        asked_in_vain: the engine ended before it answered; ask again.
    """

    arrived = Signal(int)
    failed = Signal(int, str)
    asked_in_vain = Signal()
    _read = Signal(object, object, object)

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._kept: OrderedDict[int, Pixels] = OrderedDict()
        self._asked: dict[int, tuple[int, int, int]] = {}
        self._era = 0
        self._thread = ThreadPoolExecutor(1, "viewer")
        controller.view_ready.connect(self._ready)
        controller.view_failed.connect(self._view_failed)
        controller.notice_changed.connect(self._notice)
        controller.state.folder_changed.connect(self.clear)
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def get(self, position: int) -> Pixels | None:
        """Return a picture if it is there."""
        pixels = self._kept.get(position)
        if pixels is not None:
            self._kept.move_to_end(position)
        return pixels

    def image(self, position: int) -> QImage | None:
        """Return the image of a picture if it is there."""
        pixels = self._kept.get(position)
        return pixels.image if pixels is not None else None

    def want(self, position: int, longest: int, *, soon: bool = False) -> None:
        """Have a picture decoded with its longer side `longest`, unless that is at hand."""
        have = self._kept.get(position)
        longest = min(longest, LARGEST)
        if have is not None and (have.is_full or _longer(have) >= longest):
            return
        if any(p == position and side >= longest for p, side, _ in self._asked.values()):
            return
        path = self._controller.state.table.path(position)
        ask = self._controller.prefetch if soon else self._controller.view
        self._asked[ask(path, longest)] = (position, longest, self._era)

    @Slot(object)
    def _notice(self, notice: Notice) -> None:
        if notice.topic == "engine" and self._asked:
            # What an engine was asked ends with it: ask the next one.
            self._asked.clear()
            self.asked_in_vain.emit()

    @Slot()
    def clear(self) -> None:
        """Forget everything, as when another folder is opened."""
        self._era += 1
        self._kept.clear()
        self._asked.clear()

    def stop(self) -> None:
        """End the reading thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _ready(self, message: ViewReady) -> None:
        asked = self._asked.pop(message.request, None)
        if asked is not None:
            self._thread.submit(self._work, asked[0], asked[2], message)

    def _work(self, position: int, era: int, message: ViewReady) -> None:
        self._read.emit(position, era, read_pixels(message))

    @Slot(object, object, object)
    def _take(self, position: int, era: int, pixels: Pixels | None) -> None:
        if era != self._era:
            return
        if pixels is None:
            self.failed.emit(position, "The picture could not be read just now.")
            return
        have = self._kept.get(position)
        if have is None or _longer(have) <= _longer(pixels):
            self._kept[position] = pixels
        self._kept.move_to_end(position)
        total = sum(p.image.sizeInBytes() for p in self._kept.values())
        while total > KEEP_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            total -= dropped.image.sizeInBytes()
        self.arrived.emit(position)

    @Slot(int, str)
    def _view_failed(self, request: int, sentence: str) -> None:
        asked = self._asked.pop(request, None)
        if asked is not None and asked[2] == self._era:
            self.failed.emit(asked[0], sentence)


def _longer(pixels: Pixels) -> int:
    return max(pixels.image.width(), pixels.image.height())
