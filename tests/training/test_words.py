"""How the default encoder's projection and words are learned, on made-up features."""

import hashlib
import json

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs torch")

from gallery.encoders import efficientnet
from training import projection, word_labels, word_report, words
from training.features import Features
from training.soft_words import Soft
from training.word_labels import NO, UNSAID, YES
from training.words import Lesson


def made(sets, labels, paths=None, splits=None):
    """Return features of pictures that have no pixels."""
    n = len(sets)
    paths = paths or [f"{row}.jpg" for row in range(n)]
    return Features(
        np.zeros((n, 1280), np.float16),
        np.array(sets),
        np.array(labels),
        np.array(splits or ["train"] * n),
        np.array(paths),
        np.arange(n, dtype=np.uint64),
    )


def test_the_projection_evens_out_the_components_by_half():
    rng = np.random.default_rng(0)
    spread = np.array([100.0, 25, 4, 1, 0.1, 0.01])
    values = rng.normal(size=(20_000, 6)) * np.sqrt(spread) + 3
    mean, matrix = projection.fit(values, dim=3)
    assert mean == pytest.approx(np.full(6, 3), abs=0.3)
    cut = (values - mean) @ matrix
    # A component of deviation d divided by the root of d has the deviation root of d.
    assert cut.std(axis=0) == pytest.approx(np.sqrt(np.sqrt(spread[:3])), rel=0.03)
    assert np.corrcoef(cut.T) == pytest.approx(np.eye(3), abs=0.02)


def test_small_sets_are_drawn_for_the_projection_more_often_than_their_size_says():
    sets = ["large"] * 3000 + ["small"] * 300 + ["judge"] * 300
    splits = ["train"] * 3300 + ["val-class"] * 300
    pictures = made(sets, [""] * 3600, splits=splits)
    rows = projection.drawn(pictures, 330)
    assert (rows < 3300).all()
    assert 0.13 < (pictures.sets[rows] == "small").mean() < 0.35  # 0.09 by size


def test_what_is_written_is_what_is_read(tmp_path):
    mean, matrix = np.arange(1280, dtype=np.float32), np.ones((1280, 256), np.float32)
    projection.write(tmp_path, mean, matrix)
    first = (tmp_path / "efficientnet-lite0.npz").read_bytes()
    read = efficientnet.read_projection(tmp_path)
    assert np.array_equal(read.mean, mean)
    assert np.array_equal(read.matrix, matrix)
    projection.write(tmp_path, mean, matrix)
    assert (tmp_path / "efficientnet-lite0.npz").read_bytes() == first


def test_captions_say_yes_no_or_too_little():
    pictures = made(["coco-val"] * 3 + ["cats-dogs"], ["", "", "", "cat"])
    texts = {
        ("coco-val", "0.jpg"): ["a dog", "two dogs", "a ball", "a lawn", "grass"],
        ("coco-val", "1.jpg"): ["a dog", "a cat", "a cat", "a cat", "grass"],
        ("coco-val", "2.jpg"): ["a dogma", "a hotdog", "a ball", "a lawn", "grass"],
    }
    names = ["dog"]
    said = np.full((4, 1), UNSAID, np.int8)
    sources = {"captioned": {"dog": "dogs?"}}
    kept, word_labels.SOURCES = word_labels.SOURCES, sources
    try:
        word_labels._captions(said, names, pictures, texts)
    finally:
        word_labels.SOURCES = kept
    assert said[:, 0].tolist() == [YES, UNSAID, NO, UNSAID]


@pytest.mark.parametrize(
    ("word", "name", "label", "against"),
    [
        ("dog", "groceries", "Fruit/Apple", True),
        ("dog", "tweets", "", False),
        ("kitchen", "idenprof", "chef", False),  # a chef may stand in one, and nobody says so
        ("person", "intel-scenes", "street", False),
        ("person", "groceries", "Fruit/Apple", True),
        ("street", "intel-scenes", "forest", True),
        ("street", "intel-scenes", "buildings", False),
        ("painting", "groceries", "Fruit/Apple", True),
        ("painting", "film-posters", "", False),
        ("screenshot", "vangogh", "", True),
    ],
)
def test_a_set_speaks_against_a_word_only_where_it_would_have_said_so(word, name, label, against):
    said = word_labels._against(word, np.array([name]), np.array([label]))
    assert bool(said[0]) == against


@pytest.fixture(scope="module")
def lesson():
    """Two words in a space where each has a direction: one by labels, one by a classifier."""
    rng = np.random.default_rng(1)
    n = 4000
    vectors = rng.normal(size=(n, 256)).astype(np.float32)
    dog, tench = vectors[:, 0] > 1.2, vectors[:, 1] > 1.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    sets = np.array(["cats-dogs", "popular-animals", "hcaptcha-animals", "tweets"])[
        np.arange(n) % 4
    ]
    said = np.where(dog, YES, NO).astype(np.int8)[:, None]
    said[sets == "tweets"] = UNSAID
    splits = np.where(np.arange(n) % 10 == 0, "val-random", "train")
    chances = np.where(tench, 230, 4).astype(np.uint8)[:, None]
    soft = Soft(("tench",), chances, np.array([True]), np.ones(n, bool))
    return Lesson(vectors, sets, splits, ["dog", "tench"], np.asfortranarray(said), soft)


def test_a_word_is_judged_by_a_set_that_it_was_not_learned_from(lesson):
    assert words.judge_of(lesson, 0) == "popular-animals"
    assert words.judge_of(lesson, 1) == ""
    target, weight = words.weighed(lesson, 0, "popular-animals")
    assert not weight[lesson.sets == "popular-animals"].any()
    assert weight[(target == 1)].sum() > 100


def test_words_are_found_and_their_probability_is_true(lesson, monkeypatch):
    monkeypatch.setattr(words, "BATCH", 500)
    weights, offsets = words.fit(lesson, [0, 1], ["", ""], 12)
    for word, truth in ((0, lesson.labels_of(0) == YES), (1, lesson.soft_of(1) > 0.5)):
        logits = lesson.vectors @ (weights[:, word] * words.SCALE) + offsets[word]
        factor, shift = words.calibrated(lesson, word, logits)
        chance = 1 / (1 + np.exp(-(factor * logits + shift)))
        known = lesson.labels_of(word) != UNSAID if word == 0 else np.ones(len(truth), bool)
        assert truth[known & (chance > 0.9)].mean() > 0.9
        assert truth[known & (chance < 0.1)].mean() < 0.1


def test_a_word_without_any_picture_is_not_calibrated(lesson):
    silent = Lesson(
        lesson.vectors, lesson.sets, lesson.splits, ["dog"],
        np.full((len(lesson.sets), 1), UNSAID, np.int8), lesson.soft,
    )  # fmt: skip
    assert words.calibrated(silent, 0, np.zeros(len(lesson.sets))) is None


def test_what_is_written_carries_names_parents_and_groups(tmp_path):
    rows = word_report.entries(["dog", "tench", "bedroom"])
    assert rows[0]["group"] == "animals"
    assert "puppy" in rows[0]["also"]
    assert rows[2]["parents"] == ["room"]
    words.write(tmp_path, np.ones((3, 256)), np.zeros(3), rows)
    data = (tmp_path / "efficientnet-lite0-words.npz").read_bytes()
    description = json.loads((tmp_path / "efficientnet-lite0-words.json").read_text("utf-8"))
    assert description["sha256"] == hashlib.sha256(data).hexdigest()
    assert [row["name"] for row in description["words"]] == ["dog", "tench", "bedroom"]


@pytest.mark.parametrize(
    ("precision", "area", "ratio", "passes"),
    [(0.5, 0.9, 5, True), (0.1, 0.9, 10, True), (0.1, 0.7, 10, False), (0.05, 0.9, 3, False)],
)
def test_a_word_that_fails_on_other_pictures_is_not_offered(precision, area, ratio, passes):
    assert word_report.Verdict("a set", precision, area, 30, ratio).passes == passes
