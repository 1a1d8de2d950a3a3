"""A folder is followed in the store: each look is another snapshot, and no column is forgotten."""

import os
import shutil
import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from gallery.core.changes import Change
from gallery.encoders.pixels import PixelsEncoder
from gallery.library.columns import COLUMNS, Column, ColumnValues, Since
from gallery.library.followed import FollowedFolder
from gallery.library.reading import Reader
from tests.engine_tools import context, decoders, folder_of, index, paint

__all__ = ["context", "decoders"]

KEY = PixelsEncoder().id


def _stars(reader, since):
    rows = reader.numbers("SELECT content, stars FROM trial_stars ORDER BY content", (), 2)
    return ColumnValues(rows[:, 0], {"stars": rows[:, 1]}, by_content=True, is_whole=True)


STARS = Column("stars", np.int8, -1, (Change.PROBLEMS,), _stars)


@pytest.fixture
def root(context, tmp_path):
    """A folder of five pictures that is known, with clusters and a map."""
    made = folder_of(tmp_path / "photos", 5)
    index(context, made, analyse=True)
    return made


@pytest.fixture
def reader(home, root):
    made = Reader(home)
    yield made
    made.close()


def alter(home, *sentences):
    store = sqlite3.connect(home.database)
    with store:
        for sentence in sentences:
            store.execute(sentence)
    store.close()


def whole(reader, root, columns=COLUMNS):
    """Return the folder as it is read at first, and the snapshot."""
    path = os.fsencode(root)
    return FollowedFolder(Since(reader.folder_id(path), KEY), columns).whole(reader, path)


def by_name(table, column):
    return {os.fsdecode(p): v for p, v in zip(table.paths, table[column].tolist(), strict=True)}


def test_a_column_that_is_declared_is_filled_grown_and_renewed(context, home, root, reader):
    alter(
        home,
        "CREATE TABLE trial_stars (content INTEGER PRIMARY KEY, stars INTEGER)",
        "INSERT INTO trial_stars SELECT content, 4 FROM file WHERE path = x'"
        + b"0002.jpg".hex()
        + "'",
    )
    followed, first = whole(reader, root, (*COLUMNS, STARS))
    rated = by_name(first.table, STARS)
    assert first.table[STARS].dtype == np.int8
    assert rated == {"0000.jpg": -1, "0001.jpg": -1, "0002.jpg": 4, "0003.jpg": -1, "0004.jpg": -1}

    shutil.copy(root / "0002.jpg", root / "copy.jpg")
    paint(root / "new.jpg", 77)
    index(context, root)
    followed, grown = followed.changed(reader, Change.FILES)
    followed, grown = followed.changed(reader, Change.VECTORS)
    assert by_name(grown.table, STARS) == {**rated, "copy.jpg": 4, "new.jpg": -1}

    alter(home, "UPDATE trial_stars SET stars = 5")
    _followed, renewed = followed.changed(reader, Change.PROBLEMS)
    assert by_name(renewed.table, STARS) == {**rated, "0002.jpg": 5, "copy.jpg": 5, "new.jpg": -1}
    assert by_name(first.table, STARS) == rated, "a snapshot stays as it was"


def test_new_pictures_are_in_the_next_snapshot_and_not_in_the_last(context, root, reader):
    followed, first = whole(reader, root)
    assert first.is_whole
    assert (first.table.cluster >= 0).all()
    assert np.isfinite(first.table.xy).all()
    paint(root / "0000a.jpg", 77)
    index(context, root)
    followed, second = followed.changed(reader, Change.FILES)
    assert len(first.table) == len(first.table.paths) == len(first.table.row) == 5
    assert second.table.paths == (*first.table.paths, b"0000a.jpg")
    assert second.order.tolist() == [0, 5, 1, 2, 3, 4]
    assert second.table.goes_on_from(first.table)
    assert not first.table.goes_on_from(second.table)
    _followed, third = followed.changed(reader, Change.VECTORS)
    assert third.order is None
    assert third.table.row[5] == len(third.table.vectors) - 1
    assert third.table.cluster[:5].tolist() == first.table.cluster.tolist()


def test_nobody_writes_to_a_snapshot(reader, root):
    _followed, snapshot = whole(reader, root)
    for column in COLUMNS:
        with pytest.raises(ValueError, match="read-only"):
            snapshot.table[column][0] = 0
    with pytest.raises(ValueError, match="4 values for 5 pictures"):
        snapshot.table.replaced({STARS: np.zeros(4)})


def test_a_file_that_is_a_picture_again_comes_back_into_the_order(context, root, reader):
    good = (root / "0003.jpg").read_bytes()
    (root / "0003.jpg").write_bytes(b"no picture any more")
    index(context, root)
    followed, first = whole(reader, root)
    assert first.order.tolist() == [0, 1, 2, 3, 4]
    assert not first.table.alive[3]
    (root / "0003.jpg").write_bytes(good)
    index(context, root)
    _followed, second = followed.changed(reader, Change.PROBLEMS)
    assert second.table.alive[3]
    assert second.order.tolist() == [0, 1, 2, 3, 4]


def test_another_encoder_begins_with_nothing_of_the_last_one(context, root, reader):
    followed, first = whole(reader, root)
    followed, turned = followed.turned(reader, "another")
    assert turned.is_turned
    assert turned.table.row.tolist() == turned.table.cluster.tolist() == [-1] * 5
    assert np.isnan(turned.table.xy).all()
    assert len(turned.table.vectors) == 0
    followed, again = followed.turned(reader, KEY)
    for column in COLUMNS:
        assert np.array_equal(again.table[column], first.table[column], equal_nan=True), column.name
    assert followed.since == replace(followed.since, key=KEY, file=5)


def test_a_look_that_fails_loses_nothing(context, home, root, reader):
    followed, _first = whole(reader, root)
    paint(root / "new.jpg", 77)
    index(context, root)
    alter(home, "ALTER TABLE problem RENAME TO elsewhere")
    with pytest.raises(sqlite3.Error):
        followed.changed(reader, Change.FILES)
    alter(home, "ALTER TABLE elsewhere RENAME TO problem")
    _followed, second = followed.changed(reader, Change.FILES)
    assert len(second.table) == 6
