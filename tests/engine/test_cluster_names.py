"""Names of clusters."""

import numpy as np
import pytest

from gallery.core.picture import Stamp
from gallery.encoders.tags import built_in
from gallery.engine.jobs import cluster_names, tagging
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
    names = cluster_names.cluster_names(store, (folder, 1), contents, labels, 3)
    assert names == ["Alps", "Sea", ""]


def test_a_folder_that_holds_all_pictures_names_no_cluster(library):
    store, folder = library
    contents = np.arange(1, 6)
    names = cluster_names.cluster_names(store, (folder, 1), contents, np.array([0, 0, 0, 1, 1]), 2)
    assert names == ["", ""]


def tagged(store, words):
    """Give content 1, 2, ... the tag `words[0]`, `words[1]`, ..., each for certain."""
    names = list(built_in().names)
    encoder = files.encoder_row(store, "some-encoder", 4)
    with store.transaction() as db:
        db.execute("UPDATE file SET path = ? WHERE inode = 7", (b"pond/7.jpg",))
        for number, word in enumerate(words):
            classes = np.zeros(10, np.uint16)
            classes[0] = names.index(word)
            chances = np.eye(1, 10, dtype=np.float32)[0]
            db.execute(
                "INSERT INTO vector (encoder, content, row, checksum, tags) VALUES (?, ?, ?, 0, ?)",
                (encoder, number + 1, number, tagging.pack(classes, chances)),
            )
    return encoder


def test_a_sub_folder_that_is_the_cluster_lends_its_name_before_any_tag(library):
    store, folder = library
    encoder = tagged(store, ["shoji"] * 5 + ["goose"] * 5)
    labels = np.array([0] * 5 + [1] * 5)
    names = cluster_names.cluster_names(store, (folder, encoder), np.arange(1, 11), labels, 2)
    assert names == ["Alps", "Goose"]  # the second holds several sub-folders


def test_names_that_cameras_give_to_folders_tell_nothing(library):
    store, folder = library
    encoder = tagged(store, ["shoji"] * 5 + ["goose"] * 5)
    labels = np.array([0] * 5 + [1] * 5)
    for name in (b"100CANON", b"2019-05-03", b"DCIM", b"12"):
        with store.transaction() as db:
            for number in range(5):
                path = name + b"/%d.jpg" % number
                db.execute("UPDATE file SET path = ? WHERE inode = ?", (path, number))
        names = cluster_names.cluster_names(store, (folder, encoder), np.arange(1, 11), labels, 2)
        assert names == ["Shoji", "Goose"]


def test_a_folder_is_as_good_for_a_picture_that_lies_in_another_as_well(library):
    store, folder = library
    twins = [Found(b"zoo/%d.jpg" % n, Stamp(1, 1, 100 + n)) for n in range(5)]
    files.add_files(store, folder, twins)
    with store.transaction() as db:
        for n in range(5):
            db.execute("UPDATE file SET content = ? WHERE inode = ?", (n + 1, 100 + n))
        db.execute("UPDATE file SET path = ? WHERE inode = 100", (b"zoo/deep/0.jpg",))
    labels = np.array([0] * 5 + [1] * 5)
    names = cluster_names.cluster_names(store, (folder, 1), np.arange(1, 11), labels, 2)
    assert names == ["Alps", "Sea"]
