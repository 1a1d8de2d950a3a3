"""Pixels for the viewer, in files of the cache."""

import shutil
import subprocess
import sys

import numpy as np
import pytest

from gallery.engine.jobs.view_files import write_view
from gallery.imaging.results import View
from tests.cli_tools import ROOT, environment

SMALL_DRIVE = """
from gallery.core.paths import Home
from tests.engine.test_view_files import view_of
from gallery.engine.jobs.view_files import write_view
home = Home.default().create()
for number in range(8):
    path = write_view(home, view_of(number), number)
    assert path.stat().st_size == 1_200_000
    print(number, len(list(path.parent.glob("*.bgrx"))))
"""


def view_of(number):
    """A view of 1.2 MB."""
    return View(600, 500, 600, 500, np.full((500, 600, 4), number, np.uint8))


def test_a_view_is_the_bytes_of_its_pixels_and_its_owners_alone(home):
    path = write_view(home.create(), view_of(7), 1)
    assert path.read_bytes() == view_of(7).pixels.tobytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_on_a_full_disk_earlier_views_make_room(home):
    if not shutil.which("unshare") or subprocess.run(
        ["unshare", "-m", "true"], check=False
    ).returncode:  # fmt: skip
        pytest.skip("mounting is not allowed here")
    home.create()
    script = f"mount -t tmpfs -o size=5m none {home.root} && {sys.executable} -c '{SMALL_DRIVE}'"
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2] == b"7"
