"""A folder that exists only in memory, and a grid that shows it."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from gallery.core.arrays import Vectors
from gallery.library.table import Table
from gallery.ui.grid.view import GridView
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance
from tests.tables import made


def table_of(count: int, names: dict[int, bytes] | None = None) -> Table:
    """A table of `count` pictures; file ids begin at 1, all have vectors in their own row."""
    names = names or {}
    paths = [names.get(i, b"picture%03d.jpg" % i) for i in range(count)]
    return made(b"/pictures", paths, cluster=np.arange(count) % 3)


def vectors_of(count: int, dim: int = 16, seed: int = 7) -> Vectors:
    """Unit vectors, one a picture."""
    vectors = np.random.default_rng(seed).standard_normal((count, dim), np.float32)
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def jpeg_of(number: int, width: int = 256, height: int = 192) -> bytes:
    """The JPEG bytes of a painted picture."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 37 % 360, 150, 200))
    painter = QPainter(image)
    painter.fillRect(width // 4, height // 4, width // 2, height // 2, QColor(20, 20, 20))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, b"JPEG").write(image)
    return bytes(data.data())


@dataclass
class Shelf:
    """Where the thumbnails come from; counts what was read."""

    jpegs: dict[int, bytes] = field(default_factory=dict)
    read: list[int] = field(default_factory=list)

    def reader(self):
        def read(file: int) -> bytes | None:
            self.read.append(file)
            return self.jpegs.get(file)

        return read


@dataclass
class Scene:
    """Everything that a grid needs, and the grid."""

    state: GalleryState
    thumbnails: ThumbnailCache
    view: GridView
    shelf: Shelf

    def point(self, index: int) -> QPoint:
        """The middle of the tile at `index`, in the viewport."""
        return self.view.tile_rect(index).center()

    def close(self) -> None:
        self.view.hide()
        self.thumbnails.stop()
        self.state.stop()


def make_scene(qtbot, count: int = 60, names: dict[int, bytes] | None = None) -> Scene:
    """A grid of 4 columns that shows `count` pictures."""
    state = GalleryState()
    shelf = Shelf({file: jpeg_of(file) for file in range(1, min(count, 60) + 1)})
    thumbnails = ThumbnailCache(state, shelf.reader)
    view = GridView(state, thumbnails, Appearance("light"))
    qtbot.addWidget(view)
    view.set_tile(96)
    view.resize(460, 420)
    view.show()
    qtbot.waitExposed(view)
    table = table_of(count, names).with_vectors(vectors_of(count))
    state.set_folder(table, np.arange(count))
    return Scene(state, thumbnails, view, shelf)
