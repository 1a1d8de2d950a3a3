"""What the store holds is read for the window, also when the store is not ready at first."""

import os
import sqlite3

import pytest

from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.messages import Change
from gallery.ui.loader import Ask, Loader
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
    made = Loader(home)
    made.start()
    yield made
    made.stop()


def alter(home, sentence):
    store = sqlite3.connect(home.database)
    with store:
        store.execute(sentence)
    store.close()


def test_a_store_of_an_earlier_version_is_read_once_it_was_brought_up_to_date(
    qtbot, home, photos, loader
):
    alter(home, "ALTER TABLE clustering DROP COLUMN ranks")
    answers = []
    loader.loaded.connect(answers.append)
    ask = Ask(os.fsencode(photos), PixelsEncoder().id, fresh=True)
    loader.ask(ask)
    loader.ask(Ask(ask.root, ask.key, what=Change.CLUSTERS))
    qtbot.waitUntil(lambda: loader._asks.empty() and not loader._waiting)
    assert answers == []
    alter(home, "ALTER TABLE clustering ADD COLUMN ranks BLOB NOT NULL DEFAULT x''")
    with qtbot.waitSignal(loader.loaded, check_params_cb=lambda loaded: loaded.ask.fresh):
        loader.ask(Ask(ask.root, ask.key, what=Change.CLUSTERS))
    qtbot.waitUntil(lambda: len(answers) == 2)
    whole, clusters = answers
    assert len(whole.table) == len(whole.cluster) == 5
    assert len(clusters.cluster) == 5
