"""Death at any time loses at most the last batch, never the store, and leaves no orphans."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

from gallery.core.paths import Home
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.context import Context
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Opened
from gallery.engine.jobs.embed import BATCH
from gallery.library.reading import Reader
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore
from gallery.library.vectors import mapped
from tests.cli.test_processes import vectors
from tests.cli_tools import ROOT, environment, run, start
from tests.engine_tools import folder_of, index, running_engine
from tests.reliability import programs

COUNT = 400
MAIN = [sys.executable, str(ROOT / "main.py")]
PIXELS = ("--encoder", "pixels", "--json")


def stored(home):
    """How many vectors are committed, and that the database is whole."""
    if not home.database.exists():
        return 0
    db = sqlite3.connect(home.database)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vector'").fetchone():
            return 0
        return db.execute("SELECT count(*) FROM vector").fetchone()[0]
    finally:
        db.close()


def all_vectors(home, root):
    """The vector of each path of an indexed folder."""
    reader = Reader(home)
    folder, key = reader.folder_id(os.fsencode(root)), PixelsEncoder().id
    rows, _ = reader.all_rows(folder, key)
    listed = reader.files(folder)
    reader.close()
    path_of = dict(zip(listed.file.tolist(), listed.paths, strict=True))
    space = mapped(home, key, 256)
    pairs = zip(rows.file.tolist(), rows.row.tolist(), strict=True)
    return {path_of[file]: np.array(space[row]) for file, row in pairs}


def kill_engine(home, root, delay_s):
    """Kill an engine at work; return how many workers outlived it."""
    with running_engine(home, workers=2) as engine:
        engine.open(root)
        engine.until(lambda m: isinstance(m, Opened))
        time.sleep(delay_s)
        process = psutil.Process(engine.pid)
        family = process.children(recursive=True)
        process.kill()
        return len(psutil.wait_procs(family, timeout=20)[1])


def kill_window(home, root, delay_s, log):
    """Kill the window while its engine works; return how many outlived it."""
    window = programs.start_window(home, root, log=log)
    with programs.ended([window]):
        programs.engine_of(window)
        time.sleep(delay_s)
        return len(programs.kill_and_count_orphans(window))


def survive(home, tmp_path, context, kills, seed):
    """Kill again and again, then finish; every state between was whole, and the end is right."""
    root = folder_of(tmp_path / "photos", COUNT)
    dice = random.Random(seed)
    before = 0
    for turn in range(kills):
        delay_s = dice.uniform(0, 1.2)
        if turn % 2:
            assert kill_window(home, root, delay_s + 0.5, tmp_path / "said") == 0
        else:
            assert kill_engine(home, root, delay_s) == 0
        now = stored(home)
        assert now >= before
        before = now
    report, _ = index(context, root)
    assert report.found == COUNT
    assert report.reused == before
    assert report.embedded == COUNT - before
    return root


def test_a_killed_engine_and_a_killed_window(home, tmp_path, context):
    survive(home, tmp_path, context, 2, seed=1)


def one_batch_at_most(home, root, least):
    """Kill an engine once it told of `least` pictures; return what it told and what is stored."""
    with running_engine(home, workers=1) as engine:
        engine.open(root)
        told = engine.until(
            lambda m: isinstance(m, messages.Progress) and m.stage == "embed" and m.done >= least
        )
        psutil.Process(engine.pid).kill()
    return told.done, stored(home)


def test_at_most_one_batch_is_done_again(home, tmp_path, context):
    """What was told as done before the death is at most one batch ahead of what is stored."""
    told, kept = one_batch_at_most(home, folder_of(tmp_path / "photos", COUNT), 20)
    assert kept >= told - BATCH


@pytest.mark.long
def test_at_most_one_batch_is_done_again_ten_times(home, tmp_path, context):
    root = folder_of(tmp_path / "photos", 2000)
    for turn in range(10):
        told, kept = one_batch_at_most(home, root, 20 + 190 * turn)
        assert kept >= told - BATCH


def engine_dies_below_the_window(home, root, log, kills, dice):
    """Kill the engines of one window one after the other; it starts them again and finishes."""
    window = programs.start_window(home, root, log=log)
    with programs.ended([window]):
        for turn in range(kills):
            engine = programs.engine_of(window)
            if turn:  # an engine that never gets to say anything is given up after some deaths
                programs.eventually(engine.children, "workers of the engine")
            time.sleep(dice.uniform(0, 2))
            assert programs.kill_and_count_orphans(engine) == []
        programs.eventually(lambda: vectors(home) == COUNT, "the whole folder")
        assert programs.kill_and_count_orphans(window) == []
    assert b"Traceback" not in log.read_bytes()
    assert stored(home) == COUNT


def test_an_engine_that_is_killed_below_the_window(home, tmp_path):
    root = folder_of(tmp_path / "photos", COUNT)
    engine_dies_below_the_window(home, root, tmp_path / "said", 2, random.Random(4))


def as_without_interruption(home, root, context, tmp_path):
    """Compare all vectors with those of a run on a new store that nobody interrupted."""
    found = all_vectors(home, root)
    fresh = Home(tmp_path / "fresh").create()
    clean = Context(fresh, Store(fresh), ThumbnailStore(fresh), context.pool, 2)
    index(clean, root)
    expected = all_vectors(fresh, root)
    clean.thumbnails.close()
    clean.store.close()
    assert found.keys() == expected.keys()
    assert all(np.allclose(found[name], expected[name], atol=1e-6) for name in expected)


@pytest.mark.long
def test_ten_times_ten_deaths_and_the_same_vectors(home, tmp_path, context):
    root = survive(home, tmp_path, context, 20, seed=2)
    index(context, root)
    as_without_interruption(home, root, context, tmp_path)


@pytest.mark.long
def test_ten_deaths_of_the_engine_below_one_window(home, tmp_path, context):
    root = folder_of(tmp_path / "photos", COUNT)
    engine_dies_below_the_window(home, root, tmp_path / "said", 10, random.Random(5))
    as_without_interruption(home, root, context, tmp_path)


@pytest.mark.long
def test_two_hundred_deaths_of_the_whole_group(home, tmp_path, context):
    """The command with all its workers, killed at random moments of its first seconds."""
    root = folder_of(tmp_path / "photos", 2000)
    dice, before = random.Random(6), 0
    for turn in range(200):
        process = start("index", str(root), *PIXELS, start_new_session=True)
        try:
            process.communicate(timeout=dice.uniform(0, 6))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)
        now = stored(home)
        assert now >= before
        before = now
        if now == 2000 and turn < 199:  # as on a new day, half of the work is new
            with sqlite3.connect(home.database) as db:
                db.execute("DELETE FROM vector WHERE id % 2")
            db.close()
            before = stored(home)
    code, out, err = run("index", str(root), *PIXELS)
    result = json.loads(out)
    assert (code, result["found"], result["reused"], result["problems"]) == (0, 2000, before, 0), (
        err
    )
    as_without_interruption(home, root, context, tmp_path)


def test_workers_that_are_killed_alone_cost_nothing(home, tmp_path, context):
    """Each death is far enough from the last one that no file is in hand at two of them."""
    root = folder_of(tmp_path / "photos", COUNT)
    process = start("index", str(root), *PIXELS)
    with programs.ended([process]):
        for enough in (1, 120, 240):
            programs.eventually(lambda n=enough: vectors(home) >= n, f"{enough} vectors")
            family = psutil.Process(process.pid).children()
            workers = [child for child in family if is_worker(child)]
            with contextlib.suppress(IndexError, psutil.NoSuchProcess):
                workers[0].kill()
        out, err = process.communicate(timeout=300)
    told = json.loads(out)
    assert (told["found"], told["embedded"], told["problems"]) == (COUNT, COUNT, 0), err


def is_worker(child):
    try:
        return "spawn_main" in " ".join(child.cmdline())
    except psutil.Error:
        return False


# Run in mounts of its own: a store on a drive whose image is copied while it is written, as it
# would be found after a power cut. Two equal copies one after the other are one moment.
CUT_WHILE = 6000  # pictures: long enough for some to be kept for good before the last cut
POWER = """
set -e
cd "$1"; drive=$PWD/drive; shift
mkdir -p drive
dd if=/dev/zero of=image bs=1M count=96 2> /dev/null
mkfs.ext4 -q image
mount -o loop,commit=1 image drive
mkdir -m 700 drive/home
LOOKALIKE_HOME=$drive/home setsid "$@" > /dev/null 2>&1 &
child=$!
n=0
while kill -0 $child 2> /dev/null && [ $n -lt 16 ]; do
    sleep 0.$((RANDOM % 7 + 2))
    kill -STOP -- -$child 2> /dev/null || break
    cp --sparse=always image one; cp --sparse=always image two
    until cmp -s one two; do mv two one; cp --sparse=always image two; done
    kill -CONT -- -$child 2> /dev/null || true
    n=$((n + 1)); mv one cut.$n
done
wait $child || true
umount drive
for cut in cut.*; do
    mount -o loop $cut drive
    echo "$cut $(LOOKALIKE_HOME=$drive/home $CHECK | tr '\n' ' ')"
    umount drive
    e2fsck -fn $cut > fsck.log 2>&1 || { cat fsck.log >&2; exit 9; }
done
"""
CHECK = """
import json, os, sqlite3, subprocess, sys
from pathlib import Path
from gallery.core.paths import Home
home, root = Home.default(), sys.argv[1]
whole = "none"
if home.database.exists() and home.database.stat().st_size:
    db = sqlite3.connect(home.database)
    whole = db.execute("PRAGMA integrity_check").fetchone()[0]
    db.close()
from tests.cli_tools import run
from tests.reliability.test_promise_05_death_loses_a_batch import all_vectors
code, out, err = run("index", root, "--encoder", "pixels", "--json", timeout=600)
told = json.loads(out) if code == 0 else {}
found = all_vectors(home, root)
total = sum(float(vector.sum()) for _name, vector in sorted(found.items()))
print(json.dumps([whole, code, err.decode(), told, len(found), round(total, 4)]))
"""


@pytest.mark.long
def test_power_cuts_lose_a_few_seconds_and_never_the_store(tmp_path, context):
    if not programs.allowed("mkfs.ext4", "-V"):
        pytest.skip("mkfs.ext4 is not installed")
    begins = programs.with_loop_mounts(tmp_path)
    root, check = folder_of(tmp_path / "photos", CUT_WHILE), tmp_path / "check.py"
    check.write_text(CHECK)
    index(context, root)
    expected = all_vectors(context.home, root)
    total = round(sum(float(vector.sum()) for _name, vector in sorted(expected.items())), 4)
    done = subprocess.run(
        [*begins, "bash", "-c", POWER, "power", str(tmp_path), *MAIN, "index", str(root), *PIXELS],
        env=environment() | {"CHECK": f"{sys.executable} {check} {root}"},
        capture_output=True,
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    cuts = [line.partition(b" ") for line in done.stdout.splitlines()]
    assert len(cuts) >= 3
    kept = 0
    for name, _, text in cuts:
        whole, code, err, told, count, sum_ = json.loads(text)
        assert (whole in ("ok", "none"), code, err) == (True, 0, ""), name
        assert told["found"] == told["embedded"] + told["reused"] == count == CUT_WHILE, name
        assert sum_ == pytest.approx(total, abs=0.1), name
        kept = max(kept, told["reused"])
    assert kept > 0, "no cut came late enough to keep anything"
