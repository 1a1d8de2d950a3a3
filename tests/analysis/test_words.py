import hashlib
import io
import json

import numpy as np
import pytest

from gallery.analysis import words
from gallery.analysis.words import Book, Word
from gallery.core.errors import WeightsError
from gallery.core.hues import COLOURS
from gallery.core.phrases import UnknownWordError

WORDS = [
    {"name": "cat", "also": ["kitty"], "parents": ["animal"], "group": "animals"},
    {"name": "dog", "also": ["hound"], "parents": ["animal", "pet"], "group": "animals"},
    {"name": "beagle", "parents": ["dog"]},
    {"name": "beach"},
    {"name": "orange", "parents": ["fruit"]},
]
NAMES = [row["name"] for row in WORDS]


def made(folder, rows=WORDS, weights=None):
    """Write a book over vectors of as many numbers as words: each number is the word's logit."""
    weights = np.eye(len(rows)) if weights is None else weights
    out = io.BytesIO()
    np.savez(out, weights=weights.astype(np.float16), offsets=np.zeros(len(weights), np.float32))
    (folder / "small-words.npz").write_bytes(out.getvalue())
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    (folder / "small-words.json").write_text(json.dumps({"sha256": digest, "words": rows}))


@pytest.fixture
def book(tmp_path):
    made(tmp_path)
    return words.read(tmp_path, "small")


def vectors(*pictures):
    """Return rows whose logit is -9 for all words but those given."""
    return np.array([[some.get(name, -9.0) for name in NAMES] for some in pictures], np.float32)


def shares(*pictures):
    rows = [[some.get(colour, 0.0) for colour in COLOURS] for some in pictures]
    return np.round(np.array(rows) * 255).astype(np.uint8)


def chances(book, text, rows, colours=None):
    colours = shares(*[{}] * len(rows)) if colours is None else colours
    return book.together(book.understand(text), rows, np.arange(len(rows)), colours)


def test_a_word_alone_is_the_logistic_function_of_its_product(book):
    found = book.probabilities(vectors({"beach": 2.0}, {"beach": -9.0}))
    assert found[0, NAMES.index("beach")] == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-4)
    assert found[1, NAMES.index("beach")] < 0.001


def test_words_of_a_group_share_one_probability_with_none_of_them(book):
    cat, dog = book.probabilities(vectors({"cat": 3.0, "dog": 2.0}))[0, :2]
    below = 1 + np.exp(3.0) + np.exp(2.0)
    assert (cat, dog) == pytest.approx((np.exp(3.0) / below, np.exp(2.0) / below), abs=1e-4)
    assert cat + dog < 1
    huge = book.probabilities(vectors({"cat": 300.0}))
    assert np.isfinite(huge).all()
    assert huge[0, 0] == pytest.approx(1)


def test_a_general_word_is_as_probable_as_the_best_beneath_it(book):
    rows = vectors({"beagle": 3.0}, {"cat": 3.0}, {})
    beagle, cat = (1 / (1 + np.exp(-3.0)),) * 2
    np.testing.assert_allclose(chances(book, "dog", rows), [beagle, 0, 0], atol=0.01)
    np.testing.assert_allclose(chances(book, "animal", rows), [beagle, cat, 0], atol=0.01)
    np.testing.assert_allclose(chances(book, "pet", rows), [beagle, 0, 0], atol=0.01)


def test_a_group_counts_whole_where_one_of_its_words_is_asked_about(book):
    rows = vectors({"cat": 3.0, "dog": 3.0})
    alone = book.probabilities(rows)[0, NAMES.index("cat")]
    assert chances(book, "cat", rows)[0] == pytest.approx(alone, abs=1e-5)
    assert alone < 0.5


def test_of_several_words_the_least_probable_counts(book):
    rows = vectors({"dog": 4.0, "beach": 1.0}, {"dog": 4.0})
    found = chances(book, "a dog on the beach", rows)
    np.testing.assert_allclose(found, [1 / (1 + np.exp(-1.0)), 0], atol=0.01)


def test_a_colour_and_a_word_take_the_smaller_of_both(book):
    rows = vectors({"dog": 4.0}, {"dog": 4.0}, {"dog": 0.5})
    colours = shares({"brown": 0.9}, {}, {"brown": 0.9})
    found = chances(book, "brown dog", rows, colours)
    assert found[0] > 0.9
    assert found[1] == 0
    assert found[2] == pytest.approx(chances(book, "dog", rows)[2])


def test_what_is_a_colour_and_a_thing_stands_for_either(book):
    rows = vectors({"orange": 4.0}, {}, {})
    found = chances(book, "orange", rows, shares({}, {"orange": 0.5}, {}))
    assert found[0] > 0.9
    assert found[1] > 0.9
    assert found[2] < 0.01
    assert chances(book, "fruit", rows, shares({}, {"orange": 0.5}, {}))[1] < 0.01


@pytest.mark.parametrize("colour", COLOURS)
def test_each_colour_has_an_edge_and_a_sure_share(colour):
    edge, sure = words.RAMPS[colour]
    number = (COLOURS.index(colour),)
    at = shares({colour: edge + 0.003}, {colour: sure + 0.003}, {}, {colour: 1.0})
    found = words.coloured(number, at)[:, 0]
    assert found[0] >= words.EDGE
    assert found[1] >= words.SURE
    assert (found[2], found[3]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Dogs", "dog"),
        ("my HOUND on the beaches", "dog, beach"),
        ("gray kitty", "grey, cat"),
        ("black-and-white beagle", "black and white, beagle"),
        ("a dog and a unicorn", "dog; not known: “unicorn”"),
    ],
)
def test_texts_are_understood(book, text, meaning):
    assert str(book.understand(text)) == meaning


def test_a_word_is_never_answered_by_spelling_alone(book):
    with pytest.raises(UnknownWordError, match="nearest known words: beach"):
        book.understand("beech")


def test_the_words_of_a_picture_leave_out_what_says_less(book):
    shown = book.shown(vectors({"beagle": 3.0, "dog": 2.0, "beach": 1.0})[0])
    assert [word for word, _ in shown] == ["beagle", "beach"]
    assert all(chance >= words.EDGE for _, chance in shown)
    assert book.shown(vectors({})[0]) == []


def test_names_of_clusters_have_probabilities_and_parents(book, monkeypatch):
    monkeypatch.setattr(words, "CHUNK", 2)
    assert book.names == (*NAMES, "animal", "pet", "fruit")
    assert [book.names[n] for n in book.parents[1]] == ["animal", "pet"]
    rows = vectors({}, {"beagle": 3.0}, {"cat": 3.0})
    blocks = list(book.named(rows, np.array([2, 1, 0])))
    assert [len(block) for block in blocks] == [2, 1]
    found = np.concatenate(blocks)
    animal, pet = found[:, book.names.index("animal")], found[:, book.names.index("pet")]
    np.testing.assert_allclose(animal, [0.953, 0.953, 0], atol=0.01)
    np.testing.assert_allclose(pet, [0, 0.953, 0], atol=0.01)


def test_a_damaged_vector_shows_nothing(book):
    rows = np.full((1, len(NAMES)), np.nan, np.float32)
    assert chances(book, "dog", rows)[0] < 1e-6
    assert book.probabilities(rows).max() < 1e-6


def test_words_in_chunks_are_the_same(book, monkeypatch):
    rows = np.random.default_rng(0).normal(0, 3, (50, len(NAMES))).astype(np.float32)
    whole = chances(book, "dog", rows)
    monkeypatch.setattr(words, "CHUNK", 7)
    np.testing.assert_allclose(chances(book, "dog", rows), whole, rtol=1e-6)


def test_a_changed_file_is_refused(tmp_path):
    made(tmp_path)
    data = bytearray((tmp_path / "small-words.npz").read_bytes())
    data[-30] ^= 1
    (tmp_path / "small-words.npz").write_bytes(data)
    with pytest.raises(WeightsError, match="damaged"):
        words.read(tmp_path, "small")


@pytest.mark.parametrize("text", ["", "[]", '{"sha256": ""}', '{"words": [{}]}'])
def test_a_description_that_is_none_is_refused(tmp_path, text):
    made(tmp_path)
    (tmp_path / "small-words.json").write_text(text)
    with pytest.raises(WeightsError):
        words.read(tmp_path, "small")


def test_words_and_weights_of_other_numbers_are_refused(tmp_path):
    made(tmp_path, weights=np.eye(4))
    with pytest.raises(WeightsError):
        words.read(tmp_path, "small")


def test_an_encoder_without_words_has_none():
    assert words.book("pixels") is None
    assert words.book("compact-0123456789ab") is None
    assert words.book("") is None


def test_a_book_is_found_by_the_id_of_its_encoder(tmp_path, monkeypatch):
    made(tmp_path)
    monkeypatch.setattr(words, "resource", lambda name: tmp_path / name)
    found = words.book("small-0123456789ab")
    assert isinstance(found, Book)
    assert found.dim == len(NAMES)
    assert words.book("small") is found
    words._kept.cache_clear()


def test_what_begins_so_comes_the_shortest_first(book):
    assert list(book.beginning("b")) == ["blue", "beach", "black", "brown", "beagle", "bright",
                                         "black & white", "black and white"]  # fmt: skip
    assert list(book.beginning("whi"))[:2] == ["white", "black and white"]
    assert book.beginning("") == {}


def test_a_row_without_lists_is_a_plain_word():
    assert words._word({"name": "sky"}) == Word("sky")
