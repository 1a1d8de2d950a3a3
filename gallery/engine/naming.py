"""Names for clusters: what their pictures show, else the sub-folder they lie in, else a number."""

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from gallery.core.paths import shown
from gallery.engine import tagging
from gallery.library import analyses
from gallery.library.store import Store

SHARE = 0.6  # of a cluster's pictures that a sub-folder holds before it may lend its name
NUMBERED = re.compile(r"Cluster \d+")


def cluster_names(
    store: Store,
    where: tuple[int, int],
    contents: NDArray[np.int64],
    labels: NDArray[np.integer],
    k: int,
) -> list[str]:
    """Return a name for each of `k` clusters, no two alike.

    Args:
        store: holds tags and paths.
        where: folder id and encoder row.
        contents: content ids, int64 [n].
        labels: cluster of each, [n].
        k: how many clusters there are.
    """
    folder, encoder_row = where
    names = tagging.cluster_names(store, encoder_row, contents, labels, k)
    if not any(NUMBERED.fullmatch(name) for name in names):
        return names
    places = analyses.sub_folders(store, folder)
    taken = set(names)
    for number, name in enumerate(names):
        if NUMBERED.fullmatch(name):
            place = _shared(places, contents[labels == number].tolist())
            if place and place not in taken:
                names[number] = place
                taken.add(place)
    return names


def _shared(places: dict[int, bytes], members: list[int]) -> str:
    """Return the sub-folder that holds most of `members`, "" when none holds enough."""
    counts = Counter(places.get(content, b"") for content in members)
    if not counts:
        return ""
    place, count = counts.most_common(1)[0]
    return shown(place) if place and count >= SHARE * len(members) else ""
