"""A full disk or quota is told, nothing is corrupted, and with space again all is well."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys

import psutil
import pytest

from gallery.core.errors import StoreFullError
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done, Notice
from gallery.engine.workers import disk_full
from gallery.engine.workers.control import Control
from gallery.engine.workers.disk_full import DiskFullRetry
from gallery.library.reading import Reader
from tests.cli_tools import ROOT, environment, run
from tests.engine_tools import folder_of, names, running_engine

LIMITED = """
import resource, sys
if __name__ == "__main__":
    limit = int(sys.argv.pop(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    from gallery.app import main
    sys.exit(main())
"""


def limited(tmp_path, root, limit):
    script = tmp_path / "limited.py"
    script.write_text(LIMITED)
    return run(str(limit), "index", str(root), "--encoder", "pixels", "--json", script=str(script))


def check_one_limit(home, tmp_path, root, limit):
    code, out, err = limited(tmp_path, root, limit)
    if code:
        assert code == 1
        assert list(json.loads(out)) == ["error"]
        assert err.startswith(b"lookalike: ")
        assert b"Traceback" not in err
    if home.database.exists():
        with sqlite3.connect(home.database) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
    return code


def test_a_quota_is_told_and_afterwards_all_is_well(home, tmp_path):
    root = folder_of(tmp_path / "photos", 300)
    before = names(root)
    # The store of 300 pictures has files of some 300 KiB.
    codes = [check_one_limit(home, tmp_path, root, limit << 10) for limit in (8, 100, 200)]
    assert 1 in codes
    code, out, _err = run("index", str(root), "--encoder", "pixels", "--json")
    result = json.loads(out)
    assert (code, result["found"], result["problems"]) == (0, 300, 0)
    assert result["embedded"] + result["reused"] == 300
    assert names(root) == before


@pytest.mark.long
def test_every_quota_up_to_the_full_size(home, tmp_path):
    root = folder_of(tmp_path / "photos", 400)
    for limit in range(0, 1 << 20, 64 << 10):
        shutil.rmtree(home.root, ignore_errors=True)
        check_one_limit(home, tmp_path, root, limit)
        code, out, err = run("index", str(root), "--encoder", "pixels", "--json")
        assert code == 0, err
        assert json.loads(out)["found"] == 400


def test_a_store_on_a_small_full_drive(home, tmp_path):
    if (
        not shutil.which("unshare")
        or subprocess.run(["unshare", "-m", "true"], check=False).returncode
    ):
        pytest.skip("mounting is not allowed here")
    root = folder_of(tmp_path / "photos", 300)
    home.create()
    command = f"{sys.executable} {ROOT}/main.py index {root} --encoder pixels --json"
    script = (
        f"mount -t tmpfs -o size=600k none {home.root} && ({command}; echo code $? >&2);"
        f" mount -o remount,size=50m {home.root} && {command}"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        env=environment(),
        capture_output=True,
        timeout=150,
        check=False,
    )
    assert b"code 1" in done.stderr, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"no space left" in done.stderr or b"cannot be used" in done.stderr
    assert done.returncode == 0, done.stderr
    full, well = done.stdout.splitlines()
    assert list(json.loads(full)) == ["error"]
    assert json.loads(well)["found"] == 300


def open_while_full(home, root, limit):
    """Open a folder in an engine that may write no file beyond `limit`, then let it; what came."""
    with running_engine(home) as engine:
        engine.ending(engine.ask(messages.ListEncoders))
        process = psutil.Process(engine.pid)
        process.rlimit(psutil.RLIMIT_FSIZE, (limit, -1))
        request = engine.open(root)
        notice = engine.until(lambda m: isinstance(m, Notice) and m.topic == "space")
        process.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
        # Told again only if the first look was too early to know.
        ended = engine.ending(request)
        return notice, engine.of(Notice)[-1], ended


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="limits of others: Linux only")
@pytest.mark.parametrize("limit", [0, 200 << 10])
def test_the_engine_waits_for_room_and_goes_on_by_itself(home, tmp_path, limit):
    root = folder_of(tmp_path / "photos", 300)
    notice, last, ended = open_while_full(home, root, limit)
    assert "no space left" in str(notice.said)
    assert "MB free" in str(notice.said)
    assert "goes on by itself" in str(notice.said)
    assert notice.again
    assert (last.topic, last.said) == ("space", None)
    assert isinstance(ended, Done)
    assert str(ended.report).startswith("300 pictures")
    with sqlite3.connect(home.database) as db:
        assert db.execute("SELECT count(*) FROM vector").fetchone() == (300,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="limits of others: Linux only")
def test_waiting_for_room_can_be_stopped_and_nothing_else_waits(home, tmp_path):
    root = folder_of(tmp_path / "photos", 20)
    with running_engine(home) as engine:
        engine.ending(engine.ask(messages.ListEncoders))
        psutil.Process(engine.pid).rlimit(psutil.RLIMIT_FSIZE, (0, -1))
        request = engine.open(root)
        engine.until(lambda m: isinstance(m, Notice) and m.topic == "space" and m.said)
        outside = engine.ask(
            messages.EmbedPicture, path=str(root / "0003.jpg"), encoder="pixels"
        )  # a query needs no room
        assert isinstance(engine.ending(outside), Done)
        engine.engine.send(messages.Cancel(request=request))
        assert isinstance(engine.ending(request), messages.Cancelled)
        assert engine.of(Notice)[-1].said is None


def is_full(message):
    return isinstance(message, Notice) and message.topic == "space" and message.said is not None


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="limits of others: Linux only")
def test_who_asks_for_another_try_is_answered_and_goes_on_once_there_is_room(home, tmp_path):
    root = folder_of(tmp_path / "photos", 3)
    with running_engine(home) as engine:
        engine.ending(engine.ask(messages.ListEncoders))
        process = psutil.Process(engine.pid)
        process.rlimit(psutil.RLIMIT_FSIZE, (0, -1))
        request = engine.open(root)
        engine.until(is_full)
        engine.engine.send(messages.TryAgain())
        answer = engine.until(is_full)
        assert str(answer.said).startswith(f"There is still no space left in {home.root}")
        assert answer.again
        process.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
        engine.engine.send(messages.TryAgain())
        assert isinstance(engine.ending(request), Done)


def test_another_try_does_not_wait_for_the_time_of_the_next_look(home, monkeypatch):
    monkeypatch.setattr(disk_full, "LOOK_S", 3600.0)
    control, told, tries = Control(), [], []

    def tell(notice):
        told.append(str(notice.said or ""))
        control.wake()

    def work():
        tries.append(len(told))
        if len(tries) < 3:
            raise StoreFullError("There is no space left.")
        return "done"

    assert DiskFullRetry(home.create(), control, tell).carry_out(work) == "done"
    waited = "There is no space left. It goes on by itself once there is room."
    assert told == [waited, "", waited, ""]


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="limits of others: Linux only")
def test_another_number_of_clusters_fails_on_a_full_disk_and_the_old_ones_stay(home, tmp_path):
    root = folder_of(tmp_path / "photos", 3)
    with running_engine(home) as engine:
        assert isinstance(engine.ending(engine.open(root)), Done)
        key = engine.of(messages.Opened)[-1].encoder_id
        ask = {"folder": 1, "encoder": "pixels"}
        with contextlib.closing(Reader(home)) as reader:
            before = reader.clusters(1, key)
            process = psutil.Process(engine.pid)
            process.rlimit(psutil.RLIMIT_FSIZE, (0, -1))
            wanted = len(before.rows) + 1
            ended = engine.ending(engine.ask(messages.Recluster, k=wanted, **ask))
            assert isinstance(ended, messages.Failed)
            assert str(ended.said).startswith(f"There is no space left in {home.root} (")
            assert str(ended.said).endswith("New results are not saved.")
            assert reader.clusters(1, key).rows == before.rows
            process.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
            ended = engine.ending(engine.ask(messages.Recluster, k=wanted, **ask))
            assert isinstance(ended, Done)
            assert len(reader.clusters(1, key).rows) == wanted
