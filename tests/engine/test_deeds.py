"""Files go to the trash, are copied, and come back; whatever fails, nothing is lost."""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gallery.core.deeds import DeedKind, Hindrance
from gallery.engine.jobs import system_trash, trash, undo
from gallery.engine.jobs.copies import Folder, copy_to
from gallery.engine.jobs.trash import Unwanted, to_trash
from gallery.engine.workers.control import Control
from gallery.library import deeds
from tests.engine_tools import context, decoders, folder_of, index, running_engine

__all__ = ["context", "decoders"]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="looks into the trash of Linux"
)


def quiet(_done, _total):
    """Nobody looks at the progress."""


def digest(path):
    return hashlib.blake2b(Path(os.fsdecode(path)).read_bytes(), digest_size=20).digest()


@pytest.fixture(autouse=True)
def bin_of_its_own(tmp_path, monkeypatch):
    """A trash for this test alone. Send2Trash settles where it lies when it is imported."""
    from send2trash import plat_other

    data = os.fsencode(tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", os.fsdecode(data))
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", data)
    monkeypatch.setattr(plat_other, "HOMETRASH_B", data + b"/Trash")
    monkeypatch.setattr(system_trash, "put", plat_other_put)
    return tmp_path / "data" / "Trash"


def plat_other_put(path):
    from send2trash import plat_other

    plat_other.send2trash(os.fsdecode(path))


@pytest.fixture
def photos(context, tmp_path):
    root = folder_of(tmp_path / "photos", 4)
    shutil.copy(root / "0000.jpg", root / "copy.jpg")
    index(context, root)
    return root


def unwanted(path, keeper=None):
    path = os.fsencode(path)
    if keeper is None:
        return Unwanted(path, digest(path))
    return Unwanted(path, digest(path), os.fsencode(keeper), digest(keeper))


def living(context):
    rows = context.store.reading.execute("SELECT path FROM file WHERE gone = 0")
    return {os.fsdecode(path) for (path,) in rows}


def throw(context, *wanted, control=None):
    return to_trash(context.store, list(wanted), control or Control(), quiet)


def take_back(context, outcome):
    return undo.undo(context.store, outcome.deed, Control(), quiet)


def test_a_copy_goes_and_comes_back(context, photos, bin_of_its_own):
    before = (photos / "copy.jpg").read_bytes()
    outcome = throw(context, unwanted(photos / "copy.jpg", photos / "0000.jpg"))
    assert not (photos / "copy.jpg").exists()
    assert "copy.jpg" not in living(context)
    ((path, target),) = outcome.done
    assert path == os.fsencode(photos / "copy.jpg")
    assert target.startswith(os.fsencode(bin_of_its_own))
    assert deeds.last(context.store.reading) == outcome.deed
    back = take_back(context, outcome)
    assert (back.done, back.left) == (outcome.done, [])
    assert (photos / "copy.jpg").read_bytes() == before
    assert "copy.jpg" in living(context)
    assert deeds.last(context.store.reading) == 0
    assert not list((bin_of_its_own / "info").iterdir())


def test_names_that_are_no_text_and_equal_names_find_their_way(context, photos):
    odd = os.fsencode(photos) + b"/deep/\xff %41.jpg"
    os.makedirs(os.path.dirname(odd))
    shutil.copy(photos / "0001.jpg", odd)
    shutil.copy(photos / "0002.jpg", photos / "deep" / "0001.jpg")
    first, second = photos / "0001.jpg", photos / "deep" / "0001.jpg"
    digests = [digest(path) for path in (odd, first, second)]
    outcome = throw(context, *(unwanted(path) for path in (odd, first, second)))
    assert len(outcome.done) == 3
    assert not take_back(context, outcome).left
    assert [digest(path) for path in (odd, first, second)] == digests


def test_what_changed_or_vanished_since_is_left(context, photos):
    changed, vanished = unwanted(photos / "0001.jpg"), unwanted(photos / "0002.jpg")
    (photos / "0001.jpg").write_bytes(b"another picture")
    (photos / "0002.jpg").unlink()
    outcome = throw(context, changed, vanished)
    assert [left.why for left in outcome.left] == [Hindrance.CHANGED, Hindrance.VANISHED]
    assert not outcome.done
    assert (photos / "0001.jpg").read_bytes() == b"another picture"


@pytest.mark.parametrize("how", ["gone", "changed", "going as well", "the same file"])
def test_the_last_copy_stays(context, photos, tmp_path, how):
    one = unwanted(photos / "copy.jpg", photos / "0000.jpg")
    more = []
    if how == "gone":
        (photos / "0000.jpg").unlink()
    elif how == "changed":
        (photos / "0000.jpg").write_bytes(b"x")
    elif how == "going as well":
        more = [unwanted(photos / "0000.jpg", photos / "copy.jpg")]
    else:
        (tmp_path / "again").symlink_to(photos)
        one = unwanted(photos / "copy.jpg", tmp_path / "again" / "copy.jpg")
    outcome = throw(context, one, *more)
    assert {left.why for left in outcome.left} == {Hindrance.LAST_COPY}
    assert (photos / "copy.jpg").exists()


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, Hindrance.NO_ROOM),
        (errno.EROFS, Hindrance.NOT_ALLOWED),
        (errno.EIO, Hindrance.FAILED),
    ],
)
def test_a_full_trash_and_a_read_only_folder_are_told(context, photos, monkeypatch, number, why):
    def refuse(_path):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(system_trash, "put", refuse)
    outcome = throw(context, unwanted(photos / "0001.jpg"))
    ((left,), done) = outcome.left, outcome.done
    assert (left.why, left.detail, done) == (why, os.strerror(number), [])
    assert "0001.jpg" in living(context)


def test_what_came_in_its_place_is_not_replaced(context, photos):
    outcome = throw(context, unwanted(photos / "0001.jpg"))
    (photos / "0001.jpg").write_bytes(b"new")
    back = take_back(context, outcome)
    assert [left.why for left in back.left] == [Hindrance.TAKEN]
    assert (photos / "0001.jpg").read_bytes() == b"new"
    assert os.path.exists(outcome.done[0][1])
    (photos / "0001.jpg").unlink()
    assert not take_back(context, outcome).left


def test_an_emptied_trash_is_told(context, photos, bin_of_its_own):
    outcome = throw(context, unwanted(photos / "0001.jpg"))
    shutil.rmtree(bin_of_its_own)
    assert [left.why for left in take_back(context, outcome).left] == [Hindrance.NOT_FOUND]


def test_it_stops_when_asked_and_what_was_done_can_be_undone(context, photos, monkeypatch):
    control, put = Control(), system_trash.put

    def put_and_stop(path):
        put(path)
        control.cancel()

    monkeypatch.setattr(system_trash, "put", put_and_stop)
    some = [unwanted(photos / f"000{n}.jpg") for n in range(3)]
    outcome = throw(context, *some, control=control)
    assert (len(outcome.done), outcome.left, outcome.cancelled) == (1, [], True)
    assert (photos / "0001.jpg").exists()
    assert deeds.under_way(context.store.reading) == []
    assert not take_back(context, outcome).left


DIES = """
import os, signal, sys
from gallery.core.paths import Home
from gallery.engine.jobs import system_trash
from gallery.engine.workers.control import Control
from gallery.engine.jobs.trash import Unwanted, to_trash
from gallery.library.store import Store
from send2trash import plat_other
put, count = plat_other.send2trash, 0
def dies(path):
    global count
    count += 1
    if count == 2 and sys.argv[1] == "before": os.kill(os.getpid(), signal.SIGKILL)
    put(os.fsdecode(path))
    if count == 2: os.kill(os.getpid(), signal.SIGKILL)
system_trash.put = dies
some = [Unwanted(os.fsencode(a), bytes.fromhex(b)) for a, b in zip(sys.argv[2::2], sys.argv[3::2])]
to_trash(Store(Home.default()), some, Control(), lambda *_: None)
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_death_between_two_files_loses_nothing(context, photos, when):
    some = [photos / f"000{n}.jpg" for n in range(3)]
    digests = {path: digest(path) for path in some}
    arguments = [text for path in some for text in (str(path), digests[path].hex())]
    done = subprocess.run([sys.executable, "-c", DIES, when, *arguments], check=False)
    assert done.returncode == -9
    assert len(deeds.under_way(context.store.reading)) == 2
    assert len(undo.settle(context.store)) == 2
    assert deeds.under_way(context.store.reading) == []
    gone = [path for path in some if not path.exists()]
    assert len(gone) == (1 if when == "before" else 2)
    assert living(context).isdisjoint(path.name for path in gone)
    back = undo.undo(context.store, deeds.last(context.store.reading), Control(), quiet)
    assert not back.left
    assert {path: digest(path) for path in some} == digests


def test_an_engine_settles_at_its_start_what_a_death_left(context, photos, home):
    path = photos / "0001.jpg"
    deeds.begin(context.store, DeedKind.TRASH, [(os.fsencode(path), digest(path))])
    with running_engine(home) as engine:
        engine.ending(engine.open(photos))
    assert deeds.under_way(context.store.reading) == []
    assert path.exists()


# ---------------------------------------------------------------- copies


def pair(path):
    return os.fsencode(path), digest(path)


def copied(context, paths, folder, control=None, *, link=False):
    to = Folder(os.fsencode(folder), link)
    return copy_to(context.store, [pair(path) for path in paths], to, control or Control(), quiet)


def test_copies_keep_their_names_and_overwrite_nothing(context, photos, tmp_path):
    there = tmp_path / "out"
    there.mkdir()
    (there / "0001.jpg").write_bytes(b"mine")
    (there / "0002.jpg").write_bytes((photos / "0002.jpg").read_bytes())
    outcome = copied(context, [photos / f"000{n}.jpg" for n in range(3)], there)
    names = [os.path.basename(target) for _path, target in outcome.done]
    assert names == [b"0000.jpg", b"0001 (2).jpg"]
    assert [left.why for left in outcome.left] == [Hindrance.ALREADY_THERE]
    assert (there / "0001.jpg").read_bytes() == b"mine"
    source, target = photos / "0001.jpg", there / "0001 (2).jpg"
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_mtime_ns == source.stat().st_mtime_ns
    (there / "0000.jpg").write_bytes(b"edited since")
    back = take_back(context, outcome)
    assert [left.why for left in back.left] == [Hindrance.CHANGED]
    assert sorted(os.listdir(there)) == ["0000.jpg", "0001.jpg", "0002.jpg"]


def test_links_lead_to_the_pictures_and_go_again(context, photos, tmp_path):
    outcome = copied(context, [photos / "0000.jpg"], tmp_path / "out", link=True)
    assert os.readlink(tmp_path / "out" / "0000.jpg") == str(photos / "0000.jpg")
    assert not take_back(context, outcome).left
    assert (photos / "0000.jpg").exists()
    assert os.listdir(tmp_path / "out") == []


def test_a_copy_that_is_stopped_leaves_no_half(context, photos, tmp_path):
    control = Control()
    control.cancel()
    outcome = copied(context, [photos / "0000.jpg"], tmp_path / "out", control)
    assert outcome.cancelled
    assert os.listdir(tmp_path / "out") == []


def test_what_cannot_be_copied_is_told(context, photos, tmp_path, monkeypatch):
    gone = pair(photos / "0001.jpg")
    (photos / "0001.jpg").unlink()
    to = Folder(os.fsencode(tmp_path / "out"))
    outcome = copy_to(context.store, [gone], to, Control(), quiet)
    assert [left.why for left in outcome.left] == [Hindrance.VANISHED]
    assert trash.reason(OSError(errno.ENOSPC, "full")) is Hindrance.NO_ROOM
