"""A folder that changes under the scan gives right or reported results, never wrong ones."""

import os
import random
import threading
import time

import numpy as np
import pytest

from gallery.core.paths import Home
from gallery.engine.context import Context
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore
from tests.engine_tools import folder_of, index, paint
from tests.reliability.test_promise_05_death_loses_a_batch import all_vectors


def disturb(root, seed, stop):
    """Grow, truncate, replace, delete and link-swap files, until told to stop."""
    dice = random.Random(seed)
    number = 50_000
    while not stop.is_set():
        path = root / f"{dice.randrange(200):04}.jpg"
        number += 1
        match dice.randrange(5):
            case 0 if path.is_file():
                with path.open("ab") as file:
                    file.write(b"more")
            case 1 if path.is_file():
                os.truncate(path, max(0, path.stat().st_size // 2))
            case 2:
                path.unlink(missing_ok=True)
            case 3:
                path.unlink(missing_ok=True)
                path.symlink_to("/dev/zero")
            case _:
                path.unlink(missing_ok=True)
                paint(path, number)
        time.sleep(0.01)


def compare_after(context, tmp_path, seconds):
    root = folder_of(tmp_path / "photos", 200)
    stop = threading.Event()
    thread = threading.Thread(target=disturb, args=(root, 1, stop))
    thread.start()
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        report, _ = index(context, root)
        assert report.found == report.embedded + report.reused + report.problems
    stop.set()
    thread.join()
    last, _ = index(context, root)
    home = Home(tmp_path / "fresh").create()
    clean = Context(home, Store(home), ThumbnailStore(home), context.pool, 2)
    fresh, _ = index(clean, root)
    assert (last.found, last.problems) == (fresh.found, fresh.problems)
    kept, made = all_vectors(context.home, root), all_vectors(home, root)
    clean.thumbnails.close()
    clean.store.close()
    assert kept.keys() == made.keys()
    assert [name for name in made if not np.allclose(kept[name], made[name], atol=1e-6)] == []


def test_a_writer_for_seconds(context, tmp_path):
    compare_after(context, tmp_path, 4)


@pytest.mark.long
def test_a_writer_for_a_minute(context, tmp_path):
    compare_after(context, tmp_path, 60)
