"""Where one stands over the map: the world's coordinates to the screen's and back.

The world is the plane of the projection, y upwards; the screen is in points, y downwards.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from gallery.core.arrays import Floats

MARGIN = 52.0  # half a thumbnail, and some more
NEAREST = 80.0  # times the fitted map
FARTHEST = 0.5  # farther away there is only more ground
# So much of the map stays in sight, in points, however far one pans.
HELD = 48.0
# One picture, or several in one place, have no extent: they are shown as in a world this wide.
LEAST_EXTENT = 0.2


@dataclass(frozen=True, slots=True)
class MapCamera:
    """A place over the map.

    Attributes:
        x, y: the world's point in the middle of the screen.
        scale: points of the screen for one unit of the world.
        width, height: of the screen, in points.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 200.0
    width: float = 1.0
    height: float = 1.0

    def to_screen(self, x: Floats, y: Floats, ratio: float = 1.0) -> tuple[Floats, Floats]:
        """Return screen coordinates of world coordinates, each [n]; times `ratio` in pixels."""
        scale = np.float32(self.scale * ratio)
        across = (x - np.float32(self.x)) * scale
        across += np.float32(self.width / 2 * ratio)
        down = (np.float32(self.y) - y) * scale
        down += np.float32(self.height / 2 * ratio)
        return across, down

    def screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the screen where one point of the world is."""
        return (
            (x - self.x) * self.scale + self.width / 2,
            (self.y - y) * self.scale + self.height / 2,
        )

    def world(self, across: float, down: float) -> tuple[float, float]:
        """Return the point of the world that is at one point of the screen."""
        return (
            self.x + (across - self.width / 2) / self.scale,
            self.y - (down - self.height / 2) / self.scale,
        )

    def sees_any(self, x: Floats, y: Floats) -> bool:
        """Return whether any of some points of the world is on the screen."""
        across, down = self.to_screen(x, y)
        seen = (across >= 0) & (across <= self.width) & (down >= 0) & (down <= self.height)
        return bool(seen.any())

    def sees_all(self, extent: "Extent") -> bool:
        """Return whether a whole extent is on the screen."""
        left, top = self.screen(extent.left, extent.top)
        right, bottom = self.screen(extent.right, extent.bottom)
        return left >= 0 and top >= 0 and right <= self.width and bottom <= self.height

    def panned(self, across: float, down: float) -> "MapCamera":
        """Return the camera after the ground was dragged by so many points."""
        return replace(self, x=self.x - across / self.scale, y=self.y + down / self.scale)

    def zoomed(self, factor: float, at: tuple[float, float]) -> "MapCamera":
        """Return the camera after zooming; the world's point at `at` stays where it is."""
        x, y = self.world(*at)
        scale = self.scale * factor
        return replace(
            self,
            x=x - (at[0] - self.width / 2) / scale,
            y=y + (at[1] - self.height / 2) / scale,
            scale=scale,
        )

    def sized(self, width: float, height: float) -> "MapCamera":
        """Return the camera for a screen of another size, over the same point."""
        return replace(self, width=max(width, 1.0), height=max(height, 1.0))


@dataclass(frozen=True, slots=True)
class Extent:
    """The smallest upright rectangle of the world that holds all points."""

    left: float = -1.0
    bottom: float = -1.0
    right: float = 1.0
    top: float = 1.0

    def fitted(self, width: float, height: float) -> MapCamera:
        """Return the camera that shows the whole extent with a margin."""
        across = max(self.right - self.left, LEAST_EXTENT)
        up = max(self.top - self.bottom, LEAST_EXTENT)
        # In a pane that is all but closed the margins would leave nothing between them.
        margin = min(MARGIN, width / 4, height / 4)
        scale = max(min((width - 2 * margin) / across, (height - 2 * margin) / up), 1e-3)
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        return MapCamera(x, y, scale, max(width, 1.0), max(height, 1.0))

    def held(self, camera: MapCamera) -> MapCamera:
        """Return `camera`, moved as far as it takes to have a part of the extent in sight."""
        across = max(camera.width / 2 - HELD, 0) / camera.scale
        up = max(camera.height / 2 - HELD, 0) / camera.scale
        return replace(
            camera,
            x=min(max(camera.x, self.left - across), self.right + across),
            y=min(max(camera.y, self.bottom - up), self.top + up),
        )


def extent_of(x: Floats, y: Floats) -> Extent:
    """Return the extent of points; of none, the square from -1 to 1."""
    if len(x) == 0:
        return Extent()
    return Extent(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def bounded(
    camera: MapCamera, before: MapCamera, fit: MapCamera, at: tuple[float, float]
) -> MapCamera:
    """Return `camera`, or the last one on the way from `before` that is near or far enough."""
    low, high = fit.scale * FARTHEST, fit.scale * NEAREST
    if low <= camera.scale <= high:
        return camera
    return before.zoomed(min(max(camera.scale, low), high) / before.scale, at)


def between(first: MapCamera, last: MapCamera, share: float) -> MapCamera:
    """Return the camera `share` of the way, 0 to 1.

    The scale grows by equal factors, and the middle moves so that a point of the world that both
    cameras show at one place stays there all the way.
    """
    if share >= 1:
        return last
    scale = first.scale * (last.scale / first.scale) ** share
    # Of two equal scales the formula below is 0 / 0.
    moved = share
    if not math.isclose(first.scale, last.scale, rel_tol=1e-6):
        moved = (1 / first.scale - 1 / scale) / (1 / first.scale - 1 / last.scale)
    return replace(
        last,
        x=first.x + (last.x - first.x) * moved,
        y=first.y + (last.y - first.y) * moved,
        scale=scale,
    )
