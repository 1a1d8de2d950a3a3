"""Duplicates: how fast candidates are found, and which changed pictures are found as the same.

python -m tests.bench.bench_duplicates [FOLDER_OF_ORIGINALS FOLDER_OF_OTHERS]

Without folders, painted pictures stand in: 60 originals among 300 others.
"""

import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from gallery.analysis.edges import cosine_edges, distance, hash_edges, orientations
from gallery.core.arrays import normalise
from gallery.core.findings import GroupKind
from gallery.core.paths import Home
from gallery.engine.context import Context
from gallery.engine.jobs.duplicates import Finding, Options
from gallery.engine.jobs.index import Indexing, IndexOrder, subject_of
from gallery.engine.jobs.pictures import KnownPictures
from gallery.engine.workers.control import Control
from gallery.library import files
from gallery.library.items import items
from resources import default_encoder
from tests.changed_pictures import CHANGES, as_jpeg, scene

ORIGINALS, OTHERS, FIRST = 300, 6000, 8
LEAST_PRECISION = 0.99


def main(arguments):
    speed(100_000)
    with tempfile.TemporaryDirectory() as folder:
        quality(*_written(Path(folder), arguments), Home(Path(folder) / "home"))


def speed(count):
    """Print what candidates among so many made-up vectors and hashes cost."""
    rng = np.random.default_rng(0)
    middles = rng.normal(size=(count // 50, 256)).astype(np.float32)
    vectors = middles[rng.integers(0, len(middles), count)]
    vectors = normalise(vectors + 1.1 * rng.normal(size=(count, 256)).astype(np.float32))
    hashes, turned = rng.integers(-(2**63), 2**63, (2, count))
    began, spent = time.perf_counter(), time.process_time()
    near = cosine_edges(vectors, 0.5)
    hash_edges(hashes, turned)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"candidates among {count:,}: {time.perf_counter() - began:.0f} s,"
        f" {time.process_time() - spent:.0f} processor s, {len(near):,} edges, {peak:.1f} GiB"
    )


def _written(folder, arguments):
    """Write originals, their changes and others below `folder`; return it and the number."""
    if arguments:
        some, rest = (sorted(Path(name).rglob("*.jpg")) for name in arguments)
        originals, others = (_opened(p) for p in some[:ORIGINALS]), rest[:OTHERS]
        others = (path.read_bytes() for path in others)
    else:
        originals = (scene(seed) for seed in range(60))
        others = (as_jpeg(scene(1000 + seed)) for seed in range(300))
    root = folder / "pictures"
    root.mkdir()
    for number, data in enumerate(others):
        (root / f"x{number:05}.jpg").write_bytes(data)
    for number, image in enumerate(originals):
        (root / f"{number:04}.jpg").write_bytes(as_jpeg(image, 92))
        for change, make in enumerate(CHANGES.values()):
            (root / f"{number:04}-{change:02}.jpg").write_bytes(make(image))
    return root, number + 1


def _opened(path):
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


def quality(root, count, home):
    """Print precision and recall, ours beside hash alone and cosine alone."""
    context = Context.open(home.create())
    try:
        name, place = default_encoder(), os.fsencode(root)
        order = IndexOrder(0, place, name, analyse=False)
        Indexing(context, order, Control(), lambda _event: None).run()
        subject = subject_of(context, files.known_folder(context.store, place), place, name)
        began, spent = time.perf_counter(), time.process_time()
        options = Options((GroupKind.EXACT, GroupKind.SAME))
        groups = Finding(context, [subject], options, Control(), lambda *_: None).run()
        took = f"{time.perf_counter() - began:.0f} s, {time.process_time() - spent:.0f} processor s"
        some = items(context.store.reading, subject.folder, subject.encoder_row)
        pictures = KnownPictures.load(context, subject.encoder.id, subject.encoder.dim, some)
    finally:
        context.close()
    print(f"{len(some):,} pictures, {count} originals, {len(CHANGES)} changes: {took}")
    print(
        f"{'':14}{'precision':>10}" + "".join(f"{name:>14}" for name in CHANGES) + "  first eight"
    )
    _row("ours", *_of_groups(groups), count)
    names = [os.path.basename(item.path) for item in some]
    for label, like in (("hash alone", _by_hash(pictures)), ("cosine alone", pictures.vectors)):
        _row(label, *_at_precision(names, like), count)


def _row(label, precision, found, count):
    shares = [found.get(change, 0) / count for change in range(len(CHANGES))]
    cells = "".join(f"{share:14.3f}" for share in shares)
    print(f"{label:14}{precision:10.4f}{cells}{np.mean(shares[:FIRST]):13.3f}")


def _number(name):
    """Return the original a file comes from, and its change: -1 for the original itself."""
    text = os.fsdecode(name).removesuffix(".jpg")
    if text.startswith("x"):
        return -1, -1
    original, _dash, change = text.partition("-")
    return int(original), int(change or -1)


def _of_groups(groups):
    right, wrong, found = 0, 0, {}
    for group in groups:
        ends = [_number(os.path.basename(group.keeper.path))]
        ends += [_number(os.path.basename(member.item.path)) for member in group.members]
        for original, _change in ends[1:]:
            right += original >= 0 and original == ends[0][0]
            wrong += original < 0 or original != ends[0][0]
        originals = {original for original, change in ends if change < 0}
        for original, change in ends:
            if change >= 0 and original in originals:
                found[change] = found.get(change, 0) + 1
    return right / max(1, right + wrong), found


def _by_hash(pictures):
    """Return a function from a position to its bits in common with all, in eight orientations."""
    views = orientations(pictures.hashes, pictures.turned)

    def like(position):
        return 64.0 - distance(views[:, position, None], views[0]).min(axis=0)

    return like


def _at_precision(names, like):
    """Return precision and what is found by one measure alone, cut where it is precise enough."""
    ends = [_number(name) for name in names]
    of = np.array([original for original, _change in ends])
    changes = np.array([change for _original, change in ends])
    scores, hits, kinds = [], [], []
    for position in np.flatnonzero((of >= 0) & (changes < 0)):
        value = np.array(like(position) if callable(like) else like @ like[position])
        value[position] = -9
        best = np.argsort(-value)[:40]
        scores += value[best].tolist()
        hits += (of[best] == of[position]).tolist()
        kinds += changes[best].tolist()
    order = np.argsort(-np.array(scores), kind="stable")
    right = np.cumsum(np.array(hits)[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= LEAST_PRECISION)
    # Ties are cut as one: what scores the same is taken or left together.
    last = enough[-1] + 1 if len(enough) else 0
    found = {}
    for place in order[:last].tolist():
        if hits[place]:
            found[kinds[place]] = found.get(kinds[place], 0) + 1
    return (float(right[last - 1]) if last else 1.0), found


if __name__ == "__main__":
    main(sys.argv[1:])
