"""No command and no window connects to anything, and none needs a network."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from gallery.core.paths import Home
from tests.cli_tools import ROOT, environment, run
from tests.engine_tools import folder_of
from tests.reliability import programs
from tests.reliability.conftest import drive_window, photos

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
CALLS = "connect,bind,sendto,sendmsg,sendmmsg,socket"
LOCAL = re.compile(r"AF_UNIX|AF_NETLINK|<(UNIX|NETLINK|socket):|sun_path|EBADF|resumed>")
PIXELS = ("--encoder", "pixels", "--json")


@pytest.mark.parametrize("command", ["index", "clusters", "map"])
def test_no_command_connects(tmp_path, command):
    root = folder_of(tmp_path / "photos", 8)
    script = tmp_path / "watched.py"
    script.write_text(WATCHED)
    code, out, err = run(command, str(root), *PIXELS, script=str(script))
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


def test_everything_works_without_any_network(ran):
    """The window went through the main job in a network namespace without routes."""
    programs.without_network()
    assert ran.seen["pictures"] == 15
    assert programs.no_trouble(ran.said)


@pytest.mark.parametrize("encoder", ["pixels", "compact"])
def test_a_command_works_without_any_network(tmp_path, encoder):
    root = folder_of(tmp_path / "photos", 8)
    main = [sys.executable, str(ROOT / "main.py")]
    command = [*programs.without_network(), *main, "index", str(root), "--encoder", encoder]
    done = subprocess.run(
        [*command, "--json"], env=environment(), capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["embedded"] == 8


def foreign(log):
    """Lines of a trace that are not about sockets of this machine's own."""
    lines = log.read_text(errors="replace").splitlines()
    assert lines
    return [line for line in lines if "AF_" in line and not LOCAL.search(line)]


@pytest.mark.long
def test_the_window_on_a_screen_opens_local_sockets_alone(tmp_path):
    """With a real X server, to which the window connects; neither of them has a network."""
    if not (shutil.which("xvfb-run") and shutil.which("Xvfb")):
        pytest.skip("Xvfb is not installed")
    root, log = photos(tmp_path / "photos"), tmp_path / "trace"
    screen = ["xvfb-run", "-a", "--server-args=-screen 0 1280x800x24 -nolisten tcp"]
    begins = [*programs.without_network(), *screen, *programs.traced(log, CALLS)]
    done = drive_window(root, Home(tmp_path / "home"), *begins, QT_QPA_PLATFORM="xcb")
    assert json.loads(done.stdout)["pictures"] == 16
    assert "X11-unix" in log.read_text(errors="replace")
    assert foreign(log) == []


@pytest.mark.long
@pytest.mark.parametrize("command", ["clusters", "map"])
def test_a_command_opens_local_sockets_alone(tmp_path, command):
    root, log = folder_of(tmp_path / "photos", 40), tmp_path / "trace"
    main = [sys.executable, str(ROOT / "main.py")]
    done = subprocess.run(
        [*programs.traced(log, f"{CALLS},execve"), *main, command, str(root), *PIXELS],
        env=environment(),
        capture_output=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert foreign(log) == []
