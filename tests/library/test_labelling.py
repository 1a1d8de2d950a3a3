"""Labels and splits: by folders, or by a table."""

import pytest

from gallery.core.errors import LookalikeError
from gallery.library.labelling import by_folders, by_table

ROOT = b"/data/set"


def test_splits_and_labels_are_folders():
    paths = [
        b"/data/set/train/cat/1.jpg",
        b"/data/set/Test/cat/2.jpg",
        b"/data/set/test/dog/deep/3.jpg",
        b"/data/set/4.jpg",
    ]
    found = by_folders(ROOT, paths, ())
    assert found.splits == ["train", "test", "test", ""]
    assert found.labels == ["cat", "cat", "deep", ""]
    named = by_folders(ROOT, [b"/data/set/a/cat/1.jpg", b"/data/set/b/cat/2.jpg"], ("a", "b"))
    assert (named.splits, named.labels) == (["a", "b"], ["cat", "cat"])


def test_one_split_alone_is_a_label():
    found = by_folders(ROOT, [b"/data/set/train/1.jpg", b"/data/set/bus/1.jpg"], ())
    assert (found.labels, found.splits) == (["train", "bus"], ["", ""])


def test_a_table_gives_labels(tmp_path):
    table = tmp_path / "labels.csv"
    table.write_text("\ufeffFilename,note,Class\na/1.jpg,x,cat\n/data/set/2.jpg,y, dog \n")
    paths = [b"/data/set/a/1.jpg", b"/data/set/2.jpg", b"/data/set/3.jpg"]
    assert by_table(table, ROOT, paths) == ["cat", "dog", ""]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "path,label\nother.jpg,cat\n", "path\n1\n"])
def test_a_table_that_says_nothing_is_refused(tmp_path, text):
    table = tmp_path / "labels.csv"
    table.write_text(text)
    with pytest.raises(LookalikeError):
        by_table(table, ROOT, [b"/data/set/1.jpg"])
    with pytest.raises(LookalikeError):
        by_table(tmp_path / "none.csv", ROOT, [])
