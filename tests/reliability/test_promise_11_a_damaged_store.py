"""A damaged store mends itself or says so in a sentence; there is never a wrong vector."""

import contextlib
import random
import shutil
import sqlite3

import numpy as np
import pytest

from gallery.core.errors import LookalikeError
from gallery.engine.context import Context
from gallery.library import store as storing
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore
from tests.engine_tools import folder_of, index
from tests.reliability.test_promise_05_death_loses_a_batch import all_vectors


def opened(home, pool):
    return Context(home, Store(home), ThumbnailStore(home), pool, 2)


def closed(context):
    context.thumbnails.close()
    context.store.close()


def mends(home, root, pool, expected):
    """Index up to three times, as a person would try again; the end must be right."""
    said = []
    for _ in range(3):
        context = None
        try:
            context = opened(home, pool)
            index(context, root)
            break
        except LookalikeError as error:
            said.append(str(error))
        except sqlite3.DatabaseError as error:
            said.append(str(storing.sentence(error, home)))
        finally:
            if context is not None:
                closed(context)
    assert all(sentence.endswith(".") for sentence in said)
    found = all_vectors(home, root)
    assert found.keys() == expected.keys()
    assert [n for n in found if not np.allclose(found[n], expected[n], atol=1e-6)] == []


def flip(home, dice):
    """Flip one byte of one file of the store."""
    files = [home.database, home.thumbnails, *home.vectors.iterdir()]
    path = dice.choice([file for file in files if file.stat().st_size])
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def prepared(tmp_path, decoders, count):
    from gallery.core.paths import Home

    root = folder_of(tmp_path / "photos", count)
    home = Home(tmp_path / "store").create()
    context = opened(home, decoders)
    index(context, root)
    closed(context)
    return root, home, all_vectors(home, root)


def flipped(tmp_path, decoders, times, seed):
    root, home, expected = prepared(tmp_path, decoders, 60)
    shutil.copytree(home.root, tmp_path / "good")
    dice = random.Random(seed)
    for _ in range(times):
        shutil.rmtree(home.root)
        shutil.copytree(tmp_path / "good", home.root)
        flip(home, dice)
        (home.root / storing.SUSPECT).touch()  # as after an unclean end
        mends(home, root, decoders, expected)


def test_flipped_bits_in_vectors_and_thumbnails(tmp_path, decoders):
    root, home, expected = prepared(tmp_path, decoders, 60)
    dice = random.Random(5)
    for path in (*home.vectors.iterdir(), home.thumbnails):
        data = bytearray(path.read_bytes())
        for _ in range(3):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
    mends(home, root, decoders, expected)


@pytest.mark.parametrize("lost", ["library.db", "thumbnails.db", "vectors"])
def test_a_part_that_was_thrown_away_is_made_again(tmp_path, decoders, lost):
    root, home, expected = prepared(tmp_path, decoders, 20)
    for path in home.root.glob(f"{lost}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    mends(home, root, decoders, expected)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_a_database_that_was_cut_off(tmp_path, decoders, share):
    root, home, expected = prepared(tmp_path, decoders, 40)
    data = home.database.read_bytes()
    home.database.write_bytes(data[: int(len(data) * share)])
    (home.root / storing.SUSPECT).touch()
    mends(home, root, decoders, expected)


@pytest.mark.long
def test_two_hundred_flipped_bits(tmp_path, decoders):
    flipped(tmp_path, decoders, 200, seed=7)


@pytest.mark.parametrize("word", [b"  size INTEGER NOT NULL,\n  mtime_ns", b"content ("])
def test_a_letter_of_the_schema_that_flipped(tmp_path, decoders, word):
    root, home, expected = prepared(tmp_path, decoders, 10)
    data = home.database.read_bytes()
    at = data.index(word) + word.index(b"e")
    home.database.write_bytes(data[:at] + bytes([data[at] ^ 0x80]) + data[at + 1 :])
    (home.root / storing.SUSPECT).touch()
    mends(home, root, decoders, expected)


def pragma(path, name):
    with contextlib.closing(sqlite3.connect(path)) as db:
        try:
            return db.execute(f"PRAGMA {name}(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            return str(error)


def test_an_index_that_hides_rows(tmp_path, decoders):
    root, home, expected = prepared(tmp_path, decoders, 60)
    with contextlib.closing(sqlite3.connect(home.database)) as db:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_vector_1'"
        (page,) = db.execute(sql).fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    good = home.database.read_bytes()
    for at in range(page * size - 1, (page - 1) * size + 200, -1):  # the keys, from their end
        home.database.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :])
        quick, thorough = (
            pragma(home.database, f"{kind}_check") for kind in ("quick", "integrity")
        )
        if quick == "ok" != thorough:
            break
    (home.root / storing.SUSPECT).touch()
    mends(home, root, decoders, expected)
