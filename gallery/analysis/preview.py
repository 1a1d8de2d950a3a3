"""A first look at pictures that are still being embedded: a few clusters, and a map at once."""

from gallery.analysis import clusters, projection
from gallery.analysis.clusters import Clustering
from gallery.analysis.projection import XY
from gallery.core.arrays import Rows, Vectors

MOST = 12


def preview(
    vectors: Vectors,
    count: int = 3,
    chosen_k: int = 0,
) -> tuple[Clustering, list[Rows], XY]:
    """Return clusters of `vectors` [n, d], `count` typical members of each, and the PCA [n, 2].

    The number of clusters is not looked for: it is `chosen_k`, or else follows from n.
    """
    k = chosen_k or min(MOST, max(1, int((len(vectors) / 4) ** 0.5)))
    found = clusters.cluster(vectors, k)
    typical = clusters.typical(vectors, found.labels, found.centres, count)
    return found, typical, projection.pca(vectors)
