"""What the store holds is read for the window, also when the store is not ready at first."""

import logging
import os
import sqlite3

import numpy as np
import pytest
from PySide6.QtCore import QObject, Slot

from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.ipc.messages import Change
from gallery.library.columns import COLUMNS, Column, ColumnValues
from gallery.library.followed import Snapshot
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.store_reader import ReadRequest, StoreReader
from gallery.ui.model.store_sync import StoreSync
from tests.engine_tools import context, decoders, folder_of, index

__all__ = ["context", "decoders"]


@pytest.fixture
def photos(context, tmp_path):
    """A folder of five pictures that is known, with clusters and a map."""
    root = folder_of(tmp_path / "photos", 5)
    index(context, root, analyse=True)
    return root


@pytest.fixture
def loader(qtbot, home):
    made = StoreReader(home)
    made.start()
    yield made
    made.stop()


class Answers(QObject):
    """What the loader's thread told, taken on this one: a plain callable has no thread of its own,
    and an answer under way while it is disconnected would reach it after its end.
    """

    def __init__(self, loader):
        super().__init__()
        self.all = []
        loader.loaded.connect(self._take)

    @Slot(object)
    def _take(self, loaded):
        self.all.append(loaded)


def snapshot(loaded):
    return next(part for part in loaded.parts if isinstance(part, Snapshot))


def alter(home, sentence):
    store = sqlite3.connect(home.database)
    with store:
        store.execute(sentence)
    store.close()


def test_a_store_of_an_earlier_version_is_read_once_it_was_brought_up_to_date(
    qtbot, home, photos, loader, caplog
):
    caplog.set_level(logging.INFO, "gallery.ui.model.store_reader")
    alter(home, "ALTER TABLE clustering DROP COLUMN ranks")
    answers = Answers(loader)
    ask = ReadRequest(os.fsencode(photos), PixelsEncoder().id, fresh=True)
    loader.ask(ask)
    loader.ask(ReadRequest(ask.root, ask.key, what=Change.CLUSTERS))
    qtbot.waitUntil(lambda: caplog.text.count("could not be read") == 2)
    assert answers.all == []
    alter(home, "ALTER TABLE clustering ADD COLUMN ranks BLOB NOT NULL DEFAULT x''")
    loader.ask(ReadRequest(ask.root, ask.key, what=Change.CLUSTERS))
    qtbot.waitUntil(lambda: len(answers.all) == 2)
    whole, clusters = answers.all
    assert whole.ask.fresh
    assert (snapshot(whole).table.cluster >= 0).sum() == 5
    assert (snapshot(clusters).table.cluster >= 0).sum() == 5


def test_a_picture_that_comes_back_is_in_the_grid_again_with_its_vector(qtbot, home, photos):
    name = b"0002.jpg"
    alter(home, "UPDATE file SET gone = 1 WHERE CAST(path AS TEXT) = '0002.jpg'")
    state = GalleryState()
    feed = StoreSync(home, state)
    feed.start()
    try:
        feed.show(os.fsencode(photos), PixelsEncoder().id)
        qtbot.waitUntil(lambda: len(state.order.positions) == 4)
        assert state.position_of(name) == -1
        alter(home, "UPDATE file SET gone = 0")
        feed.read(Change.PROBLEMS)
        qtbot.waitUntil(lambda: state.table.alive.all())
        shown = [state.table.paths[position] for position in state.order.positions]
        assert shown == [b"%04d.jpg" % number for number in range(5)]
        assert state.can_ask(state.position_of(name))
    finally:
        feed.stop()
        state.stop()


def test_a_column_that_is_declared_reaches_the_window(qtbot, home, photos):
    alter(home, "CREATE TABLE trial_stars AS SELECT content, 3 AS stars FROM file")
    query = "SELECT content, stars FROM trial_stars ORDER BY content"

    def stars(reader, since):
        rows = reader.numbers(query, (), 2)
        return ColumnValues(rows[:, 0], {"stars": rows[:, 1]}, by_content=True, is_whole=True)

    column = Column("stars", np.int8, 0, (Change.PROBLEMS,), stars)
    state = GalleryState()
    sync = StoreSync(home, state, (*COLUMNS, column))
    sync.start()
    with qtbot.waitSignal(state.folder_changed):
        sync.show(os.fsencode(photos), PixelsEncoder().id)
    assert state.table[column].tolist() == [3] * 5
    alter(home, "UPDATE trial_stars SET stars = 4")
    with qtbot.waitSignal(sync.problems_changed):
        sync.read(Change.PROBLEMS)
    assert state.table[column].tolist() == [4] * 5
    sync.stop()
    state.stop()


def test_a_folder_that_the_engine_has_only_just_made_is_read_whole(
    qtbot, home, context, tmp_path, loader
):
    index(context, folder_of(tmp_path / "known", 2))  # the store is there, the folder is not
    root = folder_of(tmp_path / "photos", 5)
    answers = Answers(loader)
    ask = ReadRequest(os.fsencode(root), PixelsEncoder().id, fresh=True)
    loader.ask(ask)
    qtbot.waitUntil(lambda: len(answers.all) == 1)
    index(context, root)
    loader.ask(ReadRequest(ask.root, ask.key, what=Change.FILES))
    qtbot.waitUntil(lambda: len(answers.all) == 2)
    before, after = (_table(loaded) for loaded in answers.all)
    assert len(before) == 0
    assert len(after) == 5


def _table(loaded):
    return next(part.table for part in loaded.parts if isinstance(part, Snapshot))
