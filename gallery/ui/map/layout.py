"""All that the map knows of a folder, made in one go from its table and its clusters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Floats, Rows
from gallery.library.records import ClusterRow, Clusters
from gallery.library.table import Table
from gallery.ui.map.camera import Extent, extent_of
from gallery.ui.map.points import MapPoints, PointIndex, points_of
from gallery.ui.model.cluster_words import called

# Coarse enough that a pile of near-duplicates does not draw the name of a wide cluster to itself.
BINS = 24
ENOUGH = 5_000  # points that tell where a cluster is densest
# MapPoints, shared out among the clusters, that stand for all where names are set.
CROWD, LEAST_OF_CLUSTER = 20_000, 20


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cluster on the map: its number, name, size, and the densest place of its points.

    Its bulk lies within `reach` of that place.
    """

    number: int
    name: str
    size: int
    x: float
    y: float
    reach: float = 0.0
    landmark: int = -1


def _no_rows() -> Rows:
    return np.zeros(0, np.intp)


def _no_index() -> PointIndex:
    return PointIndex(np.zeros(0, np.float32), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class MapLayout:
    """What lies where on the map.

    Attributes:
        points: the pictures that have a place.
        clusters: those that the points are coloured by.
        extent: of the points.
        anchors: where the clusters' names belong.
        crowd: rows of points that stand for their clusters where names are set.
        shares: what part of its cluster each of them stands for.
        typical: rows of the clusters' typical pictures, ascending.
        index: finds the point at a place.
    """

    points: MapPoints = field(default_factory=MapPoints)
    clusters: Clusters | None = None
    extent: Extent = field(default_factory=Extent)
    anchors: tuple[Anchor, ...] = ()
    crowd: Rows = field(default_factory=_no_rows)
    shares: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    typical: Rows = field(default_factory=_no_rows)
    index: PointIndex = field(default_factory=_no_index)


def layout_of(table: Table, clusters: Clusters | None, known: MapLayout) -> MapLayout:
    """Return the layout of a folder; what is `known` already is not made again."""
    points = points_of(table)
    if known.clusters is clusters and points.same_as(known.points):
        # Only pictures without a place came or went: nothing that is costly has changed.
        return replace(known, points=replace(known.points, living=points.living))
    rows = clusters.rows if clusters else ()
    typical = _typical(table.content[points.positions], rows)
    members = _members(points, rows)
    return MapLayout(
        points,
        clusters,
        extent_of(points.x, points.y),
        tuple(_anchors(points, rows, members, typical)),
        *_crowd(members),
        np.unique(np.array([row for found in typical for row in found], np.intp)),
        PointIndex(points.x, points.y),
    )


def _typical(content: NDArray[np.int64], rows: Sequence[ClusterRow]) -> list[list[int]]:
    """Return for each cluster the rows of its typical pictures that are on the map."""
    wanted = np.array(sorted({c for row in rows for c in row.typical} - {0}), np.int64)
    found = np.flatnonzero(np.isin(content, wanted))
    row_of = dict(zip(content[found].tolist(), found.tolist(), strict=True))
    return [[row_of[c] for c in row.typical if c in row_of] for row in rows]


def _members(points: MapPoints, rows: Sequence[ClusterRow]) -> list[Rows]:
    """Return for each cluster the rows of its points."""
    # Sorted once: to look through all points for each of a thousand clusters takes far longer.
    order = np.argsort(points.cluster, kind="stable")
    numbers = [row.number for row in rows]
    starts = np.searchsorted(points.cluster[order], numbers, "left")
    ends = np.searchsorted(points.cluster[order], numbers, "right")
    return [order[start:end] for start, end in zip(starts, ends, strict=True)]


def _crowd(members: Sequence[Rows]) -> tuple[Rows, Floats]:
    """Return some rows of each cluster, and what part of it each stands for."""
    most = max(LEAST_OF_CLUSTER, CROWD // max(1, len(members)))
    some = [rows[:: max(1, len(rows) // most)] for rows in members if len(rows)]
    if not some:
        return _no_rows(), np.zeros(0, np.float32)
    counts = np.array([len(rows) for rows in some])
    return np.concatenate(some), np.repeat((1 / counts).astype(np.float32), counts)


def _anchors(
    points: MapPoints,
    rows: Sequence[ClusterRow],
    members: Sequence[Rows],
    typical: Sequence[list[int]],
) -> Iterator[Anchor]:
    for row, inside, pictures in zip(rows, members, typical, strict=True):
        if len(inside) and len(rows) > 1:  # a name of them all would tell nothing
            landmark = pictures[0] if pictures else int(inside[0])
            x, y = densest(points, inside)
            some = inside[:: max(1, len(inside) // ENOUGH)]
            # Of points scattered evenly to all sides nearly all lie within twice their median.
            reach = 2 * float(np.median(np.hypot(points.x[some] - x, points.y[some] - y)))
            yield Anchor(row.number, called(row), row.size, x, y, reach, landmark)


def densest(points: MapPoints, members: Rows) -> tuple[float, float]:
    """Return the place where most of the points in the rows `members` are close together.

    The mean of the points in the fullest 5 x 5 of the cells over their extent: unlike a median,
    it never falls between two islands. Some thousands stand for a large cluster.
    """
    members = members[:: max(1, len(members) // ENOUGH)]
    x, y = points.x[members].astype(np.float64), points.y[members].astype(np.float64)
    left, bottom = x.min(), y.min()
    # A little more than the extent, so that the farthest point falls into the last cell.
    cell = max(float(np.ptp(x)), float(np.ptp(y)), 1e-9) / BINS * 1.0001
    column, line = ((x - left) / cell).astype(np.intp), ((y - bottom) / cell).astype(np.intp)
    # With a border of two empty cells: np.roll brings the other side in there.
    counts = np.bincount((line + 2) * (BINS + 4) + column + 2, minlength=(BINS + 4) ** 2)
    full = _summed(counts.reshape(BINS + 4, BINS + 4).astype(np.float64))
    best_line, best_column = np.unravel_index(int(np.argmax(full)), full.shape)
    near = (abs(line + 2 - best_line) <= 2) & (abs(column + 2 - best_column) <= 2)
    return float(x[near].mean()), float(y[near].mean())


def _summed(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each cell the sum over the 5 x 5 around it."""
    for axis in (0, 1):
        counts = sum((np.roll(counts, by, axis) for by in (-2, -1, 1, 2)), counts)
    return counts
