"""Copied pictures: files and paths at once, and of a single one its pixels as soon as they come."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from gallery.ui.background import Background
from gallery.ui.language import counted
from gallery.ui.mime_data import GalleryMimeData
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.viewer.pixel_cache import PixelStore

# Longer side of the pixels: enough for a large screen, and no gigabyte on the clipboard.
LONGEST = 4096
PNG = "image/png"


class Clipboard(QObject):
    """The action "copy".

    Signals:
        copied: something is on the clipboard; carries the sentence that says what.
    """

    copied = Signal(str)

    def __init__(self, state: GalleryState, pixels: PixelStore) -> None:
        super().__init__()
        self._state = state
        self._pixels = pixels
        self._data: QMimeData | None = None
        self._awaited = -1
        self._drawing = Background("copying", self)
        pixels.arrived.connect(self._arrived)
        self._state.folder_changed.connect(self._forget)

    @Slot()
    def copy(self) -> None:
        """Copy the chosen pictures."""
        chosen = self._state.chosen()
        if not len(chosen):
            return
        self._forget()
        self._put(GalleryMimeData(self._state.table, chosen, text=True))
        self.copied.emit(counted("Copied {n} picture", "Copied {n} pictures", len(chosen)))
        if len(chosen) == 1:
            self._awaited = int(chosen[0])
            self._arrived(self._awaited)
            self._pixels.want(self._awaited, LONGEST)

    def _put(self, data: QMimeData) -> None:
        self._data = data
        QGuiApplication.clipboard().setMimeData(data)

    @Slot()
    def _forget(self) -> None:
        self._awaited = -1
        self._drawing.drop()

    @Slot(int)
    def _arrived(self, position: int) -> None:
        image = self._pixels.image(position)
        if position == self._awaited and image is not None:
            self._drawing.run(partial(_as_png, image), partial(self._add, position, image))

    def _add(self, position: int, image: QImage, png: QByteArray) -> None:
        if QGuiApplication.clipboard().mimeData() is not self._data:
            return  # Something else was copied meanwhile.
        chosen: NDArray[np.intp] = np.array([position], np.intp)
        data = GalleryMimeData(self._state.table, chosen, text=True)
        # Drawn already: Qt would do it on the window's thread once the pixels are asked for.
        data.setData(PNG, png)
        data.setImageData(image)
        self._put(data)


def _as_png(image: QImage) -> QByteArray:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return buffer.data()
