"""Decode workers and a context for the tests of this folder, and one run of the window."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gallery.core import settings
from gallery.core.paths import Home
from tests.cli_tools import ROOT, environment
from tests.engine_tools import context, decoders, folder_of, names
from tests.reliability import programs

__all__ = ["context", "decoders"]

MARKUP = [
    b"<img src=x onerror=alert(1)>.jpg",
    b'<img src="/dev/zero">.jpg',
    b"<h1>big &amp; bold<b>.jpg",
    b"line\nbreak\t.jpg",
    b"\xff\xfe%s{0}.jpg",
    "\u202egpj.exe.jpg".encode(),
    b"=HYPERLINK(1).jpg",
]


@dataclass(frozen=True)
class Ran:
    """A run of the whole program, driven as a person does: what was before, after, and seen."""

    root: Path
    before: dict[str, Any]
    after: dict[str, Any]
    seen: dict[str, Any]
    said: bytes


def photos(root, count=9):
    """A folder of pictures with strange names, a bad file and a link."""
    folder_of(root, count)
    for number, name in enumerate(MARKUP):
        data = (root / f"{number:04}.jpg").read_bytes()
        path = os.fsencode(root) + b"/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
    (root / "<i>bad.jpg").write_bytes(b"no picture")
    (root / "link.jpg").symlink_to("0001.jpg")
    return root


def drive_window(root, home, *begins, **more):
    """Run the driven window on a folder; return the finished process."""
    home.root.mkdir(parents=True, exist_ok=True)
    settings.save(settings.Settings(encoder="pixels"), home.settings)
    command = [*begins, sys.executable, "-m", "tests.reliability.window_run", str(root)]
    quiet = {"LOOKALIKE_HOME": str(home.root), "LOOKALIKE_REDUCED_MOTION": "1"}
    surroundings = environment() | quiet | more
    done = subprocess.run(
        command, env=surroundings, cwd=ROOT, capture_output=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="session")
def ran(tmp_path_factory):
    """One run of the window through the main job, without a network where that can be had."""
    place = tmp_path_factory.mktemp("ran")
    root = photos(place / "photos", 8)
    before = names(root)
    begins = ["unshare", "-n"] if programs.allowed("unshare", "-n", "true") else []
    done = drive_window(root, Home(place / "home"), *begins, LOOK_AT="99")
    return Ran(root, before, names(root), json.loads(done.stdout), done.stderr)
