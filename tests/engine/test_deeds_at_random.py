"""Any sequence of mark, trash, undo, rescan and rename ends with every content still somewhere."""

import os
import shutil

import numpy as np
import pytest

from gallery.engine.jobs import undo
from gallery.engine.jobs.trash import to_trash
from gallery.engine.workers.control import Control
from gallery.library import deeds, marks
from tests.engine.test_deeds import bin_of_its_own, digest, quiet, unwanted
from tests.engine_tools import context, decoders, folder_of, index

__all__ = ["bin_of_its_own", "context", "decoders"]


def contents(*roots):
    """The digests of all files below some folders."""
    found = set()
    for root in roots:
        for folder, _folders, names in os.walk(root):
            found |= {digest(os.path.join(folder, name)) for name in names}
    return found


def step(rng, context, root):
    """Do one thing that a person may do."""
    files = sorted(path for path in root.rglob("*.jpg"))
    kind = rng.integers(5)
    if kind == 0 and files:
        chosen = rng.choice(len(files), min(len(files), 3), replace=False)
        keeper = files[int(rng.integers(len(files)))] if rng.random() < 0.5 else None
        wanted = [unwanted(files[int(i)], keeper) for i in chosen]
        to_trash(context.store, wanted, Control(), quiet)
    elif kind == 1:
        undo.undo(context.store, deeds.last(context.store.reading), Control(), quiet)
    elif kind == 2:
        index(context, root)
    elif kind == 3 and files:
        source = files[int(rng.integers(len(files)))]
        target = root / ("deep" if rng.random() < 0.5 else ".") / f"n{rng.integers(6)}.jpg"
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            (shutil.move if rng.random() < 0.7 else shutil.copy)(source, target)
    elif kind == 4:
        known = [c for (c,) in context.store.reading.execute("SELECT id FROM content")]
        if known:
            marks.set_stars(context.store, [int(rng.choice(known))], int(rng.integers(6)))


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 512), marks=pytest.mark.long)])
def test_no_sequence_loses_a_content(context, tmp_path, seeds, bin_of_its_own):
    for seed in seeds:
        rng, root = np.random.default_rng(seed), tmp_path / f"photos{seed}"
        folder_of(root, 4, start=10 * seed)
        shutil.copy(root / f"{10 * seed:04}.jpg", root / "copy.jpg")
        before = contents(root)
        index(context, root)
        for _step in range(8):
            step(rng, context, root)
            assert before <= contents(root, bin_of_its_own / "files")
        assert deeds.under_way(context.store.reading) == []
