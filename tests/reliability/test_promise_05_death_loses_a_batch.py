"""Death at any time loses at most the last batch, never the store, and leaves no orphans."""

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

from gallery.encoders.pixels import PixelsEncoder
from gallery.engine import messages
from gallery.engine.embedding import BATCH
from gallery.engine.messages import Opened
from gallery.library.reading import Reader
from gallery.library.vectors import mapped
from tests.cli_tools import environment
from tests.engine_tools import folder_of, index, running_engine

PARENT = """
import sys
from gallery.core.paths import Home
from gallery.engine import messages, spawn
if __name__ == "__main__":
    engine = spawn.start(Home.default(), 2)
    print(engine.process.pid, flush=True)
    engine.send(messages.OpenFolder(request=1, folder=sys.argv[1], encoder="pixels"))
    while True:
        engine.pipe.recv_bytes()
"""


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


def kill_parent(_home, root, delay_s, script):
    """Kill the window's process while its engine works; return how many outlived it."""
    command = [sys.executable, str(script), str(root)]
    parent = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE)
    engine = psutil.Process(int(parent.stdout.readline()))
    time.sleep(delay_s)
    family = [engine, *engine.children(recursive=True)]
    parent.send_signal(signal.SIGKILL)
    parent.communicate(timeout=20)
    return len(psutil.wait_procs(family, timeout=20)[1])


def survive(home, tmp_path, context, kills, seed):
    """Kill again and again, then finish; every state between was whole, and the end is right."""
    root = folder_of(tmp_path / "photos", 400)
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    dice = random.Random(seed)
    before = 0
    for turn in range(kills):
        delay_s = dice.uniform(0, 1.2)
        if turn % 2:
            assert kill_parent(home, root, delay_s + 0.5, script) == 0
        else:
            assert kill_engine(home, root, delay_s) == 0
        now = stored(home)
        assert now >= before
        before = now
    report, _ = index(context, root)
    assert report.found == 400
    assert report.reused == before
    assert report.embedded == 400 - before
    return root


def test_a_killed_engine_and_a_killed_window(home, tmp_path, context):
    survive(home, tmp_path, context, 2, seed=1)


def test_at_most_one_batch_is_done_again(home, tmp_path, context):
    """What was told as done before the death is at most one batch ahead of what is stored."""
    root = folder_of(tmp_path / "photos", 400)
    with running_engine(home, workers=1) as engine:
        engine.open(root)
        progress = engine.until(
            lambda m: isinstance(m, messages.Progress) and m.stage == "embed" and m.done >= 20
        )
        psutil.Process(engine.pid).kill()
    assert stored(home) >= progress.done - BATCH


@pytest.mark.long
def test_ten_times_ten_deaths_and_the_same_vectors(home, tmp_path, context):
    root = survive(home, tmp_path, context, 20, seed=2)
    found = all_vectors(home, root)
    index(context, root)
    fresh = context.home.__class__(tmp_path / "fresh").create()
    from gallery.engine.context import Context
    from gallery.library.store import Store
    from gallery.library.thumbnails import ThumbnailStore

    clean = Context(fresh, Store(fresh), ThumbnailStore(fresh), context.pool, 2)
    index(clean, root)
    expected = all_vectors(fresh, root)
    assert found.keys() == expected.keys()
    assert all(np.allclose(found[name], expected[name], atol=1e-6) for name in expected)
    clean.thumbnails.close()
    clean.store.close()
