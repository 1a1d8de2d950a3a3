"""`lookalike duplicates`: the JSON that others rely on, and nothing touched."""

import os

import pytest

from tests.changed_pictures import CHANGES, as_jpeg, scene
from tests.engine_tools import names

PIXELS = ("--encoder", "pixels")


@pytest.fixture
def pictures(tmp_path):
    root = tmp_path / "pictures"
    (root / "deep").mkdir(parents=True)
    for seed in range(4):
        (root / f"{seed}.jpg").write_bytes(as_jpeg(scene(seed)))
    (root / "deep" / "copy.jpg").write_bytes(as_jpeg(scene(0)))
    (root / "deep" / "small.jpg").write_bytes(CHANGES["half size"](scene(1)))
    os.rename(root / "2.jpg", os.fsencode(root) + b"/\xff.jpg")
    (root / "mirror.jpg").write_bytes(CHANGES["mirrored"](scene(2)))
    return root


def test_the_json(here, pictures):
    before = names(pictures)
    result = here.json("duplicates", pictures, "--kind", "same,exact", *PIXELS)
    assert names(pictures) == before
    assert set(result) == {"folder", "encoder", "groups"}
    exact, *same = result["groups"]
    keys = {"kind", "keeper", "reason", "lowest", "bytes", "members"}
    assert all(set(group) - {"keeper_b64"} == keys for group in result["groups"])
    assert (exact["kind"], exact["keeper"]) == ("exact", str(pictures / "0.jpg"))
    (member,) = exact["members"]
    assert set(member) == {"path", "cosine", "hamming", "agreement", "change"}
    assert (member["path"], member["cosine"]) == (str(pictures / "deep" / "copy.jpg"), 1.0)
    assert [group["kind"] for group in same] == ["same", "same"]
    assert all(group["lowest"] <= min(m["cosine"] for m in group["members"]) for group in same)
    assert any("keeper_b64" in g or "path_b64" in g["members"][0] for g in same)


def test_against_another_folder(here, pictures, tmp_path):
    card = tmp_path / "card"
    card.mkdir()
    (card / "known.jpg").write_bytes(CHANGES["JPEG 35"](scene(3)))
    (card / "new.jpg").write_bytes(as_jpeg(scene(7)))
    result = here.json("duplicates", card, "--against", pictures, *PIXELS, "--kind", "exact,same")
    (group,) = result["groups"]
    assert result["against"] == str(pictures)
    assert (group["keeper"], group["reason"]) == (str(pictures / "3.jpg"), "protected")
    assert [member["path"] for member in group["members"]] == [str(card / "known.jpg")]


def test_text_and_paths(here, pictures):
    code, out, _err = here("duplicates", pictures, *PIXELS, "--kind", "exact")
    assert code == 0
    assert "the same bytes" in out
    assert "1 picture there once more than needed" in out
    code, out, _err = here("duplicates", pictures, *PIXELS, "--format", "paths", "--kind", "exact")
    assert out == f"{pictures}/deep/copy.jpg\n"


@pytest.mark.parametrize(
    "more", [("--kind", "exactly"), ("--threshold", "2"), ("--threshold", "much")]
)
def test_wrong_usage(here, pictures, more):
    with pytest.raises(SystemExit) as left:
        here("duplicates", pictures, *more)
    assert left.value.code == 2


def test_a_folder_is_not_compared_with_itself(here, pictures):
    assert here("duplicates", pictures, "--against", pictures / "deep", *PIXELS)[0] == 2
