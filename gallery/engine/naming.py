"""Names for clusters: a sub-folder that is the cluster, or what is seen there, or a number.

A person's own name for the very same pictures ("Birch forest") is better than any guess. Names of
cameras and dates tell nothing, and are only taken when nothing else is known.
"""

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from gallery.core.paths import shown
from gallery.engine import tagging
from gallery.library import analyses
from gallery.library.store import Store

SHARE = 0.6  # of a cluster's pictures that a sub-folder holds before it may lend its name
SAME = 0.8  # of either, from which a sub-folder and a cluster are taken for the same
NUMBERED = re.compile(r"Cluster \d+")
TELLING = re.compile(r"[^\W\d_][^\d]{2,}")
EMPTY = frozenset({"dcim", "images", "img", "photos", "pictures", "camera", "camera roll", "data"})


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
    places = analyses.sub_folders(store, folder)
    sizes = Counter(places.get(content, b"") for content in contents.tolist())
    taken: set[str] = set()
    for number in range(k):
        members = contents[labels == number].tolist()
        place, count = _shared(places, members)
        own = shown(place)
        own = own[:1].upper() + own[1:]  # as the names that are found are written
        same = count >= SAME * max(len(members), sizes[place])
        lends = count >= SHARE * len(members) and NUMBERED.fullmatch(names[number])
        if own and own not in taken and ((same and _tells(own)) or lends):
            names[number] = own
            taken.add(own)
    return _distinct(names, taken)


def _tells(name: str) -> bool:
    return TELLING.fullmatch(name) is not None and name.casefold() not in EMPTY


def _distinct(names: list[str], own: set[str]) -> list[str]:
    """Return the names with those replaced by a number that a sub-folder already goes by."""
    known = {name.casefold() for name in own}
    return [
        f"Cluster {number + 1}" if name not in own and name.casefold() in known else name
        for number, name in enumerate(names)
    ]


def _shared(places: dict[int, bytes], members: list[int]) -> tuple[bytes, int]:
    """Return the sub-folder that holds most of `members`, and how many; b"" for none."""
    counts = Counter(places.get(content, b"") for content in members)
    return counts.most_common(1)[0] if counts else (b"", 0)
