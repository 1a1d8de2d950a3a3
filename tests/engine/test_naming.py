"""Names of clusters."""

import numpy as np
import pytest

from gallery.core.picture import Stamp
from gallery.engine import naming
from gallery.library import files
from gallery.library.scan import Found
from gallery.library.store import Store


@pytest.fixture
def library(home):
    store = Store(home)
    folder = files.open_folder(store, b"/photos")
    paths = [b"alps/%d.jpg" % n for n in range(5)] + [b"sea/%d.jpg" % n for n in range(3)]
    paths += [b"top.jpg", b"lake/a.jpg"]
    files.add_files(store, folder, [Found(path, Stamp(1, 1, n)) for n, path in enumerate(paths)])
    with store.transaction() as db:
        for number in range(len(paths)):
            db.execute(
                "INSERT INTO content (id, digest, size) VALUES (?, ?, 1)",
                (number + 1, b"%020d" % number),
            )
            db.execute("UPDATE file SET content = ? WHERE inode = ?", (number + 1, number))
    yield store, folder
    store.close()


def test_a_cluster_without_tags_is_called_as_the_sub_folder_most_of_it_lies_in(library):
    store, folder = library
    contents = np.arange(1, 11)
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
    names = naming.cluster_names(store, (folder, 1), contents, labels, 3)
    assert names == ["alps", "sea", "Cluster 3"]


def test_no_two_clusters_are_called_alike(library):
    store, folder = library
    contents = np.arange(1, 6)
    names = naming.cluster_names(store, (folder, 1), contents, np.array([0, 0, 0, 1, 1]), 2)
    assert names == ["alps", "Cluster 2"]
