import os
import shutil
import threading
from types import SimpleNamespace

import numpy as np
import pytest

from gallery.core.errors import CancelledError, FolderError, StoreBusyError
from gallery.core.picture import Decoded, Facts, Stamp
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Change, Changed, Notice, Opened, Progress, Stage
from gallery.engine.jobs.embed import Embedding, Subject
from gallery.engine.jobs.index import Indexing, IndexOrder
from gallery.engine.jobs.scan import FolderPlace, scan_folder
from gallery.engine.workers.control import Control
from gallery.engine.workers.decode_pool import Task
from gallery.imaging.results import Want
from gallery.library import files, problems, vectors
from gallery.library.reading import Reader
from gallery.library.store import WriterLock
from tests.engine_tools import folder_of, index, names, paint


@pytest.fixture
def root(tmp_path):
    return folder_of(tmp_path / "photos", 12)


@pytest.fixture
def reader(context):
    reader = Reader(context.home)
    yield reader
    reader.close()


def counts(report):
    return (report.found, report.embedded, report.reused, report.problems)


def rows_of(reader, root):
    """The vector of each path, as the store has it."""
    folder = reader.folder_id(os.fsencode(root))
    key = PixelsEncoder().id
    rows, _ = reader.all_rows(folder, key)
    listed = reader.files(folder)
    path_of = dict(zip(listed.file.tolist(), listed.paths, strict=True))
    # A copy: what is mapped changes with the file.
    mapped = np.array(vectors.mapped(reader.home, key, 256))
    pairs = zip(rows.file.tolist(), rows.row.tolist(), strict=True)
    return {path_of[file]: mapped[row] for file, row in pairs}


def test_a_folder_is_embedded_once_and_then_reused(context, root):
    before = names(root)
    report, events = index(context, root)
    assert counts(report) == (12, 12, 0, 0)
    assert report.dim == 256
    assert {"scan", "decode", "embed"} <= set(report.stages)
    assert isinstance(events[0], Opened)
    again, _ = index(context, root)
    assert counts(again) == (12, 0, 12, 0)
    assert names(root) == before


def test_events_tell_how_far_it_is_and_what_changed(context, root):
    _, events = index(context, root)
    embed = [e for e in events if isinstance(e, Progress) and e.stage is Stage.EMBED]
    assert embed[-1].done == embed[-1].total == 12
    whats = [e.what for e in events if isinstance(e, Changed)]
    assert whats.index(Change.FILES) < whats.index(Change.VECTORS)


def test_the_vectors_are_those_of_the_pictures(context, root, reader):
    index(context, root)
    known = rows_of(reader, root)
    decoded = context.pool
    inbox = []
    done = threading.Event()
    task = Task(os.fsencode(root / "0003.jpg"), "decode", Want(PixelsEncoder().preprocessing))
    decoded.submit(task, lambda _task, result: (inbox.append(result), done.set()))
    assert done.wait(60)
    expected = PixelsEncoder().images(inbox[0].pixels[None])[0]
    assert np.allclose(known[b"0003.jpg"], expected, atol=1e-6)


def test_only_what_is_new_or_changed_is_worked_on(context, root):
    index(context, root)
    paint(root / "new.jpg", 100)
    paint(root / "0002.jpg", 101)
    (root / "0003.jpg").unlink()
    report, _ = index(context, root)
    assert counts(report) == (12, 2, 10, 0)
    assert (report.moved, report.removed, report.away) == (0, 1, False)


def test_copies_and_moved_files_are_linked_and_not_decoded(context, root, reader):
    index(context, root)
    before = rows_of(reader, root)
    shutil.copy(root / "0001.jpg", root / "copy.jpg")
    (root / "0002.jpg").rename(root / "moved.jpg")
    report, _ = index(context, root)
    assert counts(report) == (13, 0, 13, 0)
    assert (report.moved, report.removed) == (1, 0)
    after = rows_of(reader, root)
    assert np.array_equal(after[b"copy.jpg"], before[b"0001.jpg"])
    assert np.array_equal(after[b"moved.jpg"], before[b"0002.jpg"])
    assert b"0002.jpg" not in after


def test_an_open_window_learns_of_copies_moves_and_changes(context, root, reader):
    index(context, root)
    folder, key = reader.folder_id(os.fsencode(root)), PixelsEncoder().id
    listed = reader.files(folder)
    file_of = dict(zip(listed.paths, listed.file.tolist(), strict=True))
    rows, last = reader.all_rows(folder, key)
    row_of = dict(zip(rows.file.tolist(), rows.row.tolist(), strict=True))
    shutil.copy(root / "0001.jpg", root / "0004.jpg")  # other bytes under a known name
    (root / "0002.jpg").rename(root / "moved.jpg")
    (root / "0005.jpg").write_bytes(b"no picture any more")
    index(context, root)
    new = reader.files(folder, after=int(listed.file[-1]))
    assert new.paths == [b"moved.jpg"]
    changed, last = reader.vectors_after(folder, key, last)
    now = dict(zip(changed.file.tolist(), changed.row.tolist(), strict=True))
    assert now[file_of[b"0004.jpg"]] == row_of[file_of[b"0001.jpg"]]
    assert now[int(new.file[0])] == row_of[file_of[b"0002.jpg"]]
    assert now[file_of[b"0005.jpg"]] == -1
    assert set(reader.gone(folder).tolist()) == {file_of[b"0002.jpg"], file_of[b"0005.jpg"]}
    assert len(reader.vectors_after(folder, key, last)[0].file) == 0


def test_a_changed_file_has_no_vector_until_it_is_read_again(context, root, reader):
    index(context, root)
    folder, key = reader.folder_id(os.fsencode(root)), PixelsEncoder().id
    _, last = reader.all_rows(folder, key)
    paint(root / "0003.jpg", 500)
    control = Control()

    def stop(event):
        if isinstance(event, Opened):
            return
        if isinstance(event, Changed):
            control.cancel()

    with pytest.raises(CancelledError):
        Indexing(context, IndexOrder(1, os.fsencode(root), "pixels"), control, stop).run()
    changed, _ = reader.vectors_after(folder, key, last)
    assert changed.row.tolist() == [-1]
    assert changed.content.tolist() == [0]


def test_a_touched_file_keeps_its_vector(context, root):
    index(context, root)
    for path in root.iterdir():
        os.utime(path, ns=(0, 4_000_000_000 * 10**9))
    assert counts(index(context, root)[0]) == (12, 0, 12, 0)


def test_problems_are_counted_kept_and_tried_again_when_asked(context, root, reader):
    (root / "bad.jpg").write_bytes(b"not a picture")
    (root / "empty.png").write_bytes(b"")
    os.mkfifo(root / "pipe.jpg")
    report, _ = index(context, root)
    assert counts(report) == (15, 12, 0, 3)
    folder = reader.folder_id(os.fsencode(root))
    kinds = {row.path: row.kind for row in reader.problems(folder)}
    assert kinds == {
        b"bad.jpg": "not_an_image",
        b"empty.png": "empty",
        b"pipe.jpg": "special_file",
    }
    assert [row.pictures for row in reader.folders()] == [12], "files that cannot be used are none"
    sent = []
    submit = context.pool.submit
    context.pool = SimpleNamespace(
        submit=lambda task, done: (sent.append(task.path), submit(task, done)),
        cancel=context.pool.cancel,
    )
    assert counts(index(context, root)[0]) == (15, 0, 12, 3)
    assert sent == []
    assert counts(index(context, root, retry=())[0]) == (15, 0, 12, 3)
    assert {os.path.basename(path) for path in sent} >= {b"bad.jpg", b"empty.png"}
    kinds_again = {row.path: row.kind for row in reader.problems(folder)}
    assert kinds_again == kinds


def test_a_mended_file_is_no_problem_any_more(context, root, reader):
    (root / "bad.jpg").write_bytes(b"not a picture")
    index(context, root)
    paint(root / "bad.jpg", 77)
    assert counts(index(context, root)[0]) == (13, 1, 12, 0)
    assert reader.problems(reader.folder_id(os.fsencode(root))) == []


def test_problems_of_another_version_are_tried_again(context, root, monkeypatch):
    (root / "bad.jpg").write_bytes(b"not a picture")
    index(context, root)
    monkeypatch.setattr(problems, "__version__", "99.0")
    index(context, root)
    rows = context.store.reading.execute("SELECT version FROM problem").fetchall()
    assert rows == [("99.0",)]


def test_two_encoders_have_their_own_vectors(context, root, monkeypatch):
    index(context, root)
    other = PixelsEncoder()
    other.name, other.id = "other", "other-1"
    context._encoders["other"] = other
    assert counts(index(context, root, "other")[0]) == (12, 12, 0, 0)
    assert counts(index(context, root)[0]) == (12, 0, 12, 0)


def test_a_name_that_is_no_text_is_a_picture_like_any_other(context, tmp_path):
    root = folder_of(tmp_path / "p", 1)
    odd = os.path.join(os.fsencode(root), b"\xff\xfe<b>.jpg")
    shutil.copy(os.fsencode(root / "0000.jpg"), odd)
    assert counts(index(context, root)[0]) == (2, 2, 0, 0)


def test_a_damaged_vector_is_made_again(context, root, reader):
    index(context, root)
    before = rows_of(reader, root)
    path = vectors.vector_file(context.home, PixelsEncoder().id)
    data = bytearray(path.read_bytes())
    data[3 * 1024 + 17] ^= 0xFF
    path.write_bytes(data)
    assert counts(index(context, root)[0]) == (12, 1, 11, 0)
    after = rows_of(reader, root)
    assert [name for name in before if not np.allclose(after[name], before[name], atol=1e-6)] == []


def test_a_lost_vector_file_is_made_again_and_reading_does_not_stumble(context, root, reader):
    index(context, root)
    vectors.vector_file(context.home, PixelsEncoder().id).unlink()
    assert rows_of(reader, root) == {}
    assert counts(index(context, root)[0]) == (12, 12, 0, 0)
    assert len(rows_of(reader, root)) == 12


def test_lost_thumbnails_of_copies_are_made_again(context, root):
    index(context, root)
    context.thumbnails._connection.execute("DELETE FROM thumbnail")
    shutil.copy(root / "0001.jpg", root / "copy.jpg")
    report, _ = index(context, root)
    assert report.found == report.embedded + report.reused + report.problems == 13


def test_what_is_wanted_comes_first_in_its_order(context, tmp_path):
    root = folder_of(tmp_path / "many", 150)
    folder = files.open_folder(context.store, os.fsencode(root))
    where = FolderPlace.of(os.fsencode(root)), Control()
    scan_folder(context.store, folder, *where, lambda _r: None)
    sent = []

    class Pool:
        def submit(self, task, done):
            sent.append(task.tag)
            done(task, context_pool_result(task))

        def cancel(self, _owner):
            return 0

    def context_pool_result(task):
        pixels = np.zeros((16, 16, 3), np.uint8)
        digest = task.path[-20:].rjust(20, b"0")
        return Decoded(digest, Stamp(1, 1, 1), Facts(1, 1, "JPEG"), b"jpeg", pixels)

    context.pool = Pool()
    row = files.encoder_row(context.store, "pixels", 256)
    subject = Subject(folder, os.fsencode(root), PixelsEncoder(), row)
    # A person scrolls on before the second wish is fulfilled: none of it may be lost.
    wishes = iter([[140, 120, 130], list(range(80, 119)), [149]])

    def report(_tally):
        if folder not in context.urgent and (wanted := next(wishes, None)):
            context.urgent[folder] = [sent[0].file + place for place in wanted]

    tally = Embedding(context, subject, Control(), report).run()
    assert (tally.embedded, tally.total) == (150, 150)
    order = [work.path for work in sent]
    assert len(order) == len(set(order)) == 150
    at = order.index(b"0140.jpg")
    assert at < 100
    assert order[at : at + 3] == [b"0140.jpg", b"0120.jpg", b"0130.jpg"]


class PausingEncoder(PixelsEncoder):
    """Pauses its own job after the first batch."""

    def __init__(self, control):
        super().__init__()
        self.control, self.batches, self.paused = control, 0, threading.Event()

    def images(self, batch):
        self.batches += 1
        self.control.pause(True)
        self.paused.set()
        return super().images(batch)


def test_a_paused_job_waits_and_a_cancelled_one_keeps_what_it_stored(context, tmp_path):
    root = folder_of(tmp_path / "many", 80)
    control = Control()
    encoder = context._encoders["pixels"] = PausingEncoder(control)
    ending = []

    def work():
        try:
            index(context, root, control=control)
        except CancelledError:
            ending.append("cancelled")

    thread = threading.Thread(target=work)
    thread.start()
    assert encoder.paused.wait(60)
    thread.join(0.5)
    assert thread.is_alive()
    assert encoder.batches == 1
    control.cancel()
    thread.join(30)
    assert ending == ["cancelled"]
    kept = context.store.reading.execute("SELECT count(*) FROM vector").fetchone()[0]
    assert kept == 16
    context._encoders.clear()
    assert counts(index(context, root)[0]) == (80, 64, 16, 0)


def test_a_folder_that_was_never_there_leaves_no_trace(context, tmp_path):
    with pytest.raises(FolderError, match="no folder"):
        index(context, tmp_path / "none")
    assert context.store.reading.execute("SELECT count(*) FROM folder").fetchone() == (0,)


def test_a_known_folder_that_is_not_there_can_still_be_looked_at(context, root, reader):
    index(context, root)
    root.rename(root.parent / "elsewhere")
    events, order = [], IndexOrder(7, os.fsencode(root), "pixels")
    with pytest.raises(FolderError):
        Indexing(context, order, Control(), events.append).run()
    opened = [e for e in events if isinstance(e, Opened)]
    assert all((o.request, o.encoder_id) == (7, PixelsEncoder().id) for o in opened)
    assert [o.away for o in opened] == [False, True], "what is known is shown before it is missed"
    assert reader.folders()[0].away
    assert len(rows_of(reader, root)) == 12


def test_a_known_folder_can_be_looked_at_while_another_writer_is_waited_for(context, root):
    index(context, root)
    lock, told = WriterLock(context.home), []

    def emit(event):
        told.append(event)
        if isinstance(event, Notice) and event.said:
            lock.release()

    Indexing(context, IndexOrder(1, os.fsencode(root), "pixels", False), Control(), emit).run()
    assert [type(event) for event in told[:2]] == [Opened, Notice]
    assert told[0].encoder_id == PixelsEncoder().id


def test_another_writer_is_waited_for_or_told(context, root):
    lock = WriterLock(context.home)
    with pytest.raises(StoreBusyError):
        index(context, root, wait_for_lock=False)
    told = []

    def emit(event):
        if isinstance(event, Notice):
            told.append(event.said)
            if event.said:
                lock.release()

    Indexing(context, IndexOrder(1, os.fsencode(root), "pixels", False), Control(), emit).run()
    assert "Another Lookalike" in str(told[0])
    assert told[-1] is None


def test_clusters_and_a_map_are_kept_and_brought_up_to_date(context, tmp_path, reader):
    root = folder_of(tmp_path / "photos", 3)
    index(context, root, analyse=True)
    folder, key = reader.folder_id(os.fsencode(root)), PixelsEncoder().id
    assert len(reader.map(folder, key).contents) == 3
    (root / "0000.jpg").unlink()
    index(context, root, analyse=True)
    assert len(reader.map(folder, key).contents) == 2
    assert sum(row.size for row in reader.clusters(folder, key).rows) == 2


@pytest.mark.parametrize("count", [0, 1, 2])
def test_folders_of_next_to_nothing_are_analysed_as_well(context, tmp_path, count, reader):
    root = tmp_path / "few"
    root.mkdir()
    folder_of(root, count)
    report, events = index(context, root, analyse=True)
    assert report.found == count
    saved = reader.clusters(reader.folder_id(os.fsencode(root)), PixelsEncoder().id)
    assert (sum(row.size for row in saved.rows) if saved else 0) == count
    assert not [e for e in events if isinstance(e, messages.Failed)]
