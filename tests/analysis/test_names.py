"""Names of clusters: true of most of them and of little else, or none."""

import numpy as np
import pytest

from gallery.analysis import names
from gallery.analysis.names import Folders, Lexicon, Name

WORDS = ("animal", "dog", "cat", "labrador", "person", "people", "sofa", "beach", "church")
PARENTS = {"dog": ["animal"], "cat": ["animal"], "labrador": ["dog"], "person": ["people"]}
LEXICON = Lexicon(WORDS, tuple(tuple(map(WORDS.index, PARENTS.get(word, ()))) for word in WORDS))


def seen(labels, *clusters):
    """Return evidence of pictures of which each cluster shows words with given probabilities."""
    labels = np.asarray(labels)
    rows = np.zeros((len(labels), len(WORDS)), np.float32)
    for number, shares in enumerate(clusters):
        for word, share in shares.items():
            rows[labels == number, WORDS.index(word)] = share
    return names.evidence(labels, len(clusters), LEXICON, [rows[:7], rows[7:]])


def lying(*paths):
    """Return the folders of pictures, each given by the path (or paths) that it lies in."""
    known, rows, numbers = {}, [], []
    for row, several in enumerate(paths):
        for path in [several] if isinstance(several, str) else several:
            parts = tuple(path.split("/")) if path else ()
            for end in range(1, len(parts) + 1):
                rows.append(row)
                numbers.append(known.setdefault(parts[:end], len(known)))
    return Folders(tuple(known), np.array(rows, np.intp), np.array(numbers, np.intp))


def texts(found):
    return [name.text for name in found]


THREE = np.repeat([0, 1, 2], 20)


def named(*clusters):
    return texts(names.name_clusters(THREE, 3, seen(THREE, *clusters)))


def test_a_word_that_most_pictures_bear_out_and_few_others_is_the_name():
    assert named({"dog": 0.8, "animal": 0.8}, {"beach": 0.6}, {"church": 0.9}) == [
        "Dog", "Beach", "Church",
    ]  # fmt: skip


@pytest.mark.parametrize(("share", "name"), [(0.39, ""), (0.41, "Beach")])
def test_a_word_has_to_be_true_of_four_pictures_in_ten(share, name):
    assert named({}, {"beach": share}, {}) == ["", name, ""]


@pytest.mark.parametrize(("elsewhere", "name"), [(0.25, "Beach"), (0.3, "")])
def test_a_word_has_to_be_true_three_times_as_often_as_elsewhere(elsewhere, name):
    assert named({"beach": elsewhere}, {"beach": 0.8}, {"beach": elsewhere})[1] == name


def test_two_words_that_are_as_likely_are_no_name():
    assert named({"sofa": 0.6, "beach": 0.6}, {}, {})[0] == ""
    assert named({"sofa": 0.6, "beach": 0.9}, {}, {})[0] == "Beach"


def test_where_neither_is_ahead_what_both_are_is_the_name():
    assert named({"dog": 0.5, "cat": 0.5, "animal": 0.97}, {}, {})[0] == "Animal"


def test_the_narrower_of_two_words_is_taken_when_it_is_true_of_almost_as_many():
    assert named({"animal": 0.99, "dog": 0.9, "labrador": 0.1}, {}, {})[0] == "Dog"
    assert named({"animal": 0.99, "dog": 0.5, "labrador": 0.1}, {}, {})[0] == "Animal"


def test_a_few_pictures_prove_nothing():
    labels = np.repeat([0, 1], [2, 58])
    found = names.name_clusters(labels, 2, seen(labels, {"beach": 0.45}, {"beach": 0.1}))
    assert texts(found) == ["", ""]


def test_one_cluster_alone_has_no_name():
    labels = np.zeros(30, int)
    assert names.name_clusters(labels, 1, seen(labels, {"dog": 1.0})) == [Name()]
    assert names.name_clusters(labels[:0], 0) == []


def test_person_and_people_do_not_stand_side_by_side():
    # Both hold in one cluster: neither is the other's rival.
    assert named({"person": 0.8, "people": 0.8}, {}, {})[0] in ("Person", "People")
    # One is called the one, the other the other: the same name, told apart.
    found = named({"person": 0.9}, {"people": 0.9, "beach": 0.72}, {})
    assert found[:2] == ["Person", "Person, beach"]


def test_clusters_of_one_name_are_told_apart_by_what_only_one_shows_or_by_number():
    dogs = {"dog": 0.98, "animal": 0.98}
    labels = np.repeat(np.arange(12), 60)
    clusters = [dogs | {"sofa": 0.75}, dogs, dogs, *({"sofa": 0.15},) * 9]
    found = names.name_clusters(labels, 12, seen(labels, *clusters))
    assert texts(found)[:3] == ["Dog, sofa", "Dog", "Dog 2"]


def test_what_only_half_of_a_cluster_shows_is_not_added_to_its_name():
    """Half a cluster of bananas and half of carrots is fruit, but no "Fruit, banana"."""
    dogs = {"dog": 0.98, "animal": 0.98}
    labels = np.repeat(np.arange(12), 60)
    clusters = [dogs | {"sofa": 0.6}, dogs, *({"sofa": 0.15},) * 10]
    found = names.name_clusters(labels, 12, seen(labels, *clusters))
    assert texts(found)[:2] == ["Dog", "Dog 2"]


def test_a_folder_that_holds_most_of_a_cluster_comes_before_any_word():
    folders = lying(*["alps"] * 20, *["sea_side"] * 13, *[""] * 7, *["odd"] * 11, *[""] * 9)
    words = seen(THREE, {"church": 0.9}, {}, {"beach": 0.9})
    assert names.name_clusters(THREE, 3, words, folders) == [
        Name("Alps", "folder"),
        Name("Sea side", "folder"),
        Name("Beach", "word"),  # eleven of twenty are not enough
    ]


def test_a_folder_that_holds_most_of_everything_tells_nothing():
    folders = lying(*["holiday"] * 55, *[""] * 5)
    assert texts(names.name_clusters(THREE, 3, None, folders)) == ["", "", ""]


def test_the_folder_above_names_a_cluster_whose_pictures_lie_in_several_beneath():
    italy = ["italy/rome", "italy/venice"] * 10
    folders = lying(*italy, *["home"] * 20, *["italy/rome/forum"] * 2, *[""] * 18)
    assert texts(names.name_clusters(THREE, 3, None, folders)) == ["Italy", "Home", ""]


def test_folders_of_one_name_are_told_apart_by_where_they_lie():
    folders = lying(*["2019/rome"] * 20, *["2021/rome"] * 20, *[""] * 20)
    found = texts(names.name_clusters(THREE, 3, None, folders))
    assert found == ["Rome, 2019", "Rome, 2021", ""]


def test_a_picture_that_lies_in_two_folders_counts_in_both():
    folders = lying(*[("alps", "best of")] * 20, *["sea"] * 20, *["best of"] * 20)
    assert texts(names.name_clusters(THREE, 3, None, folders))[:2] == ["Alps", "Sea"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("person", "People"), ("dress", "dresses"), ("T-shirt", "t shirts"), ("church", "churches"),
     ("berry", "berries"), ("box", "boxes"), ("sea_side", "sea side"), ("glasses", "glasses")],
)  # fmt: skip
def test_a_word_and_its_plural_are_one(one, other):
    assert names.key(one) == names.key(other)
    assert names.key("glass") == "glass"


def test_the_order_of_pictures_and_words_makes_no_difference():
    random = np.random.default_rng(1)
    labels = random.integers(0, 4, 200)
    rows = random.random((200, len(WORDS))).astype(np.float32) ** 4
    rows[labels == 2, 7] = 0.9
    first = names.name_clusters(labels, 4, names.evidence(labels, 4, LEXICON, [rows]))
    at = random.permutation(200)
    again = names.evidence(labels[at], 4, LEXICON, [rows[at][:50], rows[at][50:]])
    assert names.name_clusters(labels[at], 4, again) == first
    assert first[2].text == "Beach"


def test_equal_names_are_counted_each_by_itself():
    texts = names._numbered("Fruit", ["", "vegetable", "", "vegetable", ""])
    assert texts == ["Fruit", "Fruit, vegetable", "Fruit 2", "Fruit, vegetable 2", "Fruit 3"]
