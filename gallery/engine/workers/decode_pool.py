"""Decode workers: processes with a deadline for each file, so that a bad file costs one file.

One thread of the pool talks to all workers. Each worker has at most two tasks: the one it works
on, and one that lies ready in its pipe, so that it never waits for the pool. Only the first can
be to blame when a worker dies.

It is our own and not pebble's ProcessPool. That has a deadline for each task as well, but of the
clock: here a drive that is slow is told from a decoder that is stuck. And it has no priorities,
which the viewer needs, and no task that lies ready in a worker's pipe.
"""

import contextlib
import itertools
import logging
import math
import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Hashable
from multiprocessing.connection import wait

from gallery.core import child_process
from gallery.core.codes import Code
from gallery.core.problem import Kind
from gallery.core.sentence import Sentence
from gallery.engine.workers.task_queue import OnResult, PendingTask, Task, TaskQueue
from gallery.imaging.results import Failure, Result
from gallery.imaging.worker import OVERTIME, READING, READY, Limits, serve

__all__ = ["DecodePool", "Task"]

log = logging.getLogger(__name__)

_IN_FLIGHT = 2
_START_DEADLINE_S = 120.0  # a cold disk under an antivirus; it is not the file's fault
_MAX_FAILED_STARTS = 5  # in a row, some 2 s: then this machine starts no workers
_START_PAUSE_S = 0.2
_HANGING = 8  # times the processor time: on a busy machine a file takes as much longer
_STILL_S = 0.02  # of the processor, between two looks: who waits for a drive needs less
_LOOKS = 3  # a machine so busy that a process gets nothing at all in three looks is none
_CANCELLED_S = 1.0  # what nobody waits for any more may go on for this long


# A worker, as the pool sees it:
#
#   starting --READY--> idle <--result, task--> at work (one task, and one that lies ready)
#      |                                          |
#      | 120 s, or it ends                        | it ends: its first task failed; killed from
#      v                                          v outside, that task is tried once more
#    a failed start: the next one waits         replaced; what lay ready goes to another
#    longer, the fifth in a row is the last
#
# A worker that ends says so by its sentinel; one that hangs is ended by the pool.
class _Worker:
    """One process and this end of its pipe."""

    def __init__(self, limits: Limits, number: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=serve, args=(theirs, limits), name=f"decode-{number}", daemon=True
        )
        self.process.start()
        theirs.close()  # else its end would not be noticed
        self.ready = False
        self.orders: deque[PendingTask] = deque()
        self.heard()

    def heard(self) -> None:
        """Something was heard of it, or it was given its first task."""
        self.since = self.looked = time.monotonic()
        self.spent: float | None = None  # seconds of the processor, when it was looked at
        self.still = 0  # looks in a row that found it where it was

    def stands_still(self) -> bool:
        """Return whether it did next to nothing between several looks: it waits for a drive.

        Where the system does not tell, it is taken to be at work.
        """
        spent, before = child_process.processor_time(self.process.pid or 0), self.spent
        self.looked, self.spent = time.monotonic(), spent
        idle = spent is not None and before is not None and spent - before < _STILL_S
        self.still = self.still + 1 if idle else 0
        return self.still >= _LOOKS

    def end(self) -> None:
        self.process.kill()
        self.pipe.close()


class DecodePool:
    """Spawned worker processes. Thread-safe; several jobs may use it at once.

    Views go first, everything else in the order of submission.
    """

    def __init__(
        self, workers: int, deadline_s: float = 15.0, memory: int = 2 << 30, nice: int = 5
    ) -> None:
        """Start `workers` processes in the background.

        Args:
            workers: processes, at least 1.
            deadline_s: processor time for one file. A worker that uses none for as long waits
                for a drive; one of which nothing is heard for many times as long hangs.
            memory: address space of one worker in bytes (Linux), 0 for no limit.
            nice: how much politer than this process the workers are.
        """
        self._deadline_s = deadline_s
        self._limits = Limits(memory, nice, deadline_s)
        self._count = max(1, workers)
        self._numbers = itertools.count(1)
        self._tasks = TaskQueue()
        self._workers: list[_Worker] = []
        self._failed_starts = 0
        self._hire_at = 0.0
        self._closed = False
        # A thread that waits for pipes is woken by a pipe: `connection.wait` knows no events or
        # locks.
        self._ear, self._voice = multiprocessing.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="decode-pool", daemon=True)
        self._thread.start()

    def submit(self, task: Task, done: OnResult) -> None:
        """Have `task` worked on; `done` is called with its result on the pool's own thread.

        `done` is to be short: no worker gets a new task while it runs. After `close` nothing is
        called any more.
        """
        self._tasks.add(PendingTask(task, done))
        self._wake()

    def pending(self, owner: Hashable = None) -> int:
        """Return how many tasks have no result yet, of `owner` or (None) of all."""
        return self._tasks.pending(owner)

    def cancel(self, owner: Hashable) -> int:
        """Drop all tasks of `owner` and return how many; their `done` is not called any more.

        A call of `done` that is under way at this moment still ends.
        """
        dropped = self._tasks.cancel(owner)
        self._wake()
        return dropped

    def close(self) -> None:
        """Kill the workers at once; tasks without a result are dropped."""
        self._closed = True
        self._tasks.clear()
        # Killed from here: the pool's own thread may not get its turn before the process ends.
        for worker in list(self._workers):
            worker.process.kill()
        self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join(0.5)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # closed: nobody is left to be woken
            self._voice.send_bytes(b"")

    def _run(self) -> None:
        try:
            while not self._closed:
                self._hire()
                self._hand_out()
                self._listen()
        finally:
            for worker in self._workers:
                worker.end()
            for worker in self._workers:
                worker.process.join(0.5)
            self._voice.close()
            self._ear.close()

    def _hire(self) -> None:
        while len(self._workers) < self._count and time.monotonic() >= self._hire_at:
            try:
                self._workers.append(_Worker(self._limits, next(self._numbers)))
            except OSError as error:  # no process or no memory left on this machine, for now
                log.warning("a decode worker could not be started: %s", error)
                self._note_failed_start()

    def _note_failed_start(self) -> None:
        """Wait longer and longer with the next start; give up after some."""
        self._failed_starts += 1
        pause = _START_PAUSE_S * self._failed_starts
        if self._failed_starts >= _MAX_FAILED_STARTS:
            pause = math.inf
        self._hire_at = time.monotonic() + pause

    def _hand_out(self) -> None:
        for room in range(1, _IN_FLIGHT + 1):  # one each before the second for anyone
            for worker in list(self._workers):
                while worker.ready and len(worker.orders) < room:
                    order = self._tasks.next()
                    if order is None:
                        return
                    self._send(worker, order)
        if not self._workers and self._hire_at == math.inf:
            self._give_up()

    def _send(self, worker: _Worker, order: PendingTask) -> None:
        if not worker.orders:
            worker.heard()
        worker.orders.append(order)
        task = order.task
        with contextlib.suppress(ConnectionError):  # dead: noticed by its sentinel
            worker.pipe.send((task.job, task.path, task.want))

    def _listen(self) -> None:
        """Wait for results, deaths, new tasks or the next deadline, and deal with them."""
        now = time.monotonic()
        limits = [limit - now for worker in self._workers if (limit := self._limit(worker))]
        if len(self._workers) < self._count and self._hire_at < math.inf:
            limits.append(self._hire_at - now)
        pipes = [worker.pipe for worker in self._workers]
        sentinels = [worker.process.sentinel for worker in self._workers]
        heard = wait(
            [self._ear, *pipes, *sentinels],
            max(0.0, min(limits)) if limits else None,
        )
        if self._closed:  # workers that end now were told to
            return
        if self._ear in heard:
            while self._ear.poll():
                self._ear.recv_bytes()
        for worker in list(self._workers):
            alive = worker.process.sentinel not in heard
            if worker.pipe in heard or not alive:
                alive = self._receive(worker, drain=not alive) and alive
            if not alive:
                self._bury(worker)
            elif self._hangs(worker):
                self._stop(worker)

    def _limit(self, worker: _Worker) -> float | None:
        """Return the moment at which to look whether `worker` still does something."""
        if worker.ready and not worker.orders:
            return None
        last = worker.since + self._patience(worker)
        return min(last, worker.looked + self._deadline_s) if worker.ready else last

    def _hangs(self, worker: _Worker) -> bool:
        limit = self._limit(worker)
        if not limit or time.monotonic() < limit:
            return False
        return limit >= worker.since + self._patience(worker) or worker.stands_still()

    def _patience(self, worker: _Worker) -> float:
        """Return the seconds after which something must have been heard of `worker`."""
        if not worker.ready:
            return _START_DEADLINE_S
        if worker.orders and worker.orders[0].cancelled:  # others may wait for it
            return _CANCELLED_S
        return _HANGING * self._deadline_s

    def _receive(self, worker: _Worker, *, drain: bool) -> bool:
        """Take one result, or all that are left; return whether the pipe is still open."""
        try:
            while worker.pipe.poll():
                answer = worker.pipe.recv()
                worker.heard()
                if answer == READY:
                    worker.ready = True
                    self._failed_starts, self._hire_at = 0, 0.0
                elif answer != READING:
                    self._finish(worker.orders.popleft(), answer)
                if not drain:
                    break
        except (EOFError, OSError):
            return False
        return True

    def _bury(self, worker: _Worker) -> None:
        """Replace a worker that died; the file it worked on is to blame."""
        worker.process.join(1.0)
        code = worker.process.exitcode
        log.warning("a decode worker ended with %s", code)
        if not worker.ready:
            self._note_failed_start()
        if worker.ready and OVERTIME and code == -OVERTIME:
            slow = Sentence.of(Code.DECODING_SLOW, seconds=f"{self._deadline_s:g}")
            self._replace(worker, Failure(Kind.TIMEOUT, slow), again=False)
            return
        killed = code == -getattr(signal, "SIGKILL", 9)
        self._replace(worker, Failure(Kind.DECODER_CRASHED), again=killed)

    def _stop(self, worker: _Worker) -> None:
        """Replace a worker that hangs."""
        if not worker.ready:
            self._note_failed_start()
        stuck = Sentence.of(Code.DECODING_STUCK)
        self._replace(worker, Failure(Kind.TIMEOUT, stuck), again=False)

    def _replace(self, worker: _Worker, failure: Failure, *, again: bool) -> None:
        """End `worker`, and send what lay ready in its pipe to another.

        Args:
            worker: dead, or to be killed.
            failure: the result of the file it worked on.
            again: it was killed from outside, as the system does when memory runs out: the
                file may be innocent and is tried once more.
        """
        self._workers.remove(worker)
        worker.end()
        if worker.ready:  # so workers can be started here
            self._failed_starts, self._hire_at = 0, 0.0
        orders = worker.orders
        first = orders.popleft() if orders else None
        if first is not None and again and first.tries == 0:
            first.tries += 1
            orders.appendleft(first)
            first = None
        self._tasks.put_back(orders)
        if first is not None:
            self._finish(first, failure)

    def _finish(self, order: PendingTask, result: Result) -> None:
        if self._closed or not self._tasks.close(order):  # it was cancelled
            return
        try:
            order.done(order.task, result)
        except Exception:
            log.exception("a callback of the decode pool failed")

    def _give_up(self) -> None:
        """Answer what nobody will work on: workers cannot be started on this machine."""
        while order := self._tasks.next():
            self._finish(order, Failure(Kind.DECODER_CRASHED, Sentence.of(Code.NO_DECODER)))
