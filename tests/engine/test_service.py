"""The engine as the window uses it: a real process at the other end of a real pipe."""

import os
import time

import numpy as np
import psutil
import pytest

from gallery.core.problem import Kind
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import (
    Change,
    Changed,
    Done,
    Failed,
    Notice,
    Opened,
    Progress,
    Stage,
)
from gallery.library.reading import Reader
from tests.engine_tools import folder_of, names, paint, running_engine

KEY = PixelsEncoder().id


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def root(place):
    return folder_of(place / "photos", 20)


@pytest.fixture(scope="module")
def engine(place):
    from gallery.core.paths import Home

    with running_engine(Home(place / "home")) as engine:
        engine.home = Home(place / "home")
        yield engine


@pytest.fixture(scope="module")
def opened(engine, root):
    request = engine.open(root)
    assert isinstance(engine.ending(request), Done)
    return next(m for m in engine.of(Opened) if m.request == request)


def test_a_folder_is_opened_and_all_that_happens_is_told(engine, root, opened):
    assert (opened.encoder_id, opened.dim, opened.words, opened.away) == (KEY, 256, False, False)
    assert os.fsencode(opened.path) == os.fsencode(root)
    mine = [m for m in engine.heard if getattr(m, "request", 0) == opened.request]
    assert isinstance(mine[0], Opened)
    assert isinstance(mine[-1], Done)
    assert {m.stage for m in mine if isinstance(m, Progress)} >= {
        Stage.SCAN,
        Stage.EMBED,
        Stage.CLUSTER,
    }
    assert {m.what for m in engine.of(Changed) if m.folder == opened.folder} == set(Change)


def test_every_request_ends_exactly_once(engine, root, opened):
    request = engine.open(root)
    engine.ending(request)
    last = engine.ask(messages.ListEncoders)
    engine.ending(last)
    endings = [m for m in engine.heard if getattr(m, "request", 0) == request]
    kinds = [type(m) for m in endings if isinstance(m, (Done, Failed, messages.Cancelled))]
    assert kinds == [Done]


def test_opening_it_again_computes_nothing(engine, root, opened):
    done = engine.ending(engine.open(root))
    assert str(done.report) == "20 pictures"


def test_two_folders_at_once(engine, place):
    roots = [folder_of(place / name, 40, start) for name, start in (("a", 1000), ("b", 2000))]
    requests = [engine.open(root) for root in roots]
    assert all(isinstance(engine.ending(request), Done) for request in requests)
    reader = Reader(engine.home)
    for root in roots:
        rows, _ = reader.all_rows(reader.folder_id(os.fsencode(root)), KEY)
        assert len(rows.file) == 40
    reader.close()


def test_an_unknown_encoder_fails_in_a_sentence(engine, root):
    failed = engine.ending(engine.open(root, "compct"))
    assert isinstance(failed, Failed)
    assert "compact" in str(failed.said)
    assert failed.detail == ""


def test_a_folder_that_is_not_there_fails_in_a_sentence(engine, place):
    failed = engine.ending(engine.open(place / "none"))
    assert isinstance(failed, Failed)
    assert "no folder" in str(failed.said)


def test_a_folder_id_that_is_not_known_fails_in_a_sentence(engine):
    failed = engine.ending(engine.ask(messages.Retry, folder=999, encoder="pixels", files=[]))
    assert isinstance(failed, Failed)
    assert failed.detail == ""


def test_words_without_an_encoder_that_knows_them_fail_in_a_sentence(engine, opened):
    failed = engine.ending(
        engine.ask(messages.SearchWords, folder=opened.folder, encoder="pixels", text="dog")
    )
    assert isinstance(failed, Failed)
    assert "does not know words" in str(failed.said)


def test_a_picture_from_outside_becomes_a_query(engine, place):
    path = paint(place / "outside" / "x.jpg", 7)
    request = engine.ask(messages.EmbedPicture, path=str(path), encoder="pixels")
    assert isinstance(engine.ending(request), Done)
    query = next(m for m in engine.of(messages.QueryVector) if m.request == request)
    assert (query.encoder_id, query.label) == (KEY, "x.jpg")
    assert np.isclose(np.linalg.norm(query.vector), 1)
    with open(query.image, "rb") as image:
        assert image.read(2) == b"\xff\xd8"


@pytest.mark.parametrize("name", ["none.jpg", "text.jpg"])
def test_what_is_no_picture_is_no_query(engine, place, name):
    (place / "text.jpg").write_text("no picture")
    request = engine.ask(messages.EmbedPicture, path=str(place / name), encoder="pixels")
    failed = engine.ending(request)
    assert isinstance(failed, Failed)
    assert str(failed.said).startswith(f"{name}: ")


def test_a_picture_is_decoded_for_the_viewer(engine, place):
    path = paint(place / "outside" / "large.jpg", 8, side=300)
    request = engine.ask(messages.ViewPicture, path=str(path), longest=100)
    assert isinstance(engine.ending(request), Done)
    view = next(m for m in engine.of(messages.ViewReady) if m.request == request)
    assert (view.full_width, view.full_height, view.damaged) == (300, 300, False)
    assert max(view.width, view.height) <= 100
    assert os.stat(view.file).st_size == view.width * view.height * 4
    assert os.stat(view.file).st_mode & 0o777 == 0o600


def test_clusters_are_made_again_with_another_k(engine, opened):
    request = engine.ask(messages.Recluster, folder=opened.folder, encoder="pixels", k=5)
    assert isinstance(engine.ending(request), Done)
    reader = Reader(engine.home)
    saved = reader.clusters(opened.folder, KEY)
    reader.close()
    assert (saved.chosen_k, len(saved.rows), sum(r.size for r in saved.rows)) == (5, 5, 20)


def test_the_chosen_k_is_kept_when_pictures_come(engine, root, opened):
    engine.ending(engine.ask(messages.Recluster, folder=opened.folder, encoder="pixels", k=3))
    for number in range(30, 60):
        paint(root / f"new{number}.jpg", number)
    engine.ending(engine.open(root))
    reader = Reader(engine.home)
    saved = reader.clusters(opened.folder, KEY)
    reader.close()
    assert (saved.chosen_k, len(saved.rows), sum(r.size for r in saved.rows)) == (3, 3, 50)
    for number in range(30, 60):
        (root / f"new{number}.jpg").unlink()


def test_encoders_are_listed(engine):
    request = engine.ask(messages.ListEncoders)
    assert isinstance(engine.ending(request), Done)
    (known,) = [m for m in engine.of(messages.EncodersKnown) if m.request == request]
    assert {"pixels", "compact", "clip"} <= {e.name for e in known.encoders}


def test_copies_in_a_new_folder_are_neither_new_nor_old(engine, place):
    root = folder_of(place / "copies", 1)
    assert str(engine.ending(engine.open(root)).report) == "1 picture"
    for number in range(3):
        (root / f"copy{number}.jpg").write_bytes((root / "0000.jpg").read_bytes())
    assert str(engine.ending(engine.open(root)).report) == "4 pictures, 3 new"
    other = folder_of(place / "other", 2, start=50)
    (other / "copy.jpg").write_bytes((other / "0050.jpg").read_bytes())
    assert str(engine.ending(engine.open(other)).report) == "3 pictures"


def test_files_that_were_overwritten_are_counted(engine, place):
    root = folder_of(place / "overwritten", 5)
    engine.ending(engine.open(root))
    paint(root / "0001.jpg", 77_001)
    (root / "0002.jpg").write_bytes(b"no picture any more")
    os.utime(root / "0003.jpg", (1_000_000_000, 1_000_000_000))  # other time, same bytes
    done = engine.ending(engine.open(root))
    assert (str(done.report), done.is_news) == ("4 pictures, 2 changed", True)
    assert str(engine.ending(engine.open(root)).report) == "4 pictures"


def test_a_folder_without_pictures_is_told_with_what_it_holds(engine, place):
    root = place / "empty"
    root.mkdir()
    for name in ("a.mp4", "b.MOV", "c.zip", ".hidden.jpg"):
        (root / name).write_bytes(b"x")
    (root / "bad.jpg").write_bytes(b"no picture")
    done = engine.ending(engine.open(root))
    assert done.pictures == 0
    assert done.left_out == {"video": 2, "archive": 1, "hidden": 1}


def test_problems_are_tried_again(engine, place):
    root = folder_of(place / "bad", 3)
    (root / "bad.jpg").write_bytes(b"no picture")
    engine.ending(engine.open(root))
    reader = Reader(engine.home)
    folder = reader.folder_id(os.fsencode(root))
    (row,) = reader.problems(folder)
    assert row.kind == Kind.NOT_AN_IMAGE
    stamp = os.stat(root / "bad.jpg")
    paint(root / "good.jpg", 99_999)
    request = engine.ask(messages.Retry, folder=folder, encoder="pixels", files=[row.file])
    assert str(engine.ending(request).report) == "4 pictures, 1 new"
    assert [r.path for r in reader.problems(folder)] == [b"bad.jpg"]
    assert os.stat(root / "bad.jpg") == stamp
    reader.close()


def test_a_job_is_cancelled_and_goes_on_where_it_was(engine, place):
    root = folder_of(place / "long", 300, 5000)
    request = engine.open(root)
    engine.until(lambda m: isinstance(m, Progress) and m.request == request)
    engine.engine.send(messages.Cancel(request=request))
    assert isinstance(engine.ending(request), messages.Cancelled)
    assert isinstance(engine.ending(engine.open(root)), Done)
    reader = Reader(engine.home)
    rows, _ = reader.all_rows(reader.folder_id(os.fsencode(root)), KEY)
    reader.close()
    assert len(rows.file) == 300


def test_a_paused_job_tells_nothing_and_goes_on_when_let(engine, place):
    root = folder_of(place / "paused", 200, 9000)
    request = engine.open(root)
    engine.engine.send(messages.Pause(request=request, paused=True))
    engine.ending(engine.ask(messages.ListEncoders))
    engine.ending(engine.ask(messages.ListEncoders))
    mine = [m for m in engine.heard if getattr(m, "request", 0) == request]
    assert not [m for m in mine if isinstance(m, (Done, Failed))]
    engine.engine.send(messages.Pause(request=request, paused=False))
    assert isinstance(engine.ending(request), Done)


def test_requests_that_are_over_can_be_cancelled_without_harm(engine):
    engine.engine.send(messages.Cancel(request=1))
    engine.engine.send(messages.Pause(request=77777, paused=True))
    engine.engine.pipe.send_bytes(b"rubbish")
    assert isinstance(engine.ending(engine.ask(messages.ListEncoders)), Done)


def test_a_store_of_a_newer_version_is_told_and_every_request_fails(home, root):
    from gallery.library.store import Store, connect

    Store(home).close()
    with connect(home.database) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with running_engine(home) as engine:
        notice = engine.until(lambda m: isinstance(m, Notice) and m.said)
        assert "newer Lookalike" in str(notice.said)
        failed = engine.ending(engine.open(root))
        assert "newer Lookalike" in str(failed.said)


def test_it_ends_with_its_workers_when_the_window_closes_or_dies(home, root):
    for polite in (True, False):
        with running_engine(home, workers=2) as engine:
            engine.until(lambda m: isinstance(m, Notice))
            request = engine.open(root)
            engine.until(lambda m, r=request: isinstance(m, Opened) and m.request == r)
            process = psutil.Process(engine.pid)
            family = [process, *process.children(recursive=True)]
            started = time.monotonic()
            if polite:
                engine.engine.send(messages.Shutdown())
            else:
                engine.engine.pipe.close()
            _gone, alive = psutil.wait_procs(family, timeout=30)
            assert not alive
            assert time.monotonic() - started < 10  # 2 s on a machine that is not busy


def test_the_photographs_are_as_they_were(root, engine, opened):
    before = names(root)
    engine.ending(engine.open(root))
    assert names(root) == before


def test_folders_are_looked_for_by_a_few_of_their_files(engine, place):
    whole, half = folder_of(place / "whole", 100, 7000), folder_of(place / "half", 10, 8000)
    for root in (whole, half):
        engine.ending(engine.open(root))
    for number in range(8000, 8005):
        (half / f"{number:04}.jpg").unlink()
    names_ = [str(path) for path in (whole, half, place / "none")]
    request = engine.ask(messages.LookFor, folders=names_)
    assert isinstance(engine.ending(request), Done)
    (seen,) = engine.of(messages.Seen)
    assert seen.present[0] == seen.of[0] >= 10
    assert seen.of[0] < 100
    assert (seen.present[1:], seen.of[1:]) == ([5, -1], [10, 0])
