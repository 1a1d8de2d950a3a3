"""A trash for one test alone."""

import os

import pytest

from gallery.engine.jobs import system_trash


def _put(path):
    from send2trash import plat_other

    plat_other.send2trash(os.fsdecode(path))


@pytest.fixture(autouse=True)
def bin_of_its_own(tmp_path, monkeypatch):
    """Return the trash of this test. Send2Trash settles where it lies when it is imported."""
    from send2trash import plat_other

    data = os.fsencode(tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", os.fsdecode(data))
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", data)
    monkeypatch.setattr(plat_other, "HOMETRASH_B", data + b"/Trash")
    monkeypatch.setattr(system_trash, "put", _put)
    return tmp_path / "data" / "Trash"
