"""How a picture lies in the viewer: its scale, its place, zooming to a point, and panning."""

import math
from dataclasses import dataclass

LARGEST = 32.0  # device pixels a pixel: single ones can be counted
# A small picture is not enlarged to fit: one would look at pixels that it does not have.
LARGEST_FIT = 1.0
STEP = 1.25


@dataclass(slots=True)
class ViewerCamera:
    """The view on one picture.

    Attributes:
        view: width and height of the viewer, in device pixels.
        picture: width and height of the picture, in pixels.
        scale: device pixels a picture pixel; 1.0 is full size.
        x, y: where the picture's upper left corner lies, in device pixels.
        fitted: the whole picture is shown, and stays whole when the viewer changes its size.
    """

    view: tuple[float, float] = (1.0, 1.0)
    picture: tuple[float, float] = (1.0, 1.0)
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    fitted: bool = True

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole picture is seen."""
        wide, high = (v / max(1.0, p) for v, p in zip(self.view, self.picture, strict=True))
        return min(wide, high, LARGEST_FIT)

    def fit(self) -> None:
        """Show the whole picture in the middle."""
        self.fitted = True
        self.scale = self.fit_scale
        self.x, self.y = (
            (v - p * self.scale) / 2 for v, p in zip(self.view, self.picture, strict=True)
        )
        if self.scale == 1.0:  # a pixel of the picture on a pixel of the screen
            self.x, self.y = float(round(self.x)), float(round(self.y))

    def resize(self, width: float, height: float) -> None:
        """Take over the size of the viewer; what is in the middle stays there."""
        before = self.view
        self.view = (max(1.0, width), max(1.0, height))
        if self.fitted:
            self.fit()
        else:
            self.pan((self.view[0] - before[0]) / 2, (self.view[1] - before[1]) / 2)

    def set_picture(self, width: float, height: float) -> None:
        """Show another picture whole, or the same one with its true size at the same place."""
        before = self.picture
        self.picture = (max(1.0, width), max(1.0, height))
        if self.fitted:
            self.fit()
        else:
            self.scale *= before[0] / self.picture[0]

    def zoom_to(self, scale: float, x: float, y: float) -> None:
        """Set the scale; what lies at x, y stays there. Below the whole picture is no use.

        One that was enlarged to fit can be seen at its full size.
        """
        scale = min(max(scale, min(self.fit_scale, 1.0)), LARGEST)
        if math.isclose(scale, self.fit_scale, rel_tol=1e-4):
            self.fit()
            return
        self.fitted = False
        share = scale / self.scale
        self.x, self.y = x - (x - self.x) * share, y - (y - self.y) * share
        self.scale = scale
        self._hold()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture; it cannot be pushed out of sight."""
        if not self.fitted:
            self.x += dx
            self.y += dy
            self._hold()

    def _hold(self) -> None:
        self.x = _held(self.x, self.view[0], self.picture[0] * self.scale)
        self.y = _held(self.y, self.view[1], self.picture[1] * self.scale)


def _held(at: float, view: float, picture: float) -> float:
    if picture <= view:
        return (view - picture) / 2
    return min(0.0, max(view - picture, at))
