"""What decode workers have to do: the tasks in their order, and those without a result yet."""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from gallery.imaging.results import Result, Want
from gallery.imaging.worker import Function, WorkerJob


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be worked on.

    Attributes:
        path: of the file.
        job: what to do; or a function of a module, called in the worker with path and want.
        want: what the result is to hold.
        tag: anything that tells the caller which task this was.
        owner: whose task it is, for `DecodePool.cancel` and `DecodePool.pending`.
    """

    path: bytes
    job: WorkerJob | Function = "decode"
    want: Want = field(default_factory=Want)
    tag: Any = None
    owner: Hashable = None


OnResult = Callable[[Task, Result], None]


@dataclass(slots=True, eq=False)
class PendingTask:
    """A task with what the pool knows about it; `done` is called with its result."""

    task: Task
    done: OnResult
    tries: int = 0
    cancelled: bool = False


class TaskQueue:
    """The tasks of a pool. Thread-safe; views go first, everything else in the order it came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._urgent: deque[PendingTask] = deque()
        self._queue: deque[PendingTask] = deque()
        self._open: set[PendingTask] = set()

    def add(self, order: PendingTask) -> None:
        """Put a task at the end."""
        with self._lock:
            self._open.add(order)
            self._line(order).append(order)

    def next(self) -> PendingTask | None:
        """Take out the next one to be worked on, or None; it is open until it is `closed`."""
        with self._lock:
            if self._urgent:
                return self._urgent.popleft()
            return self._queue.popleft() if self._queue else None

    def put_back(self, orders: Iterable[PendingTask]) -> None:
        """Put tasks to the front and in their order: they had been taken from there."""
        with self._lock:
            for order in reversed(list(orders)):
                if not order.cancelled:
                    self._line(order).appendleft(order)

    def close(self, order: PendingTask) -> bool:
        """Note that a task has its result; return whether anybody still waits for that."""
        with self._lock:
            waited_for = order in self._open
            self._open.discard(order)
        return waited_for

    def pending(self, owner: Hashable = None) -> int:
        """Return how many tasks have no result yet, of `owner` or (None) of all."""
        with self._lock:
            if owner is None:
                return len(self._open)
            return sum(order.task.owner == owner for order in self._open)

    def cancel(self, owner: Hashable) -> int:
        """Drop all tasks of `owner`, and return how many."""
        with self._lock:
            dropped = [order for order in self._open if order.task.owner == owner]
            for order in dropped:
                order.cancelled = True
                self._open.discard(order)
            for queue in (self._urgent, self._queue):
                kept = [order for order in queue if not order.cancelled]
                queue.clear()
                queue.extend(kept)
        return len(dropped)

    def clear(self) -> None:
        """Drop all."""
        with self._lock:
            self._open.clear()
            self._urgent.clear()
            self._queue.clear()

    def _line(self, order: PendingTask) -> deque[PendingTask]:
        return self._urgent if order.task.job == "view" else self._queue
