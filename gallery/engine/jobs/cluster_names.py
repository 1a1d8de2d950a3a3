"""Names for clusters, from the folders that the pictures lie in and the words they show.

A person's own name for the pictures ("Birch forest") is better than any guess, unless it is one
that cameras and dates give, which tells nothing.
"""

import re

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import names
from gallery.analysis.names import Evidence, Folders, Lexicon
from gallery.core.paths import shown
from gallery.engine.jobs import find, tagging
from gallery.library import analyses
from gallery.library.store import Store

TELLING = re.compile(r"[^\W\d_]{2,}")  # two letters in a row; dates and numbers have none
CAMERA = re.compile(r"\d{3}[A-Z0-9_]{5}")  # 100CANON, 101_PANA: the rule of all cameras
EMPTY = frozenset({"dcim", "images", "img", "photos", "pictures", "camera", "camera roll", "data"})


def cluster_names(
    store: Store,
    where: tuple[int, int],
    contents: NDArray[np.int64],
    labels: NDArray[np.integer],
    k: int,
) -> list[str]:
    """Return a name for each of `k` clusters, no two alike; "" where no name is sure.

    Args:
        store: holds vectors, tags and paths.
        where: folder id and encoder row.
        contents: content ids, int64 [n].
        labels: cluster of each, [n].
        k: how many clusters there are.
    """
    folder, encoder_row = where
    # A content that lies there twice is one picture, whichever copy comes first.
    contents, first = np.unique(contents, return_index=True)
    labels = labels[first]
    words = _words(store, encoder_row, contents, labels, k)
    found = names.name_clusters(labels, k, words, _folders(store, folder, contents))
    return [name.text for name in found]


def _words(
    store: Store,
    encoder_row: int,
    contents: NDArray[np.int64],
    labels: NDArray[np.integer],
    k: int,
) -> Evidence | None:
    by_words = find.name_words(store, encoder_row, contents)
    if by_words is not None:
        book, blocks = by_words
        return names.evidence(labels, k, Lexicon(book.names, book.parents), blocks)
    tags = tagging.tags_in_order(store, encoder_row, contents)
    if tags is None:
        return None
    # Here: its vocabulary is read from files that the other encoders never need.
    from gallery.encoders import tagger

    return names.evidence(
        labels, k, Lexicon(*tagger.name_words()), tagger.word_probabilities(*tags)
    )


def _folders(store: Store, folder: int, contents: NDArray[np.int64]) -> Folders:
    """Return which of `contents` [n], ascending, lie in which folders whose names tell anything."""
    known: dict[tuple[str, ...], int] = {}
    pairs: set[tuple[int, int]] = set()
    row_of = {content: row for row, content in enumerate(contents.tolist())}
    for content, path in analyses.sub_folders(store, folder):
        row = row_of.get(content, -1)
        parts = tuple(shown(part) for part in path.split(b"/") if part)
        for end in range(1, len(parts) + 1) if row >= 0 else ():
            if _tells(parts[end - 1]):
                pairs.add((row, known.setdefault(parts[:end], len(known))))
    rows, numbers = np.array(sorted(pairs), np.intp).reshape(-1, 2).T
    return Folders(tuple(known), rows, numbers)


def _tells(name: str) -> bool:
    plain = name.casefold()
    return bool(TELLING.search(name)) and not CAMERA.fullmatch(name) and plain not in EMPTY
