import os
import shutil
from dataclasses import replace
from datetime import datetime

import pytest

from gallery.core.errors import CancelledError, FolderError
from gallery.core.picture import Stamp
from gallery.engine.jobs import scan as scan_job
from gallery.engine.jobs.scan import FolderPlace, Scanned, scan_folder, settle_missing
from gallery.engine.workers.control import Control
from gallery.library import files
from gallery.library.scan import Found
from gallery.library.store import Store
from tests.engine_tools import folder_of, index


@pytest.fixture
def store(home):
    store = Store(home)
    yield store
    store.close()


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "photos"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.jpg").write_bytes(b"x%d" % number)
    return root


def scan(store, root, control=None):
    """Scan, and give each new file a content of its own, as if it had been read."""
    path = os.fsencode(root)
    folder = files.open_folder(store, path)
    place = FolderPlace.of(path)
    result = scan_folder(store, folder, place, control or Control(), lambda _result: None)
    _read(store, folder, root)
    return folder, result


def _read(store, folder, root):
    with store.transaction() as db:
        rows = db.execute(
            "SELECT id, path FROM file WHERE folder = ? AND gone = 0 AND content IS NULL", (folder,)
        ).fetchall()
        for file, path in rows:
            where = os.path.join(os.fsencode(root), path)
            if os.path.isfile(where):
                with open(where, "rb") as opened:
                    digest = opened.read()
                db.execute("INSERT OR IGNORE INTO content (digest, size) VALUES (?, 1)", (digest,))
                db.execute(
                    "UPDATE file SET content = (SELECT id FROM content WHERE digest = ?)"
                    " WHERE id = ?",
                    (digest, file),
                )


def settle(store, root):
    folder, result = scan(store, root)
    return settle_missing(store, folder, result)


def gone(store, folder):
    return {row[1] for row in files.known_files(store.reading, folder) if row[5]}


def test_everything_is_new_and_then_known(store, root):
    folder, first = scan(store, root)
    assert (first.found, first.new, first.known, first.missing) == (6, 6, 0, [])
    settle_missing(store, folder, first)
    _folder, second = scan(store, root)
    assert (second.found, second.new, second.known, second.missing) == (6, 0, 6, [])


def test_a_changed_file_is_read_again(store, root):
    folder, _ = scan(store, root)
    (root / "3.jpg").write_bytes(b"other")
    path = os.fsencode(root)
    scan_folder(store, folder, FolderPlace.of(path), Control(), lambda _result: None)
    work = files.work_after(store, folder, 1, b"", 100)
    assert [(w.path, w.content) for w in work if not w.content] == [(b"3.jpg", 0)]


def test_a_removed_file_is_gone_and_its_row_stays(store, root):
    settle(store, root)
    (root / "1.jpg").unlink()
    folder, result = scan(store, root)
    assert settle_missing(store, folder, result) == (0, 1, False)
    assert gone(store, folder) == {b"1.jpg"}
    assert settle(store, root) == (0, 0, False)


def test_a_removed_file_that_comes_back_is_as_before(store, root):
    settle(store, root)
    shutil.move(root / "1.jpg", root.parent / "1.jpg")
    settle(store, root)
    shutil.move(root.parent / "1.jpg", root / "1.jpg")
    folder, result = scan(store, root)
    assert gone(store, folder) == set()
    assert result.new == 0


def test_a_renamed_file_moved(store, root):
    settle(store, root)
    (root / "1.jpg").rename(root / "new.jpg")
    assert settle(store, root) == (1, 0, False)
    assert settle(store, root) == (0, 0, False)


def test_a_file_that_moved_while_indexing_was_cut_short_moved_all_the_same(store, root):
    settle(store, root)
    (root / "1.jpg").rename(root / "new.jpg")
    scan(store, root)  # and killed before it was settled
    assert settle(store, root) == (1, 0, False)


def test_a_deleted_copy_is_removed_not_moved(store, root):
    shutil.copy(root / "1.jpg", root / "copy.jpg")
    settle(store, root)
    (root / "copy.jpg").unlink()
    assert settle(store, root) == (0, 1, False)


def test_an_empty_folder_is_away(store, root):
    settle(store, root)
    for path in root.iterdir():
        path.unlink()
    folder, result = scan(store, root)
    assert settle_missing(store, folder, result) == (0, 0, True)
    assert gone(store, folder) == set()
    assert files.count_files(store, folder) == 6


def test_an_empty_folder_that_always_was_is_not_away(store, tmp_path):
    (tmp_path / "empty").mkdir()
    assert settle(store, tmp_path / "empty") == (0, 0, False)


@pytest.mark.parametrize(
    ("known", "found", "missing", "moved", "away"),
    [
        (0, 0, 0, 0, False),
        (10, 0, 10, 0, True),
        (100, 50, 50, 0, False),
        (100, 49, 51, 0, True),
        (1000, 800, 200, 0, False),
        (1000, 799, 201, 0, True),
        (400, 400, 200, 200, False),
    ],
)
def test_much_missing_is_away(known, found, missing, moved, away):
    scanned = Scanned(found=found, known=known, missing=list(range(missing)))
    assert scanned.is_away(moved) is away


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FolderError):
        FolderPlace.of(os.fsencode(tmp_path / "none"))


def test_a_drive_that_is_taken_away_under_the_scan_is_told(store, root, monkeypatch):
    settle(store, root)
    path = os.fsencode(root)
    place = FolderPlace.of(path)
    root.rename(root.parent / "elsewhere")
    root.mkdir()
    with pytest.raises(FolderError, match="taken away"):
        scan_folder(store, 1, place, Control(), lambda _result: None)
    assert gone(store, 1) == set()


def test_what_lies_in_a_folder_that_may_not_be_listed_is_not_missing(store, root, monkeypatch):
    (root / "in").mkdir()
    for number in range(3):
        (root / "in" / f"{number}.jpg").write_bytes(b"in%d" % number)
    (root / "in-.jpg").write_bytes(b"beside")
    settle(store, root)
    real = os.scandir

    def refuse(path):
        if path.endswith(b"/in/"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("gallery.library.scan.os.scandir", refuse)
    for _ in range(2):
        folder, result = scan(store, root)
        assert (len(result.unseen), result.missing) == (3, [])
        assert settle_missing(store, folder, result) == (0, 0, False)
    monkeypatch.undo()
    folder, result = scan(store, root)
    assert (result.unseen, result.missing, result.found) == ([], [], 10)
    assert files.count_files(store, folder) == 10


def test_a_cancelled_scan_stops(store, root):
    control = Control()
    control.cancel()
    with pytest.raises(CancelledError):
        scan(store, root, control)


def test_batches_come_while_it_goes_on(store, root, monkeypatch):
    monkeypatch.setattr(scan_job, "BATCH", 2)
    told = []
    path = os.fsencode(root)
    folder = files.open_folder(store, path)
    scan_folder(
        store, folder, FolderPlace.of(path), Control(), lambda result: told.append(result.found)
    )
    assert told[-1] == 6
    assert 2 in told


ABSURD = [0, -1, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**30, -(10**30)]


@pytest.mark.parametrize("field", ["size", "mtime_ns", "inode"])
@pytest.mark.parametrize("number", ABSURD)
def test_absurd_numbers_of_the_system_tell_the_same_from_another(store, field, number):
    folder = files.open_folder(store, b"/pictures")
    stamp = replace(Stamp(1, 2, 3), **{field: number})
    files.add_files(store, folder, [Found(b"x.jpg", stamp)])
    known = next(files.known_files(store.reading, folder))
    assert not scan_job._differs(known, Found(b"x.jpg", stamp))
    for other in (number + 1, number - 1):
        found = Found(b"x.jpg", replace(stamp, **{field: other}))
        assert scan_job._differs(known, found)
    assert files.could_be_copy(store, number) is False


@pytest.mark.parametrize("year", [1600, 1800, 1905, 2261, 2263, 2300, 2400])
def test_a_date_beyond_all_reason_costs_nothing(context, tmp_path, year):
    root = folder_of(tmp_path / "photos", 3)
    seconds = int((datetime(year, 1, 1) - datetime(1970, 1, 1)).total_seconds())
    try:
        os.utime(root / "0001.jpg", (seconds, seconds))
    except (OSError, OverflowError):
        pytest.skip("this drive keeps no such date")
    report, _ = index(context, root)
    assert (report.found, report.embedded, report.problems) == (3, 3, 0)
    again, _ = index(context, root)
    assert (again.embedded, again.reused) == (0, 3)
    os.utime(root / "0001.jpg", (seconds + 1, seconds + 1))
    changed, _ = index(context, root)
    assert (changed.embedded, changed.reused) == (0, 3)  # read again, and known by its bytes
