"""Thumbnails for the screen: read and decoded in threads, kept in a cache of bounded size.

`image` never waits. What it does not have it asks the threads for, newest request first, and
`arrived` says when it is worth asking again.
"""

import logging
import sqlite3
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from gallery.ui.model.gallery_state import GalleryState

log = logging.getLogger(__name__)

Read = Callable[[int], bytes | None]
Key = tuple[int, int, bool]
"""Position, side in device pixels, and whether the picture fills its square."""

CACHE_BYTES = 160 << 20  # about 2,700 tiles of 124 pixels; the window is to stay below 400 MB
THREADS = 2
# More than a 4K screen of the smallest tiles: what falls out was scrolled past long ago.
WAITING = 2048
COALESCE_MS = 16  # a frame: images that come within it are painted together
RETRY_MS = 1000
LONGEST_RETRY_MS = 8000  # some never come, as of a picture without one


@dataclass(frozen=True, slots=True)
class Wish:
    """A request: which image of which file; `era` tells folders apart."""

    key: Key
    file: int
    era: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a request; no image when the store has none, or (`bad`) none can be decoded."""

    wanted: Wish
    image: QImage | None
    bad: bool = False


def decoded(jpeg: bytes, side: int, fill: bool) -> QImage | None:
    """Return a thumbnail of at most `side` device pixels as RGB32, or None if it is damaged.

    With `fill` it is the centred square of the picture. It is never enlarged: that would cost
    memory and show nothing more.
    """
    image = QImage.fromData(jpeg)
    if image.isNull():
        return None
    if fill:
        edge = min(image.width(), image.height())
        if edge != max(image.width(), image.height()):
            left, top = (image.width() - edge) // 2, (image.height() - edge) // 2
            image = image.copy(QRect(left, top, edge, edge))
    if max(image.width(), image.height()) > side:
        image = image.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    # The raster engine draws RGB32 several times faster than other formats.
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _pixels(side: int, ratio: float) -> int:
    return max(1, round(side * ratio))


class _Queue:
    """Requests between the window's thread and the readers: newest first, the oldest fall out."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._waiting: OrderedDict[Key, Wish] = OrderedDict()
        self._stopped = False

    def put(self, wanted: Wish) -> Key | None:
        """Ask for `wanted`; return the key of the request that fell out for it, if any."""
        with self._condition:
            self._waiting[wanted.key] = wanted
            self._condition.notify()
            if len(self._waiting) > WAITING:
                return self._waiting.popitem(last=False)[0]
            return None

    def touch(self, key: Key) -> None:
        """Make a request the newest again, if no reader has taken it yet."""
        with self._condition:
            if key in self._waiting:
                self._waiting.move_to_end(key)

    def take(self) -> Wish | None:
        """Return the newest request, waiting for one; None once stopped."""
        with self._condition:
            while not self._waiting and not self._stopped:
                self._condition.wait()
            return None if self._stopped else self._waiting.popitem()[1]

    def drop(self, keys: Iterable[Key]) -> None:
        """Forget requests."""
        with self._condition:
            for key in keys:
                self._waiting.pop(key, None)

    def stop(self) -> None:
        with self._condition:
            self._stopped = True
            self._waiting.clear()
            self._condition.notify_all()


class _Cache:
    """Images by key, the least recently used dropped first when they exceed `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.bytes = limit, 0
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._keys: dict[int, set[Key]] = {}

    def get(self, key: Key) -> QImage | None:
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def __contains__(self, key: Key) -> bool:
        return key in self._images

    def instead(self, key: Key) -> QImage | None:
        """Return the same picture in the nearest other size, to show until `key` arrives."""
        others = [k for k in self._keys.get(key[0], ()) if k[2] == key[2]]
        return self._images[min(others, key=lambda k: abs(k[1] - key[1]))] if others else None

    def put(self, key: Key, image: QImage) -> None:
        self._remove(key)
        self._images[key] = image
        self._keys.setdefault(key[0], set()).add(key)
        self.bytes += image.sizeInBytes()
        while self.bytes > self.limit and len(self._images) > 1:  # one stays, however large
            self._remove(next(iter(self._images)))

    def forget(self, position: int) -> None:
        for key in list(self._keys.get(position, ())):
            self._remove(key)

    def clear(self) -> None:
        self._images.clear()
        self._keys.clear()
        self.bytes = 0

    def _remove(self, key: Key) -> None:
        image = self._images.pop(key, None)
        if image is None:
            return
        self.bytes -= image.sizeInBytes()
        keys = self._keys[key[0]]
        keys.discard(key)
        if not keys:
            del self._keys[key[0]]


class ThumbnailCache(QObject):
    """The thumbnails of the pictures in `state`.

    Signals:
        arrived: images came in, or may be there now; at most every 16 ms.
        missing: positions, list[int], whose thumbnail the store does not have yet.
    """

    arrived = Signal()
    missing = Signal(list)
    _answered = Signal()

    def __init__(
        self, state: GalleryState, make_reader: Callable[[], Read], cache_bytes: int = CACHE_BYTES
    ) -> None:
        super().__init__()
        self._state, self._make_reader = state, make_reader
        self._cache = _Cache(cache_bytes)
        self._queue = _Queue()
        self._answers: deque[Fetched] = deque()
        self._threads: list[threading.Thread] = []
        self._waiting: set[Key] = set()
        self._missing: set[int] = set()
        self._bad: set[int] = set()
        self._era = 0
        self._deliver_timer = QTimer(self, singleShot=True, interval=COALESCE_MS)
        self._deliver_timer.timeout.connect(self._deliver)
        self._retry_timer = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry_timer.timeout.connect(self._retry)
        # Handed over after the frame that asks: readers at work would take the interpreter lock
        # from the painting again and again, and make a frame of 5 ms one of 50.
        self._batch: list[Wish] = []
        self._batch_timer = QTimer(self, singleShot=True, interval=0)
        self._batch_timer.timeout.connect(self._hand_over)
        self._answered.connect(self._schedule, Qt.ConnectionType.QueuedConnection)
        state.folder_changed.connect(self.clear)
        state.pictures_changed.connect(self._try_missing)

    @property
    def cached_bytes(self) -> int:
        """How many bytes of images are held."""
        return self._cache.bytes

    @property
    def idle(self) -> bool:
        """Whether nothing is waited for."""
        return not self._waiting

    def image(
        self, position: int, side: int, fill: bool = True, ratio: float = 1.0
    ) -> QImage | None:
        """Return the thumbnail of a picture without waiting, or None and have it read.

        Args:
            position: the picture.
            side: longest side wanted, in points.
            fill: the centred square of the picture, otherwise the whole of it.
            ratio: device pixels per point.

        Returns:
            An RGB32 image to be drawn `side` points wide (or high); it may have fewer or more
            pixels, when the thumbnail is smaller or another size of it is at hand.
        """
        key = (position, _pixels(side, ratio), fill)
        image = self._cache.get(key)
        if image is not None:
            return image
        self._want(key)
        return self._cache.instead(key)

    def exact(self, position: int, side: int, fill: bool = True, ratio: float = 1.0) -> bool:
        """Return whether `image` gives the size asked for, and no other in its place."""
        return (position, _pixels(side, ratio), fill) in self._cache

    def drop(self, positions: Iterable[int], side: int, ratio: float = 1.0) -> None:
        """Take back requests for pictures that are out of sight, in the size of one view alone."""
        edge, gone = _pixels(side, ratio), set(positions)
        keys = {key for key in self._waiting if key[1] == edge and key[0] in gone}
        if keys:
            self._batch = [wanted for wanted in self._batch if wanted.key not in keys]
            self._queue.drop(keys)
            self._waiting -= keys

    def forget(self, positions: Iterable[int]) -> None:
        """Forget the images of `positions`, which were made again."""
        for position in positions:
            self._cache.forget(position)
            self._missing.discard(position)
            self._bad.discard(position)
        self.arrived.emit()

    @Slot()
    def clear(self) -> None:
        """Forget everything, as when another folder is opened."""
        self._era += 1
        self._queue.drop(list(self._waiting))
        self._batch.clear()
        self._cache.clear()
        for known in (self._waiting, self._missing, self._bad):
            known.clear()
        self._retry_timer.stop()

    def stop(self) -> None:
        """End the threads and wait for them."""
        self._queue.stop()
        for thread in self._threads:
            thread.join()
        self._threads = []
        self._batch_timer.stop()
        self._deliver_timer.stop()
        self._retry_timer.stop()

    # ------------------------------------------------------------ the window's thread

    def _want(self, key: Key) -> None:
        position = key[0]
        if position in self._bad or position in self._missing:
            return
        if not 0 <= position < len(self._state.table):
            return
        if key in self._waiting:
            self._queue.touch(key)
            return
        self._waiting.add(key)
        self._batch.append(Wish(key, int(self._state.table.file[position]), self._era))
        if not self._batch_timer.isActive():
            self._batch_timer.start()

    @Slot()
    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        for wanted in batch:
            fallen = self._queue.put(wanted) if wanted.era == self._era else wanted.key
            if fallen is not None:
                # Forgotten here as well: shown again, it is asked for again.
                self._waiting.discard(fallen)
        while len(self._threads) < THREADS:
            name = f"thumbnails-{len(self._threads)}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    @Slot()
    def _schedule(self) -> None:
        if not self._deliver_timer.isActive():
            self._deliver_timer.start()

    @Slot()
    def _deliver(self) -> None:
        missing: list[int] = []
        while self._answers:
            answer = self._answers.popleft()
            # Of another folder: a position means another picture there.
            if answer.wanted.era != self._era:
                continue
            key = answer.wanted.key
            self._waiting.discard(key)
            if answer.image is not None:
                self._cache.put(key, answer.image)
            elif answer.bad:
                self._bad.add(key[0])
            else:
                self._missing.add(key[0])
                missing.append(key[0])
        if missing:
            self.missing.emit(missing)
            if not self._retry_timer.isActive():
                self._retry_timer.start()
        self.arrived.emit()

    @Slot()
    def _try_missing(self) -> None:
        """Ask again for what was missing: the engine may have made it by now."""
        self._retry_timer.setInterval(RETRY_MS)
        self._missing.clear()

    @Slot()
    def _retry(self) -> None:
        self._retry_timer.setInterval(min(2 * self._retry_timer.interval(), LONGEST_RETRY_MS))
        self._missing.clear()
        self.arrived.emit()

    # ------------------------------------------------------------ the readers' threads

    def _work(self) -> None:
        read: Read | None = None
        while (wanted := self._queue.take()) is not None:
            jpeg: bytes | None = None
            try:
                read = read or self._make_reader()
                jpeg = read(wanted.file)
            except sqlite3.Error as error:
                # The engine has not made the store yet, or has set a damaged one aside.
                log.info("thumbnails could not be read: %s", error)
                read = None
            # On this thread: decoding and scaling take most of the time, and QImage may be made
            # anywhere.
            image = decoded(jpeg, *wanted.key[1:]) if jpeg else None
            if jpeg and image is None:
                log.warning("the thumbnail of file %d cannot be decoded", wanted.file)
            self._answers.append(Fetched(wanted, image, bad=bool(jpeg) and image is None))
            self._answered.emit()
