"""Orders by name: all that match, and those alone, however the paths are looked through."""

import numpy as np
import pytest

from gallery.core.paths import as_text
from gallery.ui.model.ranking import CHUNK, by_name

NAMES = [
    b"Holiday/IMG_0001.JPG", b"Holiday/img 2.jpg", "Straße/Über.png".encode(), b"caf\xe9/a.jpg",
    b"new\nline.jpg", b"[brackets].gif", b"a.jpg", b"",
]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["img", "IMG_0001", "strasse", "ÜBER", "\ufffd", "[b", ".jpg", "\n", "nothing", "/"]
)
def test_names_are_found_as_one_by_one(text):
    paths = NAMES * (2 * CHUNK // len(NAMES) + 3)
    positions = np.random.default_rng(1).permutation(len(paths))[: len(paths) - 5]
    wanted = text.casefold()
    expected = [p for p in positions.tolist() if wanted in as_text(paths[p]).casefold()]
    assert by_name(text, paths, positions).tolist() == expected


def test_of_no_pictures_none_are_found():
    assert by_name("a", [], np.zeros(0, np.intp)).tolist() == []
