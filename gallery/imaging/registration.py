"""How one picture lies over another: turned, mirrored, scaled, shifted, slightly rotated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Vectors
from gallery.imaging.corners import Corners, turned_patches, turned_points

Complex = NDArray[np.complex64]

LEAST_LIKE = 0.80  # correlation of two patches that may be the same corner
MOST_PAIRS = 48  # pairs of corners that are looked at, the most alike first
LEAST_PAIRS = 5  # that must agree on one place
NEAR = 2.5  # pixels that a corner may lie beside its place
FAR = 12.0  # pixels that two corners lie apart for a direction to be trusted
SCALES = (0.45, 2.2)
MOST_ROTATION = np.deg2rad(14.0)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the points of a first picture lie in a second one that was turned.

    Attributes:
        turn: orientation of the second picture, 0 to 7 (`corners.turned`).
        matrix: float [2, 3]; from x, y, 1 of the first to x, y of the turned second.
        agreeing: corners that agree.
    """

    turn: int
    matrix: NDArray[np.float64]
    agreeing: int = 0

    @property
    def scale(self) -> float:
        """Pixels of the second for each of the first."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix[:, :2]))))

    @property
    def rotation(self) -> float:
        """Degrees, clockwise on the screen."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))


def register(first: Corners, second: Corners, size: tuple[int, int]) -> list[Placement]:
    """Return how `second`, a picture of `size`, may lie over `first`; the best one first."""
    found = []
    for turn in range(8):
        like = first.patches @ turned_patches(second.patches, turn).T
        pairs = _pairs(like)
        if len(pairs) < LEAST_PAIRS:
            continue
        there = turned_points(second.points, size, turn)
        placement = _agreed(first.points[pairs[:, 0]], there[pairs[:, 1]], turn)
        if placement is not None:
            found.append(placement)
    return sorted(found, key=lambda placement: (-placement.agreeing, placement.turn))


def _pairs(like: Vectors) -> NDArray[np.intp]:
    """Return pairs of corners that are each other's most alike, the most alike first, [n, 2]."""
    if 0 in like.shape:
        return np.zeros((0, 2), np.intp)
    best = like.argmax(axis=1)
    here = np.arange(len(like))
    value = like[here, best]
    mutual = np.flatnonzero((like.argmax(axis=0)[best] == here) & (value >= LEAST_LIKE))
    mutual = mutual[np.argsort(-value[mutual], kind="stable")[:MOST_PAIRS]]
    return np.stack([mutual, best[mutual]], axis=1)


def _agreed(here: NDArray[np.float32], there: NDArray[np.float32], turn: int) -> Placement | None:
    """Return the placement that most pairs of points [n, 2] agree on; None if too few do.

    Each two pairs give one: all are tried, for there are few.
    """
    z, w = _as_complex(here), _as_complex(there)
    i, j = np.triu_indices(len(z), 1)
    far = np.abs(z[i] - z[j]) > FAR
    i, j = i[far], j[far]
    if not len(i):
        return None
    factor = (w[j] - w[i]) / (z[j] - z[i])
    size, angle = np.abs(factor), np.abs(np.angle(factor))
    fair = (size > SCALES[0]) & (size < SCALES[1]) & (angle < MOST_ROTATION)
    factor, i = factor[fair], i[fair]
    if not len(i):
        return None
    shift = w[i] - factor * z[i]
    # Each placement moves all corners: a complex factor is scaling and rotation at once.
    off = np.abs(factor[:, None] * z + shift[:, None] - w)
    votes = (off < NEAR * np.maximum(1, np.abs(factor))[:, None]).sum(axis=1)
    best = int(votes.argmax())
    start = np.array(
        [
            [factor[best].real, -factor[best].imag, shift[best].real],
            [factor[best].imag, factor[best].real, shift[best].imag],
        ]
    )
    return _fitted(here, there, Placement(turn, start, int(votes[best])))


def _as_complex(points: NDArray[np.float32]) -> Complex:
    return (points[:, 0] + 1j * points[:, 1]).astype(np.complex64)


def _fitted(
    here: NDArray[np.float32], there: NDArray[np.float32], start: Placement
) -> Placement | None:
    """Return a placement fitted to all pairs that agree with it; None if they are too few."""
    known = np.column_stack([here, np.ones(len(here))])
    found = start
    for _round in range(3):
        off = np.linalg.norm(known @ found.matrix.T - there, axis=1)
        agree = off < NEAR * max(1, found.scale)
        # Counted by place: one strong corner found on four levels of the pyramid has one vote.
        places = len(np.unique(np.round(here[agree] / 4), axis=0))
        if places < LEAST_PAIRS:
            return None
        matrix = _similarity(here[agree], there[agree])
        found = Placement(found.turn, matrix, places)
    return found


def _similarity(here: NDArray[np.float32], there: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the least-squares scaling, rotation and shift of points [n, 2], as [2, 3]."""
    z, w = _as_complex(here).astype(np.complex128), _as_complex(there).astype(np.complex128)
    z0, w0 = z.mean(), w.mean()
    spread = float((np.abs(z - z0) ** 2).sum()) or 1.0
    factor = ((z - z0).conj() * (w - w0)).sum() / spread
    shift = w0 - factor * z0
    return np.array(
        [[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]]
    )
