"""The sample library is whole, varied, dated, and painted once."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from gallery.core.errors import CancelledError, StoreError
from gallery.imaging import sample
from gallery.imaging.sample import library
from gallery.imaging.sample.themes import THEMES


@pytest.fixture(scope="module")
def painted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    told = []
    place = sample.paint(folder, lambda done, total: told.append((done, total)))
    return folder, place, told


def pictures(place: Path) -> list[Path]:
    return sorted(place.rglob("*.jpg"))


def test_some_hundreds_of_pictures_in_about_ten_themes(painted):
    _, place, told = painted
    assert len(pictures(place)) == sample.COUNT == 360
    assert told[-1] == (sample.COUNT, sample.COUNT)
    assert {path.parent.name for path in pictures(place)} >= {theme.folder for theme in THEMES}
    assert len(THEMES) >= 10
    assert not [path for path in place.rglob("*") if path.name.startswith(".")]


def test_every_picture_decodes_and_has_a_size_for_a_screen(painted):
    for path in pictures(painted[1]):
        with Image.open(path) as picture:
            picture.load()
            assert picture.mode == "RGB"
            assert 300 <= min(picture.size) <= max(picture.size) <= 960


def test_every_picture_has_its_own_exif_date(painted):
    dates = set()
    for path in pictures(painted[1]):
        if path.parent.name not in (library.EDITED, library.PHONE):
            with Image.open(path) as picture:
                dates.add(picture.getexif().get_ifd(0x8769)[0x9003])
    assert len(dates) == len(THEMES) * (library.SCENES + sum(library.BURSTS.values()))
    assert min(dates) > "2018"
    assert max(dates) < "2026"


def test_some_pictures_are_turned_by_their_exif_orientation(painted):
    turned = 0
    for path in pictures(painted[1]):
        with Image.open(path) as picture:
            turned += picture.getexif()[0x0112] == 6
    assert turned >= len(THEMES)


def test_exact_copies_are_the_same_bytes_and_near_ones_are_not(painted):
    place = painted[1]
    copy = place / library.PHONE / "cat 16 copy.jpg"
    assert copy.read_bytes() == (place / "Cats" / "cat 16.jpg").read_bytes()
    digests = [hashlib.sha256(path.read_bytes()).digest() for path in pictures(place)]
    assert len(set(digests)) == len(digests) - len(THEMES)


def test_painting_again_returns_at_once(painted):
    folder, place, _ = painted
    before = {path: path.stat().st_mtime_ns for path in pictures(place)}
    assert sample.is_painted(folder)
    assert sample.paint(folder, lambda done, total: pytest.fail("painted again")) == place
    assert {path: path.stat().st_mtime_ns for path in pictures(place)} == before


def test_an_interrupted_painting_is_taken_up_again(tmp_path):
    asked = iter([False, False, True])
    with pytest.raises(CancelledError):
        sample.paint(tmp_path, cancelled=lambda: next(asked))
    assert not sample.is_painted(tmp_path)
    first = pictures(sample.place(tmp_path))
    assert len(first) == 2
    before = [path.stat().st_mtime_ns for path in first]
    asked = iter([False, False, False, True])
    with pytest.raises(CancelledError):
        sample.paint(tmp_path, cancelled=lambda: next(asked))
    assert [path.stat().st_mtime_ns for path in first] == before
    assert len(pictures(sample.place(tmp_path))) == 3 + library.BURSTS[2]


def test_the_same_scene_is_painted_the_same_again():
    one, other = library.scene_of(THEMES[3], 5), library.scene_of(THEMES[3], 5)
    assert one.tobytes() == other.tobytes()
    assert library.scene_of(THEMES[3], 6).tobytes() != one.tobytes()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be painted"):
        sample.paint(tmp_path / "file")


def test_painting_needs_no_qt():
    code = "import sys, gallery.imaging.sample; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
