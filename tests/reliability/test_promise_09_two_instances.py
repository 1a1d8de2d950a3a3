"""One writes, the other waits and says so; nothing of two programs at once reaches the person."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time

import numpy as np
import pytest

from gallery.core.paths import Home
from gallery.encoders import digest_cache
from gallery.library.reading import Reader
from gallery.library.thumbnails import ThumbnailStore
from tests.cli.test_processes import vectors
from tests.cli_tools import environment, run, start
from tests.engine_tools import folder_of
from tests.reliability import programs
from tests.reliability.test_promise_05_death_loses_a_batch import all_vectors

PIXELS = ("--encoder", "pixels", "--json")
COUNT = 200


def test_two_runs_at_once_come_to_what_one_does(home, tmp_path):
    root = folder_of(tmp_path / "photos", COUNT)
    both = [start("index", str(root), *PIXELS) for _ in range(2)]
    results = []
    for process in both:
        out, err = process.communicate(timeout=150)
        assert process.returncode == 0, err
        assert programs.no_trouble(err), err
        results.append(json.loads(out))
    assert [r["found"] for r in results] == [COUNT, COUNT]
    assert sum(r["embedded"] for r in results) == COUNT
    assert sorted(r["reused"] for r in results) == [0, COUNT]


def forget_half(home):
    """Have some of the work to be done again."""
    with sqlite3.connect(home.database, timeout=60) as db:
        known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vector'").fetchone()
        if known:
            db.execute("DELETE FROM vector WHERE id % 2")
    db.close()


def crowd(home, root, log, dice):
    """Start two commands and a window at once, kill some of them, and let the others end."""
    window = programs.start_window(home, root, log=log)
    both = [start("index", str(root), *PIXELS) for _ in range(2)]
    with programs.ended([window, *both]):
        time.sleep(dice.uniform(0.3, 3))
        dead = dice.choice([[], [window], [both[0]], [window, both[0]], ["engine"]])
        for process in dead:
            if process == "engine":
                programs.engine_of(window).send_signal(signal.SIGKILL)
            else:
                process.send_signal(signal.SIGKILL)
        for process in both:
            out, err = process.communicate(timeout=300)
            if process not in dead:
                assert process.returncode == 0, err
                assert programs.no_trouble(err), err
                assert json.loads(out)["found"] == COUNT
        if window not in dead:
            programs.eventually(lambda: vectors(home) == COUNT, "the whole folder")
            assert programs.kill_and_count_orphans(window) == []


def crowds(home, root, log, turns):
    dice = random.Random(3)
    for _ in range(turns):
        crowd(home, root, log, dice)
        forget_half(home)
    code, out, err = run("index", str(root), *PIXELS)
    result = json.loads(out)
    assert (code, result["found"], result["problems"]) == (0, COUNT, 0), err
    assert programs.no_trouble(log.read_bytes()), log.read_bytes()


def as_one(home, root, other, monkeypatch):
    """Compare what is stored with what a single run on a new store comes to."""
    monkeypatch.setenv("LOOKALIKE_HOME", str(other.root))
    code, _out, err = run("index", str(root), *PIXELS)
    assert code == 0, err
    found, expected = all_vectors(home, root), all_vectors(other, root)
    assert found.keys() == expected.keys()
    assert all(np.allclose(found[name], expected[name], atol=1e-6) for name in expected)


def test_two_runs_and_a_window_at_once(home, tmp_path, monkeypatch):
    root = folder_of(tmp_path / "photos", COUNT)
    crowds(home, root, tmp_path / "said", 1)
    as_one(home, root, Home(tmp_path / "fresh"), monkeypatch)


@pytest.mark.long
def test_fifty_times_two_runs_and_a_window_with_random_kills(home, tmp_path, monkeypatch):
    root = folder_of(tmp_path / "photos", COUNT)
    crowds(home, root, tmp_path / "said", 50)
    as_one(home, root, Home(tmp_path / "fresh"), monkeypatch)


AT_ONCE = """
import sys
from pathlib import Path
from gallery.core import settings
from gallery.core.paths import Home
from gallery.encoders import digest_cache
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore
home, me = Home(Path(sys.argv[1])), int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
home.create()
for number in range(600):
    folder = "/photos/" + "x" * (number % 40 * 500)
    settings.save(settings.Settings(recent=(folder,), width=1280 + me), home.settings)
    assert settings.load(home.settings).recent, "half of the settings were read"
    digest_cache.remember(home, "digests.json", f"{number % 50}", number)
for number in range(100):
    thumbnails = ThumbnailStore(home)
    thumbnails.put([(b"%d %d" % (me, number), b"jpeg" * 500)])
    thumbnails.close()
    Store(home).close()
"""


def test_programs_keep_settings_and_caches_at_once(home):
    """They start and end all the time, so that each opens what another is about to close."""
    command = [sys.executable, "-c", AT_ONCE, str(home.root)]
    pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
    both = [subprocess.Popen([*command, str(me)], env=environment(), **pipes) for me in range(2)]
    with programs.ended(both):
        for process in both:
            assert process.stdout.readline() == b"ready\n"
        for process in both:
            process.stdin.write(b"\n")
            process.stdin.flush()
        for process in both:
            _out, err = process.communicate(timeout=150)
            assert (process.returncode, err) == (0, b"")
    assert not list(home.root.rglob("*.part"))
    assert digest_cache.recall(home, "digests.json")
    reader = ThumbnailStore(home)
    assert all(reader.has(b"%d %d" % (me, number)) for me in range(2) for number in range(100))
    reader.close()


def test_a_window_sees_the_thumbnails_that_were_made_anew(home):
    """Another program may find them damaged, and throw them away, while a window shows them."""
    digest = b"d" * 32
    home.create()
    first = ThumbnailStore(home)
    first.put([(digest, b"old jpeg")])
    first.close()
    with sqlite3.connect(home.database) as db:
        db.execute("CREATE TABLE content (id INTEGER PRIMARY KEY, digest BLOB)")
        db.execute("INSERT INTO content VALUES (1, ?)", (digest,))
    db.close()
    window = Reader(home)
    assert window.thumbnail_of_content(1) == b"old jpeg"
    home.thumbnails.write_bytes(b"damaged" * 1000)
    other = ThumbnailStore(home)
    other.put([(digest, b"new jpeg")])
    assert window.thumbnail_of_content(1) == b"new jpeg"
    window.close()
    other.close()
