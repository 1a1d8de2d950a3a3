"""No command connects to anything, and none needs a network."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.cli_tools import ROOT, environment, run
from tests.engine_tools import folder_of

# The hook stands at the top, so that the decode workers, which import this file, have it as well.
WATCHED = """
import os, sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        address = arguments[1] if event == "socket.connect" else arguments
        if not isinstance(address, (str, bytes)):  # a local socket has a path
            os.write(2, f"NETWORK {event}\\n".encode())
            os._exit(66)
sys.addaudithook(hook)
from gallery.app import main
if __name__ == "__main__":
    sys.exit(main())
"""


@pytest.mark.parametrize("command", ["index", "clusters", "map"])
def test_no_command_connects(tmp_path, command):
    root = folder_of(tmp_path / "photos", 8)
    script = tmp_path / "watched.py"
    script.write_text(WATCHED)
    code, out, err = run(command, str(root), "--encoder", "pixels", "--json", script=str(script))
    assert code == 0, err
    assert json.loads(out)["encoder"] == "pixels"


def test_the_watch_would_notice(tmp_path):
    script = tmp_path / "watched.py"
    script.write_text(WATCHED.replace("sys.exit(main())", "") + "    import socket\n"
                      "    socket.socket().connect(('127.0.0.1', 9))\n")  # fmt: skip
    code, _out, err = run(script=str(script))
    assert (code, err) == (66, b"NETWORK socket.connect\n")


def test_weights_are_not_fetched_unless_asked_for(tmp_path):
    root = folder_of(tmp_path / "photos", 2)
    script = tmp_path / "watched.py"
    script.write_text(WATCHED)
    code, _out, err = run("index", str(root), "--encoder", "clip", "--json", script=str(script))
    assert code == 1
    assert err.startswith(b"lookalike: ")


def test_everything_works_without_any_network(tmp_path):
    if (
        not shutil.which("unshare")
        or subprocess.run(["unshare", "-n", "true"], check=False).returncode
    ):
        pytest.skip("network namespaces are not allowed here")
    root = folder_of(tmp_path / "photos", 8)
    command = [sys.executable, str(ROOT / "main.py"), "index", str(root), "--encoder", "pixels"]
    done = subprocess.run(
        ["unshare", "-n", *command, "--json"],
        env=environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["embedded"] == 8
