"""Commands run in this process, on a folder of painted pictures."""

import os
import shutil

import pytest

from tests.cli_tools import Here
from tests.engine_tools import folder_of


@pytest.fixture
def here(capfd):
    return Here(capfd)


@pytest.fixture
def photos(tmp_path):
    """Ten pictures, one of them twice, one with a name that is no text, and two problems."""
    root = folder_of(tmp_path / "photos", 8)
    (root / "deep").mkdir()
    shutil.copy(root / "0001.jpg", root / "deep" / "copy.jpg")
    shutil.copy(os.fsencode(root / "0002.jpg"), os.fsencode(root) + b"/\xff\xe9.jpg")
    (root / "bad.jpg").write_bytes(b"no picture")
    (root / "empty.png").write_bytes(b"")
    return root
