"""`lookalike export --copy-to` and `--link-to`, and a person's marks among the columns."""

import csv
import os

import pytest

from tests.engine_tools import names

PIXELS = ("--encoder", "pixels")


def test_pictures_are_copied_beside_what_is_there(here, photos, tmp_path):
    before, out = names(photos), tmp_path / "out"
    out.mkdir()
    (out / "0001.jpg").write_bytes(b"mine")
    result = here.json("export", photos, "--copy-to", out, "--only", "000[12].jpg", *PIXELS)
    assert (result["pictures"], result["left"], result["file"]) == (2, [], str(out))
    assert names(photos) == before
    assert (out / "0001.jpg").read_bytes() == b"mine"
    assert (out / "0001 (2).jpg").read_bytes() == (photos / "0001.jpg").read_bytes()
    again = here.json("export", photos, "--copy-to", out, "--only", "0002.jpg", *PIXELS)
    assert [left["why"] for left in again["left"]] == ["already_there"]


def test_links_lead_to_the_pictures(here, photos, tmp_path):
    here.json("export", photos, "--link-to", tmp_path / "out", "--only", "0001.jpg", *PIXELS)
    assert os.readlink(tmp_path / "out" / "0001.jpg") == str(photos / "0001.jpg")


def test_nothing_is_copied_into_a_folder_of_pictures(here, photos):
    code, _out, err = here("export", photos, "--copy-to", photos / "new", *PIXELS)
    assert code == 1
    assert "lies in a folder of pictures" in err
    assert not (photos / "new").exists()


@pytest.mark.parametrize("more", [(), ("--to", "a.csv", "--copy-to", "b")])
def test_there_is_one_place_to_write_to(here, photos, more):
    with pytest.raises(SystemExit) as left:
        here("export", photos, *more)
    assert left.value.code == 2


def test_marks_are_columns(here, photos, tmp_path):
    here.json("index", photos, *PIXELS)
    here.json("label", photos / "0001.jpg", "--add", "b", "--add", "a", "--stars", "5")
    here.json("export", photos, "--to", tmp_path / "out.csv", *PIXELS)
    with open(tmp_path / "out.csv", newline="") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    row = rows[str(photos / "0001.jpg")]
    assert (row["labels"], row["stars"]) == ("a; b", "5")
    other = rows[str(photos / "0002.jpg")]
    assert (other["labels"], other["stars"]) == ("", "0")
