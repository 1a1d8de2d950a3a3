"""Made of forms alone: mid-century compositions, and planets."""

import math

import numpy as np
from numpy.random import Generator

from sample.canvas import (
    Canvas,
    Field,
    Oval,
    clouds,
    colours,
    mix,
    rgb,
    smooth,
)

# paper | inks
_PAPERS = (
    ("f3e9d6", "d9532f e8a83a 2f6f7a 1f2a3a 8fae8f"),
    ("f6efe0", "e8745a f2c14a 4a8f8f 2a3a55 c9b8a0"),
    ("e9e4d8", "b8402f d99a3a 5a7a4f 33302c 7f9fae"),
    ("f0dfc8", "c8643f 3f5f6a e3b04a 6a3f3a 9fb09a"),
    ("e3e8e4", "2f4f6f e0703f f0bf5a 7f9f9a 1f2630"),
)


def compositions(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint a print in the manner of the fifties: flat forms on warm paper."""
    paper, inks = _PAPERS[look % len(_PAPERS)]
    canvas.pixels[:] = rgb(paper)
    tones = colours(inks)
    (_tiles, _orbits, _leaves)[(look // len(_PAPERS) + look) % 3](canvas, rng, tones)
    w, h = canvas.width, canvas.height
    canvas.pixels *= 1 + 0.1 * (clouds(rng, w, h, 60)[..., None] - 0.5)
    canvas.pixels *= 1 + 0.08 * (clouds(rng, w, h, 4)[..., None] - 0.5)


def _tiles(canvas: Canvas, rng: Generator, tones: list[Field]) -> None:
    """A grid of quarter and half circles."""
    w, h = canvas.width, canvas.height
    side = min(w, h) / int(rng.integers(3, 6))
    across, down = math.ceil(w / side), math.ceil(h / side)
    left, top = (w - across * side) / 2, (h - down * side) / 2
    for i in range(across):
        for j in range(down):
            x, y = left + i * side, top + j * side
            ground, form, third = rng.permutation(len(tones))[:3]
            box = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
            if rng.random() < 0.62:
                canvas.shape(box, tones[ground])
            _tile(canvas, rng, (x, y, side), (tones[form], tones[third]))


def _tile(
    canvas: Canvas, rng: Generator, place: tuple[float, float, float], tones: tuple[Field, Field]
) -> None:
    x, y, side = place
    kind, turn = int(rng.integers(5)), int(rng.integers(4))
    middle = (x + side / 2, y + side / 2)
    if kind < 2:
        corner = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))[turn]
        arc = np.linspace(turn * math.pi / 2, (turn + 1) * math.pi / 2, 24)
        for radius, tone in ((side, tones[0]), (side * 0.5, tones[1])):
            rim = [
                (corner[0] + radius * math.cos(a), corner[1] + radius * math.sin(a)) for a in arc
            ]
            canvas.shape([corner, *rim], tone)
    elif kind == 2:
        canvas.oval(Oval(*middle, side * 0.42, side * 0.42), tones[0])
        canvas.oval(Oval(*middle, side * 0.2, side * 0.2), tones[1])
    elif kind == 3:
        arc = np.linspace(turn * math.pi / 2, turn * math.pi / 2 + math.pi, 30)
        rim = [
            (middle[0] + side / 2 * math.cos(a), middle[1] + side / 2 * math.sin(a)) for a in arc
        ]
        canvas.shape(rim, tones[0])
    else:
        for i in range(4):
            at = y + side * (0.1 + 0.23 * i)
            canvas.shape(
                [(x, at), (x + side, at), (x + side, at + side * 0.11), (x, at + side * 0.11)],
                tones[0],
            )


def _orbits(canvas: Canvas, rng: Generator, tones: list[Field]) -> None:
    """Discs, bars and boomerangs that keep a balance."""
    w, h, unit = canvas.width, canvas.height, canvas.unit
    big = unit * rng.uniform(20, 30)
    x, y = w * rng.uniform(0.3, 0.7), h * rng.uniform(0.3, 0.6)
    order = rng.permutation(len(tones))
    canvas.oval(Oval(x, y, big, big), tones[order[0]])
    for i in range(4):
        cx, cy = w * rng.uniform(0.1, 0.9), h * rng.uniform(0.12, 0.88)
        long, turn = unit * rng.uniform(12, 26), rng.uniform(0, math.tau)
        arc = np.linspace(-1.1, 1.1, 24)
        outer = [(cx + long * math.cos(turn + a), cy + long * math.sin(turn + a)) for a in arc]
        shift = (long * 0.42 * math.cos(turn), long * 0.42 * math.sin(turn))
        inner = [
            (
                cx - shift[0] + long * math.cos(turn + a * 0.98),
                cy - shift[1] + long * math.sin(turn + a * 0.98),
            )
            for a in arc[::-1]
        ]
        canvas.shape([*outer, *inner], tones[order[1 + i % 4]], 0.92)
    for _ in range(5):
        r = unit * rng.uniform(1.5, 6)
        tone = tones[int(rng.integers(len(tones)))]
        canvas.oval(Oval(w * rng.uniform(0.08, 0.92), h * rng.uniform(0.08, 0.92), r, r), tone)
    cx, cy, rays = w * rng.uniform(0.15, 0.85), h * rng.uniform(0.15, 0.85), 12
    for i in range(rays):
        turn = math.tau * i / rays
        long, half = unit * (13 if i % 2 else 8), unit * 0.28
        side = (half * math.cos(turn + math.pi / 2), half * math.sin(turn + math.pi / 2))
        tip = (cx + long * math.cos(turn), cy + long * math.sin(turn))
        canvas.shape([(cx + side[0], cy + side[1]), tip, (cx - side[0], cy - side[1])], tones[3])
        canvas.oval(Oval(*tip, unit * 0.9, unit * 0.9), tones[int(order[1])])


def _leaves(canvas: Canvas, rng: Generator, tones: list[Field]) -> None:
    """Stems with halved leaves under a disc."""
    w, h, unit = canvas.width, canvas.height, canvas.unit
    r = unit * rng.uniform(15, 24)
    canvas.oval(Oval(w * rng.uniform(0.25, 0.75), h * rng.uniform(0.22, 0.4), r, r), tones[1])
    count = max(int(w / unit / 22), 3)
    for i in range(count):
        x, tall = w * (i + rng.uniform(0.35, 0.65)) / count, h * rng.uniform(0.45, 0.8)
        tone = tones[int(rng.choice((0, 2, 3, 4)))]
        canvas.shape(
            [
                (x - unit * 0.4, h),
                (x - unit * 0.3, h - tall),
                (x + unit * 0.3, h - tall),
                (x + unit * 0.4, h),
            ],
            tones[3],
        )
        for step in range(5):
            y = h - tall + step * tall * 0.17
            long = unit * (7 + 1.6 * step)
            for side in (-1, 1):
                ts = np.linspace(0, 1, 14)
                upper = [
                    (x + side * long * t, y - long * (0.75 * t + 0.3 * math.sin(math.pi * t)))
                    for t in ts
                ]
                middle = [(x + side * long * t, y - long * 0.75 * t) for t in ts[::-1]]
                lower = [
                    (x + side * long * t, y - long * (0.75 * t - 0.3 * math.sin(math.pi * t)))
                    for t in ts
                ]
                canvas.shape([*upper, *middle], tone)
                canvas.shape([*lower, *middle], mix(tone, rgb("ffffff"), 0.28))


# space, clouds of gas | planet's bands | ring
_WORLDS = (
    ("070914 2a3f7f", "d9a86a f0d3a0 b87a4a e8c08a", "e0c8a0"),
    ("0a0614 6a2a6f", "4a8fd0 8fc8f0 2f5fa8 d0ecf8", "a8c8e0"),
    ("04100f 1f6a5f", "c8583a e89a6a 8f3a2a f0c09a", "d0a890"),
    ("0c0a18 3a3f8f", "b59ae0 e0d0f6 7f6ac0 f6e6fa", "d0c0f0"),
    ("100808 7a3f2a", "5fb0a0 a8e0d0 3f8078 e8f6e0", "c0e0d8"),
)


def planets(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint a world among stars, sometimes with a ring or a moon."""
    space, bands, ring = _WORLDS[look % len(_WORLDS)]
    w, h = canvas.width, canvas.height
    dark, gas = colours(space)
    canvas.pixels[:] = dark
    cloud = smooth(clouds(rng, w, h, 2.5), 0.42, 0.85)
    canvas.blend((0, 0), cloud * np.float32(0.75), gas)
    bright = smooth(clouds(rng, w, h, 4), 0.58, 0.9)
    canvas.blend((0, 0), bright * cloud * np.float32(0.6), mix(gas, rgb("ffd0c0"), 0.5))
    _stars(canvas, rng)
    r = canvas.unit * rng.uniform(19, 33)
    x, y = w * rng.uniform(0.35, 0.65), h * rng.uniform(0.4, 0.6)
    tilt = rng.uniform(-0.5, 0.5)
    ringed = rng.random() < 0.45
    r *= 0.76 if ringed else 1
    if ringed:
        _ring(canvas, (x, y, r, tilt), rgb(ring), front=False)
    canvas.glow(x - r * 0.25, y - r * 0.3, r * 1.02, colours(bands)[1], 0.3)
    _world(canvas, rng, (x, y, r, tilt), colours(bands))
    if ringed:
        _ring(canvas, (x, y, r, tilt), rgb(ring), front=True)
    for _ in range(int(rng.integers(0, 3))):
        turn, far, small = (
            rng.uniform(0, math.tau),
            r * rng.uniform(1.5, 2.2),
            r * rng.uniform(0.08, 0.2),
        )
        texture = clouds(rng, int(small * 2) + 10, int(small * 2) + 10, 6)
        moon = Oval(x + far * math.cos(turn), y + far * 0.7 * math.sin(turn), small, small)
        canvas.ball(moon, rgb("c0b8b0"), 0.0, texture)


def _stars(canvas: Canvas, rng: Generator) -> None:
    count = canvas.width * canvas.height // 900
    xs, ys = rng.integers(0, canvas.width, count), rng.integers(0, canvas.height, count)
    light = (rng.random((count, 1)) ** 3).astype(np.float32)
    canvas.pixels[ys, xs] = mix(canvas.pixels[ys, xs], rgb("f6f6ff"), light)
    for _ in range(12):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        canvas.glow(x, y, canvas.unit * 0.35, rgb("ffffff"), 0.95)
        canvas.glow(x, y, canvas.unit * 1.2, rgb("bcd0ff"), 0.25)


def _world(
    canvas: Canvas,
    rng: Generator,
    place: tuple[float, float, float, float],
    bands: list[Field],
) -> None:
    x, y, r, tilt = place
    reach = int(r) + 3
    yy, xx = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32) / np.float32(r)
    r2 = xx * xx + yy * yy
    z = np.sqrt(np.clip(1 - r2, 0, 1))
    c, s = math.cos(tilt), math.sin(tilt)
    side = 2 * reach + 1
    storm = clouds(rng, side, side, 5) - 0.5
    if rng.random() < 0.68:  # a gas giant: bands along its latitude
        knots = rng.random(14)
        along = np.arcsin(np.clip(yy * c - xx * s, -1, 1)) / np.pi + 0.5 + 0.05 * storm
        level = np.interp(along, np.linspace(0, 1, 14), knots).astype(np.float32)
    else:  # a rocky one: land and sea
        level = smooth(clouds(rng, side, side, 4), 0.44, 0.56) * 0.66 + 0.3 * storm
    stops = np.linspace(0, 1, len(bands))
    tone = np.stack([np.interp(level, stops, [b[i] for b in bands]) for i in range(3)], -1)
    light = np.clip(-0.55 * xx - 0.5 * yy + 0.5 * z + 0.05, 0, 1)
    rim = np.clip(1 - z, 0, 1) ** 3 * light
    body = tone * (0.03 + 1.15 * light)[..., None] + bands[1] * (0.45 * rim)[..., None]
    mask = np.clip((1 - np.sqrt(r2)) * r + 0.5, 0, 1)
    corner = (int(x) - reach, int(y) - reach)
    canvas.blend(corner, np.asarray(mask, np.float32), np.clip(body, 0, 1).astype(np.float32))


def _ring(
    canvas: Canvas, place: tuple[float, float, float, float], tone: Field, front: bool
) -> None:
    x, y, r, tilt = place
    reach = int(r * 2.3) + 2
    yy, xx = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32) / np.float32(r)
    c, s = math.cos(tilt), math.sin(tilt)
    u, v = xx * c + yy * s, (yy * c - xx * s) / 0.26
    far = np.sqrt(u * u + v * v)
    band = (
        smooth(far, 1.32, 1.4)
        * (1 - smooth(far, 2.12, 2.2))
        * (1 - 0.85 * (np.abs(far - 1.82) < 0.045))
    )
    grooves = 0.62 + 0.25 * np.sin(far * 37) + 0.13 * np.sin(far * 91)
    half = v > 0 if front else v <= 0
    shadow = 1 - 0.8 * smooth(u, 0.2, 0.5) * (1 - smooth(np.abs(v), 2.0, 2.6)) * (not front)
    corner = (int(x) - reach, int(y) - reach)
    mask = np.asarray(band * grooves * half * 0.85, np.float32)
    canvas.blend(corner, mask, np.asarray(tone * shadow[..., None], np.float32))
