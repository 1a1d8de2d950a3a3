"""The process that computes clusters and maps, and the engine's end of it.

What scikit-learn, numba and UMAP allocate is the system's again when it ends; it can be killed at
any moment; and if it dies, that costs one sentence. Vectors do not cross the pipe: it maps the
file they lie in.
"""

import contextlib
import logging
import multiprocessing
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import preview, projection
from gallery.core import child_process
from gallery.core.arrays import Vectors
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.paths import Home
from gallery.engine.workers.control import Control
from gallery.library import vectors

log = logging.getLogger(__name__)

# All that a preview imports; what only UMAP needs is left to `warm`.
LIBRARIES = ("sklearn.cluster", "sklearn.metrics", "sklearn.utils.extmath")
CHECK_S = 0.05  # how late a cancel is heard
KEEP_S = 60.0  # as long as a person tries numbers of clusters; a start costs a second or more

# The system kills the process when the thread that started it ends; this one ends last.
_STARTER = ThreadPoolExecutor(1, "analyst-starter")

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Picked:
    """Vectors by the file they lie in: those of an encoder, `rows` [n] of them, `dim` wide."""

    home: Home
    encoder_id: str
    dim: int
    rows: NDArray[np.int64]

    def load(self) -> Vectors:
        """Return the vectors, float32 [n, dim]."""
        mapped = vectors.mapped(self.home, self.encoder_id, self.dim)
        return np.asarray(mapped[self.rows], np.float32)


@dataclass(frozen=True, slots=True)
class _Call:
    """A function to be called with vectors, None for those of the last call, and arguments."""

    function: Callable[..., Any]
    picked: Picked | None
    arguments: tuple[object, ...]
    named: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Ready:
    """Said once, when everything for the first call is loaded."""


@dataclass(frozen=True, slots=True)
class _Ping:
    """Asks for another `_Ready`."""


@dataclass(frozen=True, slots=True)
class _Warm:
    """Get ready for UMAP, beside other calls."""


@dataclass(frozen=True, slots=True)
class _Result:
    """What a call returned; or what was raised in it, as text; or that memory ran out."""

    value: object = None
    raised: str = ""
    too_large: bool = False


# States of an AnalysisProcess, on the engine's side:
#
#   none --begin, warm--> starting --_Ready--> idle --begin--> owing n (more: begin)
#                                               ^                  |
#                                               +--- n results ----+
#
# From every state `close` (a cancel, a failed job, a death) leads back to none. An idle one has
# to answer a _Ping before it gets a call, for one that has just been killed still looks alive.
class AnalysisProcess:
    """A process for one job at a time; it starts with the first call.

    For one thread; calls are answered in their order, and each is to be asked for its result.
    """

    def __init__(self, control: Control) -> None:
        self.control = control
        self.owing = 0
        """Calls whose result nobody took yet."""
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False
        self._loaded: Picked | None = None

    def close(self) -> None:
        """Kill the process, whatever it does."""
        if self._process is not None and self._pipe is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = self._loaded = None
        self._ready = False
        self.owing = 0

    @property
    def pid(self) -> int | None:
        """The id of the process, None while there is none."""
        return self._process.pid if self._process is not None else None

    @property
    def is_starting(self) -> bool:
        """Whether the process is there and not yet ready for a call.

        Raises:
            LookalikeError: with a sentence; it died.
        """
        if self._pipe is not None and not self._ready and self._pipe.poll():
            self._ready = isinstance(self._heard(), _Ready)
        return self._pipe is not None and not self._ready

    def warm(self) -> None:
        """Have the process get ready for UMAP; do not wait for it."""
        if self._process is None:
            with contextlib.suppress(ConnectionError):  # dead: the next call starts another
                self._start().send(_Warm())

    def begin(
        self,
        function: Callable[Concatenate[Vectors, P], T],
        picked: Picked,
        *arguments: P.args,
        **named: P.kwargs,
    ) -> None:
        """Have `function` of a module called with `picked` vectors; `result` returns what came.

        Raises:
            CancelledError: the job was cancelled while the process started.
            LookalikeError: with a sentence; it could not be started, or died.
        """
        if self._process is None or not self._process.is_alive():
            self.close()
            self._start()
        while not self._ready:
            self._ready = isinstance(self._heard(), _Ready)
        # By identity: the vectors are in the process already, and arrays have no plain ==.
        known = picked is self._loaded
        self._loaded = picked
        call = _Call(function, None if known else picked, arguments, named)
        with contextlib.suppress(ConnectionError):  # dead: `result` tells
            self._pipe_there.send(call)
        self.owing += 1

    def poll(self) -> bool:
        """Return whether `result` would answer at once."""
        return self._pipe is None or self._pipe.poll()

    def result(self) -> Any:
        """Return what the call begun first returned; wait for it.

        Raises:
            CancelledError: the job was cancelled.
            LookalikeError: with a sentence; the process died, or there is too little memory.
        """
        answer = self._heard()
        self.owing -= 1
        if answer.too_large:
            raise LookalikeError(Code.ANALYSIS_MEMORY)
        if answer.raised:
            raise RuntimeError(f"in the process of the analysis:\n{answer.raised}")
        return answer.value

    def ask(
        self,
        function: Callable[Concatenate[Vectors, P], T],
        picked: Picked,
        *arguments: P.args,
        **named: P.kwargs,
    ) -> T:
        """Return what `function` of a module returns for `picked` vectors and the arguments.

        Raises:
            CancelledError: the job was cancelled.
            LookalikeError: with a sentence; the process died, or there is too little memory.
        """
        self._replace_dead()
        self.begin(function, picked, *arguments, **named)
        value: T = self.result()
        return value

    def _replace_dead(self) -> None:
        """Notice that the process died while it had nothing to do: that is no call's fault.

        One that has just been killed can still look alive, so it has to answer.
        """
        if self._process is None or self.owing:
            return
        with contextlib.suppress(LookalikeError):  # closed now: `begin` starts another
            if self._ready:
                with contextlib.suppress(ConnectionError):
                    self._pipe_there.send(_Ping())
            self._ready = isinstance(self._heard(), _Ready)

    @property
    def _pipe_there(self) -> Connection:
        if self._pipe is None:
            raise LookalikeError(Code.ANALYSIS_DIED)
        return self._pipe

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, os.getpid()), name="analyst", daemon=True
        )
        try:
            _STARTER.submit(self._process.start).result()
        except OSError as error:
            self._pipe.close()
            self._process = self._pipe = None
            raise LookalikeError(Code.ANALYSIS_DIED) from error
        finally:
            theirs.close()  # else its end would not be noticed
        return self._pipe

    def _heard(self) -> Any:
        """Return the next thing the process says."""
        pipe = self._pipe_there
        while True:
            self.control.check()
            if not wait([pipe], CHECK_S):
                continue
            try:
                return pipe.recv()
            except (EOFError, OSError) as error:
                log.warning("the process of the analysis ended with %s", self._code())
                self.close()
                raise LookalikeError(Code.ANALYSIS_DIED) from error

    def _code(self) -> int | None:
        if self._process is None:
            return None
        self._process.join(1.0)
        return self._process.exitcode


class AnalysisProcesses:
    """Lends a process for one job; the last one stays a while for whoever asks next.

    So the second number of clusters that a person tries needs no start of a process, and soon
    after the last one its memory is the system's again.
    """

    def __init__(self, keep_s: float = KEEP_S) -> None:
        self._keep_s = keep_s
        self._guard = threading.Lock()
        self._idle: AnalysisProcess | None = None
        self._timer: threading.Timer | None = None
        self._closed = False

    @contextlib.contextmanager
    def lend(self, control: Control) -> Iterator[AnalysisProcess]:
        """Yield a process for the job of `control`; a job that fails or is cancelled ends it."""
        # A second job meanwhile gets a process of its own; at the end one of the two is kept.
        analyst = self._take() or AnalysisProcess(control)
        analyst.control = control
        try:
            yield analyst
        except BaseException:  # in the middle of a fit it would answer the next job with that
            analyst.close()
            raise
        self._keep(analyst)

    def close(self) -> None:
        """End the idle process, and keep none from now on."""
        self._closed = True
        self._end_idle()

    def _take(self) -> AnalysisProcess | None:
        with self._guard:
            analyst, self._idle = self._idle, None
            if self._timer is not None:
                self._timer.cancel()
            return analyst

    def _keep(self, analyst: AnalysisProcess) -> None:
        with self._guard:
            if self._idle is None and analyst.pid and not analyst.owing and not self._closed:
                self._idle = analyst
                self._timer = threading.Timer(self._keep_s, self._end_idle)
                self._timer.daemon = True  # it must not keep the engine from ending
                self._timer.start()
                return
        analyst.close()

    def _end_idle(self) -> None:
        analyst = self._take()
        if analyst is not None:
            analyst.close()


# ---------------------------------------------------------------- in the process


@dataclass(slots=True)
class _Desk:
    """What the process holds between two calls."""

    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 1), np.float32))
    warming: threading.Thread | None = None

    def answer(self, call: _Call) -> _Result:
        try:
            if call.picked is not None:
                self.vectors = call.picked.load()
            if call.function is projection.umap_of_all and self.warming is not None:
                self.warming.join()  # numba's threads stand no second caller
            return _Result(call.function(self.vectors, *call.arguments, **call.named))
        except MemoryError:
            return _Result(too_large=True)
        except Exception:  # noqa: BLE001 - raised again at the other end
            return _Result(raised=traceback.format_exc())

    def warm(self) -> None:
        self.warming = threading.Thread(target=_warm, name="warming", daemon=True)
        self.warming.start()


def serve(pipe: Connection, parent: int) -> None:
    """Answer what arrives on `pipe` until it closes; the process ends with that of id `parent`."""
    child_process.settle(parent)
    _die_first()
    _import_libraries()
    desk = _Desk()
    with contextlib.suppress(EOFError, ConnectionError):
        pipe.send(_Ready())
        while True:
            message = pipe.recv()
            if isinstance(message, _Ping):
                pipe.send(_Ready())
            elif isinstance(message, _Warm):
                desk.warm()
            else:
                pipe.send(desk.answer(message))


def _die_first() -> None:
    """Ask Linux to take this process, and not the engine, when memory runs out."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            # Half of the scale: raising one's own score needs no rights, lowering it again would.
            file.write("500")


def _import_libraries() -> None:
    """Import all that a preview needs, before a second thread imports UMAP.

    Parts of one library that two threads import at once may see each other half made; and some
    parts are imported by their first use.
    """
    for name in LIBRARIES:
        import_module(name)
    few = np.eye(2 * projection.FEWEST, dtype=np.float32)
    few[::2] *= -1
    preview.preview(few)


def _warm() -> None:
    # Not at a lower priority: it cannot be raised again, and the map may have to wait for this.
    try:
        projection.warm()
    except Exception:
        log.exception("UMAP could not be made ready")  # the map itself will tell
