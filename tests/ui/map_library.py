"""A folder that exists only as columns, for tests and measurements of the map."""

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QColor, QImage

from gallery.library.records import ClusterRow, Clusters
from gallery.ui.map.view import MapView
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.style.theme import Appearance
from tests.tables import made


class PaintedThumbnails(QObject):
    """Thumbnails that are there at once, each of one colour; `absent` ones never come."""

    arrived = Signal()

    def __init__(self, absent=()):
        super().__init__()
        self.absent = set(absent)
        self.asked = []

    def image(self, position, side, fill=True):
        self.asked.append(position)
        if position in self.absent:
            return None
        image = QImage(side, side if fill else side * 3 // 4, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(position * 37 % 360, 140, 200))
        return image

    def exact(self, position, side, fill=True):
        return position not in self.absent


def islands(count, k, seed=1):
    """Return x and y of `count` points around `k` middles, float32 [n, 2]; i belongs to i % k."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(-0.85, 0.85, (k, 2))
    spread = rng.uniform(0.03, 0.12, (k, 1))
    number = np.arange(count) % k
    places = middles[number] + rng.normal(0, 1, (count, 2)) * spread[number]
    return places.astype(np.float32)


def table_of(xy, k, names=None):
    """Return a table whose pictures lie at `xy`, cluster i % k."""
    count = len(xy)
    return made(
        b"/pictures",
        names or [b"%07d.jpg" % number for number in range(count)],
        xy=np.asarray(xy, np.float32).reshape(count, 2),
        cluster=np.arange(count) % max(k, 1),
    )


def clusters_of(table, k):
    """Return k clusters named "cluster 0", ...; the typical picture is each one's first."""
    rows = [
        ClusterRow(number, f"cluster {number}", int((table.cluster == number).sum()), (number + 1,))
        for number in range(k)
    ]
    return Clusters(k, k, 0.5, tuple(rows))


def state_of(xy, k=4, names=None, method="umap"):
    """Return a state that shows pictures at `xy`, in order of their positions."""
    state = GalleryState()
    table = table_of(xy, k, names)
    table = table.with_vectors(np.ones((len(table), 2), np.float32))
    state.set_folder(table, np.arange(len(table)))
    if len(table):
        state.set_clusters(clusters_of(table, k))
    state.set_map(method)
    return state


# Four pictures in the corners of a square, and one in the middle.
FIVE = [(-1, -1), (1, -1), (-1, 1), (1, 1), (0, 0)]


def crowded(count=900, **more):
    """Return a state whose map shows dots, not thumbnails, as long as it is not zoomed."""
    return state_of(islands(count, 4), 4, **more)


def shown(qtbot, state, thumbnails=None, theme="light"):
    """Return a map of `state`, 600 x 500, on the screen and painted."""
    view = MapView(state, thumbnails or PaintedThumbnails(), Appearance(theme))
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    qtbot.waitExposed(view)
    view.grab()
    return view


def inside_box(view, low, high):
    table = view._state.table
    across, down = view.camera.to_screen(table.xy[:, 0], table.xy[:, 1])
    held = (across > low[0]) & (across < high[0]) & (down > low[1]) & (down < high[1])
    return np.flatnonzero(held).tolist()


def place(view, position):
    x, y = view._state.table.xy[position].tolist()
    return QPointF(*view.camera.screen(x, y))
