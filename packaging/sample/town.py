"""Out of doors: cities at night, sail boats, hot-air balloons."""

import numpy as np
from numpy.random import Generator
from PIL import ImageDraw

from sample.canvas import (
    FINE,
    Canvas,
    Field,
    Oval,
    clouds,
    colours,
    ink,
    mix,
    rgb,
    smooth,
    wobble,
)

# sky from above to the horizon | far houses, near houses | windows
_CITIES = (
    ("0b1230 26306a 7a4a8a e88a6a", "3d3f74 12142c", "ffd98a ffe9b8 ffb45f"),
    ("050b1c 0f2340 24507a 5f9ab5", "1f4466 081426", "fff0c0 bfe6ff ffd27a"),
    ("160f2e 45235f a83a7a ff8a6a", "5c2f66 1a0d2a", "ffb8d9 ffd98a 8ae6ff"),
    ("0d1a1f 1f4a4a 5f8f7a d9c98a", "2f5c58 0a1c1e", "ffe6a0 fff3d0 a8f0d0"),
    ("20263c 4a5474 9a93a6 e6b89a", "5f6480 232738", "ffdca8 fff0d6 ffc07a"),
)


def cities(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint a skyline with lit windows over dark water."""
    sky, houses, windows = _CITIES[look % len(_CITIES)]
    w, h = canvas.width, canvas.height
    shore = int(h * rng.uniform(0.68, 0.8))
    canvas.sky(colours(sky), shore / h)
    _stars(canvas, rng, 60, shore * 0.5)
    _moon(canvas, rng)
    far, near = colours(houses)
    haze = colours(sky)[-1]
    for i, (tone, tall) in enumerate(((mix(far, haze, 0.35), 0.5), (far, 0.44), (near, 0.36))):
        blocks = _blocks(rng, w, h * tall)
        with canvas.pen() as pen:
            for x0, x1, top in blocks:
                y = shore - top
                pen.rectangle((x0 * FINE, y * FINE, x1 * FINE, shore * FINE), (*ink(tone), 255))
                if i:
                    _roof(pen, rng, (x0, x1, y), (*ink(tone), 255))
                    _windows(pen, rng, (x0, x1, y, shore), colours(windows))
        canvas.glow(w * 0.5, shore, h * 0.22, haze, 0.12)
    _water(canvas, rng, shore, near)


def _blocks(rng: Generator, width: int, tall: float) -> list[tuple[float, float, float]]:
    out, x = [], -rng.uniform(0, width * 0.05)
    middle = rng.uniform(0.25, 0.75) * width
    while x < width:
        wide = width * rng.uniform(0.035, 0.095)
        rise = 0.45 + 0.55 * np.exp(-(((x - middle) / (width * 0.28)) ** 2))
        out.append((x, x + wide, float(tall * rise * rng.uniform(0.5, 1.2))))
        x += wide + (width * 0.004 if rng.random() < 0.3 else 0)
    return out


def _roof(
    pen: ImageDraw.ImageDraw,
    rng: Generator,
    block: tuple[float, float, float],
    tone: tuple[int, int, int, int],
) -> None:
    x0, x1, y = (v * FINE for v in block)
    middle, wide = (x0 + x1) / 2, x1 - x0
    kind = rng.random()
    if kind < 0.2:
        pen.polygon([(x0, y), (middle, y - wide * 0.7), (x1, y)], tone)
    elif kind < 0.45:
        pen.rectangle((x0 + wide * 0.25, y - wide * 0.25, x1 - wide * 0.25, y), tone)
        pen.rectangle((middle - 1, y - wide * 0.9, middle + 1, y), tone)


def _windows(
    pen: ImageDraw.ImageDraw,
    rng: Generator,
    house: tuple[float, float, float, float],
    tones: list[Field],
) -> None:
    x0, x1, y0, y1 = (v * FINE for v in house)
    step = max((x1 - x0) / max(round((x1 - x0) / (9 * FINE)), 1), 6)
    xs, ys = np.arange(x0 + step * 0.3, x1 - step * 0.6, step), np.arange(y0 + step, y1, step * 1.3)
    share = rng.uniform(0.25, 0.6)
    for y in ys:
        for x in xs[rng.random(len(xs)) < share]:
            tone = ink(tones[int(rng.integers(len(tones)))])
            alpha = int(rng.uniform(110, 255))
            pen.rectangle((x, y, x + step * 0.42, y + step * 0.6), (*tone, alpha))


def _stars(canvas: Canvas, rng: Generator, count: int, bottom: float) -> None:
    xs, ys = rng.integers(1, canvas.width - 1, count), rng.integers(1, int(bottom), count)
    light = rng.uniform(0.1, 0.7, (count, 1)).astype(np.float32)
    canvas.pixels[ys, xs] = mix(canvas.pixels[ys, xs], rgb("ffffff"), light)


def _moon(canvas: Canvas, rng: Generator) -> None:
    w, h = canvas.width, canvas.height
    x, y, r = w * rng.uniform(0.12, 0.88), h * rng.uniform(0.1, 0.26), h * rng.uniform(0.03, 0.06)
    canvas.glow(x, y, r * 4, rgb("fff0d0"), 0.4)
    canvas.oval(Oval(x, y, r, r), rgb("fff6e0"))


def _water(canvas: Canvas, rng: Generator, shore: int, dark: Field) -> None:
    """Mirror what stands on the shore, drawn out into streaks."""
    h = canvas.height
    depth = np.arange(h - shore)
    rows = np.clip(shore - 1 - (depth * 1.3).astype(int), 0, shore - 1)
    picture = canvas.pixels[rows]
    blurred = picture.copy()
    for shift in (1, 2, 3, 5, 8):
        blurred += np.roll(picture, shift, 0) + np.roll(picture, -shift, 0)
    sway = (3 * np.sin(depth / 3 + 2 * rng.standard_normal(len(depth)))).astype(int)
    columns = (np.arange(canvas.width)[None] + sway[:, None]) % canvas.width
    blurred = np.take_along_axis(blurred / 11, columns[..., None], 1)
    share = (0.3 + 0.5 * depth / max(len(depth), 1))[:, None, None].astype(np.float32)
    canvas.pixels[shore:] = blurred * 1.1 + (dark - blurred) * share


# sky | water near the horizon to the front | sun
_SEAS = (
    ("3f8fd0 8fc4ea dff0f8", "5fb0d0 1f6fa0 124a78", "ffffff"),
    ("f0906a f8bf8a ffe6b8", "f2b48a a8647a 4a3a66", "fff3c8"),
    ("4f5a9a c98aa8 ffcfa0", "d9a0a0 6a5f9a 2a2f5f", "ffe6b0"),
    ("8fd0d0 c9e8e0 f6f6e6", "7fd0c8 2f9fa0 14707f", "fffbe6"),
    ("6a7f95 a3b3c0 d6dde0", "8fa3b0 4f6678 2a3d50", "f6f6f6"),
)
_SAILS = "fffdf6 fffdf6 fffdf6 e8483a f2a03a 2f5f9f f6d04a 2f8f7f"


def sails(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint boats under sail, under soft clouds."""
    sky, sea, sun = _SEAS[look % len(_SEAS)]
    w, h = canvas.width, canvas.height
    horizon = int(h * rng.uniform(0.5, 0.66))
    canvas.sky(colours(sky), horizon / h)
    drift = smooth(clouds(rng, w, h, 2.5), 0.48, 0.7) * np.float32(rng.uniform(0.35, 0.85))
    drift *= np.linspace(1, 0.2, h, dtype=np.float32)[:, None]
    canvas.blend((0, 0), drift, mix(colours(sky)[-1], rgb("ffffff"), 0.75))
    x = w * rng.uniform(0.2, 0.8)
    canvas.glow(x, horizon - h * 0.12, h * 0.28, rgb(sun), 0.6)
    if rng.random() < 0.6:
        land = horizon - h * 0.05 * np.clip(wobble(rng, w, 2, 3) + 0.1, 0, 2)
        tone = mix(colours(sea)[1], colours(sky)[-1], 0.45)
        canvas.below(land, tone, tone, h)
    near, middle, front = colours(sea)
    canvas.below(np.full(w, horizon, np.float32), near, middle, (h - horizon) * 0.5)
    half = np.full(w, horizon + (h - horizon) * 0.5, np.float32)
    canvas.below(half, middle, front, (h - horizon) * 0.5)
    _waves(canvas, rng, horizon, x)
    count = int(rng.integers(1, 5))
    sizes = np.sort(rng.uniform(0.1, 0.3, count))
    sizes[-1] = rng.uniform(0.34, 0.55)
    places = 0.12 + 0.76 * (np.arange(count) + rng.uniform(0.25, 0.75, count)) / count
    tones = colours(_SAILS)
    for size, place in zip(sizes, rng.permutation(places), strict=True):
        foot = horizon + (h - horizon) * (0.04 + 0.75 * (size - 0.08) ** 1.2)
        _boat(canvas, rng, (w * place, foot, h * size), tones[int(rng.integers(len(tones)))])


def _waves(canvas: Canvas, rng: Generator, horizon: int, sun: float) -> None:
    w, h = canvas.width, canvas.height
    with canvas.pen() as pen:
        for _ in range(420):
            t = rng.random() ** 1.6
            y = horizon + 2 + (h - horizon) * t
            long = w * (0.006 + 0.05 * t) * rng.uniform(0.5, 1.4)
            glint = rng.random() < 0.6
            x = rng.normal(sun, w * (0.03 + 0.12 * t)) if glint else rng.uniform(0, w)
            tone = (255, 255, 250, int(rng.uniform(60, 150))) if glint else (10, 30, 60, 26)
            thick = max(1.0, 2.2 * t * canvas.unit / 5)
            box = (x - long / 2, y - thick / 2, x + long / 2, y + thick / 2)
            pen.ellipse(tuple(v * FINE for v in box), tone)


def _boat(canvas: Canvas, rng: Generator, place: tuple[float, float, float], sail: Field) -> None:
    x, y, tall = place
    way = 1 if rng.random() < 0.5 else -1
    lean = rng.uniform(-0.02, 0.09) * way * tall

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + way * dx * tall + lean * -dy, y + dy * tall

    mirror = [at(-0.24, 0.02), at(0.28, 0.02), at(0.05, 0.5)]
    canvas.shape(mirror, sail, 0.28, tall * 0.03)
    bulge = [at(0.03 - 0.34 * np.sin(np.pi * (t**1.4) * 0.62), -1.0 + 0.9 * t) for t in _STEPS]
    canvas.shape([at(0.03, -1.0), *bulge, at(0.03, -0.1)], (mix(sail, rgb("ffffff"), 0.25), sail))
    jib = [at(0.06 + 0.3 * np.sin(np.pi * t * 0.5), -0.9 + 0.76 * t) for t in _STEPS]
    pale = mix(sail, rgb("fffdf6"), 0.55)
    canvas.shape([at(0.055, -0.92), *jib, at(0.08, -0.14)], (pale, pale * 0.92))
    canvas.shape([at(0.03, -1.03), at(0.05, -1.03), at(0.05, 0), at(0.03, 0)], rgb("5a4a3f"))
    hull = rgb(("ffffff", "7a3a2a", "22344f", "e9dcc0")[int(rng.integers(4))])
    rim = [at(-0.3, -0.075), at(0.38, -0.085), at(0.26, 0.03), at(-0.24, 0.035)]
    canvas.shape(rim, (hull, hull * 0.68))


_STEPS = np.linspace(0.0, 1.0, 12)

# sky | hills from far to near
_MORNINGS = (
    ("5f9fd9 a8d0ec f6e6c8 ffd9a8", "a8b8c8 7f9f9a 4f7a5f"),
    ("7a6aa8 d99aa8 ffc89a ffe6c0", "b08fa0 7f6a8a 4a4668"),
    ("8fc8e0 c8e6ee f6f3e0 fbe9c8", "b5cfc0 8fb58a 5f8f4f"),
    ("f2a98a f8cba0 fde6c0 fff3da", "d9b09a b08a7a 7a5f5a"),
    ("3f5fa0 7f9fd0 d0d0e0 f8d0b8", "8f9fc0 667aa0 3f4f78"),
)
_CLOTH = (
    "e8483a ffffff",
    "f2a03a e8483a f6d04a",
    "2f5f9f f6d04a",
    "2f8f7f fff3d6",
    "8a4f9f f2a0b8 fff0e0",
    "e8483a f2a03a f6d04a 4fa66a 2f6f9f 7a4f9f",
    "1f3a5f e9dcc0 c8503a",
)


def balloons(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint hot-air balloons over hills at sunrise."""
    sky, hills = _MORNINGS[look % len(_MORNINGS)]
    w, h = canvas.width, canvas.height
    canvas.sky(colours(sky), 0.85)
    drift = smooth(clouds(rng, w, h, 2), 0.5, 0.78) * np.float32(0.5)
    canvas.blend((0, 0), drift, mix(colours(sky)[-1], rgb("ffffff"), 0.6))
    canvas.glow(w * rng.uniform(0.2, 0.8), h * 0.75, h * 0.35, rgb("fff0c8"), 0.6)
    for i, tone in enumerate(colours(hills)):
        line = h * (0.76 + 0.075 * i) + h * 0.045 * wobble(rng, w, 2.2 + 0.4 * i, 3)
        canvas.below(line, tone, mix(tone, colours(sky)[-1], 0.55), h * 0.13)
    count = int(rng.integers(1, 8))
    sizes = np.sort(rng.uniform(0.03, 0.1, count))
    sizes[-1] = rng.uniform(0.15, 0.24)
    places = 0.1 + 0.8 * (np.arange(count) + rng.uniform(0.3, 0.7, count)) / count
    for size, place in zip(sizes, rng.permutation(places), strict=True):
        cloth = colours(_CLOTH[int(rng.integers(len(_CLOTH)))])
        y = h * rng.uniform(0.16, 0.6) if size < 0.12 else h * rng.uniform(0.3, 0.45)
        _balloon(canvas, (w * place, y, canvas.unit * 100 * size), cloth, colours(sky)[-1])


def _balloon(
    canvas: Canvas, place: tuple[float, float, float], cloth: list[Field], haze: Field
) -> None:
    x, y, r = place
    x0, y0 = int(x - r) - 2, int(y - r) - 2
    yy, xx = np.mgrid[0 : int(r * 2.5) + 4, 0 : int(r * 2) + 4].astype(np.float32)
    u, v = (xx + x0 - x) / r, (yy + y0 - y) / r
    # A sphere above, drawn out to the mouth below.
    width = np.where(
        v < 0.25, np.sqrt(np.clip(1 - v**2, 0, 1)), 0.97 - 0.62 * np.clip(v - 0.25, 0, 1) ** 0.9
    )
    width = np.maximum(width, 1e-3)
    across = np.clip(u / width, -1, 1)
    gore = np.floor((np.arcsin(across) / np.pi + 0.5) * 12).astype(int)
    tone = np.stack(cloth)[gore % len(cloth)]
    band = (v > -0.12) & (v < 0.1) & (len(cloth) == 2)
    tone = np.where(band[..., None], np.stack(cloth)[(gore + 1) % len(cloth)], tone)
    light = np.clip(0.72 - 0.38 * across - 0.22 * v + 0.16 * np.sqrt(1 - across**2), 0.3, 1.12)
    far = 0.45 * float(np.clip(1 - r / (canvas.unit * 12), 0, 1))
    body = mix(np.clip(tone * light[..., None], 0, 1), haze, far)
    mask = np.clip((width - np.abs(u)) * r + 0.5, 0, 1) * np.clip((v + 1) * r + 0.5, 0, 1)
    basket = mix(rgb("6a4630"), haze, far)
    for side in (-1, 1):
        a, b = x + side * r * 0.3, x + side * r * 0.12
        canvas.shape(
            [(a, y + r * 1.25), (a + 1, y + r * 1.25), (b + 1, y + r * 1.6), (b, y + r * 1.6)],
            basket,
        )
    canvas.blend((x0, y0), np.asarray(mask * (v < 1.32), np.float32), np.asarray(body, np.float32))
    top, low, half = y + r * 1.56, y + r * 1.78, r * 0.14
    canvas.shape(
        [(x - half, top), (x + half, top), (x + half * 0.85, low), (x - half * 0.85, low)], basket
    )
