"""Every command under every condition of its streams: nothing but sentences, and the right code."""

import contextlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from gallery.cli import COMMANDS, streams
from gallery.cli import main as cli
from tests.cli_tools import ROOT, environment, run
from tests.engine_tools import folder_of

PIXELS = ("--encoder", "pixels")
A_COMMAND = {
    "index": ("index", "{photos}", *PIXELS),
    "problems": ("problems", "{photos}"),
    "similar": ("similar", "{photos}/0000.jpg", "--in", "{photos}", *PIXELS),
    "search": ("search", "--like", "{photos}/0000.jpg", "--in", "{photos}", *PIXELS),
    "clusters": ("clusters", "{photos}", *PIXELS),
    "map": ("map", "{photos}", *PIXELS),
    "compare": ("compare", "{photos}/0000.jpg", "{photos}/0001.jpg", *PIXELS),
    "check": ("check", "{photos}", *PIXELS),
    "duplicates": ("duplicates", "{photos}", *PIXELS),
    "label": ("label", "{photos}/0000.jpg", "--stars", "3"),
    "teach": ("teach", "{photos}", *PIXELS),
    "export": ("export", "{photos}", "--to", "{out}/out.csv", *PIXELS),
    "encoders": ("encoders",),
    "doctor": ("doctor", *PIXELS),
    "sample": ("sample",),
}
LOST = "lookalike: The result could not be written: "
FULL = os.path.exists("/dev/full")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder that is known, in a home of its own: commands on it take no time."""
    root = tmp_path_factory.mktemp("streams")
    photos = folder_of(root / "photos", 3)
    shutil.copy(photos / "0000.jpg", photos / "0000 copy.jpg")  # so that something looks alike
    (photos / "bad.jpg").write_bytes(b"no picture")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOOKALIKE_HOME", str(root / "home"))
        assert run("index", str(photos), *PIXELS)[0] == 0
    return root


@pytest.fixture
def shell(place, monkeypatch):
    """Run a command with redirections of the shell; exit code, stdout, stderr."""
    monkeypatch.setenv("LOOKALIKE_HOME", str(place / "home"))

    def run_in_shell(command, redirection, **more):
        named = [argument.format(photos=place / "photos", out=place) for argument in command]
        words = [
            "sh",
            "-c",
            f'exec "$@" {redirection}',
            "sh",
            sys.executable,
            str(ROOT / "main.py"),
        ]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        done = subprocess.run(
            [*words, *named], env=environment(), timeout=120, check=False, **pipes
        )
        return done.returncode, done.stdout, done.stderr.decode()

    return run_in_shell


def test_the_table_holds_every_command():
    assert set(A_COMMAND) == set(COMMANDS)


@pytest.fixture
def stdout_is(place, monkeypatch, capfd):
    """Run a command in this process with a stdout of that kind; exit code and stderr."""

    def run_here(command, stream):
        monkeypatch.setenv("LOOKALIKE_HOME", str(place / "home"))
        monkeypatch.setattr(streams, "result", lambda: contextlib.nullcontext(streams.Out(stream)))
        named = [argument.format(photos=place / "photos", out=place) for argument in command]
        (place / "out.csv").unlink(missing_ok=True)
        capfd.readouterr()
        code = cli.main(named)
        return code, capfd.readouterr().err

    return run_here


@pytest.mark.skipif(not FULL, reason="there is no /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_minds_its_stdout(stdout_is, command):
    with open("/dev/full", "wb") as full:
        code, err = stdout_is(A_COMMAND[command], full)
    assert (code, err.splitlines()[-1]) == (1, LOST + "No space left on device.")
    code, err = stdout_is(A_COMMAND[command], None)
    assert (code, err.splitlines()[-1]) == (1, LOST + "standard output is closed.")
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as unread:
        code, err = stdout_is((*A_COMMAND[command], "--json"), unread)
    assert (code, err) == (0, "")


@pytest.mark.skipif(not FULL, reason="there is no /dev/full")
@pytest.mark.parametrize("command", ["problems", "similar"])
@pytest.mark.parametrize("closed", [">/dev/full", ">&-"])
def test_a_stdout_that_takes_nothing_is_told_in_a_sentence(shell, command, closed):
    code, _out, err = shell(A_COMMAND[command], closed)
    assert code == 1
    assert err.startswith(LOST)
    assert err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="closing streams is for POSIX shells")
@pytest.mark.parametrize("closed", ["2>&-", "<&- 2>&-", "2>/dev/full"])
@pytest.mark.parametrize("command", ["similar"])
def test_the_result_does_not_need_stderr(shell, command, closed):
    code, out, _err = shell((*A_COMMAND[command], "--json"), closed)
    assert code == 0
    json.loads(out)


@pytest.mark.skipif(os.name == "nt", reason="closing streams is for POSIX shells")
@pytest.mark.parametrize("closed", [">/dev/full 2>/dev/full", "<&- >&- 2>&-"])
def test_with_no_stream_at_all_the_work_is_done(shell, place, closed):
    target = place / "out.csv"
    target.unlink(missing_ok=True)
    code, out, err = shell(A_COMMAND["export"], closed)
    assert (code, out, err) == (1, b"", "")
    assert target.read_text().count("\n") == 5


@pytest.mark.skipif(not FULL, reason="there is no /dev/full")
@pytest.mark.parametrize("closed", [">/dev/full", ">&-"])
@pytest.mark.parametrize("command", [("--version",), ("map", "--help")])
def test_help_that_cannot_be_written_is_no_traceback(shell, command, closed):
    code, _out, err = shell(command, closed)
    assert code in (0, 1)  # with stdout closed, argparse has written it to stderr
    assert "Traceback" not in err
    assert "Exception" not in err
