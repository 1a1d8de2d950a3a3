"""The dots of the map as one cached raster: sizes, colours, and what is dimmed or selected."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gallery.core.arrays import Rows
from gallery.ui.map.camera import MapCamera
from gallery.ui.map.points import MapPoints
from gallery.ui.map.raster import Brush, Inks, Raster, RasterPart, disc, mixed
from gallery.ui.style import theme as colours
from gallery.ui.style.theme import Theme

OPACITY = 0.8
DIMMED = 0.13
# MapPoints that are drawn at a time.
PART = 1 << 16


def _no_rows() -> Rows:
    return np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows of points by how they look; `plain` is None when it is all of them."""

    plain: Rows | None = None
    dimmed: Rows = field(default_factory=_no_rows)
    selected: Rows = field(default_factory=_no_rows)


def dot_side(count: int, zoom: float) -> int:
    """Return how wide a dot is, in points, among `count` at a zoom of 1 for the fitted map."""
    crowd = count / max(1.0, zoom) ** 1.5
    return 6 if crowd <= 20_000 else 4 if crowd <= 80_000 else 3 if crowd <= 200_000 else 2


def ink(colour: str | QColor) -> int:
    """Return a colour as 0xFFRRGGBB."""
    return QColor(colour).rgb() & 0xFFFFFFFF


class Dots:
    """Draws the points of the map into a raster."""

    def __init__(self) -> None:
        self._points = MapPoints()
        self._number: NDArray[np.int16] = np.zeros(0, np.int16)
        self._inks: Inks = np.zeros(1, np.uint32)
        self._theme: Theme | None = None
        self._raster: Raster | None = None
        self.groups = Groups()

    def set_points(self, points: MapPoints) -> None:
        """Draw these points from now on."""
        self._points = points
        self._number = points.cluster + np.int16(1)
        count = int(self._number.max()) + 1 if len(points) else 1
        inks = [ink(colours.cluster_colour(number - 1)) for number in range(count)]
        self._inks = np.array(inks, np.uint32)

    def draw(self, camera: MapCamera, ratio: float, side: int, theme: Theme) -> QImage:
        """Return the dots over the ground, PAD pixels wider on each side than the screen.

        The image is valid until the next call.
        """
        raster = self._fresh(camera, ratio, theme)
        pixels = max(2, round(side * ratio))
        ground, accent = ink(theme.ground), ink(theme.accent)
        dim = mixed(self._inks, ground, DIMMED)
        groups = self.groups
        self._stamp(camera, ratio, groups.dimmed, Brush(disc(pixels), dim, 1.0))
        self._stamp(camera, ratio, groups.plain, Brush(disc(pixels), self._inks, OPACITY))
        if len(groups.selected):
            wide = 2 * round(ratio) if side > 2 else round(ratio)
            for extra, inks in (
                (2 * wide + 2 * round(ratio), np.full_like(self._inks, accent)),
                (2 * round(ratio), np.full_like(self._inks, ground)),
                (0, self._inks),
            ):
                brush = Brush(disc(pixels + extra), inks, 1.0)
                self._stamp(camera, ratio, groups.selected, brush)
        return raster.image

    def _stamp(self, camera: MapCamera, ratio: float, rows: Rows | None, brush: Brush) -> None:
        assert self._raster is not None
        self._raster.draw(self._parts(camera, ratio, rows), brush)

    def _parts(self, camera: MapCamera, ratio: float, rows: Rows | None) -> Iterator[RasterPart]:
        """Return the points in `rows`, or all, as they lie on the screen; some at a time."""
        x, y, number = self._points.x, self._points.y, self._number
        for start in range(0, len(number) if rows is None else len(rows), PART):
            part = slice(start, start + PART)
            at = part if rows is None else rows[part]
            yield *camera.to_screen(x[at], y[at], ratio), number[at]

    def _fresh(self, camera: MapCamera, ratio: float, theme: Theme) -> Raster:
        width, height = round(camera.width * ratio), round(camera.height * ratio)
        raster = self._raster
        fits = raster is not None and (raster.width, raster.height) == (width, height)
        if raster is None or not fits or theme is not self._theme:
            raster = self._raster = Raster(width, height, ink(theme.ground))
        else:
            raster.clear()
        self._theme = theme
        return raster
