import os
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gallery.core.errors import StoreBusyError, StoreError, StoreFullError, StoreTooNewError
from gallery.core.paths import Home
from gallery.library import store as storing
from gallery.library.store import Store, WriterLock, connect, migrate, migrations, unclean

HOLD = """
import sys, time
from gallery.core.paths import Home
from gallery.library.store import WriterLock
lock = WriterLock(Home.default())
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""


def holder():
    return subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def schema(connection):
    rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
    return [(name, sql) for name, sql in rows if not name.startswith("sqlite_")]


@pytest.mark.parametrize("version", range(len(migrations()) + 1))
def test_every_older_schema_is_brought_up_to_date(home, version):
    home.create()
    with connect(home.database) as db:
        for script in migrations()[:version]:
            db.executescript(script)
        db.execute(f"PRAGMA user_version = {version}")
        if version:
            db.execute("INSERT INTO folder (path, opened_ns) VALUES (?, 1)", (b"/a",))
    db.close()
    store = Store(home)
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh)
    assert schema(store.connection) == schema(fresh)
    assert store.connection.execute("SELECT count(*) FROM folder").fetchone()[0] == bool(version)
    fresh.close()
    store.close()


def test_a_newer_store_is_refused_and_left_alone(home):
    Store(home).close()
    with connect(home.database) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = home.database.read_bytes()
    with pytest.raises(StoreTooNewError, match="newer Lookalike"):
        Store(home)
    with pytest.raises(StoreTooNewError):
        storing.bring_up_to_date(home)
    assert home.database.read_bytes() == before


def test_a_file_that_is_no_database_is_set_aside(home):
    home.create()
    home.database.write_bytes(b"this is not a database, " * 100)
    store = Store(home)
    assert "damaged" in str(store.damaged)
    assert store.connection.execute("SELECT count(*) FROM file").fetchone() == (0,)
    store.close()
    kept = list(home.root.glob("library.damaged-*.db"))
    assert [path.read_bytes()[:7] for path in kept] == [b"this is"]


def test_a_damaged_page_is_found_after_an_unclean_end(home):
    store = Store(home)
    with store.transaction() as db:
        db.executemany(
            "INSERT INTO folder (path) VALUES (?)", [(b"/%05d" % n * 20,) for n in range(500)]
        )
    store.close()
    data = bytearray(home.database.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = os.urandom(4096)
    home.database.write_bytes(data)
    (home.root / storing.SUSPECT).touch()
    store = Store(home)
    assert store.damaged
    store.close()
    again = Store(home)
    assert not again.damaged
    again.close()


def test_damage_that_is_met_at_work_is_mended_at_the_next_start(home):
    store = Store(home)
    with (
        pytest.raises(StoreError, match="next start"),
        store.transaction(),
    ):
        raise sqlite3.DatabaseError("database disk image is malformed")
    assert unclean(home)
    store.close()


def test_a_transaction_is_kept_whole_or_not_at_all(home):
    store = Store(home)

    def half():
        with store.transaction() as db:
            db.execute("INSERT INTO folder (path) VALUES (?)", (b"/a",))
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert store.reading.execute("SELECT count(*) FROM folder").fetchone() == (0,)
    store.close()


def test_a_full_disk_is_told_as_such(home):
    store = Store(home)
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreFullError, match="no space left"), store.transaction() as db:
        db.execute("INSERT INTO folder (path) VALUES (?)", (b"x" * 100_000,))
    with store.transaction() as db:
        db.execute("INSERT INTO folder (path) VALUES (?)", (b"/small",))
    store.close()


def test_a_home_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be used"):
        Store(storing.Home(tmp_path / "file" / "home"))


def test_the_store_is_its_owners_alone(home):
    Store(home).close()
    assert os.stat(home.root).st_mode & 0o777 == 0o700
    assert os.stat(home.database).st_mode & 0o777 == 0o600


def test_one_process_writes_and_the_other_is_told(home):
    process = holder()
    assert process.stdout.readline() == "held\n"
    with pytest.raises(StoreBusyError, match="Another Lookalike"):
        WriterLock(home)
    assert not unclean(home), "who is at work is not dead"
    process.communicate("\n", timeout=30)
    WriterLock(home).release()
    assert not unclean(home)


def test_the_lock_of_a_dead_process_frees_itself_and_asks_for_a_check(home):
    process = holder()
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.communicate(timeout=30)
    assert unclean(home)
    limit = time.monotonic() + 30
    while True:
        try:
            lock = WriterLock(home)
        except StoreBusyError:
            assert time.monotonic() < limit
        else:
            break
    lock.release()
    assert not unclean(home)


def test_a_store_that_another_process_writes_is_never_set_aside(home):
    process = holder()
    assert process.stdout.readline() == "held\n"
    home.database.write_bytes(b"no database, " * 1000)
    with pytest.raises(StoreBusyError):
        Store(home)
    assert home.database.exists()
    process.communicate("\n", timeout=30)


def test_programs_that_open_a_new_store_at_once_wait_for_each_other(tmp_path):
    racers = 6
    barrier = threading.Barrier(racers)

    def open_and_write(home):
        barrier.wait()
        store = Store(home)
        with store.transaction() as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
        store.close()
        return version

    with ThreadPoolExecutor(racers) as pool:
        for trial in range(10):
            home = Home(tmp_path / str(trial))
            versions = list(pool.map(open_and_write, [home] * racers))
            assert versions == [len(migrations())] * racers
