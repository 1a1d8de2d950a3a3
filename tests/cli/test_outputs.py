"""Outputs: written where they were told to be, and never over what a person made."""

import base64
import csv
import os
import sys
from importlib import util

import numpy as np
import pytest
from PIL import Image

from gallery.cli import tables
from tests.cli_tools import Here
from tests.engine_tools import folder_of, names, paint

PIXELS = ("--encoder", "pixels")


@pytest.fixture
def few(tmp_path):
    """Three pictures, and what a projector's export would write over."""
    root = folder_of(tmp_path / "few", 3)
    paint(root / "sprite.jpg", 9)
    Image.new("RGB", (8, 8)).save(root / "sprite.png")
    (root / "metadata.tsv").write_text("mine")
    return root


@pytest.mark.parametrize(
    "command",
    [
        ("export", "{few}", "--to", "{few}"),
        ("export", "{few}", "--to", "{few}/deep"),
        ("export", "{few}", "--to", "{few}", "--force"),
        ("export", "{few}", "--to", "{few}/table.csv"),
        ("export", "{few}", "--to", "{link}/table.csv"),
        ("export", "{few}", "--to", "{mine}.csv"),
        ("export", "{few}", "--to", "{mine}.txt"),
        ("export", "{few}", "--to", "{mine}.npz"),
        ("export", "{few}", "--to", "{mine}"),
        ("export", "{other}", "--to", "{few}/table.csv"),
        ("map", "{few}", "--png", "{few}/0000.png"),
        ("map", "{few}", "--png", "{few}/sprite.png", "--force"),
        ("map", "{few}", "--png", "{mine}.png"),
        ("map", "{few}", "--svg", "{mine}.svg"),
        ("compare", "{few}/0000.jpg", "{few}/0001.jpg", "--csv", "{few}/x.csv"),
        ("compare", "{few}/0000.jpg", "{few}/0001.jpg", "--csv", "{mine}.csv"),
    ],
)
def test_what_a_person_made_is_never_written_over(here, few, tmp_path, command):
    here.json("index", few, *PIXELS)
    (tmp_path / "link").symlink_to(few)
    for end in (".csv", ".txt", ".npz", ".svg"):
        (tmp_path / f"mine{end}").write_text("mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "vectors.tsv").write_text("mine")
    Image.new("RGB", (8, 8)).save(tmp_path / "mine.png")
    folder_of(tmp_path / "other", 2)
    before = {place: names(tmp_path / place) for place in ("few", "mine", "other")}
    files = {path: path.read_bytes() for path in tmp_path.glob("mine.*")}
    code, _out, err = here(*(c.format_map(Places(tmp_path)) for c in command), *PIXELS)
    assert code == 1
    assert "name another" in err
    assert {place: names(tmp_path / place) for place in before} == before
    assert {path: path.read_bytes() for path in files} == files


class Places(dict):
    """The folder of a name, for the table above."""

    def __init__(self, root):
        super().__init__()
        self._root = root

    def __missing__(self, name):
        return str(self._root / name)


@pytest.mark.parametrize(
    "command",
    [
        ("map", "{few}", "--png", "{out}.jpg"),
        ("map", "{few}", "--png", "{out}"),
        ("map", "{few}", "--svg", "{out}.png"),
        ("compare", "{few}/0000.jpg", "{few}/0001.jpg", "--csv", "{out}.tsv"),
    ],
)
def test_a_name_of_another_kind_is_refused(here, few, tmp_path, command):
    code, _out, err = here(*(c.format_map(Places(tmp_path)) for c in command), *PIXELS)
    assert code == 2
    assert "name a file that ends with ." in err
    assert list(tmp_path.glob("out*")) == []


@pytest.mark.parametrize("end", [".npz", ".csv", ".txt", ""])
def test_an_export_can_be_made_again_over_itself_or_an_empty_file(here, few, tmp_path, end):
    target = tmp_path / f"out{end}"
    if end:
        target.touch()
    for _ in range(2):
        assert here.json("export", few, "--to", target, *PIXELS)["pictures"] == 5


def test_with_force_other_files_are_written_over(here, few, tmp_path):
    target, table = tmp_path / "mine.csv", few / "table.csv"
    target.write_text("mine")
    for path in (target, table):
        here.json("export", few, "--to", path, "--force", *PIXELS)
        assert path.read_text().startswith("path,path_b64,")


def test_an_output_never_becomes_a_picture(here, few, tmp_path):
    drawn = tmp_path / "drawn"
    drawn.mkdir()
    here.json("map", few, "--png", drawn / "map.png", "--svg", drawn / "map.svg", *PIXELS)
    here.json("map", few, "--png", drawn / "map.png", "--svg", drawn / "map.svg", *PIXELS)
    here.json("export", few, "--to", drawn / "projector", *PIXELS)
    assert here.json("index", drawn, *PIXELS)["problems"] == 2
    told = here.json("problems", drawn)["problems"]
    assert {p["message"] for p in told} == {"This map or sprite was drawn by Lookalike itself."}


def test_a_projectors_folder_names_its_files_and_the_size_of_a_tile(here, few, tmp_path):
    here.json("export", few, "--to", tmp_path / "out", *PIXELS)
    config = (tmp_path / "out" / "projector_config.pbtxt").read_text()
    named = [line.split('"')[1] for line in config.splitlines() if "_path" in line]
    assert sorted(named) == ["metadata.tsv", "sprite.png", "vectors.tsv"]
    assert all((tmp_path / "out" / name).is_file() for name in named)
    sides = [int(line.split()[1]) for line in config.splitlines() if "single_image_dim" in line]
    with Image.open(tmp_path / "out" / "sprite.png") as sprite:
        assert [side * 3 for side in sides] == list(sprite.size)  # five tiles in rows of three


def test_columns_tell_cluster_folder_size_and_content(here, photos, tmp_path):
    here.json("export", photos, "--to", tmp_path / "out.csv", *PIXELS)
    with open(tmp_path / "out.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    by_path = {base64.b64decode(row["path_b64"]): row for row in rows}
    copy, first = (by_path[os.fsencode(photos / n)] for n in ("deep/copy.jpg", "0001.jpg"))
    assert (copy["folder"], first["folder"]) == ("deep", "")
    assert copy["content"] == first["content"]
    assert len(first["content"]) == 40
    assert int(first["size"]) == (photos / "0001.jpg").stat().st_size
    clusters = here.json("clusters", photos, *PIXELS)["clusters"]
    names = {path: cluster["name"] for cluster in clusters for path in cluster["paths"]}
    assert {row["path"]: row["cluster_name"] for row in rows} == names  # "" for one without


def test_only_some_are_exported_and_a_list_holds_exact_paths(here, photos, tmp_path):
    target = tmp_path / "list.txt"
    odd = os.fsencode(photos) + b"/\xff\xe9.jpg"
    result = here.json(
        "export", photos, "--to", target, "--only", "deep/*", "--only", b"\xff*", *PIXELS
    )
    assert result["pictures"] == 2
    assert target.read_bytes() == b"%b\n%b\n" % (os.fsencode(photos / "deep/copy.jpg"), odd)
    here.json("export", photos, "--to", tmp_path / "out.npz", "--only", "000[12].jpg", *PIXELS)
    with np.load(tmp_path / "out.npz") as out:
        assert len(out["paths"]) == len(out["vectors"]) == len(out["cluster_name"]) == 2
    code, _out, err = here("export", photos, "--to", target, "--only", "*.gif", *PIXELS)
    assert code == 1
    assert "matches *.gif" in err


def test_a_list_of_names_with_line_breaks_needs_nul(here, tmp_path):
    root = folder_of(tmp_path / "photos", 1)
    paint(root / "two\nlines.jpg", 5)
    code, _out, err = here("export", root, "--to", tmp_path / "a.txt", *PIXELS)
    assert (code, err.count("\n"), (tmp_path / "a.txt").exists()) == (1, 1, False)
    here.json("export", root, "--to", tmp_path / "a.txt", "-0", *PIXELS)
    listed = (tmp_path / "a.txt").read_bytes().split(b"\0")
    assert os.fsencode(root / "two\nlines.jpg") in listed


def test_what_parquet_needs_is_told_before_any_work(capfd, home, few, tmp_path, monkeypatch):
    monkeypatch.setattr(
        tables, "find_spec", lambda name: None if name == "pyarrow" else util.find_spec(name)
    )
    code, _out, err = Here(capfd)("export", few, "--to", tmp_path / "x.parquet", *PIXELS)
    assert code == 1
    assert f"{sys.executable} -m pip install" in err
    assert not home.database.exists()
