"""The two pictures that are side by side: thumbnails at once, then pixels from the engine."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from gallery.ui.compare.canvas import Side
from gallery.ui.view import ViewContext
from gallery.ui.viewer.pixel_cache import LARGEST, PixelStore

THUMBNAIL = 256


class PairPixels(QObject):
    """Keeps the pictures of a pair as good as they are at hand.

    Signals:
        changed: there is more of one of them.

    Attributes:
        positions: of the pair, in the table; -1 while there is none.
    """

    changed = Signal()

    def __init__(self, context: ViewContext) -> None:
        super().__init__()
        self._state, self._thumbnails = context.state, context.thumbnails
        self._store = PixelStore(context.state, context.controller)
        self._sentences: dict[int, str] = {}
        self.positions = (-1, -1)
        self._store.arrived.connect(self._arrived)
        self._store.failed.connect(self._failed)
        self._thumbnails.arrived.connect(self._thumbnail)
        context.state.folder_changed.connect(self._forget)

    @Slot()
    def _forget(self) -> None:
        self.positions = (-1, -1)
        self._sentences.clear()

    def show(self, positions: tuple[int, int]) -> None:
        """Show another pair."""
        self.positions = positions

    def want(self, longest: int, zoom: float) -> None:
        """Have the pixels read: `longest` of a picture shown whole, all where one looks nearer."""
        for position in self.positions:
            if position >= 0:
                self._store.want(position, LARGEST if zoom > 1.5 else longest)

    def are_there(self) -> bool:
        """Return whether both are decoded."""
        return all(self._store.get(position) is not None for position in self.positions)

    def side(self, number: int) -> Side:
        """Return one of them as it can be shown now."""
        position = self.positions[number]
        if position < 0:
            return Side()
        name, sentence = self._state.table.name(position), self._sentences.get(position, "")
        pixels = self._store.get(position)
        if pixels is not None:
            return Side(name, pixels.image, (pixels.full_width, pixels.full_height), sentence)
        image: QImage | None = self._thumbnails.image(position, THUMBNAIL, False, 1.0)
        size = (1.0, 1.0) if image is None else (float(image.width()), float(image.height()))
        return Side(name, image, size, sentence)

    @Slot(int)
    def _arrived(self, position: int) -> None:
        if position in self.positions:
            self.changed.emit()

    @Slot(int, str)
    def _failed(self, position: int, sentence: str) -> None:
        self._sentences[position] = sentence
        self._arrived(position)

    @Slot()
    def _thumbnail(self) -> None:
        if self.positions[0] >= 0 and not self.are_there():
            self.changed.emit()

    def stop(self) -> None:
        """End the reading."""
        self._store.stop()
