"""Commands as processes: no Qt, no display, interrupted, or with nobody who reads."""

import json
import os
import signal
import sqlite3

import psutil
import pytest

from tests.cli_tools import NO_QT, run, start
from tests.engine_tools import folder_of

PIXELS = ("--encoder", "pixels")


def test_commands_need_neither_qt_nor_a_display(tmp_path, photos):
    script = tmp_path / "no_qt.py"
    script.write_text(NO_QT)
    for command in ("index", "problems"):
        code, out, err = run(command, str(photos), *PIXELS, "--json", script=str(script))
        assert code == 0, err
        json.loads(out)
    code, out, _err = run("encoders", "--json", script=str(script))
    assert code == 0
    assert b"pixels" in out


def test_nothing_but_json_is_on_standard_output_and_no_bar_without_a_terminal(photos):
    code, out, err = run("index", str(photos), *PIXELS, "--json")
    assert code == 0
    assert json.loads(out)["found"] == 12
    assert err == b""


def test_an_interrupt_is_130_and_what_was_stored_stays(home, tmp_path):
    root = folder_of(tmp_path / "many", 800)
    process = start("index", str(root), *PIXELS, "--json")
    stored = 0
    while stored < 16 and process.poll() is None:
        stored = vectors(home)
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err == b"lookalike: interrupted; what was stored stays.\n"
    assert json.loads(out) == {"error": "interrupted; what was stored stays."}
    assert not psutil.wait_procs(family, timeout=10)[1]
    kept = vectors(home)
    assert stored <= kept < 800
    code, out, _err = run("index", str(root), *PIXELS, "--json")
    result = json.loads(out)
    assert (code, result["reused"], result["embedded"]) == (0, kept, 800 - kept)


def vectors(home):
    """How many vectors the store holds, 0 while there is none."""
    if not home.database.exists():
        return 0
    try:
        db = sqlite3.connect(f"file:{home.database}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    try:
        return db.execute("SELECT count(*) FROM vector").fetchone()[0]
    except sqlite3.Error:
        return 0
    finally:
        db.close()


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_a_reader_that_closes_early_is_no_failure(photos, json_too):
    ours, theirs = os.pipe()
    os.close(ours)
    process = start("encoders", *json_too, stdout=theirs)
    os.close(theirs)
    _out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_wrong_usage_is_two_for_other_programs_as_well():
    code, out, err = run("index")
    assert (code, out) == (2, b"")
    assert b"usage:" in err


def test_a_store_of_a_newer_version_is_refused_in_a_sentence(home, photos):
    run("index", str(photos), *PIXELS)
    with sqlite3.connect(home.database) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    for command in ("index", "problems"):
        code, out, err = run(command, str(photos), *PIXELS, "--json")
        assert code == 1
        assert b"newer Lookalike" in err
        assert "newer Lookalike" in json.loads(out)["error"]
        assert err.count(b"\n") == 1
