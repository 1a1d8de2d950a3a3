"""What all jobs of one engine share: the store, the decode workers, the loaded encoders."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gallery.analysis import projection
from gallery.core.paths import Home
from gallery.encoders import registry
from gallery.encoders.protocol import Encoder
from gallery.engine.ipc.messages import Event
from gallery.engine.workers.analysis_process import AnalysisProcesses
from gallery.engine.workers.crash_journal import CrashJournal
from gallery.engine.workers.decode_pool import DecodePool
from gallery.library.store import Store, WriterLock
from gallery.library.thumbnails import ThumbnailStore

Emit = Callable[[Event], None]


@dataclass(slots=True)
class Context:
    """Shared by the jobs of one engine; each part is safe to use from several threads.

    Attributes:
        urgent: file ids that a person is looking at, newest request first, by folder id.
    """

    home: Home
    store: Store
    thumbnails: ThumbnailStore
    pool: DecodePool
    workers: int
    analysts: AnalysisProcesses = field(default_factory=AnalysisProcesses)
    urgent: dict[int, list[int]] = field(default_factory=dict)
    suspects: CrashJournal = field(init=False)
    _encoders: dict[str, Encoder] = field(default_factory=dict)
    _loading: dict[str, threading.Lock] = field(default_factory=dict)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    _writers: int = 0
    _lock: WriterLock | None = None

    def __post_init__(self) -> None:
        self.suspects = CrashJournal(self.home)

    @classmethod
    def open(cls, home: Home, workers: int | None = None) -> "Context":
        """Open the store of `home` and start the decode workers; StoreError if it cannot be."""
        store = Store(home)
        # Before any process is started: they inherit where numba keeps what it compiled.
        projection.prepare_numba(home.cache / "numba")
        count = workers or max(1, min(os.cpu_count() or 1, 8))
        return cls(home, store, ThumbnailStore(home), DecodePool(count), count)

    def encoder(self, name: str) -> Encoder:
        """Return an encoder, loaded once; EncoderError with one sentence if it cannot be."""
        # A lock for each: one that takes seconds to load holds no other up.
        with self._loading.setdefault(name, threading.Lock()):
            if name not in self._encoders:
                self._encoders[name] = registry.load(name, self.home)
            return self._encoders[name]

    def keep(self, name: str, encoder: Encoder) -> None:
        """Take over an encoder that was loaded already, as by a download."""
        self._encoders.setdefault(name, encoder)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's lock against other processes; jobs of this engine share it.

        Raises:
            StoreBusyError: another process writes.
        """
        with self._writing:
            if self._writers == 0:
                self._lock = WriterLock(self.home)
                # Only with the lock: before that, what is in hand belongs to a writer that lives.
                self.suspects.take_over()
            self._writers += 1
        try:
            yield
        finally:
            with self._writing:
                # The last one of this engine lets go; others may still write when one of two
                # folders is done.
                self._writers -= 1
                if self._writers == 0 and self._lock is not None:
                    self._lock.release()
                    self._lock = None

    def close(self) -> None:
        """Stop the workers and close the store."""
        # First: from here on nothing that is in an encoder's hands is counted as a death.
        self.suspects.close()
        self.pool.close()
        self.analysts.close()
        self.thumbnails.close()
        self.store.close()
