"""`lookalike label`: labels and stars of pictures, by their bytes."""

import shutil

import pytest

from tests.engine_tools import names

PIXELS = ("--encoder", "pixels")


def test_labels_are_given_listed_and_taken_away(here, photos):
    here.json("index", photos, *PIXELS)
    before = names(photos)
    result = here.json("label", photos / "0001.jpg", "--add", "Anna's garden", "--stars", "4")
    row = {"path": str(photos / "0001.jpg"), "labels": ["Anna's garden"], "stars": 4}
    assert result == {"labels": [row]}
    listed = here.json("label", "--list", photos)["labels"]
    assert listed == [row, {**row, "path": str(photos / "deep" / "copy.jpg")}]
    here.json("label", photos / "deep" / "copy.jpg", "--remove", "Anna's garden", "--stars", "0")
    assert here.json("label", "--list", photos) == {"labels": []}
    assert names(photos) == before


def test_a_copy_anywhere_has_the_same_marks(here, photos, tmp_path):
    here.json("index", photos, *PIXELS)
    here.json("label", photos / "0002.jpg", "--add", "b", "--add", "a")
    shutil.copy(photos / "0002.jpg", tmp_path / "elsewhere.jpg")
    (row,) = here.json("label", tmp_path / "elsewhere.jpg")["labels"]
    assert row["labels"] == ["a", "b"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("{0}/0001.jpg", "--add", " "), 1),
        (("{0}/none.jpg", "--add", "a"), 1),
        (("--list", "{0}/deep"), 1),
        (("--list", "{0}", "--add", "a"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_done_is_told(here, photos, arguments, code):
    here.json("index", photos, *PIXELS)
    told = here("label", *(argument.format(photos) for argument in arguments))
    assert told[0] == code
    assert told[2].count("\n") == 1
