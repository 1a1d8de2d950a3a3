"""The engine beside what its parts can do alone: rescan, indexing, memory; all in one run.

    python -m tests.bench.bench_engine [PART ...] [--photos N]

Parts: rescan, pixels, standard, clip, memory. Photographs come from make_photos.py of the shared
folder.
"""

import argparse
import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil

from gallery.core.arrays import normalise
from gallery.core.paths import Home
from gallery.core.picture import Facts, Stamp
from gallery.encoders import registry
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.context import Context
from gallery.engine.jobs.embed import BATCH
from gallery.engine.jobs.index import Indexing, IndexOrder
from gallery.engine.jobs.scan import FolderPlace, scan_folder
from gallery.engine.workers.control import Control
from gallery.engine.workers.decode_pool import DecodePool, Task
from gallery.imaging.results import Want
from gallery.library import files
from gallery.library.reading import Reader
from gallery.library.scan import Count, scan
from resources import default_encoder
from tests.engine_tools import folder_of, running_engine

CORES = os.cpu_count() or 1
SHARED = Path(os.environ.get("LOOKALIKE_SHARED", Path(__file__).parents[3] / "shared"))
SMALL = 100_000


def line(name, figure, beside, ratio, goal):
    """Print one row: what was measured, beside what, and their ratio."""
    print(f"{name:42} {figure:>16} {beside:>30} {ratio:>8}   goal {goal}", flush=True)


def index(context, root, encoder="pixels"):
    started = time.perf_counter()
    wanted = IndexOrder(0, os.fsencode(root), encoder, analyse=False)
    report = Indexing(context, wanted, Control(), lambda _event: None).run()
    assert report.found == report.embedded + report.reused + report.problems
    return report, time.perf_counter() - started


# ---------------------------------------------------------------- rescan


def rescan(place, _options):
    """100,000 unchanged small files: compared with the store, and read for the grid."""
    root = many_small(place / "small")
    context = Context.open(Home(place / "rescan").create())
    fill(context, root)
    bare = min(timed(lambda: sum(1 for _ in scan(os.fsencode(root), Count()))) for _ in range(3))
    report, seconds = min((index(context, root) for _ in range(3)), key=lambda pair: pair[1])
    assert report.reused == SMALL
    line(
        f"rescan of {SMALL:,} files (all of a reopening)",
        f"{SMALL / seconds:,.0f} files/s",
        f"listing alone {SMALL / bare:,.0f}",
        f"{bare / seconds:.2f}",
        ">= 20,000 files/s",
    )
    grid = min(timed(lambda: read_for_grid(context.home, root)) for _ in range(3))
    line(f"grid of {SMALL:,} from the store", f"{grid:.2f} s", "", "", "<= 2 s")
    context.close()


def many_small(root):
    """Hard links to some small pictures: names and stamps are what a rescan reads."""
    source = sorted(folder_of(root / "source", 100).iterdir())
    for number in range(SMALL - 100):
        folder = root / f"{number // 1000:03}"
        if number % 1000 == 0:
            folder.mkdir()
        os.link(source[number % 100], folder / f"IMG_{number:06}.jpg")
    return root


def fill(context, root):
    """Put a vector of its own for each file into the store, as indexing would have."""
    path, store, encoder = os.fsencode(root), context.store, PixelsEncoder()
    folder = files.open_folder(store, path)
    scan_folder(store, folder, FolderPlace.of(path), Control(), lambda _result: None)
    row = files.encoder_row(store, encoder.id, encoder.dim)
    rng = np.random.default_rng(0)
    known = store.reading.execute("SELECT id, size, mtime_ns, inode FROM file").fetchall()
    for start in range(0, len(known), 1000):
        part = known[start : start + 1000]
        results = [
            files.EmbeddedFile(
                file, b"%020d" % file, Stamp(size, time_ns, inode), Facts(1, 1, "JPEG")
            )
            for file, size, time_ns, inode in part
        ]
        vectors = normalise(rng.normal(size=(len(part), encoder.dim)))
        files.add_vectors(store, row, encoder.id, results, vectors)


def read_for_grid(home, root):
    from gallery.ui.model.store_reader import ReadRequest, StoreReader

    reader = Reader(home)
    ask = ReadRequest(os.fsencode(root), PixelsEncoder().id, fresh=True)
    loaded = StoreReader(home)._answer(reader, ask)
    assert (loaded.table.row >= 0).sum() == SMALL
    reader.close()


def timed(call):
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


# ---------------------------------------------------------------- indexing


def photos(place, count):
    """Photographs of 12 megapixels, read once so that the disk plays no part."""
    root = place / f"photos{count}"
    if not root.is_dir():
        tool = SHARED / "tools" / "make_photos.py"
        command = [sys.executable, tool, root, "--count", str(count)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    paths = sorted(os.fsencode(path) for path in root.rglob("*") if path.is_file())
    for path in paths:
        with open(path, "rb") as file:
            file.read()
    return root, paths


def decode_rate(pool, paths, preprocessing):
    """Photographs a second that the workers of `pool` decode, with nothing else to do."""
    inbox = queue.SimpleQueue()
    started = time.perf_counter()
    for path in paths:
        task = Task(path, "decode", Want(preprocessing))
        pool.submit(task, lambda _task, result: inbox.put(result))
    for _ in paths:
        inbox.get(timeout=120)
    return len(paths) / (time.perf_counter() - started)


@contextlib.contextmanager
def warm_context(place, name, paths):
    """A context on a new store whose workers have started and decoded something."""
    context = Context.open(Home(place / name).create())
    decode_rate(context.pool, paths[:4], PixelsEncoder().preprocessing)
    yield context
    context.close()


def pixels(place, options):
    """Indexing with the cheapest encoder, beside decoding alone, both on all cores."""
    root, paths = photos(place, options.photos)
    with warm_context(place, "pixels", paths) as context:
        alone = decode_rate(context.pool, paths, PixelsEncoder().preprocessing)
        report, _seconds = index(context, root)
    rate = report.embedded / report.seconds
    line(
        f"indexing {len(paths)} photos of 12 MP, pixels",
        f"{rate:.1f} a second",
        f"decoding alone {alone:.1f}",
        f"{rate / alone:.2f}",
        ">= 0.90",
    )


def standard(place, options):
    """Indexing with the default encoder, beside 1 / (decode + forward) of one core times cores."""
    root, paths = photos(place, options.photos)
    encoder = registry.load(default_encoder(), Home(place / "standard").create())
    pool = DecodePool(1)
    decode_rate(pool, paths[:2], encoder.preprocessing)
    decode = decode_rate(pool, paths[:60], encoder.preprocessing)
    worker = max(child.memory_info().rss for child in psutil.Process().children(recursive=True))
    pool.close()
    side = encoder.preprocessing.side
    batch = np.random.default_rng(0).integers(0, 256, (BATCH, side, side, 3), np.uint8)
    forward = BATCH / min(timed(lambda: encoder.images(batch)) for _ in range(4))
    best = CORES / (1 / decode + 1 / forward)
    with warm_context(place, "standard", paths) as context:
        report, _seconds = index(context, root, encoder.name)
    rate = report.embedded / report.seconds
    line(
        f"indexing {len(paths)} photos of 12 MP, {encoder.name}",
        f"{rate:.1f} a second",
        f"{CORES} / (1/{decode:.1f} + 1/{forward:.1f}) = {best:.1f}",
        f"{rate / best:.2f}",
        ">= 0.90",
    )
    line("memory of a decode worker", f"{worker / 1e6:.0f} MB", "", "", "")


def clip(place, options):
    """Indexing with ViT-B-32, beside 1 / (decode + forward) of one core times the cores."""
    import torch

    home = Home(place / "clip").create()
    name = f"open_clip:ViT-B-32@{random_weights(place)}"
    root, paths = photos(place, options.photos)
    encoder = registry.load(name, home)
    print(f"  ViT-B-32 runs as {encoder.detail}")
    pool = DecodePool(1)
    decode_rate(pool, paths[:2], encoder.preprocessing)
    decode = decode_rate(pool, paths[:40], encoder.preprocessing)
    pool.close()
    torch.set_num_threads(1)
    side = encoder.preprocessing.side
    batch = np.random.default_rng(0).integers(0, 256, (BATCH, side, side, 3), np.uint8)
    forward = BATCH / min(timed(lambda: encoder.images(batch)) for _ in range(4))
    torch.set_num_threads(CORES)
    best = CORES / (1 / decode + 1 / forward)
    with warm_context(place, "clip", paths) as context:
        context._encoders[name] = encoder
        encoder.images(batch)
        report, _seconds = index(context, root, name)
    rate = report.embedded / report.seconds
    line(
        f"indexing {len(paths)} photos of 12 MP, ViT-B-32",
        f"{rate:.1f} a second",
        f"{CORES} / (1/{decode:.1f} + 1/{forward:.1f}) = {best:.1f}",
        f"{rate / best:.2f}",
        ">= 0.90",
    )


def random_weights(place):
    from safetensors.torch import save_file

    from gallery.encoders import torch_runtime

    file = place / "vit-b-32.safetensors"
    if not file.exists():
        torch_runtime.torch().manual_seed(0)
        network = torch_runtime.open_clip().create_model("ViT-B-32", load_weights=False)
        state = {k: v.clone().contiguous() for k, v in network.state_dict().items()}
        save_file(state, file)
    return file


# ---------------------------------------------------------------- memory


def memory(place, _options):
    """Growth of the engine's process from 1,000 pictures to 10,000 and 19,000, all different.

    The first step also fills caches of fixed size; the second shows what each picture costs.
    """
    root, counts = place / "memory", (1000, 10_000, 19_000)
    with running_engine(Home(place / "engine"), workers=CORES) as engine:
        process, used = psutil.Process(engine.pid), []
        for before, count in zip((0, *counts), counts, strict=False):
            folder_of(root / str(count), count - before, start=before)
            engine.ending(engine.open(root))
            used.append(process.memory_info().rss)
    for at in (1, 2):
        vectors = (counts[at] - counts[at - 1]) * PixelsEncoder().dim * 4
        line(
            f"engine's memory, {counts[at - 1]:,} to {counts[at]:,} pictures",
            f"{(used[at] - used[at - 1]) / 1e6:+.0f} MB",
            f"{used[at - 1] / 1e6:.0f} MB before; vectors {vectors / 1e6:.0f} MB",
            "",
            "vectors only",
        )


PARTS = {
    "rescan": rescan,
    "pixels": pixels,
    "standard": standard,
    "clip": clip,
    "memory": memory,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS])
    parser.add_argument("--photos", type=int, default=150, help="of 12 megapixels (150)")
    parser.add_argument("--keep", type=Path, help="folder for what is made, to be used again")
    options = parser.parse_args()
    print(f"{CORES} cores, load {os.getloadavg()[0]:.1f}")
    with contextlib.ExitStack() as stack:
        place = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place.mkdir(parents=True, exist_ok=True)
        for name in options.parts or PARTS:
            if (
                name in ("pixels", "standard", "clip")
                and not (SHARED / "tools" / "make_photos.py").is_file()
            ):
                print(f"{name}: left out, no make_photos.py in {SHARED}")
                continue
            PARTS[name](place, options)


if __name__ == "__main__":
    main()
