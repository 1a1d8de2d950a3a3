"""Wide country: dunes at dusk, lakes in the mountains, autumn woods."""

import numpy as np
from numpy.random import Generator
from PIL import ImageDraw

from sample.canvas import (
    FINE,
    Canvas,
    Field,
    Tone,
    clouds,
    colours,
    ink,
    jagged,
    mix,
    rgb,
    smooth,
    wobble,
)

# sky from above to the horizon | sun | lit sand, shaded sand
_DUNES = (
    ("2e3f6e 7a5f8e e08a6f ffd09a", "ffe2b0", "f0a765 7a3f3f"),
    ("3f2f5f 93476b ef7a5a ffb870", "ffd9a0", "e88a55 5a2a40"),
    ("7fb2d9 b9d5e2 f4e3c4 fbeecf", "fff6dd", "edc58a a9714c"),
    ("1c2a4f 40507f 8f86a6 e7b6a6", "ffe9d6", "c7958a 4a3a58"),
    ("f2b98b f7cda0 fbe1bd fff0d6", "fffbe9", "e3a878 a0624a"),
)


def dunes(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint sand ridges one behind the other, lit from the sun's side."""
    sky, sun, sand = _DUNES[look % len(_DUNES)]
    lit, shade = colours(sand)
    w, h = canvas.width, canvas.height
    horizon = h * rng.uniform(0.42, 0.56)
    canvas.sky(colours(sky), horizon / h)
    haze = colours(sky)[-1]
    x = w * rng.uniform(0.15, 0.85)
    y = horizon - h * rng.uniform(0.02, 0.2)
    canvas.glow(x, y, h * 0.45, rgb(sun), 0.55)
    canvas.glow(x, y, h * 0.13, rgb(sun), 0.7)
    radius = h * rng.uniform(0.03, 0.055)
    canvas.shape([(x + radius * np.cos(a), y + radius * np.sin(a)) for a in _CIRCLE], rgb("fff6e0"))
    layers = int(rng.integers(4, 6))
    for i in range(layers):
        near = i / (layers - 1)
        base = horizon + h * (0.02 + 0.42 * near**1.4)
        line = base + h * (0.03 + 0.1 * near) * wobble(rng, w, 1.6 + 1.2 * (1 - near), 1)
        air = 0.72 * (1 - near) ** 1.5
        bright, dark = mix(lit, haze, air), mix(shade, haze, air)
        canvas.below(line, bright, mix(bright, dark, 0.35), h * 0.5)
        _shaded_side(canvas, rng, line, dark)
    _ripples(canvas, rng, horizon)


def _shaded_side(canvas: Canvas, rng: Generator, line: Field, dark: Field) -> None:
    """Lay the shadow of each crest, which winds down from its peak."""
    w, h = canvas.width, canvas.height
    inner = line[1:-1]
    peaks = np.flatnonzero((inner < line[:-2]) & (inner <= line[2:])) + 1
    drift = w * rng.uniform(0.25, 0.5) * (1 if rng.random() < 0.5 else -1)
    for peak in peaks[:3]:
        top = int(line[peak])
        if not 0 <= top < h - 4:
            continue
        rows = np.arange(top, h, dtype=np.float32)
        t = (rows - top) / (h * 0.4)
        winding = np.sin(t * rng.uniform(3, 5)) * np.sqrt(t)
        edge = (peak + drift * t + w * 0.07 * winding)[:, None]
        across = np.arange(w, dtype=np.float32)[None]
        under = np.clip(rows[:, None] - line[None] + 0.5, 0, 1)
        beyond = np.clip((across - edge) / 2 + 0.5, 0, 1)
        gone = 1 - smooth(across - np.maximum(edge, peak), 0, w * 0.34)
        deep = 1 - smooth(t, 0.05, 0.95)[:, None]
        canvas.blend((0, top), np.asarray(under * beyond * gone * deep * 0.9, np.float32), dark)


def _ripples(canvas: Canvas, rng: Generator, horizon: float) -> None:
    rows = np.arange(canvas.height, dtype=np.float32)
    near = np.clip((rows - horizon) / (canvas.height - horizon), 0, 1)
    bend = 14 * wobble(rng, canvas.width, 4, 2)
    waves = np.sin(80 * np.sqrt(near + 0.02)[:, None] * 2.2 + bend[None] * 0.35)
    canvas.pixels *= (1 + 0.035 * near[:, None] * waves)[..., None]


_CIRCLE = np.linspace(0, 2 * np.pi, 48, endpoint=False)

# sky | far mountain, near mountain | snow, lit snow | water | trees
_LAKES = (
    ("3f7fc4 8fbbe4 dcebf5", "8ca5c4 4d6480", "cfdcee ffffff", "2f6f8f", "1f3f3a"),
    ("4a4a86 b77a9a f7c1a0", "8f83a8 524f78", "e0b8c4 ffe3d0", "5a5f8f", "22263f"),
    ("f0b27a f8d3a8 fdeed3", "b9a39a 7b6a74", "f0dccb fff3e0", "a0897f", "3b3a45"),
    ("16284a 2f4c7a 7d94b5", "55708f 2c405c", "a9bdd6 dce8f5", "1f3a5c", "0d1b2c"),
    ("6fb3c9 b5dbe0 eef6ee", "86a89c 4f7466", "e4efe9 ffffff", "3f8f8a", "2a4f3a"),
)


def lakes(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint snowy mountains mirrored in still water."""
    sky, rock, snow, water, trees = _LAKES[look % len(_LAKES)]
    w, h = canvas.width, canvas.height
    shore = int(h * rng.uniform(0.56, 0.68))
    canvas.sky(colours(sky), shore / h)
    cover = smooth(clouds(rng, w, h, 3), 0.5, 0.75) * np.float32(rng.uniform(0.1, 0.7))
    canvas.blend((0, 0), cover, mix(colours(sky)[-1], rgb("ffffff"), 0.5))
    (far, near), (shade, lit), haze = colours(rock), colours(snow), colours(sky)[-1]
    for i, (colour, top, cells) in enumerate(((far, 0.5, 4), (near, 0.34, 3))):
        line = shore - h * (top - 0.06 * i) * (0.25 + 0.75 * jagged(rng, w, cells))
        _mountain(canvas, rng, np.asarray(line, np.float32), (colour, shade, lit, haze))
    _forest_edge(canvas, rng, shore, mix(rgb(trees), colours(sky)[-1], 0.25))
    _mirror(canvas, rng, shore, rgb(water))
    if rng.random() < 0.7:
        _pines(canvas, rng, rgb(trees))


def _mountain(
    canvas: Canvas, rng: Generator, line: Field, tones: tuple[Field, Field, Field, Field]
) -> None:
    rock, shade, lit, haze = tones
    w, h = canvas.width, canvas.height
    canvas.below(line, rock, mix(rock, haze, 0.55), h * 0.4)
    top = max(int(line.min()) - 1, 0)
    rows = np.arange(top, h, dtype=np.float32)[:, None]
    under = rows - line[None]
    # The light comes from the left: facets that rise to the right are bright.
    facets = clouds(rng, w, h - top, 26) - 0.5
    slope = np.gradient(line)
    slope = np.convolve(slope, np.ones(9) / 9, "same").astype(np.float32)
    bright = smooth(-slope[None] * 0.5 + facets * 2.4, -0.25, 0.3)
    reach = h * 0.16 + h * 0.55 * facets
    snow = np.clip(under + 0.5, 0, 1) * (1 - smooth(under - reach, -h * 0.02, h * 0.03))
    canvas.blend((0, top), snow, shade + (lit - shade) * bright[..., None])
    dim = np.clip(under, 0, 1) * (1 - bright) * 0.22 * (1 - np.clip(under / (h * 0.4), 0, 1))
    canvas.blend((0, top), np.asarray(dim, np.float32), rock * 0.4)


def _forest_edge(canvas: Canvas, rng: Generator, shore: int, colour: Field) -> None:
    w, h = canvas.width, canvas.height
    rise = h * 0.03 * (1.4 + wobble(rng, w, 3, 2))
    spikes = h * 0.025 * np.abs(wobble(rng, w, w / 7, 1))
    canvas.below(np.asarray(shore - rise - spikes, np.float32), colour, colour * 0.8, h * 0.06)


def _mirror(canvas: Canvas, rng: Generator, shore: int, water: Field) -> None:
    h = canvas.height
    depth = np.arange(h - shore)
    rows = shore - 1 - (depth * 0.86).astype(int)
    ripple = (rng.standard_normal(h - shore) * (0.6 + depth / 40)).astype(int)
    picture = canvas.pixels[np.clip(rows + ripple, 0, shore - 1)]
    share = (0.18 + 0.5 * depth / h)[:, None, None].astype(np.float32)
    canvas.pixels[shore:] = picture + (water - picture) * share
    canvas.pixels[shore : shore + 2] = mix(canvas.pixels[shore : shore + 2], rgb("ffffff"), 0.18)


def _pines(canvas: Canvas, rng: Generator, colour: Field) -> None:
    w, h = canvas.width, canvas.height
    left = rng.random() < 0.5
    with canvas.pen() as pen:
        for i in range(int(rng.integers(3, 7))):
            x = w * (i * 0.055 + rng.uniform(-0.02, 0.03))
            x = x if left else w - x
            foot = h * rng.uniform(0.98, 1.08)
            tall = h * rng.uniform(0.35, 0.62) * (1 - 0.1 * i)
            tone = (*ink(mix(colour, rgb("000000"), rng.uniform(0, 0.3))), 255)
            _pine(pen, rng, (x * FINE, foot * FINE, tall * FINE), tone)


def _pine(
    pen: ImageDraw.ImageDraw, rng: Generator, place: tuple[float, float, float], tone: Tone
) -> None:
    x, foot, tall = place
    pen.rectangle((x - tall * 0.012, foot - tall * 0.2, x + tall * 0.012, foot), tone)
    steps = 15
    for i in range(steps):
        y = foot - tall * (0.08 + 0.92 * i / steps)
        half = tall * 0.17 * (1 - i / steps) * rng.uniform(0.85, 1.15) + 1
        rise = tall * 0.13
        pen.polygon(
            [(x - half, y + rise * 0.2), (x, y - rise), (x + half, y + rise * 0.2), (x, y)], tone
        )


# mist from above to the ground | leaves | trunk | ground
_WOODS = (
    ("f7d9a0 f3c27c c98a4a", "d9622b e8902f f2b83f b8421f f6d05a", "4a3428", "a8622f"),
    ("f3e3c0 e6c690 a8824f", "c94a2a dd7a2c e5a637 8f3320 efc460", "e9e2d4", "8f5a2f"),
    ("cfd9c4 b9c49a 7f8f55", "7f9f3f a9b84a d6c552 5f7f35 e6b84a", "3f3a2c", "6f7a3a"),
    ("f5c9b5 e89f8a a85a4f", "c93a3a e0604a f09a5f 9f2a38 f6b98a", "4a2c30", "9a4438"),
    ("dfe7ea bccbd0 7f8f8a", "d98a3a e5ae55 c9622f f0cf7a a8753f", "54504c", "8a7a5a"),
)


def woods(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint an autumn wood: trunks fading into light mist, leaves above and on the ground."""
    mist, leaves, trunk, ground = _WOODS[look % len(_WOODS)]
    w, h = canvas.width, canvas.height
    tones = colours(leaves)
    canvas.sky(colours(mist))
    canvas.glow(w * rng.uniform(0.3, 0.7), h * 0.38, h * 0.4, rgb("fff3d0"), 0.75)
    floor = h * rng.uniform(0.68, 0.76)
    for i, near in enumerate((0.15, 0.45, 1.0)):
        _foliage(canvas, rng, tones, near)
        air = colours(mist)[1]
        line = floor + h * 0.1 * near + h * 0.02 * wobble(rng, w, 3, 2)
        earth = mix(rgb(ground), air, 0.7 * (1 - near))
        canvas.below(line, earth, earth * 0.75, h * 0.3)
        count = (13, 8, 4)[i]
        for x in (np.arange(count) + rng.uniform(0.15, 0.85, count)) * w / count:
            _trunk(
                canvas,
                rng,
                (x, floor + h * 0.12 * near, near),
                mix(rgb(trunk), air, 0.8 * (1 - near) ** 1.2),
            )
    _fallen(canvas, rng, tones, floor)
    canvas.glow(w * 0.5, h * 0.4, h * 0.5, rgb("ffe9b8"), 0.22)


def _trunk(canvas: Canvas, rng: Generator, place: tuple[float, float, float], tone: Field) -> None:
    x, foot, near = place
    w, h = canvas.width, canvas.height
    half = w * (0.004 + 0.014 * near) * rng.uniform(0.7, 1.3)
    lean = w * rng.uniform(-0.02, 0.02)
    side = [(x + lean - half * 0.6, -4), (x + lean + half * 0.6, -4)]
    canvas.shape(
        [
            *side,
            (x + half, foot),
            (x + half * 1.8, foot + h * 0.02 * near),
            (x - half * 1.8, foot + h * 0.02 * near),
            (x - half, foot),
        ],
        tone,
    )
    canvas.shape(
        [(x + lean + half * 0.1, -4), side[1], (x + half, foot), (x + half * 0.2, foot)],
        tone * 0.72,
        0.7,
    )
    if near > 0.9 and float(tone.mean()) > 0.7:
        for y in rng.uniform(0, foot, 14):
            at = x + lean * (1 - y / foot)
            canvas.shape(
                [(at - half, y), (at + half * rng.uniform(-0.4, 0.6), y + 2), (at - half, y + 5)],
                rgb("3a322c"),
                0.8,
            )


def _foliage(canvas: Canvas, rng: Generator, tones: list[Field], near: float) -> None:
    w, h = canvas.width, canvas.height
    with canvas.pen() as pen:
        for _ in range(int(200 + 200 * near)):
            x, y = rng.uniform(0, w), h * (rng.beta(1, 2.2) * 0.72 - 0.03)
            size = canvas.unit * rng.uniform(0.5, 1.5) * (1.6 - 0.5 * near)
            tone = mix(
                tones[int(rng.integers(len(tones)))],
                rgb("fff0c8"),
                0.55 * (1 - near) * rng.random(),
            )
            alpha = int(90 + 120 * near)
            for _ in range(3):
                dx, dy = rng.normal(0, 1.6 * size, 2)
                _dot(pen, (x + dx, y + dy), size * rng.uniform(0.5, 1.2), (*ink(tone), alpha))


def _fallen(canvas: Canvas, rng: Generator, tones: list[Field], floor: float) -> None:
    w, h = canvas.width, canvas.height
    with canvas.pen() as pen:
        for _ in range(420):
            t = rng.random() ** 0.7
            x, y = rng.uniform(0, w), floor + h * 0.05 + (h - floor) * t
            size = canvas.unit * (0.25 + 0.75 * t) * rng.uniform(0.6, 1.2)
            tone = tones[int(rng.integers(len(tones)))] * np.float32(rng.uniform(0.75, 1.1))
            _dot(pen, (x, y), size, (*ink(tone), 220), flat=0.55)


def _dot(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], size: float, tone: Tone, flat: float = 1.0
) -> None:
    x, y = at[0] * FINE, at[1] * FINE
    r = size * FINE
    pen.ellipse((x - r, y - r * flat, x + r, y + r * flat), tone)
