"""Folders of small pictures, a context with real decode workers, and a real engine on its pipe."""

import os
import tempfile
import time
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

from gallery.engine.context import Context
from gallery.engine.ipc import messages, spawn, wire
from gallery.engine.jobs.index import Indexing, IndexOrder
from gallery.engine.workers.control import Control
from gallery.engine.workers.decode_pool import DecodePool
from gallery.library.store import Store
from gallery.library.thumbnails import ThumbnailStore

# What numba compiles for the map takes some seconds: once for all tests, not for each home.
os.environ.setdefault("NUMBA_CACHE_DIR", os.path.join(tempfile.gettempdir(), "lookalike-numba"))

SOON_S = 120  # far more than any of this takes, also on a busy machine
ENDINGS = (messages.Done, messages.Cancelled, messages.Failed)


def paint(path, number, side=24):
    """Write a small JPEG whose pixels no other number gives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(number).integers(0, 256, (6, 6, 3), np.uint8)
    Image.fromarray(noise).resize((side, side), Image.Resampling.BICUBIC).save(path, "JPEG")
    return path


def folder_of(root, count, start=0):
    """Return `root` with `count` pictures in it, named by number."""
    for number in range(start, start + count):
        paint(root / f"{number:04}.jpg", number)
    return root


def names(root):
    """Every path below `root` with its bytes and time, as a snapshot to compare with."""
    found = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (data, status.st_mtime_ns, status.st_mode, status.st_ino)
    return found


def permissions_bind(folder):
    """Whether a folder's permissions keep this process from writing: they do not keep root."""
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    return not os.access(closed, os.W_OK)


@pytest.fixture(scope="session")
def decoders():
    """Decode workers that all tests of a run share, for their start takes longest."""
    pool = DecodePool(2, deadline_s=30)
    yield pool
    pool.close()


@pytest.fixture
def context(home, decoders):
    """The shared parts of an engine, on a store of this test's own."""
    context = Context(home.create(), Store(home), ThumbnailStore(home), decoders, 2)
    yield context
    context.thumbnails.close()
    context.store.close()


def index(context, root, encoder="pixels", **more):
    """Index a folder in this process; return the report and the events."""
    events: list[object] = []
    control = more.pop("control", None) or Control()
    wanted = IndexOrder(1, os.fsencode(root), encoder, **{"analyse": False, **more})
    report = Indexing(context, wanted, control, events.append).run()
    return report, events


class Engine:
    """A real engine process, and what it said."""

    def __init__(self, home, workers=1):
        self.engine = spawn.start(home, workers)
        self.pid = self.engine.process.pid
        self.heard = []
        self._number = 0

    def ask(self, kind, **fields):
        """Send a request and return its id."""
        self._number += 1
        self.engine.send(kind(request=self._number, **fields))
        return self._number

    def open(self, root, encoder="pixels"):
        return self.ask(messages.OpenFolder, folder=os.fsdecode(root), encoder=encoder)

    def until(self, wanted, timeout_s=SOON_S):
        """Listen until `wanted(message)`; return that message."""
        limit = time.monotonic() + timeout_s
        while time.monotonic() < limit:
            if self.engine.pipe.poll(0.2):
                message = wire.decode(self.engine.pipe.recv_bytes())
                self.heard.append(message)
                if wanted(message):
                    return message
        raise AssertionError(f"never heard; only {self.heard[-5:]}")

    def ending(self, request):
        """Listen until a request ended, and return how."""
        for message in self.heard:
            if isinstance(message, ENDINGS) and message.request == request:
                return message
        return self.until(lambda m: isinstance(m, ENDINGS) and m.request == request)

    def of(self, kind):
        return [message for message in self.heard if isinstance(message, kind)]


@contextmanager
def running_engine(home, workers=1):
    """A running engine, which is ended whatever happens."""
    engine = Engine(home, workers)
    try:
        yield engine
    finally:
        engine.engine.stop(3)
