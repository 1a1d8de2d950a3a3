"""The comparison: a matrix of 60 pictures, and why a pair is alike: -m tests.bench.bench_compare.

The matrix: vectors of 60 pictures of a folder of 100,000 read, measured against the folder's
pairs, ordered, and drawn for the first time. Why: two decoded pictures of 224 x 224, what their
regions add by the default encoder, and the veils drawn over both.
"""

import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gallery.analysis import regions
from gallery.core.arrays import normalise
from gallery.encoders import efficientnet
from gallery.ui.compare.heat import LikenessMatrix, Measure
from gallery.ui.compare.matrix import MatrixCanvas
from gallery.ui.compare.measuring import shown_measured
from gallery.ui.compare.why import veil
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance

PICTURES, COMPARED, DIM, REPEATS = 100_000, 60, 256, 7


def best_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Return the best and the median time of some runs, in ms."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times), float(np.median(times))


def matrix() -> Callable[[], object]:
    """Return the work from 60 selected pictures to the drawn matrix."""
    rng = np.random.default_rng(0)
    table = normalise(rng.standard_normal((PICTURES, DIM), np.float32))
    rows = rng.choice(PICTURES, COMPARED, replace=False).astype(np.int64)
    everything = np.arange(PICTURES, dtype=np.int64)
    state = GalleryState()
    thumbnails = ThumbnailCache(state, lambda: lambda _file: None)
    canvas = MatrixCanvas(state, thumbnails, Appearance("light"))
    canvas.resize(900, 700)

    def work() -> None:
        named = ("efficientnet-lite0", "efficientnet-lite0-0")
        found = shown_measured(named, table, rows, everything, {})
        heat = LikenessMatrix.of(found.comparison, found.order, Measure.COSINE)
        canvas.show_heat(heat, [-1] * COMPARED)
        canvas.grab()

    return work


def why() -> Callable[[], object]:
    """Return the work from two decoded pictures to the drawn veils."""
    encoder = efficientnet.load()
    pair = np.random.default_rng(1).integers(0, 256, (2, 224, 224, 3), dtype=np.uint8)
    page = QImage(1240, 620, QImage.Format.Format_RGB32)

    def work() -> None:
        first, second = encoder.regions(pair)
        found = regions.why(first, second)
        most = float(max(found.first.max(), found.second.max()))
        painter = QPainter(page)
        painter.drawImage(QRectF(0, 0, 610, 610), veil(found.first, most))
        painter.drawImage(QRectF(620, 0, 610, 610), veil(found.second, most))
        painter.end()

    return work


def main() -> None:
    """Print a table."""
    _app = QApplication.instance() or QApplication([])
    print("                          best (median)      goal")
    for name, work, goal in (("matrix of 60", matrix(), 200), ("why, of a pair", why(), 150)):
        best, median = best_ms(work)
        print(f"{name:20}  {best:8.1f} ({median:.1f}) ms   {goal} ms")


if __name__ == "__main__":
    main()
