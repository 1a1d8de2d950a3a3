"""A sheet to paint on: soft gradients, smooth edges, light and texture, in plain numpy.

Colours are sRGB in 0 to 1, float32. Lengths are pixels; x grows to the right, y downwards.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Field: TypeAlias = NDArray[np.float32]
"""Numbers for pixels, float32: [height, width], [width], or a colour [3]."""
Points: TypeAlias = Sequence[tuple[float, float]]
Fill: TypeAlias = Field | tuple[Field, Field]
"""A colour, or two: at the top of a shape and at its bottom."""

Tone: TypeAlias = tuple[int, int, int, int]
"""A colour for Pillow's pen: red, green, blue and opacity, 0 to 255."""

FINE = 2  # the pen draws at this many times the size; a box filter then smooths its edges


@dataclass(frozen=True, slots=True)
class Oval:
    """An ellipse: centre, radii, and a turn in radians."""

    x: float
    y: float
    rx: float
    ry: float
    turn: float = 0.0

    def points(self, n: int = 48) -> list[tuple[float, float]]:
        """Return `n` points around the rim."""
        c, s = math.cos(self.turn), math.sin(self.turn)
        rim = [(2 * math.pi * i / n) for i in range(n)]
        return [
            (
                self.x + self.rx * math.cos(a) * c - self.ry * math.sin(a) * s,
                self.y + self.rx * math.cos(a) * s + self.ry * math.sin(a) * c,
            )
            for a in rim
        ]


def rgb(text: str) -> Field:
    """Return the colour written as six hexadecimal digits, [3]."""
    return np.array([int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)], np.float32)


def colours(text: str) -> list[Field]:
    """Return the colours written one after another with spaces between."""
    return [rgb(word) for word in text.split()]


def mix(a: Field, b: Field, share: float | Field) -> Field:
    """Return the blend of two colours; `share` 0 gives the first, 1 the second."""
    return np.asarray(a + (b - a) * np.float32(share), np.float32)


def ink(colour: Field) -> tuple[int, int, int]:
    """Return `colour` for Pillow's pen."""
    red, green, blue = (int(v) for v in np.clip(colour * 255 + 0.5, 0, 255))
    return red, green, blue


def smooth(x: Field, low: float, high: float) -> Field:
    """Return 0 below `low`, 1 above `high`, and a smooth step between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def wobble(rng: Generator, n: int, cells: float, octaves: int = 2) -> Field:
    """Return a smooth random line around 0, about -1 to 1, with `cells` bends, [n]."""
    out, share = np.zeros(n), 1.0
    for _ in range(octaves):
        count = max(int(cells), 1) + 3
        knots = rng.uniform(-1, 1, count)
        x = np.linspace(0, count - 2.001, n)
        i = x.astype(int)
        t = (1 - np.cos((x - i) * math.pi)) / 2
        out += share * (knots[i] * (1 - t) + knots[i + 1] * t)
        cells, share = cells * 2.1, share * 0.5
    return np.asarray(out, np.float32)


def jagged(rng: Generator, n: int, cells: int, octaves: int = 6) -> Field:
    """Return a random line of straight pieces, like the crest of mountains, 0 to 1, [n]."""
    out, share = np.zeros(n), 1.0
    for _ in range(octaves):
        knots = rng.uniform(0, 1, cells + 2)
        out += share * np.interp(np.linspace(0, cells + 1, n), np.arange(cells + 2), knots)
        cells, share = cells * 2 + 1, share * 0.45
    return np.asarray((out - out.min()) / (np.ptp(out) or 1.0), np.float32)


def clouds(rng: Generator, width: int, height: int, cells: float) -> Field:
    """Return fractal noise around 0.5, 0 to 1, [height, width]; `cells` across the width."""
    part = 2 if cells < 40 else 1  # coarse noise need not be made at full size
    out = np.zeros((height // part + 1, width // part + 1), np.float32)
    share, total = 1.0, 0.0
    for _ in range(4 if cells < 20 else 2):
        shape = (max(int(cells * height / width), 1) + 2, int(cells) + 2)
        small = Image.fromarray(rng.random(shape, np.float32))
        large = small.resize((out.shape[1], out.shape[0]), Image.Resampling.BICUBIC)
        out += share * np.asarray(large, np.float32)
        cells, share, total = cells * 2.2, share * 0.5, total + share
    whole = Image.fromarray(out / total).resize((width, height), Image.Resampling.BILINEAR)
    return np.clip(np.asarray(whole, np.float32), 0, 1)


class Canvas:
    """Pixels being painted, float32 [height, width, 3]."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.unit = min(width, height) / 100
        self.pixels: Field = np.zeros((height, width, 3), np.float32)

    def sky(self, stops: Sequence[Field], bottom: float = 1.0) -> None:
        """Cover everything with a gradient through `stops`, which ends at `bottom` (a share)."""
        at = np.linspace(0, self.height * bottom, len(stops))
        rows = np.arange(self.height)
        column = np.stack([np.interp(rows, at, [s[c] for s in stops]) for c in range(3)], -1)
        self.pixels[:] = column[:, None].astype(np.float32)

    def below(self, line: Field, near: Field, far: Field, depth: float) -> None:
        """Fill all below `line` [width] from `near` ([3] or [width, 3]) to `far`, `depth` on."""
        top = int(np.clip(line.min() - 1, 0, self.height - 1))
        rows = np.arange(top, self.height, dtype=np.float32)
        under = rows[:, None] - line[None]
        share = np.clip(under / depth, 0, 1)[..., None]
        self.blend((0, top), np.clip(under + 0.5, 0, 1), near + (far - near) * share)

    def blend(self, corner: tuple[int, int], mask: Field, fill: Field) -> None:
        """Lay `fill` over the pixels from `corner` (x, y) on, as much as `mask` [h, w] says."""
        x, y = corner
        h, w = mask.shape
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + w, self.width), min(y + h, self.height)
        if x0 >= x1 or y0 >= y1:
            return
        cut = (slice(y0 - y, y1 - y), slice(x0 - x, x1 - x))
        if fill.ndim == 3:
            fill = fill[cut[0] if fill.shape[0] > 1 else slice(None)]
            fill = fill[:, cut[1]] if fill.shape[1] > 1 else fill
        part = self.pixels[y0:y1, x0:x1]
        part += (fill - part) * mask[cut][..., None]

    def shape(self, points: Points, fill: Fill, alpha: float = 1.0, blur: float = 0.0) -> None:
        """Fill a polygon; `blur` softens its edge by that many pixels."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        pad = 2 + int(blur * 2.5)
        x0, y0 = int(max(min(xs), -pad)) - pad, int(max(min(ys), -pad)) - pad
        x1 = int(min(max(xs), self.width + pad)) + pad
        y1 = int(min(max(ys), self.height + pad)) + pad
        if x1 <= x0 or y1 <= y0:
            return
        fine = 1 if blur > 3 else 3
        mask = Image.new("L", ((x1 - x0) * fine, (y1 - y0) * fine))
        ImageDraw.Draw(mask).polygon([((x - x0) * fine, (y - y0) * fine) for x, y in points], 255)
        mask = mask.reduce(fine) if fine > 1 else mask
        mask = mask.filter(ImageFilter.GaussianBlur(float(blur))) if blur else mask
        self.blend(
            (x0, y0),
            np.asarray(mask, np.float32) * np.float32(alpha / 255),
            _fading(fill, y1 - y0),
        )

    def oval(self, oval: Oval, fill: Fill, alpha: float = 1.0, blur: float = 0.0) -> None:
        """Fill an ellipse."""
        self.shape(oval.points(), fill, alpha, blur)

    def glow(self, x: float, y: float, radius: float, colour: Field, amount: float = 1.0) -> None:
        """Add light around a point, brightest there and gone at about twice `radius`."""
        reach = int(radius * 2.3)
        x0, x1 = max(int(x) - reach, 0), min(int(x) + reach, self.width)
        y0, y1 = max(int(y) - reach, 0), min(int(y) + reach, self.height)
        if x0 >= x1 or y0 >= y1:
            return
        across = np.exp(-(((np.arange(x0, x1) - x) / radius) ** 2)).astype(np.float32)
        down = np.exp(-(((np.arange(y0, y1) - y) / radius) ** 2)).astype(np.float32)
        part = self.pixels[y0:y1, x0:x1]
        light = (down[:, None] * across * np.float32(amount))[..., None] * colour
        part += light * (1 - np.clip(part, 0, 1))

    def ball(
        self, oval: Oval, colour: Field, gloss: float = 0.5, texture: Field | None = None
    ) -> None:
        """Paint a round body lit from the upper left; `texture` [h, w] varies its brightness."""
        reach = int(max(oval.rx, oval.ry)) + 3
        x0, y0 = int(oval.x) - reach, int(oval.y) - reach
        yy, xx = np.mgrid[0 : 2 * reach, 0 : 2 * reach].astype(np.float32)
        xx, yy = xx + (x0 - oval.x), yy + (y0 - oval.y)
        c, s = math.cos(oval.turn), math.sin(oval.turn)
        u, v = (xx * c + yy * s) / oval.rx, (yy * c - xx * s) / oval.ry
        r2 = u * u + v * v
        z = np.sqrt(np.clip(1 - r2, 0, 1))
        nx, ny = u * c - v * s, u * s + v * c
        lit = np.clip(-0.48 * nx - 0.58 * ny + 0.66 * z, 0, 1)
        shine = np.clip(-0.34 * nx - 0.42 * ny + 0.84 * z, 0, 1) ** 40 * gloss
        shade = (0.34 + 0.78 * lit + 0.1 * np.clip(ny, 0, 1))[..., None]
        if texture is not None:
            shade = shade * (0.86 + 0.28 * texture[: 2 * reach, : 2 * reach, None])
        body = colour * shade + (1 - colour) * 0.35 * (lit**3)[..., None] * 0.5
        mask = np.clip((1 - np.sqrt(r2)) * min(oval.rx, oval.ry) + 0.5, 0, 1)
        self.blend((x0, y0), mask, np.clip(body + shine[..., None], 0, 1).astype(np.float32))

    @contextmanager
    def pen(self) -> Iterator[ImageDraw.ImageDraw]:
        """Lend a Pillow pen for many small strokes; its coordinates are FINE times ours."""
        size = (self.width * FINE, self.height * FINE)
        now = self.image().resize(size, Image.Resampling.NEAREST)  # what is not drawn on stays
        yield ImageDraw.Draw(now, "RGBA")
        self.pixels = np.asarray(now.reduce(FINE), np.float32) / np.float32(255)

    def soften(self, radius: float) -> None:
        """Put everything painted so far out of focus."""
        blurred = self.image().reduce(2).filter(ImageFilter.GaussianBlur(radius / 2))
        large = blurred.resize((self.width, self.height), Image.Resampling.BILINEAR)
        self.pixels = np.asarray(large, np.float32) / np.float32(255)

    def image(self) -> Image.Image:
        """Return the pixels as they are now."""
        return Image.fromarray((np.clip(self.pixels, 0, 1) * 255 + 0.5).astype(np.uint8))

    def finish(self, rng: Generator, grain: float = 0.012, vignette: float = 0.22) -> Image.Image:
        """Return the picture with darker corners and a little grain, which hides banding."""
        x = np.linspace(-1, 1, self.width, dtype=np.float32) ** 2
        y = np.linspace(-1, 1, self.height, dtype=np.float32) ** 2
        self.pixels *= (1 - vignette * ((x + y[:, None]) / 2) ** 1.5)[..., None]
        tile = rng.standard_normal((256, 256), np.float32) * np.float32(grain)
        across = -(-self.width // 256)
        down = -(-self.height // 256)
        noise = np.tile(tile, (down, across))[: self.height, : self.width]
        self.pixels += noise[..., None]
        return self.image()


def _fading(fill: Fill, height: int) -> Field:
    """Return `fill` as a colour [3], or as a column of colours [height, 1, 3]."""
    if not isinstance(fill, tuple):
        return fill
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return np.asarray(fill[0] + (fill[1] - fill[0]) * share, np.float32)
