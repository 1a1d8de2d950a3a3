"""Living things: portraits of cats, fish over a reef."""

import math

import numpy as np
from numpy.random import Generator

from sample.canvas import (
    FINE,
    Canvas,
    Field,
    Oval,
    Points,
    clouds,
    colours,
    ink,
    mix,
    rgb,
    wobble,
)

# ground above, below | fur, darker marks, chest and muzzle | eyes
_CATS = (
    ("8fb5a8 d9e3d0", "d98a3f a85a22 fbe9cf", "8fae3a"),
    ("e8b89a f6dcc6", "6f7480 4a4e5a d3d6dc", "e0a83a"),
    ("4a5f8f 8fa3c9", "2a2a30 18181c 3f3f48", "d9c23a"),
    ("d98f8f f3c9bd", "f3efe6 d6cdbd ffffff", "5fa8d9"),
    ("6f8f6a b9cfa3", "a88a63 5f452c f0e4cc", "9fc04a"),
    ("a89ac0 dcd3e8", "e8d9c0 5a4234 f6ead6", "4f9fe0"),
)


def cats(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint the portrait of a cat before a plain ground."""
    ground, fur, eyes = _CATS[look % len(_CATS)]
    w, h, unit = canvas.width, canvas.height, canvas.unit
    canvas.sky(colours(ground))
    canvas.pixels *= 1 + 0.1 * (clouds(rng, w, h, 4)[..., None] - 0.5)
    x, y, r = w * rng.uniform(0.4, 0.6), h * 0.46, unit * rng.uniform(25, 31)
    spot = mix(colours(ground)[1], rgb("ffffff"), 0.4)
    canvas.oval(Oval(x + r * rng.uniform(-0.5, 0.5), y, r * 1.7, r * 1.7), spot, 0.55)
    coat, marks, chest = colours(fur)
    tilt = rng.uniform(-0.13, 0.13)
    cat = _Cat(canvas, rng, (x, y, r, tilt), (coat, marks, chest, rgb(eyes)))
    cat.body()
    cat.ears()
    cat.head(tabby=look % len(_CATS) in (0, 1, 4), mask=look % len(_CATS) == 5)
    cat.eyes(asleep=rng.random() < 0.16, look=rng.uniform(-0.2, 0.2))
    cat.muzzle()
    texture = clouds(rng, w, h, 70)[..., None] - 0.5
    canvas.pixels *= 1 + 0.1 * texture


class _Cat:
    """Places everything in the head's own measure: centre 0, 0 and radius 1, tilted."""

    def __init__(
        self,
        canvas: Canvas,
        rng: Generator,
        place: tuple[float, float, float, float],
        tones: tuple[Field, Field, Field, Field],
    ) -> None:
        self.canvas, self.rng = canvas, rng
        self.x, self.y, self.r, self.tilt = place
        self.coat, self.marks, self.chest, self.iris = tones

    def at(self, points: Points) -> list[tuple[float, float]]:
        c, s = math.cos(self.tilt), math.sin(self.tilt)
        r = self.r
        return [(self.x + r * (u * c - v * s), self.y + r * (u * s + v * c)) for u, v in points]

    def oval(self, oval: Oval, fill: Field, alpha: float = 1.0, blur: float = 0.0) -> None:
        self.canvas.shape(self.at(oval.points()), fill, alpha, blur * self.r)

    def body(self) -> None:
        h, r, x = self.canvas.height, self.r, self.x
        foot = (h - self.y) / r + 0.2
        half = [
            (0.62 + 0.75 * math.sin(min(t * 1.25, 1) * math.pi / 2), 0.35 + foot * t)
            for t in np.linspace(0, 1, 16)
        ]
        lean = self.rng.uniform(-0.12, 0.12)
        rim = [(u + lean * v, v) for u, v in half] + [(-u + lean * v, v) for u, v in reversed(half)]
        points = [(x + r * u, self.y + r * v) for u, v in rim]
        self.canvas.shape(points, (self.coat, self.coat * 0.72))
        side = [(x + r * (u + 0.1), self.y + r * v) for u, v in half] + [
            (x + r * (u - 0.5), self.y + r * v) for u, v in reversed(half)
        ]
        self.canvas.shape(side, self.marks * 0.6, 0.28, r * 0.22)
        self.canvas.oval(
            Oval(x + lean * r, self.y + r * 1.35, r * 0.52, r * 0.85), self.chest, 0.85, r * 0.13
        )
        self.canvas.oval(
            Oval(x, self.y + r * 0.95, r * 0.85, r * 0.25), self.marks * 0.5, 0.42, r * 0.14
        )

    def ears(self) -> None:
        for side in (-1, 1):
            outer = _rounded([(side * 0.3, -0.72), (side * 0.86, -1.38), (side * 0.97, -0.3)])
            self.canvas.shape(self.at(outer), (mix(self.coat, self.marks, 0.5), self.coat))
            inner = _rounded([(side * 0.46, -0.72), (side * 0.82, -1.2), (side * 0.88, -0.42)])
            self.canvas.shape(self.at(inner), mix(self.chest, rgb("e89a94"), 0.65), 0.85, 1.0)

    def head(self, tabby: bool, mask: bool) -> None:
        rim = [
            (1.06 * math.cos(a) * (1 + 0.06 * max(math.sin(a), 0)), 0.9 * math.sin(a))
            for a in np.linspace(0, math.tau, 60)
        ]
        self.canvas.shape(self.at(rim), (mix(self.coat, rgb("ffffff"), 0.1), self.coat * 0.88))
        self.oval(Oval(0.42, 0.3, 0.6, 0.55), self.marks, 0.22, 0.2)
        self.oval(Oval(-0.3, -0.42, 0.55, 0.35), rgb("fff6e0"), 0.2, 0.2)
        if mask:
            self.oval(Oval(0, 0.2, 0.62, 0.6), self.marks, 0.85, 0.18)
        if tabby:
            for u in (-0.3, -0.1, 0.1, 0.3):
                stripe = [(u - 0.045, -0.86), (u + 0.045, -0.86), (u * 0.7, -0.42)]
                self.canvas.shape(self.at(stripe), self.marks, 0.8, 1.2)
            for side in (-1, 1):
                for v in (0.05, 0.24, 0.43):
                    stripe = [
                        (side * 0.96, v - 0.05),
                        (side * 0.93, v + 0.05),
                        (side * 0.66, v + 0.05),
                    ]
                    self.canvas.shape(self.at(stripe), self.marks, 0.7, 1.2)

    def eyes(self, asleep: bool, look: float) -> None:
        for side in (-1, 1):
            u, v = side * 0.43, -0.06
            if asleep:
                lid = [
                    (u + 0.24 * math.cos(a), v + 0.13 * math.sin(a))
                    for a in np.linspace(0.2, math.pi - 0.2, 16)
                ]
                self.canvas.shape(
                    self.at([*lid, *[(a, b + 0.045) for a, b in reversed(lid)]]), rgb("2a1c18")
                )
                continue
            self.oval(Oval(u, v, 0.285, 0.255, side * -0.12), rgb("221a18"))
            self.oval(Oval(u, v + 0.01, 0.25, 0.225), self.iris)
            self.oval(Oval(u, v + 0.1, 0.19, 0.11), mix(self.iris, rgb("fff6c0"), 0.55), 0.8, 0.05)
            self.oval(Oval(u + look * 0.35, v, 0.1, 0.2), rgb("0d0b0c"))
            self.oval(Oval(u - 0.07, v - 0.1, 0.06, 0.06), rgb("ffffff"), 0.95)

    def muzzle(self) -> None:
        for side in (-1, 1):
            self.oval(Oval(side * 0.17, 0.42, 0.24, 0.19), self.chest, 0.95, 0.03)
        self.oval(Oval(0, 0.58, 0.17, 0.12), self.chest, 0.95, 0.03)
        self.canvas.shape(
            self.at(_rounded([(-0.13, 0.24), (0.13, 0.24), (0, 0.37)])), rgb("c8706a")
        )
        dark = (*ink(mix(self.marks, rgb("2a1c18"), 0.6)), 220)
        pale = (*ink(mix(self.chest, rgb("ffffff"), 0.5)), 210)
        with self.canvas.pen() as pen:
            for side in (-1, 1):
                mouth = [(0.0, 0.36), (0.0, 0.42)] + [
                    (side * (0.13 - 0.13 * math.cos(a)), 0.42 + 0.09 * math.sin(a))
                    for a in np.linspace(0, math.pi * 0.85, 10)
                ]
                pen.line(
                    [(px * FINE, py * FINE) for px, py in self.at(mouth)],
                    dark,
                    int(max(self.r * 0.03, 2)),
                )
                for i, v in enumerate((0.34, 0.43, 0.52)):
                    hair = [
                        (side * (0.3 + 1.0 * t), v + (i - 1) * 0.16 * t + 0.1 * (t - 0.5) ** 2)
                        for t in np.linspace(0, 1, 10)
                    ]
                    pen.line([(px * FINE, py * FINE) for px, py in self.at(hair)], pale, 2)


def _rounded(corners: Points, share: float = 0.16) -> list[tuple[float, float]]:
    """Return a polygon with its corners cut round by quadratic curves."""
    out = []
    for i, (x, y) in enumerate(corners):
        before, after = corners[i - 1], corners[(i + 1) % len(corners)]
        a = (x + (before[0] - x) * share, y + (before[1] - y) * share)
        b = (x + (after[0] - x) * share, y + (after[1] - y) * share)
        for t in np.linspace(0, 1, 7):
            out.append(
                (
                    float((1 - t) ** 2 * a[0] + 2 * t * (1 - t) * x + t * t * b[0]),
                    float((1 - t) ** 2 * a[1] + 2 * t * (1 - t) * y + t * t * b[1]),
                )
            )
    return out


# water from above to the ground | sand | corals
_REEFS = (
    ("7fdfe8 2fa8cf 0f5f9a 0a3f70", "c9d6b0", "f0607a f29a4a e8c84a b05fc0"),
    ("5fd0d0 1f8fa8 0f5a7a 083a55", "8fb0a0", "f28f7a d94a6a f6c06a 8f6ac8"),
    ("8fc8f0 3f7fd0 1f4a9a 122c66", "9fb0c8", "e86aa8 f2a85a 6ac8b0 a86ae0"),
    ("a8e8d0 4fc0b0 1f8088 0f4a5a", "e0d3a8", "f2704a f0b04a d94f8f 5fa86a"),
)
_FISH = (
    "f28a1f ffffff 2a1a14",
    "f6d03a 2a3f8f f6f0d0",
    "3f8fe0 f6e04a 14245a",
    "e84a6a ffd0c0 6a1a3a",
    "6ac8d0 f6f6f0 1f4f6a",
    "9f6ae0 f6b04a 2f1a5a",
)


def reef(canvas: Canvas, rng: Generator, look: int) -> None:
    """Paint fish over corals in clear water."""
    water, sand, corals = _REEFS[look % len(_REEFS)]
    w, h = canvas.width, canvas.height
    canvas.sky(colours(water))
    for _ in range(7):
        x, lean, wide = (
            rng.uniform(-0.1, 1.1) * w,
            rng.uniform(-0.1, 0.35) * w,
            w * rng.uniform(0.02, 0.08),
        )
        ray = [(x, -5), (x + wide, -5), (x + wide * 2.6 + lean, h), (x + lean - wide, h)]
        canvas.shape(ray, rgb("e8ffff"), 0.07, w * 0.02)
    deep = colours(water)[-1]
    for i, near in enumerate((0.3, 1.0)):
        line = h * (0.8 + 0.08 * i) + h * 0.035 * wobble(rng, w, 2, 3)
        floor = mix(rgb(sand), deep, 0.75 - 0.4 * near)
        canvas.below(line, floor, mix(floor, deep, 0.5), h * 0.3)
        for _ in range(8 if near < 1 else 7):
            x = rng.uniform(-0.02, 1.02) * w
            tone = mix(colours(corals)[int(rng.integers(4))], deep, 0.62 * (1 - near) + 0.08)
            size = h * rng.uniform(0.1, 0.22) * (0.7 + 0.5 * near)
            _coral(canvas, rng, (x, float(line[int(np.clip(x, 0, w - 1))]) + h * 0.03, size), tone)
    kind = _FISH[int(rng.integers(len(_FISH)))]
    way = 1 if rng.random() < 0.5 else -1
    for size in np.sort(rng.uniform(0.05, 0.1, int(rng.integers(2, 9)))):
        place = (w * rng.uniform(0.1, 0.9), h * rng.uniform(0.12, 0.62), h * size * way)
        _fish(canvas, rng, place, [mix(t, colours(water)[1], 0.3) for t in colours(kind)])
    for _ in range(int(rng.integers(1, 4))):
        kind = kind if rng.random() < 0.6 else _FISH[int(rng.integers(len(_FISH)))]
        place = (
            w * rng.uniform(0.2, 0.8),
            h * rng.uniform(0.22, 0.68),
            canvas.unit * rng.uniform(12, 19) * way,
        )
        _fish(canvas, rng, place, colours(kind))
    for _ in range(22):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), canvas.unit * rng.uniform(0.3, 1.1)
        canvas.oval(Oval(x, y, r, r), rgb("e8ffff"), 0.3)


def _coral(canvas: Canvas, rng: Generator, place: tuple[float, float, float], tone: Field) -> None:
    x, foot, tall = place
    kind = rng.random()
    if kind < 0.4:
        _branches(canvas, rng, place, tone)
    elif kind < 0.7:  # a dome
        for _ in range(6):
            r = tall * rng.uniform(0.18, 0.3)
            texture = clouds(rng, int(r * 2) + 10, int(r * 2) + 10, 9)
            at = Oval(x + tall * rng.uniform(-0.35, 0.35), foot - r * 0.45, r, r * 0.9)
            canvas.ball(at, tone * np.float32(rng.uniform(0.8, 1.05)), 0.0, texture)
    else:  # soft arms
        for i in range(11):
            turn = -math.pi / 2 + (i - 5) * 0.17
            bend = rng.uniform(-0.3, 0.3)
            ts = np.linspace(0, 1, 10)
            xs = x + tall * 0.8 * ts * np.cos(turn + bend * ts)
            ys = foot + tall * 0.8 * ts * np.sin(turn + bend * ts)
            half = tall * 0.045 * (1.15 - 0.5 * ts)
            rim = [*zip(xs - half, ys, strict=True), *zip((xs + half)[::-1], ys[::-1], strict=True)]
            canvas.shape(rim, (mix(tone, rgb("ffffff"), 0.3), tone * 0.7))
            canvas.oval(
                Oval(xs[-1], ys[-1], half[-1] * 1.5, half[-1] * 1.5), mix(tone, rgb("ffffff"), 0.4)
            )


def _branches(
    canvas: Canvas, rng: Generator, place: tuple[float, float, float], tone: Field
) -> None:
    x, foot, tall = place
    stack = [(x, foot, -math.pi / 2, tall * 0.42, 5)]
    while stack:
        px, py, turn, long, left = stack.pop()
        qx, qy = px + long * math.cos(turn), py + long * math.sin(turn)
        half = max(tall * 0.0105 * left, 0.7)
        light = mix(tone, rgb("ffffff"), 0.07 * (5 - left))
        nx, ny = -half * math.sin(turn), half * math.cos(turn)
        tip = [
            (qx + half * 0.8 * math.cos(turn + a), qy + half * 0.8 * math.sin(turn + a))
            for a in (-1, 0, 1)
        ]
        canvas.shape([(px + nx, py + ny), (px - nx, py - ny), *tip], light)
        if left > 1:
            for side in (-1, 1):
                bend = turn + side * rng.uniform(0.25, 0.6)
                stack.append((qx, qy, bend, long * rng.uniform(0.62, 0.85), left - 1))


def _fish(
    canvas: Canvas, rng: Generator, place: tuple[float, float, float], tones: list[Field]
) -> None:
    x, y, size = place
    body, stripe, dark = tones
    long, turn = abs(size), rng.uniform(-0.16, 0.16)
    way = math.copysign(1, size)
    c, s = math.cos(turn), math.sin(turn)

    def at(points: Points) -> list[tuple[float, float]]:
        return [(x + way * long * (u * c - v * s), y + long * (u * s + v * c)) for u, v in points]

    tail = _rounded([(-0.8, 0), (-1.42, -0.48), (-1.22, 0), (-1.42, 0.48)], 0.25)
    canvas.shape(at(tail), (mix(body, rgb("ffffff"), 0.15), body * 0.8))
    for v in (-1, 1):
        fin = _rounded(
            [(0.35, v * 0.36), (-0.25, v * 0.84), (-0.75, v * 0.5), (-0.6, v * 0.2)], 0.3
        )
        canvas.shape(at(fin), mix(body, dark, 0.25))
    ts = np.linspace(-1, 1, 30)
    height = 0.56 * np.sqrt(np.clip(1 - ts**2, 0, 1)) * (1 + 0.22 * ts)
    rim = [*zip(ts, -height, strict=True), *zip(ts[::-1], height[::-1], strict=True)]
    canvas.shape(at(rim), (mix(body, rgb("ffffff"), 0.22), body * 0.82))
    for middle in (-0.42, 0.08, 0.46):
        across = np.linspace(middle - 0.085, middle + 0.085, 6)
        tall = 0.55 * np.sqrt(1 - across**2) * (1 + 0.22 * across)
        band = [*zip(across, -tall, strict=True), *zip(across[::-1], tall[::-1], strict=True)]
        canvas.shape(at(band), stripe, 0.92)
    canvas.shape(at([(u, v * 0.5 + 0.26) for u, v in rim[::2]]), dark, 0.18, long * 0.09 + 1)
    fin = _rounded([(0.2, 0.06), (-0.28, 0.34), (-0.22, 0.0)], 0.3)
    canvas.shape(at(fin), mix(body, dark, 0.35), 0.9)
    canvas.shape(at(Oval(0.66, -0.1, 0.11, 0.11).points()), rgb("ffffff"))
    canvas.shape(at(Oval(0.68, -0.1, 0.065, 0.065).points()), dark * 0.4)
