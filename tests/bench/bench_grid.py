"""How long a click takes until the sorted first screen is painted.

Real state, ranking thread, thumbnails and view, over synthetic vectors of 256 numbers; beside it,
in the same run, the bare product and sort of numpy, which no program can better. Run it with

    python -m tests.bench.bench_grid [COUNT ...]
"""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gallery.library.table import Table
from gallery.ui.grid.view import GridView
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance
from tests.tables import made
from tests.ui.helpers_grid import jpeg_of

APP = QApplication.instance() or QApplication([])
LOOP = QEventLoop()
DIM = 256
GOALS_MS = {10_000: 16, 100_000: 50, 1_000_000: 250}
CLICKS = 15


class TimedView(GridView):
    """A grid that notes when a frame was finished, which order it showed, and how complete."""

    frame: tuple[float, float, object, bool] = (0.0, 0.0, None, False)
    until = staticmethod(lambda: True)

    def paintEvent(self, event):
        super().paintEvent(event)
        now, cpu = time.perf_counter(), time.process_time()
        whole = all(self.look.image(p) is not None for p in self.shown_positions().tolist())
        self.frame = (now, cpu, self.order, whole)
        if self.until():
            LOOP.exit()


def table_of(count: int) -> Table:
    numbers = np.arange(count)
    paths = [b"%d/picture%d.jpg" % (i // 1000, i) for i in range(count)]
    xy = np.zeros((count, 2), np.float32)
    return made(b"/pictures", paths, cluster=numbers % 12, xy=xy, size=numbers, mtime_ns=numbers)


def vectors_of(count: int) -> np.ndarray:
    rng = np.random.default_rng(1)
    vectors = np.empty((count, DIM), np.float32)
    for start in range(0, count, 50_000):
        part = rng.standard_normal((min(50_000, count - start), DIM), np.float32)
        vectors[start : start + len(part)] = part
        vectors[start : start + len(part)] /= np.linalg.norm(part, axis=1, keepdims=True)
    return vectors


def wait(view: TimedView, done) -> None:
    """Run the event loop, asleep between events as in the program, until a frame satisfies."""
    if not done():
        view.until = done
        LOOP.exec()
        view.until = lambda: True


def settle(view: TimedView) -> None:
    """Wait until what lies around the screen has been read too, as it is when a person clicks."""
    QTest.qWait(80)
    while not view.thumbnails.idle:
        QTest.qWait(20)


def click_ms(view: TimedView, index: int) -> tuple[float, float, float]:
    """Milliseconds from the release to the sorted screen, those of the processor, and until all
    its thumbnails are there."""
    port, point = view.viewport(), view.tile_rect(index).center()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    wanted = view.position_at(point)
    start, spent = time.perf_counter(), time.process_time()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def sorted_now() -> bool:
        return (
            view.frame[0] > start
            and view.state.query.position == wanted
            and (
                view.frame[2] is view.state.order
                and view.order.scores is not None
                and view.position(0) == wanted
            )
        )

    wait(view, sorted_now)
    first, spent = view.frame[0], view.frame[1] - spent
    wait(view, lambda: view.frame[3] and sorted_now())
    complete = view.frame[0]
    settle(view)
    return (first - start) * 1000, spent * 1000, (complete - start) * 1000


def limit_ms(vectors: np.ndarray, row: int) -> tuple[float, float]:
    """Milliseconds of the bare product and sort, and those of the processor."""
    query = vectors[row].copy()
    start, spent = time.perf_counter(), time.process_time()
    np.argsort(-(vectors @ query))
    return (time.perf_counter() - start) * 1000, (time.process_time() - spent) * 1000


def measure(count: int) -> None:
    jpegs = [jpeg_of(number) for number in range(32)]
    state = GalleryState()
    thumbnails = ThumbnailCache(state, lambda: lambda file: jpegs[file % 32])
    view = TimedView(state, thumbnails, Appearance("light"))
    view.resize(1200, 800)
    view.show()
    state.set_folder(table_of(count).with_vectors(vectors_of(count)), np.arange(count))
    wait(view, lambda: view.frame[3])
    settle(view)
    clicks, limits = [], []
    for number in range(CLICKS):
        clicks.append(click_ms(view, 1 + number % 12))
        limits.append(limit_ms(state.vectors, number))
    show(count, np.array(clicks), np.array(limits))
    view.hide()
    thumbnails.stop()
    state.stop()


def show(count: int, clicks: np.ndarray, limits: np.ndarray) -> None:
    """Print one line of the table; the best click counts for the goal."""
    low, limit = clicks.min(0), limits.min(0)
    middle, usual = np.median(clicks, 0), np.median(limits, 0)
    goal = GOALS_MS.get(count, 0)
    print(
        f"{count:>9,} | {low[0]:7.1f} {middle[0]:7.1f} | {limit[0]:7.1f} {usual[0]:7.1f} | "
        f"{low[0] / limit[0]:5.2f} {middle[0] / usual[0]:6.2f} | {middle[1]:6.1f} {usual[1]:6.1f} "
        f"{middle[1] / usual[1]:5.2f} | {middle[2]:7.1f} | "
        f"{goal:>4} {'held' if low[0] <= goal else 'missed'}"
    )


def main() -> None:
    """Print one line a size, without motion and with it."""
    counts = [int(word) for word in sys.argv[1:]] or list(GOALS_MS)
    for calm, title in (("1", "without motion"), ("", "with motion: first frame of the glide")):
        os.environ["LOOKALIKE_REDUCED_MOTION"] = calm
        print(f"click to sorted first screen, {DIM} numbers a picture, {title}; ms")
        print(
            " pictures |  click min median |   limit min median | ratio min median |"
            " processor: click limit ratio | thumbnails | goal"
        )
        for count in counts:
            measure(count)


if __name__ == "__main__":
    main()
