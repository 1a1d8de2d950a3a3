"""The sample library: varied, dated, opened where it lies; and what paints it."""

import hashlib
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gallery.imaging import exif
from resources import SAMPLE
from resources import path as resource
from sample import library
from sample.themes import THEMES
from tests.cli_tools import Here

PLACE = resource(SAMPLE)
COUNT = 360
LARGEST = 8_000_000


@pytest.fixture
def here(capfd):
    return Here(capfd)


def pictures() -> list[Path]:
    return sorted(path for path in PLACE.rglob("*") if path.is_file())


def taken(path: Path) -> str:
    with Image.open(path) as picture:
        main, camera, _gps = exif.read_tags(picture)
    return exif.taken(main, camera)


def listing() -> dict[Path, tuple[int, int]]:
    """All that lies in the library, with size and time of change."""
    return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in (PLACE, *PLACE.rglob("*"))}


def test_some_hundreds_of_pictures_are_shipped_and_weigh_little():
    assert len(pictures()) == COUNT
    assert sum(path.stat().st_size for path in pictures()) <= LARGEST
    assert {path.parent.name for path in pictures()} == {
        *(theme.folder for theme in THEMES),
        library.EDITED,
        library.PHONE,
    }


def test_every_picture_decodes_and_has_a_size_for_a_screen():
    for path in pictures():
        with Image.open(path) as picture:
            picture.load()
            assert picture.mode == "RGB"
            assert 300 <= min(picture.size) <= max(picture.size) <= 960


def test_every_picture_has_its_own_date_and_some_are_turned():
    shots = [path for path in pictures() if path.parent.name not in (library.EDITED, library.PHONE)]
    dates = {taken(path) for path in shots}
    assert len(dates) == len(shots) == len(THEMES) * (18 + 6)
    assert "2018" < min(dates) <= max(dates) < "2026"
    turned = Counter()
    for path in shots:
        with Image.open(path) as picture:
            turned[exif.orientation(exif.read_tags(picture)[0])] += 1
    assert set(turned) == {1, 6}
    assert turned[6] >= len(THEMES)


def test_exact_copies_are_the_same_bytes_and_near_ones_are_not():
    copies = Counter(hashlib.sha256(path.read_bytes()).digest() for path in pictures())
    assert sorted(copies.values()) == [1] * (COUNT - 2 * len(THEMES)) + [2] * len(THEMES)
    copy = PLACE / library.PHONE / "cat 16 copy.webp"
    assert copy.read_bytes() == (PLACE / "Cats" / "cat 16.webp").read_bytes()


def test_all_that_lies_in_resources_is_packed():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    packed = project["tool"]["setuptools"]["package-data"]["*"]
    kept = (path for path in resource(".").rglob("*.*") if path.is_file())
    suffixes = {f"*{path.suffix}" for path in kept} - {"*.py", "*.pyc"}
    assert suffixes - {*packed} <= {"*.ico"}  # only the bundle's build needs it


def test_the_command_tells_where_it_lies(here):
    assert here.json("sample") == {"folder": str(PLACE)}
    assert here("sample") == (0, f"{PLACE}\n", "")


def test_it_is_a_folder_like_any_other_and_nothing_is_written_to_it(here):
    before = listing()
    found = here.json("index", PLACE, "--encoder", "pixels")
    assert (found["found"], found["problems"]) == (COUNT, 0)
    asked = PLACE / "Cats" / "cat 16.webp"
    near = here.json("similar", asked, "--in", PLACE, "-k", "2", "--encoder", "pixels")
    copy = PLACE / library.PHONE / "cat 16 copy.webp"
    assert {result["path"] for result in near["results"]} == {str(asked), str(copy)}
    assert listing() == before


# ---------------------------------------------------------------- the painter


def test_what_is_shipped_is_what_the_painter_plans():
    planned = [
        file.name
        for theme in THEMES
        for number in range(library.SCENES)
        for file in library.files_of(theme, number)
    ]
    assert sorted(planned) == sorted(path.relative_to(PLACE).as_posix() for path in pictures())


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.stem)
def test_the_painter_paints_what_is_shipped(theme):
    scene = library.scene_of(theme, 0)
    assert scene.tobytes() == library.scene_of(theme, 0).tobytes()
    with Image.open(PLACE / theme.folder / f"{theme.stem} 01.webp") as shipped:
        apart = np.abs(np.asarray(shipped, np.int16) - np.asarray(scene, np.int16))
    assert apart.mean() < 5  # what is lost in WebP


def test_other_numbers_are_other_scenes():
    scenes = {library.scene_of(THEMES[3], number).tobytes() for number in (5, 6)}
    assert len(scenes) == 2


def test_painting_replaces_what_lay_there(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "THEMES", THEMES[:1])
    monkeypatch.setattr(library, "SCENES", 3)
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "old.jpg").write_bytes(b"old")
    library.paint(tmp_path / "library")
    names = sorted(path.name for path in (tmp_path / "library").rglob("*.*"))
    assert names == [
        "dunes 01.webp",
        "dunes 02.webp",
        "dunes 03 burst 2.webp",
        "dunes 03 burst 3.webp",
        "dunes 03 burst 4.webp",
        "dunes 03.webp",
    ]
