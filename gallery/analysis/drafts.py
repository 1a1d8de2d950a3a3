"""A quick clustering to look at while its number is still being chosen: numpy alone.

The pictures are cut to a few directions once, and each number of clusters takes some milliseconds
from there. The clustering that is kept is made by gallery.analysis.clusters. Sources: Halko,
Martinsson and Tropp (2011) for the directions, Lloyd (1982) and Arthur and Vassilvitskii (2007)
for k-means.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Rows, ShortLabels, Vectors

DIRECTIONS = 32
SPARE = 8  # directions looked for beyond those that are kept
LEARNT_FROM = 1_000
ROUNDS = 15
# k-means ends in the nearest valley: of few pictures the best of several tries is taken.
TRIED_PICTURES, MOST_TRIES = 5_000, 10
# Products of up to so many steps are computed by one thread in OpenBLAS. Shared out, these small
# ones take ten times as long where the processor has other work, as it has while one indexes.
STEPS = 4 * 2**16

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Draft:
    """Pictures in clusters, none of them empty.

    Attributes:
        labels: cluster of each picture, int16 [n], 0 to k - 1.
        typical: for each cluster the rows of the pictures nearest to its mean, nearest first.
    """

    labels: ShortLabels
    typical: list[Rows]


def reduced(vectors: Vectors, seed: int = 0) -> Points:
    """Return `vectors` [n, d] along their main directions, float32 [n, 32 or fewer].

    The directions are learnt from a sample of at most 1,000.
    """
    count, width = vectors.shape
    kept = min(DIRECTIONS, width, count)
    if kept == 0:
        return np.zeros((count, 0), np.float32)
    random = np.random.default_rng(seed)
    few = min(count, LEARNT_FROM)
    sample = vectors[np.sort(random.choice(count, few, replace=False))]
    sample = sample - sample.mean(0)
    tried = min(kept + SPARE, width, few)
    probe = _times(sample, random.standard_normal((width, tried)).astype(np.float32))
    for _ in range(2):  # each turn sharpens the directions
        probe = _times(sample, _across(sample, np.linalg.qr(probe)[0]))
    within = _across(sample, np.linalg.qr(probe)[0])  # [d, tried], of which the main axes are taken
    axes = np.linalg.eigh(_across(within, within))[1][:, ::-1][:, :kept]
    directions = _times(within, axes.astype(np.float32))
    length = np.linalg.norm(directions, axis=0).astype(np.float32)
    return _times(vectors, directions / np.maximum(length, np.float32(1e-12)))


def draft(points: Points, k: int, previous: ShortLabels, count: int = 3, seed: int = 0) -> Draft:
    """Return at most `k` clusters of `points`.

    Args:
        points: what `reduced` returned, [n, r].
        k: clusters wanted.
        previous: label of each picture in the clustering in force, int16 [n], -1 for none:
            clusters keep the number of the one with which they share most members.
        count: typical pictures wanted of each cluster.
        seed: of every random choice.
    """
    random = np.random.default_rng(seed)
    tries = min(max(1, TRIED_PICTURES // max(1, len(points))), MOST_TRIES)
    labels = min((_kmeans(points, k, random) for _ in range(tries)), key=lambda found: found[1])[0]
    numbers = _carried_over(np.unique(labels, return_inverse=True)[1], previous)
    found = int(numbers.max(initial=-1)) + 1
    return Draft(numbers, [_typical(points, numbers == number, count) for number in range(found)])


def _kmeans(points: Points, k: int, random: np.random.Generator) -> tuple[NDArray[np.intp], float]:
    """Return labels [n], and the sum of the squared distances to the means."""
    centres = _spread(points, k, random)
    labels = _nearest(points, centres)
    for _ in range(ROUNDS):
        centres = _means(points, labels, centres)
        moved = _nearest(points, centres)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels, float(((points - centres[labels]) ** 2).sum())


def _spread(points: Points, k: int, random: np.random.Generator) -> Points:
    """Return up to `k` of `points`, each likely to be far from those before it, [k, r]."""
    if len(points) == 0:
        return points
    chosen = [int(random.integers(len(points)))]
    far = ((points - points[chosen[0]]) ** 2).sum(1, dtype=np.float64)
    while len(chosen) < k and (whole := far.sum()) > 0:
        at = np.searchsorted(far.cumsum(), random.random() * whole, side="right")
        chosen.append(min(int(at), len(points) - 1))
        far = np.minimum(far, ((points - points[chosen[-1]]) ** 2).sum(1))
    return points[chosen]


def _nearest(points: Points, centres: Points) -> NDArray[np.intp]:
    if len(points) == 0:
        return np.zeros(0, np.intp)
    half = (centres**2).sum(1) / 2
    nearest: NDArray[np.intp] = (_times(points, centres.T) - half).argmax(1)
    return nearest


def _times(left: Points, right: Points) -> Points:
    """Return the product of `left` [n, a] and `right` [a, b], made by one thread."""
    product = np.empty((len(left), right.shape[1]), np.float32)
    for part in _parts(len(left), right.size):
        product[part] = left[part] @ right
    return product


def _across(left: Points, right: Points) -> Points:
    """Return the product of the transposed `left` [n, a] and `right` [n, b] likewise, [a, b]."""
    product = np.zeros((left.shape[1], right.shape[1]), np.float32)
    for part in _parts(len(left), product.size):
        product += left[part].T @ right[part]
    return product


def _parts(count: int, steps: int) -> Iterator[slice]:
    """Yield parts of `count` rows that are for one thread, if each row takes so many steps."""
    size = max(1, STEPS // max(1, steps))
    return (slice(begin, begin + size) for begin in range(0, count, size))


def _means(points: Points, labels: NDArray[np.intp], centres: Points) -> Points:
    """Return the mean of each cluster; one without members stays where it was."""
    belongs = (labels[:, None] == np.arange(len(centres))).astype(np.float32)
    sums = _across(belongs, points)
    sizes = np.bincount(labels, minlength=len(centres))[:, None]
    means: Points = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres).astype(np.float32)
    return means


def _carried_over(labels: NDArray[np.intp], previous: ShortLabels) -> ShortLabels:
    """Return `labels` numbered so that many pictures keep their number, int16 [n].

    The two clusters that share most members are paired first. The exact best pairing would need
    scipy, which takes a second to import.
    """
    found = int(labels.max(initial=-1)) + 1
    common = np.zeros((found, found), np.int64)
    known = (previous >= 0) & (previous < found)
    np.add.at(common, (labels[known], previous[known]), 1)
    number = np.full(found, -1, np.int16)
    while found and (most := int(common.argmax())) >= 0 and common.flat[most] > 0:
        new, old = divmod(most, found)
        number[new] = old
        common[new], common[:, old] = 0, 0
    # What is new takes the numbers that are free, the largest cluster the lowest.
    free = np.flatnonzero(number < 0)
    sizes = np.bincount(labels, minlength=found)[free]
    number[free[np.argsort(-sizes, kind="stable")]] = np.setdiff1d(np.arange(found), number)
    return number[labels]


def _typical(points: Points, belongs: NDArray[np.bool_], count: int) -> Rows:
    members = np.flatnonzero(belongs)
    far = ((points[members] - points[members].mean(0)) ** 2).sum(1)
    typical: Rows = members[np.argsort(far, kind="stable")[:count]]
    return typical
