"""A library of very many pictures that were never there: the rows, without the folder."""

import os
import sqlite3

import numpy as np

from gallery.core import settings
from gallery.core.settings import Settings
from gallery.encoders import registry
from gallery.library import vectors
from gallery.library.analyses import SavedClusters, SavedMap, save_clusters, save_map
from gallery.library.records import ClusterRow
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore
from tests.ui.helpers_grid import jpeg_of

DIM = 16
CLUSTERS = 20
PAINTED = 5000
SOME_NS = 1_700_000_000_000_000_000


def digest(number):
    return number.to_bytes(20, "big")


def known_million(home, root, count):
    """Fill a home with `count` pictures of `root`, with vectors, clusters, a map and thumbnails."""
    home.create()
    settings.save(Settings(encoder="pixels"), home.settings)
    key = registry.load("pixels", home).id
    Store(home).close()
    numbers = range(1, count + 1)
    database = sqlite3.connect(home.database)
    with database:
        database.execute(
            "INSERT INTO folder (id, path, opened_ns, away) VALUES (1, ?, ?, 1)",
            (os.fsencode(root), SOME_NS),
        )
        database.execute("INSERT INTO encoder (id, key, dim) VALUES (1, ?, ?)", (key, DIM))
        database.executemany(
            "INSERT INTO content (id, digest, size, width, height, format)"
            " VALUES (?, ?, 1000000, 4000, 3000, 'JPEG')",
            ((n, digest(n)) for n in numbers),
        )
        database.executemany(
            "INSERT INTO file (id, folder, path, size, mtime_ns, inode, content, revision)"
            " VALUES (?, 1, ?, 1000000, ?, ?, ?, 1)",
            ((n, b"%03d/picture %07d.jpg" % (n % 500, n), SOME_NS + n, n, n) for n in numbers),
        )
        database.executemany(
            "INSERT INTO vector (encoder, content, row, checksum) VALUES (1, ?, ?, 0)",
            ((n, n - 1) for n in numbers),
        )
        database.execute("UPDATE counter SET revision = 1")
    database.close()
    fill(home, key, count)


def fill(home, key, count):
    """Write vectors, clusters, map, and the thumbnails of the first pictures of the order."""
    random = np.random.default_rng(1)
    rows = random.standard_normal((count, DIM), np.float32)
    vectors.write_rows(home, key, 0, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    contents = np.arange(1, count + 1)
    labels = (contents % CLUSTERS).astype(np.int16)
    places = random.standard_normal((count, 2), np.float32)
    ranks = (contents // CLUSTERS).astype(np.int32)
    known = tuple(
        ClusterRow(n, f"cluster {n}", count // CLUSTERS, tuple(range(n + 1, n + 60, CLUSTERS)))
        for n in range(CLUSTERS)
    )
    store = Store(home)
    save_clusters(store, 1, 1, SavedClusters(0, CLUSTERS, 0.2, contents, labels, known, ranks))
    save_map(store, 1, 1, SavedMap("umap", contents, places))
    store.close()
    thumbnails = ThumbnailStore(home)
    pictures = [jpeg_of(number) for number in range(50)]
    thumbnails.put((digest(n), pictures[n % 50]) for n in range(500, 500 * PAINTED, 500))
    thumbnails.close()
