import os

from gallery.library import thumbnails
from gallery.library.reading import Reader
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore


def add_file(home, digest):
    store = Store(home)
    with store.transaction() as db:
        db.execute("INSERT INTO folder (id, path) VALUES (1, ?)", (b"/a",))
        db.execute("INSERT INTO content (id, digest, size) VALUES (1, ?, 1)", (digest,))
        db.execute(
            "INSERT INTO file (id, folder, path, size, mtime_ns, inode, content)"
            " VALUES (1, 1, ?, 1, 1, 1, 1)",
            (b"a.jpg",),
        )
    store.close()


def test_what_is_put_is_read(home):
    add_file(home, b"d")
    store = ThumbnailStore(home)
    store.put([(b"d", b"jpeg"), (b"e", b"")])
    assert store.has(b"d")
    assert not store.has(b"e")
    reader = Reader(home)
    assert reader.thumbnail(1) == b"jpeg"
    assert reader.thumbnail_of_content(1) == b"jpeg"
    assert reader.thumbnail(2) is None
    reader.close()
    store.close()
    assert os.stat(home.thumbnails).st_mode & 0o777 == 0o600


def test_a_damaged_thumbnail_is_none(home):
    add_file(home, b"d")
    store = ThumbnailStore(home)
    store.put([(b"d", b"jpeg")])
    store._connection.execute("UPDATE thumbnail SET jpeg = ?", (b"jpeX",))
    store.close()
    reader = Reader(home)
    assert reader.thumbnail(1) is None
    reader.close()


def test_a_damaged_database_is_made_again(home):
    home.create()
    home.thumbnails.write_bytes(os.urandom(20_000))
    store = ThumbnailStore(home)
    store.put([(b"d", b"jpeg")])
    assert store.has(b"d")
    store.close()


def test_damage_that_is_met_at_work_costs_thumbnails_and_nothing_else(home):
    home.create()
    store = ThumbnailStore(home)
    store.put([(b"%d" % n, os.urandom(3000)) for n in range(200)])
    store.close()
    data = bytearray(home.thumbnails.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    home.thumbnails.write_bytes(data)
    store = ThumbnailStore(home)
    for _ in range(2):
        store.has(b"7")
        store.put([(b"new", b"jpeg")])
    assert store.has(b"new")
    store.close()


def test_they_are_bounded_and_the_oldest_go(home, monkeypatch):
    monkeypatch.setattr(thumbnails, "CHECK_EVERY", 50)
    home.create()
    store = ThumbnailStore(home, limit=200_000)
    for start in range(0, 1000, 50):
        store.put([(b"%d" % n, bytes(1000)) for n in range(start, start + 50)])
    assert store.has(b"999")
    assert not store.has(b"0")
    store.close()
    assert home.thumbnails.stat().st_size < 500_000


def test_a_full_disk_loses_thumbnails_and_later_ones_are_kept(home):
    home.create()
    store = ThumbnailStore(home)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    store.put([(b"large", bytes(100_000))])
    assert not store.has(b"large")
    store._connection.execute("PRAGMA max_page_count = 100000")
    store.put([(b"later", b"jpeg")])
    assert store.has(b"later")
    store.close()


def test_where_nothing_can_be_kept_nothing_is_said_here(home, caplog):
    home.create()
    home.thumbnails.mkdir()
    store = ThumbnailStore(home)
    store.put([(b"d", b"jpeg")])
    assert not store.has(b"d")
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
