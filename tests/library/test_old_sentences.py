import sqlite3

import pytest

from gallery.core.codes import Code
from gallery.core.sentence import Sentence
from gallery.library.old_sentences import recognised
from gallery.library.reading import Reader
from gallery.library.store import Store, bring_up_to_date, connect, migrations

DEPTH = Sentence.of(Code.KIND_UNREAD, pictures=Sentence.of(Code.PSD_BITS, bits=32))
KEPT = {
    "The file is empty.": Sentence(Code.EMPTY),
    "JPEG XL pictures cannot be read yet.": Sentence.of(Code.FORMAT_UNREAD, format="JPEG XL"),
    "Lossless JPEG pictures cannot be read yet.": Sentence.of(
        Code.KIND_UNREAD, pictures=Sentence(Code.JPEG_LOSSLESS)
    ),
    "Photoshop files with 32 bits a channel in this mode cannot be read yet.": DEPTH,
    "The picture is too large to open.": Sentence(Code.TOO_LARGE),
    "The picture is too large to open: 30,080 \N{MULTIPLICATION SIGN} 20,000 pixels.": (
        Sentence.of(Code.TOO_MANY_PIXELS, width=30080, height=20000)
    ),
    "This kind of picture cannot be read yet.": Sentence(Code.UNSUPPORTED),
    "This raw file cannot be read yet.": Sentence(Code.RAW_UNKNOWN),
    "Decoding took longer than 7.5 s and was stopped.": Sentence.of(
        Code.DECODING_SLOW, seconds="7.5"
    ),
    "The moon was in the way.": Sentence.of("The moon was in the way."),
}


@pytest.mark.parametrize(("text", "said"), KEPT.items())
def test_an_old_sentence_becomes_its_code_and_reads_as_before(text, said):
    assert recognised(text) == said
    assert str(recognised(text)) == text


def old_store(home, version):
    """Make a store of an older schema in which a file for each old sentence has a problem."""
    home.create()
    db = connect(home.database)
    for script in migrations()[:version]:
        db.executescript(script)
    db.execute(f"PRAGMA user_version = {version}")
    db.execute("INSERT INTO folder (id, path, opened_ns) VALUES (1, ?, 1)", (b"/a",))
    columns = {row[1] for row in db.execute("PRAGMA table_info(file)")}
    for number, text in enumerate(KEPT, 1):
        values = {
            "id": number, "folder": 1, "path": b"%03d.jpg" % number, "size": 1, "mtime_ns": 1,
            "inode": number, "gone": 0, "seen": 1,
        }  # fmt: skip
        row = {name: value for name, value in values.items() if name in columns}
        marks = ", ".join("?" * len(row))
        db.execute(f"INSERT INTO file ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        db.execute("INSERT INTO problem VALUES (?, 'damaged', ?, '0.0')", (number, text))
    db.close()


def kept(home):
    reader = Reader(home)
    try:
        return [row.said for row in reader.problems(1)]
    finally:
        reader.close()


@pytest.mark.parametrize("version", range(1, len(migrations())))
def test_problems_of_every_older_store_are_kept_as_codes(home, version):
    old_store(home, version)
    Store(home).close()
    assert kept(home) == list(KEPT.values())


def test_a_store_that_is_only_read_is_brought_up_to_date(home):
    old_store(home, 1)
    bring_up_to_date(home)
    assert kept(home) == list(KEPT.values())
    bring_up_to_date(home)
    db = sqlite3.connect(home.database)
    assert db.execute("PRAGMA user_version").fetchone()[0] == len(migrations())
    db.close()
