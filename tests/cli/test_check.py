"""`lookalike check` on a planted data set."""

import json

import pytest

from tests.changed_pictures import CHANGES, as_jpeg, scene
from tests.engine_tools import names

PIXELS = ("--encoder", "pixels")


@pytest.fixture
def data_set(tmp_path):
    """Two classes in two splits; a copy and a resized picture lie in both splits."""
    root = tmp_path / "data"
    for number in range(12):
        split, label = ("train", "test")[number % 3 == 0], ("cat", "dog")[number % 2]
        folder = root / split / label
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.jpg").write_bytes(as_jpeg(scene(number)))
    (root / "test" / "dog" / "leak.jpg").write_bytes(as_jpeg(scene(1)))
    (root / "test" / "cat" / "small.jpg").write_bytes(CHANGES["half size"](scene(2)))
    (root / "train" / "cat" / "twin.jpg").write_bytes(as_jpeg(scene(4)))
    return root


def test_the_json(here, data_set):
    before = names(data_set)
    result = here.json("check", data_set, "--varied", "3", *PIXELS)
    assert names(data_set) == before
    assert set(result) == {"folder", "encoder", "leaks", "labels", "odd", "varied"}
    leaks = [leak for leak in result["leaks"] if leak["kind"] != "alike"]
    told = {
        (leak["kind"], *(path[len(str(data_set)) + 1 :] for path in leak["paths"]))
        for leak in leaks
    }
    assert told == {
        ("exact", "train/dog/1.jpg", "test/dog/leak.jpg"),
        ("same", "train/cat/2.jpg", "test/cat/small.jpg"),
    }
    assert leaks == result["leaks"][:2]
    assert all(set(row) == {"path", "label", "suggested", "confidence"} for row in result["labels"])
    assert all(set(row) == {"path", "distance"} for row in result["odd"])
    assert len(result["varied"]) == 3


def test_labels_of_a_table(here, data_set, tmp_path):
    table = tmp_path / "labels.csv"
    rows = [f"{path.relative_to(data_set)},{path.parent.name}s" for path in data_set.rglob("*.jpg")]
    table.write_text("\n".join(["path,label", *rows]) + "\n")
    result = here.json("check", data_set, "--labels", table, *PIXELS)
    assert {row["label"] for row in result["labels"]} <= {"cats", "dogs"}
    code, out, _err = here("check", data_set, "--labels", tmp_path / "no.csv", *PIXELS, "--json")
    assert code == 1
    assert "cannot be read" in json.loads(out)["error"]


def test_text(here, data_set):
    code, out, _err = here("check", data_set, *PIXELS)
    assert code == 0
    assert "leaks between splits" in out
    assert "the same bytes" in out
