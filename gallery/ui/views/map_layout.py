"""All that the map knows of a folder, made in one go from its table and its clusters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gallery.library.records import ClusterRow, Clusters
from gallery.library.table import Table
from gallery.ui.views.map_camera import Extent, extent_of
from gallery.ui.views.map_points import PointIndex, Points, Rows, points_of

# Coarse enough that a pile of near-duplicates does not draw the name of a wide cluster to itself.
BINS = 24
ENOUGH = 5_000  # points that tell where a cluster is densest


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cluster on the map: its number, name, size, and the densest place of its points."""

    number: int
    name: str
    size: int
    x: float
    y: float
    landmark: int = -1


def _no_index() -> PointIndex:
    return PointIndex(np.zeros(0, np.float32), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Layout:
    """What lies where on the map.

    Attributes:
        points: the pictures that have a place.
        clusters: those that the points are coloured by.
        extent: of the points.
        anchors: where the clusters' names belong.
        typical: rows of the clusters' typical pictures, ascending.
        index: finds the point at a place.
    """

    points: Points = field(default_factory=Points)
    clusters: Clusters | None = None
    extent: Extent = field(default_factory=Extent)
    anchors: tuple[Anchor, ...] = ()
    typical: Rows = field(default_factory=lambda: np.zeros(0, np.intp))
    index: PointIndex = field(default_factory=_no_index)


def layout_of(table: Table, clusters: Clusters | None, known: Layout) -> Layout:
    """Return the layout of a folder; what is `known` already is not made again."""
    points = points_of(table)
    if known.clusters is clusters and points.same_as(known.points):
        # Only pictures without a place came or went: nothing that is costly has changed.
        return replace(known, points=replace(known.points, living=points.living))
    rows = clusters.rows if clusters else ()
    typical = _typical(table.content[points.positions], rows)
    return Layout(
        points,
        clusters,
        extent_of(points.x, points.y),
        tuple(_anchors(points, rows, typical)),
        np.unique(np.array([row for found in typical for row in found], np.intp)),
        PointIndex(points.x, points.y),
    )


def _typical(content: NDArray[np.int64], rows: Sequence[ClusterRow]) -> list[list[int]]:
    """Return for each cluster the rows of its typical pictures that are on the map."""
    wanted = np.array(sorted({c for row in rows for c in row.typical} - {0}), np.int64)
    found = np.flatnonzero(np.isin(content, wanted))
    row_of = dict(zip(content[found].tolist(), found.tolist(), strict=True))
    return [[row_of[c] for c in row.typical if c in row_of] for row in rows]


def _anchors(
    points: Points, rows: Sequence[ClusterRow], typical: list[list[int]]
) -> Iterator[Anchor]:
    # Sorted once: to look through all points for each of a thousand clusters takes far longer.
    order = np.argsort(points.cluster, kind="stable")
    starts = np.searchsorted(points.cluster[order], [row.number for row in rows], "left")
    ends = np.searchsorted(points.cluster[order], [row.number for row in rows], "right")
    for row, start, end, pictures in zip(rows, starts, ends, typical, strict=True):
        members = order[start:end]
        if len(members):
            landmark = pictures[0] if pictures else int(members[0])
            yield Anchor(row.number, row.name, row.size, *densest(points, members), landmark)


def densest(points: Points, members: Rows) -> tuple[float, float]:
    """Return the place where most of the points in the rows `members` are close together.

    The mean of the points in the fullest 5 x 5 of the cells over their extent: unlike a median,
    it never falls between two islands. Some thousands stand for a large cluster.
    """
    members = members[:: max(1, len(members) // ENOUGH)]
    x, y = points.x[members].astype(np.float64), points.y[members].astype(np.float64)
    left, bottom = x.min(), y.min()
    cell = max(float(np.ptp(x)), float(np.ptp(y)), 1e-9) / BINS * 1.0001
    column, line = ((x - left) / cell).astype(np.intp), ((y - bottom) / cell).astype(np.intp)
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
