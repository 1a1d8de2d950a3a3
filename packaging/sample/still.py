"""Close to the eye: fruit on a table, and flowers."""

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
)

# wall from above to the table | table, its front | bowl
_ROOMS = (
    ("4a5a5f 7f8f8a", "8a6242 5a3c28", "e9e2d4"),
    ("2f2a2c 5a4640", "4a3024 2a1a14", "7f94a8"),
    ("e6d3b5 f3e6cf", "c99f6a a87a48", "3f6f8f"),
    ("8fa8b5 c9d6da", "e9e6df c8c4bc", "c8704a"),
    ("b5654a d99a72", "6a3a2a 45241a", "f3ead6"),
)
_FRUIT = ("f08a1f", "e8c83a", "c8302a", "8fb53a", "6a2f5a", "f0a070", "d9d04a", "a82a3a")


def fruit(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint a still life: fruit in a bowl or on the table, in the light of a window."""
    wall, table, bowl = _ROOMS[look % len(_ROOMS)]
    w, h = canvas.width, canvas.height
    edge = h * rng.uniform(0.56, 0.64)
    canvas.sky(colours(wall), edge / h)
    plaster = clouds(rng, w, h, 6)[..., None] - 0.5
    canvas.pixels *= 1 + 0.12 * plaster
    canvas.glow(w * 0.12, h * 0.12, h * 0.6, rgb("fff3d6"), 0.4)
    top, front = colours(table)
    canvas.below(np.full(w, edge, np.float32), mix(top, rgb("ffffff"), 0.12), front, h * 0.55)
    _grain(canvas, rng, edge)
    middle, unit = w * rng.uniform(0.42, 0.58), canvas.unit
    foot = edge + (h - edge) * 0.52
    if rng.random() < 0.62:
        _in_bowl(canvas, rng, (middle, foot, unit * rng.uniform(33, 40)), rgb(bowl))
    else:
        for i in range(int(rng.integers(4, 7))):
            x = middle + unit * (i - 2.3) * rng.uniform(15, 18)
            _piece(canvas, rng, (x, foot - unit * rng.uniform(0, 9), unit * rng.uniform(10, 15)))
    for _ in range(int(rng.integers(1, 4))):
        x = middle + unit * rng.uniform(34, 52) * rng.choice((-1, 1))
        _piece(canvas, rng, (x, foot + unit * rng.uniform(-2, 6), unit * rng.uniform(8, 11)))


def _grain(canvas: Canvas, rng: Generator, edge: float) -> None:
    top = int(edge)
    wood = clouds(rng, canvas.height - top, canvas.width, 30).T[
        : canvas.height - top, : canvas.width
    ]
    canvas.pixels[top:] *= 1 + 0.16 * (wood[..., None] - 0.5)


def _in_bowl(
    canvas: Canvas, rng: Generator, place: tuple[float, float, float], bowl: Field
) -> None:
    x, foot, r = place
    _shadow(canvas, Oval(x + r * 0.25, foot, r * 1.05, r * 0.2))
    rim = foot - r * 0.66
    canvas.oval(Oval(x, rim, r, r * 0.2), bowl * 0.55)
    kinds = rng.permutation(_FRUIT)[:3]
    for row, lift in ((5, 0.1), (4, 0.28), (2, 0.52)):
        for i in range(row):
            at = (
                x + r * 1.25 * ((i + 0.5) / row - 0.5) * (1 - 0.25 * lift) + r * rng.normal(0, 0.02)
            )
            size = r * rng.uniform(0.24, 0.31)
            kind = str(kinds[int(rng.integers(3))])
            _fruit_of(canvas, rng, (at, rim - r * lift, size), kind)
    sides = [
        (x + r * math.cos(a), rim + r * (0.2 if a < 0.001 else 0.66) * math.sin(a))
        for a in np.linspace(0, math.pi, 40)
    ]
    lip = [(x + r * math.cos(a), rim + r * 0.2 * math.sin(a)) for a in np.linspace(math.pi, 0, 40)]
    canvas.shape([*sides, *lip], (mix(bowl, rgb("ffffff"), 0.12), bowl * 0.62))
    dark = [(px + r * 0.1 if px < x + r * 0.3 else px, py) for px, py in sides if px > x + r * 0.2]
    canvas.shape([*dark, (x + r * 0.62, rim + r * 0.17)], bowl * 0.4, 0.35, r * 0.09)
    band = [
        (x + r * 0.86 * math.cos(a), rim + r * 0.12 + r * 0.26 * math.sin(a))
        for a in np.linspace(0.25, math.pi - 0.25, 30)
    ]
    canvas.shape(
        [*band, *[(px, py + r * 0.035) for px, py in reversed(band)]],
        mix(bowl, rgb("ffffff"), 0.5),
        0.5,
    )


def _piece(canvas: Canvas, rng: Generator, place: tuple[float, float, float]) -> None:
    x, foot, r = place
    _shadow(canvas, Oval(x + r * 0.5, foot + r * 0.02, r * 1.15, r * 0.26))
    if rng.random() < 0.16:
        _grapes(canvas, rng, place)
    else:
        _fruit_of(canvas, rng, (x, foot - r * 0.82, r), str(rng.choice(_FRUIT)))


def _shadow(canvas: Canvas, oval: Oval) -> None:
    canvas.oval(oval, rgb("1a0f0a"), 0.5, max(oval.ry * 0.6, 3.5))


def _fruit_of(canvas: Canvas, rng: Generator, place: tuple[float, float, float], kind: str) -> None:
    x, y, r = place
    tone = rgb(kind) * np.float32(rng.uniform(0.92, 1.06))
    skin = clouds(rng, int(r * 2.4) + 8, int(r * 2.4) + 8, 7)
    if kind in ("e8c83a", "d9d04a"):  # a lemon: longer, with a nipple
        turn = rng.uniform(-0.5, 0.5)
        tip = (x + 1.18 * r * math.cos(turn), y + 1.18 * r * math.sin(turn))
        canvas.ball(Oval(*tip, r * 0.2, r * 0.17, turn), tone * 0.9, 0.1)
        canvas.ball(Oval(x, y, r * 1.18, r * 0.86, turn), tone, 0.3, skin)
        return
    gloss = 0.25 if kind == "f08a1f" else 0.6
    canvas.ball(Oval(x, y, r, r * 0.94), tone, gloss, skin)
    if kind in ("c8302a", "8fb53a", "a82a3a"):  # apples: a blush, a hollow and a stem
        canvas.oval(
            Oval(x + r * 0.3, y + r * 0.05, r * 0.4, r * 0.62), rgb("f0c84a"), 0.18, r * 0.22
        )
        canvas.oval(Oval(x, y - r * 0.74, r * 0.3, r * 0.1), tone * 0.35, 0.7, r * 0.07)
        lean = r * rng.uniform(-0.16, 0.16)
        top, base = (x + lean, y - r * 1.16), (x, y - r * 0.74)
        canvas.shape(
            [top, (top[0] + r * 0.08, top[1]), (base[0] + r * 0.05, base[1]), base], rgb("4a3220")
        )
        if rng.random() < 0.5:
            _leaf(canvas, (x + lean, y - r * 1.0, r * 0.55), rng.uniform(-0.9, 0.2))
    elif kind == "f08a1f":
        canvas.oval(Oval(x - r * 0.1, y - r * 0.72, r * 0.08, r * 0.05), rgb("5a6a2a"))


def _leaf(canvas: Canvas, place: tuple[float, float, float], turn: float) -> None:
    x, y, long = place
    c, s = math.cos(turn), math.sin(turn)
    bend = [(t, 0.28 * math.sin(math.pi * t)) for t in np.linspace(0, 1, 14)]
    rim = [*bend, *[(t, -v) for t, v in reversed(bend)]]
    points = [(x + long * (t * c - v * s), y + long * (t * s + v * c)) for t, v in rim]
    canvas.shape(points, (rgb("7fa84a"), rgb("3f6a2f")))


def _grapes(canvas: Canvas, rng: Generator, place: tuple[float, float, float]) -> None:
    x, foot, r = place
    tone = rgb(str(rng.choice(("5a2f6a", "9fb84a", "7a2a3f"))))
    for row, count in enumerate((3, 5, 6, 5, 4)):
        for i in range(count):
            at = x + r * 0.38 * (i - (count - 1) / 2) + r * rng.normal(0, 0.03)
            y = foot - r * (1.5 - 0.3 * row)
            canvas.ball(
                Oval(at, y, r * 0.25, r * 0.25), tone * np.float32(rng.uniform(0.8, 1.15)), 0.55
            )


# ground, spots of light | stem, leaf | petals | heart
_BEDS = (
    ("2f4f2a 5f8f3f 8fb55a", "4f7a3a", "e8302a f0503a d92a3a", "2a1a1c"),
    ("3f6a4a 7fb07a c8d99a", "5f8f4a", "fffdf6 f6f3e6 fff8ea", "f2b83a"),
    ("4a3f6a 8a6aa0 d0a8c8", "5a7a5a", "f0a0c8 e87fb0 f8c8dc", "f6d04a"),
    ("3a5f7a 7fb0c8 d6e6d0", "4f7a4a", "4a6ac8 6a8ae0 8fa8f0", "f6e6a0"),
    ("6a5a2a a89a4a e6d08a", "6a7a3a", "f6c02a f2a81f fbd85a", "4a2c18"),
    ("5a3a4a a86a72 f0c0a8", "5f7a55", "f2785a f6a07a e85f5f", "ffe6a0"),
)


def flowers(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint a few flowers before a ground far out of focus."""
    ground, stem, petals, heart = _BEDS[look % len(_BEDS)]
    w, h = canvas.width, canvas.height
    canvas.sky(list(reversed(colours(ground))))
    tones = [*colours(ground), *colours(petals)]
    for _ in range(26):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), canvas.unit * rng.uniform(4, 14)
        canvas.oval(Oval(x, y, r, r), tones[int(rng.integers(len(tones)))], rng.uniform(0.15, 0.5))
    canvas.soften(canvas.unit * 2.2)
    for _ in range(9):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h * 0.8), canvas.unit * rng.uniform(2, 5)
        canvas.oval(Oval(x, y, r, r), rgb("fffbe6"), rng.uniform(0.06, 0.18), 2)
    count = int(rng.integers(1, 6))
    kind = int(rng.integers(3))
    sizes = np.sort(rng.uniform(9, 16, count))
    sizes[-1] = rng.uniform(19, 27)
    places = rng.permutation((np.arange(count) + rng.uniform(0.3, 0.7, count)) / count)
    for size, place in zip(sizes, places, strict=True):
        x, y, r = w * place, h * rng.uniform(0.25, 0.6), canvas.unit * size
        _stem(canvas, rng, (x, y, r), rgb(stem))
        tone = colours(petals)[int(rng.integers(3))]
        _bloom(canvas, rng, (x, y, r), (kind, tone, rgb(heart)))


def _stem(canvas: Canvas, rng: Generator, place: tuple[float, float, float], tone: Field) -> None:
    x, y, r = place
    h = canvas.height
    drift = r * rng.uniform(-0.8, 0.8)
    line = [(x + drift * t * t, y + (h + 10 - y) * t) for t in np.linspace(0, 1, 14)]
    half = r * 0.055
    left = [(px - half, py) for px, py in line]
    canvas.shape(
        [*left, *[(px + half, py) for px, py in reversed(line)]], (tone * 0.85, tone * 0.6)
    )
    for side in (-1, 1):
        at = line[int(rng.integers(6, 11))]
        turn = -0.7 if side > 0 else math.pi + 0.7
        _leaf(canvas, (at[0], at[1], r * rng.uniform(0.8, 1.3)), turn + rng.uniform(-0.3, 0.3))


def _bloom(
    canvas: Canvas,
    rng: Generator,
    place: tuple[float, float, float],
    kind: tuple[int, Field, Field],
) -> None:
    x, y, r = place
    shape, tone, heart = kind
    count, wide, rings = ((16, 0.16, 2), (6, 0.46, 2), (9, 0.3, 2))[shape]
    start = rng.uniform(0, math.tau)
    for ring in range(rings):
        long = r * (1 - 0.24 * ring)
        for i in range(count):
            turn = start + math.tau * (i + 0.5 * ring) / count + rng.normal(0, 0.04)
            light = 0.86 + 0.14 * ring + 0.1 * math.sin(turn + 2.4) + rng.normal(0, 0.02)
            _petal(
                canvas, (x, y, turn), (long, long * wide), np.clip(tone * np.float32(light), 0, 1)
            )
    r *= 0.24 if shape else 0.28
    canvas.oval(
        Oval(x + r * 0.1, y + r * 0.16, r * 1.15, r * 1.12), tone * 0.35, 0.5, max(r * 0.25, 3.2)
    )
    canvas.ball(Oval(x, y, r, r * 0.94), heart, 0.05)
    for i in range(60):
        a, d = i * 2.39996, r * 0.92 * math.sqrt(i / 60)  # the sunflower's angle, Vogel 1979
        dot = Oval(x + d * math.cos(a), y + d * math.sin(a) * 0.94, r * 0.06, r * 0.06)
        canvas.oval(dot, mix(heart, rgb("fff0b0"), 0.45), 0.8)


def _petal(
    canvas: Canvas, place: tuple[float, float, float], size: tuple[float, float], tone: Field
) -> None:
    x, y, turn = place
    long, half = size
    c, s = math.cos(turn), math.sin(turn)
    ts = np.linspace(0, 1, 14)
    bend = half * np.sin(np.pi * ts**0.75) ** 0.8
    rim = [*zip(ts * long, bend, strict=True), *zip(ts[::-1] * long, -bend[::-1], strict=True)]
    points = [(x + a * c - b * s, y + a * s + b * c) for a, b in rim]
    canvas.shape(points, (tone, tone * 0.88))
    inner = [(x + a * 0.6 * c - b * 0.3 * s, y + a * 0.6 * s + b * 0.3 * c) for a, b in rim]
    canvas.shape(inner, tone * 0.72, 0.35, 1.5)
