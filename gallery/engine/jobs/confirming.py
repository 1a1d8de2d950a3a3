"""Pairs of pictures are laid over each other in the decode workers, once for all time."""

import queue
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.findings import Same
from gallery.engine.context import Context
from gallery.engine.workers.control import Control
from gallery.engine.workers.decode_pool import Task
from gallery.imaging.results import Failure, Want
from gallery.imaging.sameness import NOTHING, RECIPE, compare_all
from gallery.library.items import Pair, keep_likeness, known_likeness
from gallery.library.reading import Reader

TOGETHER = 24  # pairs that a worker compares at a time: a quarter of a second
KEPT_TOGETHER = 2000  # pairs in one transaction; a death costs no more than these

OnPairs = Callable[[int, int], None]


class Confirmer:
    """Tells how much two contents agree, and keeps what was found."""

    def __init__(self, context: Context, control: Control, report: OnPairs) -> None:
        self._context, self._control, self._report = context, control, report
        self._reader = Reader(context.home)
        self._known: dict[Pair, Same] = {}
        self._new: dict[Pair, Same] = {}

    def close(self) -> None:
        """Keep what is new, and let the store go."""
        try:
            self._keep()
        finally:
            self._reader.close()

    def look_at(self, pairs: Sequence[Pair]) -> None:
        """Compare pairs of contents, the lower id first, that were never compared.

        Raises:
            CancelledError: what was found until then is kept by `close`.
        """
        self._known |= known_likeness(self._context.store.reading, pairs, RECIPE)
        left = [pair for pair in pairs if pair not in self._known]
        done, waiting = 0, iter(_batches(sorted(left)))
        inbox: queue.SimpleQueue[tuple[list[Pair], Any]] = queue.SimpleQueue()
        flying = 0
        try:
            while True:
                # Two a worker, as many as it takes from the pool: thumbnails of more would only lie
                # in memory.
                for batch in islice(waiting, max(0, 2 * self._context.workers - flying)):
                    self._send(batch, inbox)
                    flying += 1
                if not flying:
                    return
                batch, found = self._next(inbox)
                flying, done = flying - 1, done + len(batch)
                self._take(batch, found)
                self._report(done, len(left))
        finally:
            self._context.pool.cancel(self)

    def same(self, one: int, other: int) -> Same:
        """Return how much two contents agree; compared here and now if they never were."""
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known |= known_likeness(self._context.store.reading, [pair], RECIPE)
        if pair not in self._known:
            self._control.check()
            jpegs, places = self._thumbnails([pair])
            self._take([pair], compare_all(jpegs, places))
        return self._known.get(pair, NOTHING)

    def _send(self, batch: list[Pair], inbox: "queue.SimpleQueue[tuple[list[Pair], Any]]") -> None:
        job: Any = partial(_compared, *self._thumbnails(batch))
        task = Task(path=b"", job=job, want=Want(None), owner=self)
        self._context.pool.submit(task, lambda _task, result: inbox.put((batch, result)))

    def _next(self, inbox: "queue.SimpleQueue[tuple[list[Pair], Any]]") -> tuple[list[Pair], Any]:
        while True:
            self._control.check()
            try:
                return inbox.get(timeout=0.05)  # as late as a cancel is noticed
            except queue.Empty:
                continue

    def _thumbnails(self, pairs: list[Pair]) -> tuple[list[bytes], list[tuple[int, int]]]:
        """Return the thumbnails of the pictures in pairs, each once, and the pairs by their place.

        One that is missing is b"": it is made again when the folder is next indexed.
        """
        contents = sorted({content for pair in pairs for content in pair})
        place = {content: number for number, content in enumerate(contents)}
        jpegs = [self._reader.thumbnail_of_content(content) or b"" for content in contents]
        return jpegs, [(place[a], place[b]) for a, b in pairs]

    def _take(self, batch: list[Pair], found: "list[Same | None] | Failure") -> None:
        if isinstance(found, Failure):
            raise LookalikeError(Code.CANNOT_COMPARE, why=found.said)
        told = {pair: same for pair, same in zip(batch, found, strict=True) if same is not None}
        self._known |= told
        self._new |= told
        if len(self._new) >= KEPT_TOGETHER:
            self._keep()

    def _keep(self) -> None:
        new, self._new = self._new, {}
        if new:
            keep_likeness(self._context.store, new, RECIPE)


def _batches(pairs: list[Pair]) -> Iterator[list[Pair]]:
    rest = iter(pairs)
    while batch := list(islice(rest, TOGETHER)):
        yield batch


def _compared(
    jpegs: list[bytes], places: list[tuple[int, int]], _path: bytes, _want: Want
) -> list[Same | None]:
    return compare_all(jpegs, places)
