"""Where the home cannot be written, a temporary one stands in for it."""

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from gallery.core import settings
from gallery.core.paths import Home
from gallery.library import temporary_home
from gallery.library.reading import Reader
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore
from gallery.library.vectors import mapped, write_rows
from tests.engine_tools import names, permissions_bind


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Where temporary files go, for this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def refused(monkeypatch):
    """No home can be written; for who may write everywhere, as root may, nothing else is so."""
    monkeypatch.setattr(temporary_home, "can_be_written", lambda _home: False)


def filled(home):
    """A home with a folder, vectors, a thumbnail, settings, weights, and a log not folded in."""
    store = Store(home)
    store.connection.execute("PRAGMA wal_autocheckpoint = 0")
    with store.transaction() as db:
        db.execute("INSERT INTO folder (path, opened_ns) VALUES (?, 1)", (b"/photos\xff",))
    write_rows(home, "pixels@1", 0, np.eye(3, 4, dtype=np.float32))
    thumbnails = ThumbnailStore(home)
    thumbnails.put([(b"digest", b"jpeg")])
    thumbnails.close()
    settings.save(settings.Settings(theme="dark"), home.settings)
    (home.models / "clip").mkdir()
    (home.models / "clip" / "weights").write_bytes(b"weights")
    (home.cache / "digests.json").write_text("{}")
    return store


def test_a_home_that_can_be_written_is_used_as_it_is(home, temporary):
    with temporary_home.usable(home) as (used, reason):
        assert (used, reason) == (home, None)
        assert not temporary_home.furnish(used)
    assert list(temporary.iterdir()) == []


def test_where_no_home_can_be_made_one_that_is_empty_stands_in(temporary):
    nowhere = Home(Path("/sys/lookalike"))
    if sys.platform != "linux" or temporary_home.can_be_written(nowhere):
        pytest.skip("no place where nobody may make a folder")
    with temporary_home.usable(nowhere) as (used, reason):
        assert str(reason) == "/sys/lookalike cannot be written"
        assert used.root.parent == temporary
        assert used.root.stat().st_mode & 0o777 == 0o700
        assert temporary_home.furnish(used)
        Store(used).close()
    assert list(temporary.iterdir()) == []
    with pytest.raises(temporary_home.StoreError, match="cannot be written"):
        temporary_home.must_be_written(nowhere)


@pytest.mark.parametrize("part", [".", "vectors", "cache", "library.db"])
def test_a_home_of_which_a_part_may_not_be_written_is_replaced(home, tmp_path, part):
    if not permissions_bind(tmp_path):
        pytest.skip("who runs this may write everywhere")
    filled(home).close()
    (home.root / part).chmod(0o500)
    try:
        assert not temporary_home.can_be_written(home)
    finally:
        (home.root / part).chmod(0o700)
    assert temporary_home.can_be_written(home)


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize("alive", [True, False], ids=["others at work", "nobody at work"])
def test_a_stand_in_holds_what_the_home_holds_and_leaves_it_alone(home, tmp_path, alive):
    store = filled(home)
    if not alive:  # what a program that was killed leaves
        home = Home(shutil.copytree(home.root, tmp_path / "killed"))
        Path(f"{home.database}-shm").unlink()
    before = {path: kept[0] for path, kept in names(home.root).items() if "-shm" not in path}
    with temporary_home.usable(home) as (used, _reason):
        assert settings.load(used.settings).theme == "dark"
        assert temporary_home.furnish(used)
        assert not temporary_home.furnish(used)
        check_contents(used)
        shutil.rmtree(used.vectors)
    after = {path: kept[0] for path, kept in names(home.root).items() if "-shm" not in path}
    assert after == before
    store.close()


def check_contents(used):
    Store(used).close()
    with contextlib.closing(Reader(used)) as reader:
        assert [row.path for row in reader.folders()] == [b"/photos\xff"]
    assert np.array_equal(mapped(used, "pixels@1", 4), np.eye(3, 4, dtype=np.float32))
    thumbnails = ThumbnailStore(used)
    assert thumbnails.has(b"digest")
    thumbnails.close()
    assert (used.models / "clip" / "weights").read_bytes() == b"weights"
    assert (used.cache / "digests.json").read_text() == "{}"


@pytest.mark.usefixtures("refused")
def test_what_cannot_be_read_is_left_out(home, caplog):
    home.create()
    home.database.mkdir()
    home.thumbnails.mkdir()
    (home.vectors / "a.f32").mkdir()
    with temporary_home.usable(home) as (used, _reason):
        assert temporary_home.furnish(used)
        Store(used).close()
        assert list(used.vectors.iterdir()) == []
    assert "was not copied" in caplog.text


@pytest.mark.usefixtures("refused")
def test_a_damaged_database_is_no_worse_than_none(home):
    home.create()
    home.database.write_bytes(b"no database" * 1000)
    with temporary_home.usable(home) as (used, _reason):
        assert temporary_home.furnish(used)
        store = Store(used)
        assert "damaged" in str(store.damaged)
        store.close()
    assert home.database.read_bytes() == b"no database" * 1000


@pytest.mark.usefixtures("refused")
def test_it_goes_however_the_program_ends(home, temporary):
    with pytest.raises(KeyboardInterrupt), temporary_home.usable(home):
        raise KeyboardInterrupt
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("refused")
def test_what_a_killed_program_has_left_is_swept_and_nothing_else(home, temporary):
    old = time.time() - 3600
    left = temporary / "lookalike-home-left"
    unlocked = temporary / "lookalike-home-unlocked"
    made_now = temporary / "lookalike-home-new"
    foreign = temporary / "lookalike-home.txt"
    for folder in (left, unlocked, made_now, foreign):
        folder.mkdir()
    (left / "in.use").touch()
    (left / "weights").symlink_to(foreign)
    for folder in (left, unlocked, foreign):
        os.utime(folder, (old, old))
    with temporary_home.usable(home) as (used, _reason):
        os.utime(used.root, (old, old))
        with temporary_home.usable(home) as (second, _reason):
            there = {path.name for path in temporary.iterdir()}
        assert there == {made_now.name, foreign.name, used.root.name, second.root.name}


def test_a_database_that_is_being_written_is_copied_as_of_a_commit(home, tmp_path):
    store = filled(home)
    store.connection.execute("BEGIN IMMEDIATE")
    store.connection.execute("INSERT INTO folder (path, opened_ns) VALUES (x'41', 1)")
    copy = Home(tmp_path / "copy").create()
    (copy.root / temporary_home.STANDS_FOR).write_bytes(os.fsencode(home.root))
    assert temporary_home.furnish(copy)
    with contextlib.closing(sqlite3.connect(copy.database)) as db:
        assert db.execute("SELECT count(*) FROM folder").fetchone() == (1,)
    store.connection.execute("ROLLBACK")
    store.close()
