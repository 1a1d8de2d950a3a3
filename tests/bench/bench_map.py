"""Frames of the map beside the bare numpy raster: python -m tests.bench.bench_map [POINTS ...].

A frame is one step of panning, zooming or hovering of the real widget, painted into an image:
dots, thumbnails, names, rings and panels. The bare raster writes 2 x 2 pixels for each point.
"""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LOOKALIKE_REDUCED_MOTION", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gallery.ui.map.view import MapView
from gallery.ui.style.theme import Appearance
from tests.ui.map_library import PaintedThumbnails, islands, state_of

SIZE = QSize(1280, 800)
FRAMES = 9


def bare_ms(view: MapView) -> float:
    """Return the time of a frame that only writes 2 x 2 pixels for each point, in ms."""
    points, width = view.scene.points, SIZE.width()
    inks = np.arange(256, dtype=np.uint32) | np.uint32(0xFF000000)
    buffer = np.zeros(width * (SIZE.height() + 2), np.uint32)
    best = np.inf
    for _ in range(FRAMES):
        start = time.process_time()
        buffer.fill(0)
        across, down = view.camera.to_screen(points.x, points.y)
        at = down.astype(np.int64) * width + across.astype(np.int64)
        np.clip(at, 0, width * SIZE.height() - 1, out=at)
        colour = inks[points.cluster]
        for offset in (0, 1, width, width + 1):
            buffer[offset:][at] = colour
        image = QImage(buffer.data, width, SIZE.height(), QImage.Format.Format_RGB32)
        best = min(best, time.process_time() - start)
        assert not image.isNull()
    return best * 1e3


def frames_ms(view: MapView, step: object) -> list[float]:
    """Return the time of each frame after `step`, in ms."""
    target = QImage(SIZE, QImage.Format.Format_RGB32)
    result = []
    for number in range(FRAMES):
        start = time.process_time()
        step(number)  # type: ignore[operator]
        view.render(target)
        result.append((time.process_time() - start) * 1e3)
    return result


def main() -> None:
    """Print a table: points, bare raster, pan, zoom and hover, in ms and as ratios."""
    app = QApplication([])
    counts = [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print(f"{'points':>9} {'bare ms':>8} {'pan ms':>14} {'zoom ms':>14} {'hover ms':>14}")
    for count in counts:
        state = state_of(islands(count, 20), 20)
        view = MapView(state, PaintedThumbnails(), Appearance("light"))
        view.resize(SIZE)
        view.show()
        while len(view.scene.points) < count:  # many are laid out behind the window
            app.processEvents()
        view.grab()
        bare = bare_ms(view)
        middle = QPointF(640, 400)
        pan = frames_ms(view, lambda number: view.pan(7, -5))  # noqa: B023
        hover = frames_ms(view, lambda number: view.hover(QPointF(300 + 40 * number, 400)))  # noqa: B023
        zoom = frames_ms(view, lambda number: view.zoom(1.25, middle))  # noqa: B023
        cells = " ".join(f"{min(t):7.1f} ({min(t) / bare:4.1f})" for t in (pan, zoom, hover[1:]))
        print(f"{count:>9,} {bare:8.1f} {cells}   slowest zoom step {max(zoom):.0f} ms")
        view.close()
        view.deleteLater()


if __name__ == "__main__":
    main()
