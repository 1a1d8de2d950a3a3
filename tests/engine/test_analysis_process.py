"""The process that computes clusters and maps: the same results, and its death costs a sentence."""

import contextlib
import multiprocessing
import os
import threading
import time
from contextlib import closing

import numpy as np
import psutil
import pytest

from gallery.analysis import clusters, preview, projection
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError, LookalikeError
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Cancelled, Done, Failed, Progress, Stage
from gallery.engine.workers.analysis_process import AnalysisProcess, AnalysisProcesses, Picked
from gallery.engine.workers.control import Control
from gallery.library import vectors
from gallery.library.reading import Reader
from tests.engine_tools import SOON_S, folder_of, running_engine

COUNT, DIM = 200, 32
FAR = 3600


def sleeps(_vectors):
    """A computation without an end."""
    time.sleep(FAR)


def fails(_vectors):
    raise ZeroDivisionError("of no use")


def takes_too_much(_vectors):
    raise MemoryError


def process_id(_vectors):
    return os.getpid()


@pytest.fixture
def picked(home):
    """Every second of some vectors in a file, backwards."""
    rng = np.random.default_rng(0)
    groups = normalise(rng.normal(size=(6, DIM)))[np.arange(2 * COUNT) % 6]
    home.create()
    rows = normalise(groups + 0.1 * rng.normal(size=(2 * COUNT, DIM)))
    vectors.write_rows(home, "some", 0, rows)
    return Picked(home, "some", DIM, np.arange(2 * COUNT - 1, 0, -2))


@pytest.fixture
def control():
    return Control()


@pytest.fixture
def analyst(control):
    with closing(AnalysisProcess(control)) as analyst:
        yield analyst


def gone(pid):
    """Whether a process ends soon; its parent may still have to take note of it."""
    limit = time.monotonic() + SOON_S
    while time.monotonic() < limit:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
    return False


def analysts_of(engine):
    """The processes of an engine that hold scikit-learn."""
    return [p for p in psutil.Process(engine.pid).children() if holds(p, "sklearn")]


def holds(process, library):
    try:
        return any(library in part.path for part in process.memory_maps())
    except psutil.Error:
        return False


def test_results_are_those_of_the_same_functions_here(analyst, picked):
    analyst.warm()
    mine = picked.load()
    assert mine.shape == (COUNT, DIM)
    found = analyst.ask(clusters.cluster, picked, None)
    expected = clusters.cluster(mine, None)
    np.testing.assert_array_equal(found.labels, expected.labels)
    np.testing.assert_array_equal(found.centres, expected.centres)
    assert (found.k, found.suggested_k, found.curve) == (
        expected.k, expected.suggested_k, expected.curve,
    )  # fmt: skip
    xy = analyst.ask(projection.pca, picked)
    np.testing.assert_array_equal(xy, projection.pca(mine))
    xy = projection.normalise_map(xy)
    placed = analyst.ask(projection.umap_of_all, picked, xy)
    np.testing.assert_array_equal(placed, projection.umap_of_all(mine, xy))
    _found, typical, _xy = analyst.ask(preview.preview, picked)
    assert [rows.tolist() for rows in typical] == [r.tolist() for r in preview.preview(mine)[1]]


def test_other_rows_are_other_vectors(analyst, picked):
    few = Picked(picked.home, picked.encoder_id, DIM, picked.rows[:7])
    assert len(analyst.ask(projection.pca, picked)) == COUNT
    assert len(analyst.ask(projection.pca, few)) == 7
    assert len(analyst.ask(projection.pca, picked)) == COUNT


@pytest.fixture
def analysts():
    with closing(AnalysisProcesses()) as analysts:
        yield analysts


def test_the_next_job_finds_the_process_of_the_last(analysts, picked):
    with analysts.lend(Control()) as analyst:
        first = analyst.ask(process_id, picked)
    assert first not in (0, os.getpid())
    with analysts.lend(Control()) as analyst:
        assert analyst.ask(process_id, picked) == first


def test_two_jobs_at_once_have_a_process_each(analysts, picked):
    with analysts.lend(Control()) as one, analysts.lend(Control()) as other:
        assert one.ask(process_id, picked) != other.ask(process_id, picked)
        both = one.pid, other.pid
    assert sum(psutil.pid_exists(pid) for pid in both) == 1


def test_an_idle_process_ends_after_a_while_and_with_the_engine(picked):
    with closing(AnalysisProcesses(keep_s=0.1)) as analysts:
        with analysts.lend(Control()) as analyst:
            pid = analyst.ask(process_id, picked)
        assert gone(pid)
    analysts = AnalysisProcesses()
    with analysts.lend(Control()) as analyst:
        pid = analyst.ask(process_id, picked)
    analysts.close()
    assert not psutil.pid_exists(pid)


def test_a_job_that_is_cancelled_or_leaves_a_call_open_ends_its_process(analysts, picked):
    control = Control()
    with contextlib.suppress(CancelledError), analysts.lend(control) as analyst:
        cancelled = analyst.ask(process_id, picked)
        control.cancel()
        analyst.ask(sleeps, picked)
    assert not psutil.pid_exists(cancelled)
    with analysts.lend(Control()) as analyst:
        busy = analyst.ask(process_id, picked)
        analyst.begin(sleeps, picked)
    assert not psutil.pid_exists(busy)


def test_a_job_without_questions_starts_no_process(analysts):
    with analysts.lend(Control()) as analyst:
        assert analyst.pid is None


def test_a_cancelled_job_ends_at_once_and_its_process_too(analyst, control, picked):
    pid = analyst.ask(process_id, picked)
    analyst.begin(sleeps, picked)
    threading.Timer(0.2, control.cancel).start()
    started = time.monotonic()
    with pytest.raises(CancelledError):
        analyst.result()
    analyst.close()
    assert not psutil.pid_exists(pid)
    assert time.monotonic() - started < 1.2


def test_a_process_that_was_ended_can_still_be_waited_for(analyst, picked):
    # As the program does with all its children at its end, while another thread ends this one.
    pid = analyst.ask(process_id, picked)
    (process,) = [child for child in multiprocessing.active_children() if child.pid == pid]
    analyst.close()
    process.join()
    assert process.exitcode is not None


def test_a_job_is_cancelled_while_its_process_starts(analyst, control, picked):
    control.cancel()
    with pytest.raises(CancelledError):
        analyst.ask(process_id, picked)


def test_a_killed_process_is_a_sentence_and_the_next_question_is_answered(analyst, picked):
    first = analyst.ask(process_id, picked)
    analyst.begin(sleeps, picked)
    psutil.Process(first).kill()
    with pytest.raises(LookalikeError, match="could not be computed"):
        analyst.result()
    second = analyst.ask(process_id, picked)
    psutil.Process(second).kill()  # while it has nothing to do
    assert analyst.ask(process_id, picked) not in (first, second)


def test_too_little_memory_is_a_sentence(analyst, picked):
    with pytest.raises(LookalikeError, match="too little memory"):
        analyst.ask(takes_too_much, picked)
    assert analyst.ask(process_id, picked) == analyst.pid


def test_a_fault_in_a_function_is_told_with_its_place(analyst, picked):
    with pytest.raises(RuntimeError, match="in fails"):
        analyst.ask(fails, picked)


# ---------------------------------------------------------------- in a real engine


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return folder_of(tmp_path_factory.mktemp("analyst") / "photos", 400)


def wait_for_analyst(engine):
    """Return the process that clusters and maps, as soon as it is there."""
    limit = time.monotonic() + SOON_S
    while time.monotonic() < limit:
        found = analysts_of(engine)
        if found:
            return found[0]
        with contextlib.suppress(AssertionError):  # a paused job says nothing
            engine.until(lambda _message: True, timeout_s=0.2)
    raise AssertionError("no process computes anything")


def test_an_engine_holds_none_of_it_and_outlives_its_death(home, root):
    with running_engine(home) as engine:
        request = engine.open(root)
        engine.until(lambda m: isinstance(m, Progress) and m.stage is Stage.MAP)
        wait_for_analyst(engine).kill()
        failed = engine.ending(request)
        assert isinstance(failed, Failed)
        assert (str(failed.said)[:8], failed.detail) == ("Clusters", "")
        assert isinstance(engine.ending(engine.open(root)), Done)
        assert not holds(psutil.Process(engine.pid), "sklearn")
        reader = Reader(home)
        saved = reader.map(reader.folder_id(os.fsencode(root)), PixelsEncoder().id)
        reader.close()
        assert (saved.method, len(saved.contents)) == ("umap", 400)


def test_its_death_while_pictures_come_costs_nothing(home, root):
    with running_engine(home) as engine:
        request = engine.open(root)
        engine.until(lambda m: isinstance(m, Progress) and m.stage is Stage.EMBED and m.done)
        engine.engine.send(messages.Pause(request=request, paused=True))
        wait_for_analyst(engine).kill()
        engine.engine.send(messages.Pause(request=request, paused=False))
        assert isinstance(engine.ending(request), Done)


def test_a_job_is_cancelled_within_a_second_while_the_map_is_made(home, root):
    with running_engine(home) as engine:
        request = engine.open(root)
        engine.until(lambda m: isinstance(m, Progress) and m.stage is Stage.MAP)
        started = time.monotonic()
        engine.engine.send(messages.Cancel(request=request))
        assert isinstance(engine.ending(request), Cancelled)
        assert time.monotonic() - started < 1
        assert not analysts_of(engine)
        assert isinstance(engine.ending(engine.ask(messages.ListEncoders)), Done)


def test_it_ends_with_an_engine_that_is_killed(home, root):
    with running_engine(home) as engine:
        engine.open(root)
        engine.until(lambda m: isinstance(m, Progress) and m.stage is Stage.MAP)
        child = wait_for_analyst(engine)
        psutil.Process(engine.pid).kill()
        assert gone(child.pid)
