"""Whatever the workers do, the engine stops a job within a second and ends within two."""

import os
import signal
import time

import psutil
import pytest

from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Opened
from tests.engine_tools import folder_of, running_engine

BUSY = 3  # the promise is for a machine with nothing else to do; this one may be busy


@pytest.fixture
def stuck(home, tmp_path):
    """An engine whose decode workers hang, as on a stalled network drive."""
    root = folder_of(tmp_path / "photos", 200)
    with running_engine(home, workers=2) as engine:
        request = engine.open(root)
        engine.until(lambda m: isinstance(m, Opened))
        workers = psutil.Process(engine.pid).children(recursive=True)
        for worker in workers:
            os.kill(worker.pid, signal.SIGSTOP)
        yield engine, request, workers
        for worker in workers:
            if worker.is_running():
                worker.kill()


def test_a_stuck_job_stops_when_told_and_others_are_answered(stuck):
    engine, request, _workers = stuck
    started = time.monotonic()
    assert isinstance(engine.ending(engine.ask(messages.ListEncoders)), messages.Done)
    engine.engine.send(messages.Cancel(request=request))
    assert isinstance(engine.ending(request), (messages.Cancelled, messages.Done))
    assert time.monotonic() - started < 1 * BUSY


def test_a_stuck_engine_ends_with_its_workers(stuck):
    engine, _request, workers = stuck
    family = [psutil.Process(engine.pid), *workers]
    started = time.monotonic()
    engine.engine.send(messages.Shutdown())
    assert not psutil.wait_procs(family, timeout=30)[1]
    assert time.monotonic() - started < 2 * BUSY
