import os
import queue
import random
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image

from gallery.core.picture import Decoded, Preprocessing
from gallery.core.problem import Kind
from gallery.engine.workers.decode_pool import DecodePool, Task
from gallery.imaging import worker
from gallery.imaging.results import Failure, Hashed, View, Want
from tests.engine import stub_decoders as stubs
from tests.imaging.test_decode import SAME
from tests.imaging.test_samples import FILES

ROOT = Path(__file__).parents[2]
SOON_S = 60  # far more than any of this takes, also on a busy machine


class Answers:
    """Collects the results of a pool, by tag."""

    def __init__(self):
        self.arrived = queue.Queue()

    def done(self, task, result):
        self.arrived.put((task.tag, result))

    def take(self, count=1):
        return dict(self.arrived.get(timeout=SOON_S) for _ in range(count))


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def pool():
    pool = DecodePool(2, deadline_s=20)
    yield pool
    pool.close()


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "picture.png"
    Image.linear_gradient("L").save(path)
    return os.fsencode(path)


def ask(pool, answers, *jobs, path=b""):
    for tag, job in enumerate(jobs):
        pool.submit(Task(path, job, tag=tag), answers.done)
    return answers.take(len(jobs))


def test_a_picture_is_decoded_hashed_and_viewed_in_a_worker(pool, answers, picture):
    want = Want(Preprocessing(16), thumbnail=64, longest=100)
    for job in ("decode", "hash", "view"):
        pool.submit(Task(picture, job, want, job), answers.done)
    got = answers.take(3)
    assert isinstance(got["decode"], Decoded)
    assert got["decode"].pixels.shape == (16, 16, 3)
    assert isinstance(got["hash"], Hashed)
    assert got["hash"].content == got["decode"].content
    assert isinstance(got["view"], View)
    assert got["view"].pixels.shape == (100, 100, 4)
    assert pool.pending() == 0


@pytest.mark.parametrize("death", [stubs.segfault, stubs.abort, stubs.leave, stubs.surprise])
def test_a_decoder_that_dies_costs_its_file_alone(pool, answers, death):
    jobs = [stubs.answer] * 12
    jobs[5] = death
    got = ask(pool, answers, *jobs)
    kinds = [got[tag].kind for tag in range(12)]
    assert kinds[5] is Kind.DECODER_CRASHED
    assert kinds[:5] + kinds[6:] == [Kind.DAMAGED] * 11


@pytest.mark.parametrize(
    ("endless", "sentence"), [(stubs.hang, "stood still"), (stubs.spin_deaf, "longer than 0.5 s")]
)
def test_a_decoder_that_never_ends_is_stopped_at_the_deadline(answers, endless, sentence):
    pool = DecodePool(1, deadline_s=0.5)
    try:
        got = ask(pool, answers, stubs.answer, endless, stubs.answer)
        assert got[1].kind is Kind.TIMEOUT
        assert sentence in got[1].message
        assert got[0].kind is got[2].kind is Kind.DAMAGED
    finally:
        pool.close()


@pytest.mark.skipif(worker.OVERTIME is None, reason="no system that counts processor time")
def test_only_processor_time_counts_and_each_file_has_its_own(answers):
    pool = DecodePool(1, deadline_s=1)
    try:
        got = ask(pool, answers, stubs.wait_long, *[stubs.work_a_while] * 4, stubs.wait_long)
        assert [got[tag].kind for tag in range(6)] == [Kind.DAMAGED] * 6
        assert len({got[tag].message for tag in range(6)}) == 1  # the same process throughout
    finally:
        pool.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are those of Linux")
def test_a_decoder_that_eats_memory_is_too_large_and_the_worker_lives_on(answers):
    pool = DecodePool(1, memory=1 << 30)
    try:
        got = ask(pool, answers, stubs.answer, stubs.allocate, stubs.answer)
        assert got[1].kind is Kind.TOO_LARGE
        assert got[0].message == got[2].message  # the same process answered
    finally:
        pool.close()


def test_a_file_is_tried_once_more_when_its_worker_was_killed_from_outside(pool, answers, tmp_path):
    path = os.fsencode(tmp_path / "x.jpg")
    assert ask(pool, answers, stubs.killed_once, path=path)[0].kind is Kind.DAMAGED


def test_ten_deaths_in_a_row_are_ten_problems_and_the_pool_goes_on(pool, answers):
    got = ask(pool, answers, *[stubs.segfault] * 10, stubs.answer)
    assert [got[tag].kind for tag in range(11)] == [Kind.DECODER_CRASHED] * 10 + [Kind.DAMAGED]


def test_cancelled_tasks_are_not_answered_and_others_are(answers):
    pool = DecodePool(1)
    try:
        for tag in range(50):
            pool.submit(Task(b"", stubs.hang, tag=tag, owner="a folder"), answers.done)
        pool.submit(Task(b"", stubs.answer, tag="kept", owner="another"), answers.done)
        assert pool.pending("a folder") == 50
        assert pool.cancel("a folder") == 50
        assert pool.pending("a folder") == 0
        assert pool.pending() == 1
    finally:
        pool.close()
    assert answers.arrived.empty()


def test_a_worker_that_hangs_on_what_was_cancelled_makes_room_for_others(answers, tmp_path):
    pool = DecodePool(1, deadline_s=600)
    try:
        path = os.fsencode(tmp_path / "away.jpg")
        pool.submit(Task(path, stubs.hang_marked, owner="a folder"), answers.done)
        limit = time.monotonic() + SOON_S
        while not os.path.exists(path + b".mark"):
            assert time.monotonic() < limit
            time.sleep(0.01)
        pool.submit(Task(b"", stubs.answer, tag="kept"), answers.done)
        assert pool.cancel("a folder") == 1
        assert list(answers.take()) == ["kept"]
    finally:
        pool.close()


def test_cancelling_drops_what_waits_and_the_rest_is_answered(pool, answers):
    for tag in range(200):
        owner = "dropped" if tag % 2 else "kept"
        pool.submit(Task(b"", stubs.answer, tag=tag, owner=owner), answers.done)
    pool.cancel("dropped")
    pool.submit(Task(b"", stubs.answer, tag=200, owner="kept"), answers.done)
    got = {}
    while 200 not in got or pool.pending():
        got |= answers.take()
    while not answers.arrived.empty():
        got |= answers.take()
    assert set(range(0, 201, 2)) <= set(got)


def test_a_view_overtakes_a_long_queue(answers, picture):
    pool = DecodePool(1)
    try:
        for tag in range(300):
            pool.submit(Task(picture, "hash", tag=tag), answers.done)
        pool.submit(Task(picture, "view", tag="view"), answers.done)
        order = [next(iter(answers.take())) for _ in range(301)]
        assert order.index("view") < 300
        assert pool.pending() == 0
    finally:
        pool.close()


def test_two_threads_may_submit_at_once(pool, answers):
    def submit(start):
        for tag in range(start, start + 200):
            pool.submit(Task(b"", stubs.answer, tag=tag), answers.done)

    threads = [threading.Thread(target=submit, args=(n * 200,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.take(800)) == list(range(800))


def test_a_callback_that_raises_does_not_stop_the_pool(pool, answers, caplog):
    def broken(task, result):
        raise RuntimeError("the caller's mistake")

    pool.submit(Task(b"", stubs.answer), broken)
    assert ask(pool, answers, stubs.answer)[0].kind is Kind.DAMAGED


def test_no_broken_file_stops_the_pool_or_is_lost(pool, answers, tmp_path):
    rng = random.Random(7)
    whole = SAME | {path.name: path.read_bytes() for path in sorted(FILES.glob("*.*"))}
    names = list(whole)
    for tag in range(150):
        name = rng.choice(names)
        data = bytearray(whole[name])
        for _ in range(rng.choice((1, 3, 20))):
            at = rng.randrange(min(len(data), rng.choice((64, 512, 10**9))))
            data[at] ^= 1 << rng.randrange(8)
        path = tmp_path / f"{tag} {name}"
        path.write_bytes(data[: rng.choice((len(data), len(data) // 2))])
        pool.submit(Task(os.fsencode(path), tag=tag), answers.done)
    got = answers.take(150)
    assert len(got) == 150
    assert sum(isinstance(result, Decoded) for result in got.values()) > 20
    assert all(result.message for result in got.values() if isinstance(result, Failure))


def test_close_ends_busy_workers_at_once(answers):
    others = set(psutil.Process().children())
    pool = DecodePool(2)
    ask(pool, answers, stubs.answer)
    workers = [
        p
        for p in set(psutil.Process().children()) - others
        if "spawn_main" in " ".join(p.cmdline())
    ]
    assert workers
    for _ in range(10):
        pool.submit(Task(b"", stubs.hang), answers.done)
    start = time.monotonic()
    pool.close()
    assert time.monotonic() - start < 0.6
    assert not psutil.wait_procs(workers, timeout=5)[1]


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no niceness here")
def test_workers_are_polite_and_have_one_thread(answers):
    pool = DecodePool(1, nice=3)
    try:
        assert ask(pool, answers, stubs.limits)[0].message == f"{min(19, os.nice(0) + 3)} 1"
    finally:
        pool.close()


def test_workers_load_nothing_heavy(pool, answers):
    assert ask(pool, answers, stubs.modules)[0].message == "none"


def run_script(tmp_path, body, before=""):
    script = tmp_path / "program.py"
    script.write_text(
        before
        + textwrap.dedent(
            """
            import queue, sys, time
            from gallery.engine.workers.decode_pool import DecodePool, Task
            from tests.engine import stub_decoders as stubs

            def main():
                pool = DecodePool(2)
                answers = queue.Queue()
                done = lambda task, result: answers.put(result)
            """
        )
        + textwrap.indent(textwrap.dedent(body), "    ")
        + "\nif __name__ == '__main__':\n    main()\n"
    )
    return subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_what_a_decoder_prints_never_reaches_standard_output(tmp_path):
    program = run_script(
        tmp_path,
        """
        pool.submit(Task(b"", stubs.talk), done)
        answers.get(timeout=60)
        pool.close()
        print("only this")
        """,
    )
    assert program.communicate(timeout=SOON_S)[0] == "only this\n"
    assert program.returncode == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL is POSIX")
@pytest.mark.parametrize("endless", ["hang", "spin_deaf"])
def test_no_worker_outlives_a_parent_that_is_killed(tmp_path, endless):
    program = run_script(
        tmp_path,
        f"""
        pids = set()
        while len(pids) < 2:
            for _ in range(4):
                pool.submit(Task(b"", stubs.answer), done)
            pids.update(answers.get(timeout=60).message for _ in range(4))
        for _ in range(4):
            pool.submit(Task(b"", stubs.{endless}), done)
        print(*pids, flush=True)
        time.sleep(600)
        """,
    )
    workers = [psutil.Process(int(pid)) for pid in program.stdout.readline().split()]
    assert len(workers) == 2
    program.kill()
    program.communicate()
    assert not psutil.wait_procs(workers, timeout=10)[1]


def test_all_files_are_answered_when_no_worker_can_be_started(tmp_path):
    program = run_script(
        tmp_path,
        """
        for _ in range(9):
            pool.submit(Task(b"", stubs.answer), done)
        print({answers.get(timeout=60).message for _ in range(9)})
        pool.close()
        """,
        before="if __name__ == '__mp_main__': raise SystemExit('workers end at once')",
    )
    assert "cannot be started" in program.communicate(timeout=SOON_S)[0]
