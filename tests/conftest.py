"""What every test needs: no screen, and a home of its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# What numba compiles for the map takes longer than all the tests that need it: once is enough.
os.environ.setdefault(
    "NUMBA_CACHE_DIR",
    os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "build", "numba"),
)

from pathlib import Path

import pytest

from gallery.core.paths import Home

SHARED = Path(os.environ.get("LOOKALIKE_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home for this test alone, so that no test sees a person's library or another test's."""
    folder = tmp_path / "home"
    monkeypatch.setenv("LOOKALIKE_HOME", str(folder))
    return Home(folder)


@pytest.fixture(scope="session")
def shared():
    """The folder with photographs and tools beside the project; skipped where it is absent."""
    if not (SHARED / "data" / "photos").is_dir():
        pytest.skip(f"no photographs at {SHARED}")
    return SHARED
