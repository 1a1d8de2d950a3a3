"""What a cluster is called."""

from gallery.library.records import ClusterRow, Clusters
from gallery.ui.language import counted, tr


def called(row: ClusterRow) -> str:
    """Return the name of a cluster, or how many pictures there are."""
    return row.name or counted("{n} picture", "{n} pictures", row.size)


def read_out(row: ClusterRow) -> str:
    """Return what is read out of a cluster: the name and how many pictures there are."""
    count = counted("{n} picture", "{n} pictures", row.size)
    return f"{row.name}, {count}" if row.name else tr("{pictures} without a name", pictures=count)


def names(clusters: Clusters | None) -> dict[int, str]:
    """Return what each cluster is called, by its number."""
    return {row.number: called(row) for row in (clusters.rows if clusters else ())}
