"""Work on a drive that may never answer: done on a thread of its own, and left there on a cancel.

A call into a network drive whose server is gone cannot be interrupted, often not even by killing
its process. So the threads that make such calls hold nothing that others wait for: no lock, no
connection, no request.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from gallery.engine.workers.control import Control

LOOK_S = 0.1  # how late a cancel is noticed, on either side of the box
BATCH = 256  # items handed over at a time: one by one the hand-over would cost more than a stat
AHEAD = 8  # batches that wait to be taken: a fast drive is not read into memory as a whole

T = TypeVar("T")
_Box = queue.Queue[tuple[list[T], BaseException | None]]


def aside(control: Control, work: Callable[[], T]) -> T:
    """Return `work()`, or raise what it raises.

    Raises:
        CancelledError: the job was cancelled; the work may still be under way.
    """
    return next(stream(control, (work() for _once in range(1))))


def stream(control: Control, items: Iterator[T]) -> Iterator[T]:
    """Yield `items`, and raise what taking them raises.

    Raises:
        CancelledError: the job was cancelled; one of them may still be waited for.
    """
    box: _Box[T] = queue.Queue(AHEAD)
    left = threading.Event()
    # A daemon: a thread that waits for a dead server must not keep the process from ending.
    threading.Thread(target=_fill, args=(box, items, left), name="aside", daemon=True).start()
    try:
        while True:
            try:
                batch, error = box.get(timeout=LOOK_S)
            except queue.Empty:
                control.check()
                continue
            yield from batch
            if error is not None:
                raise error
            # An empty batch without an error is the end of the items.
            if not batch:
                return
    finally:
        # Whoever takes nothing more says so; the thread ends at its next hand-over, or with the
        # drive.
        left.set()


def _fill(box: _Box[T], items: Iterator[T], left: threading.Event) -> None:
    """Put items into the box until there are no more, or nobody takes them; then an empty batch."""
    error: BaseException | None = None
    more = True
    while more and not left.is_set():
        batch: list[T] = []
        try:
            batch.extend(islice(items, BATCH))
        except Exception as raised:  # noqa: BLE001 - raised again where the items are taken
            error = raised
        more = bool(batch) and error is None
        _put(box, (batch, error), left)


def _put(box: _Box[T], filled: tuple[list[T], BaseException | None], left: threading.Event) -> None:
    while not left.is_set():
        try:
            box.put(filled, timeout=LOOK_S)
        except queue.Full:
            continue
        return
