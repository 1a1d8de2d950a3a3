"""Memory does not grow with the folder beyond its vectors."""

import gc
import os

import psutil
import pytest

from tests.engine_tools import folder_of, index


def grown(context, root, small, large):
    """Megabytes that this process grew by, from `small` pictures to `large`."""
    folder_of(root, small)
    index(context, root)
    gc.collect()
    before = psutil.Process().memory_info().rss
    source = sorted(path for path in root.iterdir() if path.is_file())
    for number in range(small, large):
        # Names differ and bytes are shared: what is measured is files, not decoding.
        below = root / f"d{number // 1000}"
        below.mkdir(exist_ok=True)
        os.link(source[number % len(source)], below / f"{number}.jpg")
    report, _ = index(context, root)
    assert report.found == large
    gc.collect()
    return (psutil.Process().memory_info().rss - before) / 1e6


def test_from_hundreds_to_thousands(context, tmp_path):
    assert grown(context, tmp_path / "photos", 200, 3000) < 40


@pytest.mark.long
def test_from_thousands_to_a_hundred_thousand(context, tmp_path):
    assert grown(context, tmp_path / "photos", 1000, 100_000) < 300
