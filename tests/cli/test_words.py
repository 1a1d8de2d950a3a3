"""Search by the words of an encoder: the same numbers as in the window."""

import numpy as np
import pytest

from tests import small_book

PIXELS = ("--encoder", "pixels")


@pytest.fixture
def words(here, photos, tmp_path, monkeypatch):
    """Let "dog" be the picture 0001, and no picture a unicorn."""
    here.json("export", photos, "--to", tmp_path / "all.npz", *PIXELS)
    with np.load(tmp_path / "all.npz") as out:
        known = dict(zip(out["paths"].tolist(), out["vectors"], strict=True))
    dog = known[str(photos / "0001.jpg")]
    small_book.install(monkeypatch, tmp_path, {"dog": (dog, {}), "unicorn": (-dog, {})})


def test_what_is_found_ends_at_the_edge(here, photos, words):
    result = here.json("search", "dogs", "--in", photos, *PIXELS)
    assert result["kept"] == len(result["results"]) >= 2  # it lies there twice
    assert all(found["score"] >= 0.5 for found in result["results"])
    assert result["results"][0]["path"].endswith("0001.jpg")


def test_where_nothing_is_found_the_nearest_are_given(here, photos, words):
    code, out, err = here("search", "unicorn", "--in", photos, *PIXELS, "--json")
    assert code == 0
    assert '"kept": 0' in out
    assert "Nothing surely shows “unicorn”" in err


def test_a_word_weighs_beside_a_picture_and_leaves_none_out(here, photos, words):
    other = photos / "0003.jpg"
    both = here.json("search", "dog", "--like", other, "--in", photos, *PIXELS, "-k", "10")
    assert both["kept"] <= len(both["results"]) == 10
    alone = here.json("search", "--like", other, "--in", photos, *PIXELS, "-k", "10")
    rank = [[f["path"] for f in some["results"]].index(str(photos / "0001.jpg")) for some in
            (both, alone)]  # fmt: skip
    assert rank[0] < rank[1]


def test_what_is_not_wanted_only_orders_what_words_keep(here, photos, words):
    plain = here.json("search", "dog", "--in", photos, *PIXELS)
    less = here.json("search", "dog", "--unlike", photos / "0001.jpg", "--in", photos, *PIXELS)
    assert less["kept"] == plain["kept"]
