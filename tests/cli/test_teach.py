"""Teaching on the command line: shown first, kept when told to, and undone."""

import pytest

from tests.engine_tools import paint

PIXELS = ("--encoder", "pixels")


@pytest.fixture
def sorted_photos(tmp_path):
    root = tmp_path / "sorted"
    for number in range(20):
        paint(root / ("a", "b")[number % 2] / f"{number:02}.jpg", number)
    for number in range(20, 23):
        paint(root / "few" / f"{number}.jpg", number)
    return root


def test_a_lesson_is_shown_kept_switched_and_forgotten(here, sorted_photos):
    shown = here.json("teach", sorted_photos, "--from", "folders", *PIXELS)
    learned = shown["learned"]
    assert learned["classes"] == ["a", "b"]
    assert learned["too_few"] == [{"name": "few", "pictures": 3}]
    assert learned["kept"] is False
    assert 0 <= learned["before"] <= 1
    assert shown["lessons"] == []
    kept = here.json("teach", sorted_photos, "--from", "folders", "--keep", "mine", *PIXELS)
    assert [(one["name"], one["on"]) for one in kept["lessons"]] == [("mine", True)]
    off = here.json("teach", sorted_photos, "--off", *PIXELS)
    assert [one["on"] for one in off["lessons"]] == [False]
    on = here.json("teach", sorted_photos, "--on", "mine", *PIXELS)
    assert [one["on"] for one in on["lessons"]] == [True]
    assert here.json("teach", sorted_photos, "--forget", "mine", *PIXELS)["lessons"] == []


def test_what_is_taught_changes_similar_until_it_is_off(here, sorted_photos):
    ask = ("similar", sorted_photos / "a" / "00.jpg", "--in", sorted_photos, *PIXELS)
    before = here.json(*ask)["results"]
    here.json("teach", sorted_photos, "--from", "folders", "--keep", "mine", *PIXELS)
    assert here.json(*ask)["results"] != before
    here.json("teach", sorted_photos, "--off", *PIXELS)
    assert here.json(*ask)["results"] == before


def test_what_cannot_be_taught_is_told(here, photos):
    code, _out, err = here("teach", photos, "--from", "folders", *PIXELS)
    assert code == 1
    assert "no two classes" in err
    code, _out, err = here("teach", photos, "--on", "nothing", *PIXELS)
    assert code == 1
    assert "no lesson “nothing”" in err
    code, out, _err = here("teach", photos, *PIXELS)
    assert code == 0
    assert "Nothing was taught" in out
