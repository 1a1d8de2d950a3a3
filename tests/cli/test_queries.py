"""Several pictures as one query, words beside pictures, and comparisons that lose no good file."""

import csv
import os

import numpy as np
import pytest
from PIL import Image

from tests.engine_tools import folder_of

PIXELS = ("--encoder", "pixels")


def vectors_of(here, photos, tmp_path):
    """The vector of each picture, by path."""
    here.json("export", photos, "--to", tmp_path / "all.npz", *PIXELS)
    with np.load(tmp_path / "all.npz") as out:
        return dict(zip(out["paths"].tolist(), out["vectors"], strict=True))


def test_several_pictures_are_one_query_less_half_of_what_is_not_wanted(here, photos, tmp_path):
    a, b, c = (photos / f"000{n}.jpg" for n in (1, 3, 5))
    result = here.json("similar", a, b, "--unlike", c, "--in", photos, *PIXELS)
    assert (result["query"], result["like"], result["unlike"]) == (
        str(a),
        [str(a), str(b)],
        [str(c)],
    )
    known = vectors_of(here, photos, tmp_path)
    likes = (known[str(a)] + known[str(b)]) / 2
    wanted = likes / np.linalg.norm(likes) - 0.5 * known[str(c)]
    wanted /= np.linalg.norm(wanted)
    for found in result["results"]:
        if "path_b64" not in found:
            assert found["score"] == pytest.approx(float(wanted @ known[found["path"]]), abs=1e-4)
    assert result["results"][-1]["path"] == str(c)
    searched = here.json("search", "--like", a, "--like", b, "--unlike", c, "--in", photos, *PIXELS)
    assert searched["results"] == result["results"]


def test_others_leaves_the_pictures_asked_about_out(here, photos, tmp_path):
    (tmp_path / "link").symlink_to(photos)
    for way in (photos, tmp_path / "link"):
        asked = (way / "0001.jpg", way / "0003.jpg")
        found = here.json("similar", *asked, "--in", photos, "--others", *PIXELS)["results"]
        names = [os.path.basename(f["path"]) for f in found]
        assert len(names) == 8
        assert not {"0001.jpg", "0003.jpg"} & set(names)
        assert "copy.jpg" in names


def test_a_picture_that_cannot_be_read_is_no_part_of_a_query(here, photos):
    code, _out, err = here(
        "similar", photos / "0001.jpg", photos / "bad.jpg", "--in", photos, *PIXELS
    )
    assert code == 1
    assert "bad.jpg" in err


def test_a_word_beside_a_picture_weighs_and_leaves_none_out(here, photos):
    alone = here.json("search", "dog", "--in", photos, "--encoder", "compact", "-k", "10")
    both = here.json(
        "search", "dog", "--like", photos / "0001.jpg", "--in", photos, "--encoder", "compact"
    )
    assert 1 <= both["kept"] <= len(both["results"]) == 10
    assert len(alone["results"]) <= 10
    assert both["results"][0]["path"].endswith(("0001.jpg", "copy.jpg"))
    assert both["like"] == [str(photos / "0001.jpg")]


def test_a_file_that_is_no_picture_does_not_spoil_a_comparison(here, photos):
    a, b = photos / "0001.jpg", photos / "0002.jpg"
    files = (a, photos / "bad.jpg", photos / "none.jpg", photos / "deep", b)
    result = here.json("compare", *files, *PIXELS)
    assert result["paths"] == [str(a), str(b)]
    assert [p["path"] for p in result["problems"]] == [str(p) for p in files[1:4]]
    assert all({"path", "kind", "message"} == set(p) for p in result["problems"])
    clean = here.json("compare", a, b, *PIXELS)
    assert {key: result[key] for key in clean} == clean


def test_a_comparison_shows_all_three_measures(here, photos):
    a, b = photos / "0001.jpg", photos / "0002.jpg"
    figures = here.json("compare", a, b, *PIXELS)
    _code, out, _err = here("compare", a, b, *PIXELS)
    line = out.splitlines()[-1].split()
    expected = [figures[name][0][1] for name in ("cosine", "angle", "euclidean")]
    assert [float(cell) for cell in line[:3]] == pytest.approx(expected, abs=0.06)
    assert line[3:] == ["0001.jpg", "~", "0002.jpg"]


def test_pictures_of_one_name_are_told_apart(here, photos):
    (photos / "deep" / "0002.jpg").write_bytes((photos / "0003.jpg").read_bytes())
    _code, out, _err = here("compare", photos / "0002.jpg", photos / "deep/0002.jpg", *PIXELS)
    assert out.splitlines()[-1].endswith(f"{photos}/0002.jpg ~ {photos}/deep/0002.jpg")


def test_several_encoders_compare_and_write_a_table(here, photos, tmp_path):
    files = [photos / f"000{n}.jpg" for n in (1, 2, 3)]
    both = ("--encoder", "pixels", "--encoder", "compact", "--encoder", "pixels")
    result = here.json("compare", *files, *both, "--csv", tmp_path / "pairs.csv")
    assert set(result) == {"paths", "encoders"}
    assert [table["encoder"] for table in result["encoders"]] == ["pixels", "compact"]
    with open(tmp_path / "pairs.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 3
    assert float(rows[0]["cosine"]) == result["encoders"][0]["cosine"][0][1]
    assert float(rows[-1]["euclidean"]) == result["encoders"][1]["euclidean"][1][2]


def test_more_files_than_can_be_compared_are_refused_at_once(here, tmp_path):
    root = folder_of(tmp_path / "one", 1)
    code, _out, err = here("compare", *[root / "0000.jpg"] * 1001, *PIXELS)
    assert code == 1
    assert "1,001 pictures" in err


def test_kept_tells_how_many_are_look_alikes(here, photos):
    result = here.json("similar", photos / "0001.jpg", "--in", photos, *PIXELS)
    assert result["kept"] == 2, "itself and its copy: the others are painted at random"
    others = here.json("similar", photos / "0001.jpg", "--in", photos, "--others", *PIXELS)
    assert others["kept"] == 1
    assert others["results"][0]["path"].endswith("copy.jpg")


def test_where_nothing_looks_like_it_that_is_said(here, photos):
    lone = photos / "0004.jpg"
    code, _out, err = here("similar", lone, "--in", photos, *PIXELS)
    assert code == 0
    assert "Nothing here looks like it" in err
    result = here.json("similar", lone, "--in", photos, "--others", *PIXELS)
    assert result["kept"] == 0
    assert len(result["results"]) == 9, "the nearest are given all the same"


def test_a_part_of_a_picture_is_what_is_looked_for(here, photos, tmp_path):
    """Two pictures side by side are like neither; one half of them is like its own."""
    halves = [Image.open(photos / f"000{n}.jpg").resize((400, 400)) for n in (1, 3)]
    both = Image.new("RGB", (800, 400))
    for half, left in zip(halves, (0, 400), strict=True):
        both.paste(half, (left, 0))
    exif = Image.Exif()
    exif[0x0112] = 6  # stored lying on its side; the rectangle is one of the upright picture
    turned = both.transpose(Image.Transpose.ROTATE_90)
    turned.save(tmp_path / "both.jpg", quality=95, exif=exif)
    for box, name in (("0,0,400,400", "0001.jpg"), ("400,0,400,400", "0003.jpg")):
        for command in (
            ("similar", tmp_path / "both.jpg"),
            ("search", "--like", tmp_path / "both.jpg"),
        ):
            found = here.json(*command, "--in", photos, "--crop", box, *PIXELS)
            best = [f for f in found["results"] if f["path"].endswith(name)]
            assert best[0]["score"] > 0.95, (box, command)


@pytest.mark.parametrize("box", ["0,0,400,400", "10,10,20,4"])
def test_a_rectangle_outside_the_picture_is_refused_in_one_sentence(here, photos, box):
    code, _out, err = here("similar", photos / "0001.jpg", "--in", photos, "--crop", box, *PIXELS)
    assert code == 1
    assert err.count("\n") == 1
    assert "24 x 24 pixels" in err


@pytest.mark.parametrize("box", ["-1,0,2,2", "0,0,0,5", "1,2,3", "a,b,c,d", "1,2,3,4,5"])
def test_what_is_no_rectangle_is_wrong_usage(here, photos, box):
    with pytest.raises(SystemExit) as left:
        here("similar", photos / "0001.jpg", "--in", photos, f"--crop={box}", *PIXELS)
    assert left.value.code == 2


def test_a_crop_needs_a_picture(here, photos):
    code, _out, err = here("search", "dog", "--crop", "0,0,5,5", "--in", photos, *PIXELS)
    assert code == 2
    assert "--like" in err


def test_a_word_beside_a_picture_finds_its_pair(here, shared):
    pairs = shared / "data" / "photos" / "pairs"
    found = here.json("search", "apple", "--like", pairs / "red_apple_1.png", "--in", pairs)
    names = [os.path.basename(result["path"]) for result in found["results"]]
    assert len(names) == 8
    others = [name for name in names if name != "red_apple_1.png"]
    assert others[0] == "red_apple_2.png"
    assert all("apple" in name for name in names[:4])
    assert found["kept"] == 4, "the apples"


def test_a_picture_is_changed_and_compared_with_itself(here, photos):
    files = (photos / "0001.jpg", photos / "0002.jpg")
    both = ("--encoder", "pixels", "--encoder", "compact")
    result = here.json("compare", *files, *both, "--vary", "shift,grey")
    assert {row["change"] for row in result["vary"]} == {"shift", "grey"}
    shifts = [row for row in result["vary"] if row["change"] == "shift"]
    assert [row["amount"] for row in shifts] == sorted(row["amount"] for row in shifts)
    assert all(set(row["cosine"]) == {"pixels", "compact"} for row in result["vary"])
    falling = [row["cosine"]["pixels"] for row in shifts]
    assert falling == sorted(falling, reverse=True)
    plain = here.json("compare", *files, *both)
    assert {key: result[key] for key in plain} == plain
    _code, out, _err = here("compare", *files, *both, "--vary", "grey")
    assert out.splitlines()[-1].startswith("grey")


def test_a_change_that_is_none_is_wrong_usage(here, photos):
    with pytest.raises(SystemExit) as left:
        here("compare", photos / "0001.jpg", photos / "0002.jpg", "--vary", "shift,dance")
    assert left.value.code == 2


def test_the_part_that_is_most_alike_is_told(here, photos):
    crop = ("--crop", "0,0,12,12", "--encoder", "efficientnet-lite0")
    found = here.json("similar", photos / "0001.jpg", "--in", photos, *crop)
    assert len(found["results"]) == 10
    for result in found["results"]:
        left, top, width, height = result["box"]
        assert 0 <= left < left + width <= 24
        assert 0 <= top < top + height <= 24
    plain = here.json("similar", photos / "0001.jpg", "--in", photos, *crop[2:])
    assert not any("box" in result for result in plain["results"])
