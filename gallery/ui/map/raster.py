"""Dots drawn by numpy into a buffer that Qt shows as it is.

A dot is a stamp: the pixels of a disc and how much of each it covers. The stamp's pixels are
written one after the other for all dots at once. Taken row by row, this is the painter's order by
height: of two dots that overlap, the upper one always lies over the lower one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gallery.core.arrays import Floats

Inks = NDArray[np.uint32]
Numbers = NDArray[np.int16]
RasterPart = tuple[Floats, Floats, Numbers]
RasterCorners = tuple[NDArray[np.intp], Numbers]

# Around the picture, so that no stamp has to be cut.
PAD = 48
# Pixels blended with what lies below; beyond, they are blended with the ground alone: faster.
MOST_BLENDED = 800_000


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc in pixels: for each, its column and row from the upper left, and its cover, 0 to 1."""

    side: int
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cover: tuple[float, ...]


@cache
def disc(side: int) -> Disc:
    """Return the disc that fills a square of `side` pixels, smoothed by 8 x 8 samples each."""
    # A disc of so few pixels would be paler than its ink and look out of focus.
    if side <= 2:
        both = [(column, row) for row in range(side) for column in range(side)]
        across, down = tuple(c for c, _ in both), tuple(r for _, r in both)
        return Disc(side, across, down, (1.0,) * len(both))
    at = (np.arange(side * 8) + 0.5) / 8 - side / 2
    within = (at[:, None] ** 2 + at[None, :] ** 2 <= (side / 2) ** 2).astype(np.float64)
    cover = within.reshape(side, 8, side, 8).mean(axis=(1, 3))
    rows, columns = np.nonzero(cover > 0.02)
    return Disc(
        side, tuple(columns.tolist()), tuple(rows.tolist()), tuple(cover[rows, columns].tolist())
    )


def mixed(inks: Inks, ground: int, opacity: float) -> Inks:
    """Return `inks` as they look over the ground, 0xFFRRGGBB."""
    return _blend(inks, np.full_like(inks, ground), round(opacity * 256))


def _blend(over: Inks, under: Inks, share: int) -> Inks:
    """Return `over` laid on `under` by `share` of 256; two channels in each product."""
    odd, even = np.uint32(0xFF00FF), np.uint32(0x00FF00)
    mine, theirs = np.uint32(share), np.uint32(256 - share)
    result = ((over & odd) * mine + (under & odd) * theirs) >> np.uint32(8)
    result &= odd
    green = ((over & even) >> np.uint32(8)) * mine + ((under & even) >> np.uint32(8)) * theirs
    result |= green & even
    result |= np.uint32(0xFF000000)
    return result


@dataclass(frozen=True, slots=True)
class Brush:
    """How a set of dots looks: its stamp, the ink of each cluster [k + 1], opacity 0 to 1."""

    stamp: Disc
    inks: Inks
    opacity: float = 0.8


class Raster:
    """A picture of `width` x `height` pixels that dots are drawn into.

    `image` looks into the buffer without a copy; both live and die together here.
    """

    def __init__(self, width: int, height: int, ground: int) -> None:
        self.width, self.height, self._ground = width, height, ground
        self._stride = width + 2 * PAD
        self._buffer = np.full((height + 2 * PAD) * self._stride, ground, np.uint32)
        self.image = QImage(
            self._buffer.data,
            self._stride,
            height + 2 * PAD,
            self._stride * 4,
            QImage.Format.Format_RGB32,
        )

    def clear(self) -> None:
        """Fill everything with the ground."""
        self._buffer.fill(self._ground)

    def draw(self, parts: Iterable[RasterPart], brush: Brush) -> None:
        """Draw dots, some at a time: the system takes longer to hand out large arrays than to draw.

        Args:
            parts: the middle of each dot in pixels, x [n] and y [n], and its ink in `brush` [n].
            brush: how they look.
        """
        found = [self._seen(x, y, number, brush.stamp) for x, y, number in parts]
        if sum(len(corner) for corner, _ in found) * len(brush.stamp.cover) <= MOST_BLENDED:
            for corner, number in found:
                self._blended(corner, number, brush)
        else:
            self._plain(*self._topmost(found), brush)

    def _seen(self, x: Floats, y: Floats, number: Numbers, stamp: Disc) -> RasterCorners:
        """Return where in the buffer the stamps begin, of the dots that are on it."""
        half = np.float32(stamp.side / 2 - 0.5)
        seen = (x > -PAD / 2) & (x < self.width + PAD / 2)
        seen &= (y > -PAD / 2) & (y < self.height + PAD / 2)
        if not seen.all():
            rows = np.flatnonzero(seen)
            x, y, number = x[rows], y[rows], number[rows]
        # Truncation is rounding down here: the pad makes all values positive.
        corner = (y + (PAD - half)).astype(np.intp)
        corner *= self._stride
        corner += (x + (PAD - half)).astype(np.intp)
        return corner, number

    def _topmost(self, found: list[RasterCorners]) -> RasterCorners:
        """Return the dots that none of the same place covers: of a crowd, a small part."""
        # Written in their order, so that the last one stays: the same as if all had been drawn.
        top = np.full(len(self._buffer), -1, np.int16)
        for corner, number in found:
            top[corner] = number
        places = np.flatnonzero(top >= 0)
        return places, top[places]

    def _blended(self, corner: NDArray[np.intp], number: Numbers, brush: Brush) -> None:
        inks, stamp = brush.inks[number], brush.stamp
        for column, row, cover in zip(stamp.columns, stamp.rows, stamp.cover, strict=True):
            share = round(cover * brush.opacity * 256)
            pixels = self._buffer[row * self._stride + column :]
            pixels[corner] = _blend(inks, pixels[corner], share)

    def _plain(self, corner: NDArray[np.intp], number: Numbers, brush: Brush) -> None:
        stamp = brush.stamp
        inks: dict[float, Inks] = {}
        # Edges first, so that no dot gnaws at the middle of its neighbour.
        order = sorted(range(len(stamp.cover)), key=lambda pixel: stamp.cover[pixel] > 0.99)
        for pixel in order:
            cover = stamp.cover[pixel]
            if cover not in inks:
                inks[cover] = mixed(brush.inks, self._ground, cover * brush.opacity)[number]
            start = stamp.rows[pixel] * self._stride + stamp.columns[pixel]
            self._buffer[start:][corner] = inks[cover]
