"""One writes, the other waits and says so; no "database is locked" reaches the person."""

import json
import random
import signal
import sqlite3
import time

import pytest

from tests.cli_tools import run, start
from tests.engine_tools import folder_of

PIXELS = ("--encoder", "pixels", "--json")


def test_two_runs_at_once_come_to_what_one_does(home, tmp_path):
    root = folder_of(tmp_path / "photos", 300)
    both = [start("index", str(root), *PIXELS) for _ in range(2)]
    results = []
    for process in both:
        out, err = process.communicate(timeout=150)
        assert process.returncode == 0, err
        assert b"locked" not in err
        results.append(json.loads(out))
    assert [r["found"] for r in results] == [300, 300]
    assert sum(r["embedded"] for r in results) == 300
    assert sorted(r["reused"] for r in results) == [0, 300]


@pytest.mark.long
def test_fifty_runs_in_pairs_with_random_kills(home, tmp_path):
    root = folder_of(tmp_path / "photos", 300)
    dice = random.Random(3)
    for _turn in range(25):
        both = [start("index", str(root), *PIXELS) for _ in range(2)]
        time.sleep(dice.uniform(0.5, 3))
        both[0].send_signal(signal.SIGKILL)
        both[0].communicate(timeout=60)
        _out, err = both[1].communicate(timeout=150)
        assert both[1].returncode == 0, err
        assert b"database is locked" not in err
        if dice.random() < 0.5:
            with sqlite3.connect(home.database) as db:
                db.execute("DELETE FROM vector WHERE id % 2")
            db.close()
    code, out, err = run("index", str(root), *PIXELS)
    result = json.loads(out)
    assert (code, result["found"], result["problems"]) == (0, 300, 0), err
