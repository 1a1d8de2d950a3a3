"""Words, groups of words, shown tags and names of clusters."""

import numpy as np
import pytest

from gallery.core.errors import LookalikeError
from gallery.core.phrases import UnknownWordError
from gallery.encoders import tagger
from gallery.encoders.tags import Group, Tag, Tags, built_in, strongest

NUMBER = {name: number for number, name in enumerate(built_in().names)}


def stored(*pictures):
    """Tags as they are stored, from {"name": probability} for each picture."""
    chances = np.zeros((len(pictures), len(NUMBER)), np.float32)
    for row, picture in zip(chances, pictures, strict=True):
        for name, chance in picture.items():
            row[NUMBER[name]] = chance
    return strongest(chances)


def find(word):
    return tagger.vocabulary().find(word)


def beneath(word):
    return {built_in().names[number] for number in find(word).tags}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("dog", "beagle"),
        ("animal", "beagle"),
        ("animal", "dog"),
        ("bird", "flamingo"),
        ("vehicle", "ambulance"),
        ("food", "banana"),
        ("person", "scuba diver"),
        ("beach", "seashore"),
        ("furniture", "desk"),
        ("sport", "soccer ball"),
        ("building", "castle"),
        ("plant", "daisy"),
    ],
)
def test_a_word_finds_what_lies_beneath_it(word, found):
    assert found in beneath(word)


def test_a_word_finds_nothing_that_lies_elsewhere():
    assert not beneath("dog") & {"tabby cat", "timber wolf", "hot dog", "car"}
    assert "animal" not in beneath("dog")


@pytest.mark.parametrize("words", ["Dogs", " dog ", "puppy", "DOG"])
def test_capitals_plurals_and_other_names_find_the_same(words):
    assert find(words) == find("dog")


def test_hyphens_and_spaces_are_alike():
    assert find("t shirt") == find("T-shirt")


def test_an_unknown_word_is_answered_with_the_nearest_known_ones():
    with pytest.raises(LookalikeError, match=r"no such word, “doog”; nearest known words: dog,"):
        find("doog")


def test_of_several_words_the_known_ones_are_offered():
    with pytest.raises(UnknownWordError, match="nearest known words: car"):
        find("my red car")


def test_a_word_near_nothing_says_so():
    with pytest.raises(UnknownWordError, match="none like it"):
        find("xyzzy")


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("hot dog", "hot dog"),
        ("orange fruit", "orange, fruit"),
        ("my red car", "car; not known: “red”"),
        ("a Polar-Bear on the beach", "polar bear, beach"),
        ("dogs and puppies", "dog"),
    ],
)
def test_of_several_words_those_that_are_known_are_understood(words, understood):
    assert str(tagger.vocabulary().understand(words)) == understood


def test_a_file_name_is_not_taken_to_pieces():
    for name in ("lion48", "lion_lion48.jpg", "the"):
        with pytest.raises(UnknownWordError, match="no such word"):
            tagger.vocabulary().understand(name)


def test_several_words_are_as_probable_as_the_least_of_them():
    tags = stored({"dog": 0.6, "beach": 0.9}, {"dog": 0.7}, {"beagle": 0.8, "beach": 0.2})
    phrase = tagger.vocabulary().understand("dog beach")
    np.testing.assert_allclose(tagger.together(phrase, *tags), [0.6, 0, 0.2], atol=1e-6)


def test_every_group_holds_more_than_itself_and_only_known_tags():
    for word, group in built_in().groups.items():
        assert set(group.tags) <= {tag.name for tag in built_in().all} | set(built_in().groups)
        assert find(word).tags, word


def test_no_two_tags_are_called_alike():
    assert len(NUMBER) == len(built_in().names)


def test_a_word_is_as_probable_as_the_most_probable_tag_beneath_it():
    tags = stored({"beagle": 0.3, "dog": 0.6, "chair": 0.9}, {"chair": 0.2}, {})
    np.testing.assert_allclose(tagger.probability(find("dog"), *tags), [0.6, 0, 0], atol=1e-6)


def test_classes_that_exclude_each_other_add_up_in_their_group():
    tags = Tags(
        [Tag("beagle", (), (5,)), Tag("pug", (), (6,)), Tag("hound", (), (), (3,))],
        {"dog": Group((5, 6), ("hound",))},
    )
    classes, objects = np.zeros((1, 1001), np.float32), np.zeros((1, 631), np.float32)
    classes[0, [6, 7]] = 0.25, 0.5  # "background" comes first in the graph's output
    objects[0, 3] = 0.4
    merged = dict(zip(tags.names, tags.merged(classes, objects)[0].tolist(), strict=True))
    # The everyday label has a say as well: the mean of 0.25 + 0.5 and 0.4.
    assert merged == pytest.approx({"dog": 0.575, "beagle": 0.25, "pug": 0.5, "hound": 0.4})


def test_nothing_beneath_a_closed_group_is_more_probable_than_the_group():
    tags = Tags(
        [Tag("beagle", (), (5,)), Tag("dog", (), (), (), (0,)), Tag("cat", (), (7,), (), (1,))],
        {"dog": Group((5, 6), ("dog",), closed=True)},
    )
    classes, objects = np.zeros((1, 1001), np.float32), np.zeros((1, 631), np.float32)
    classes[0, [6, 8]] = 0.6, 0.4
    labels = np.array([[0.1, 0.9]], np.float32)
    merged = dict(zip(tags.names, tags.merged(classes, objects, labels)[0].tolist(), strict=True))
    assert merged == pytest.approx({"dog": 0.35, "beagle": 0.35, "cat": 0.65})


def test_a_label_of_its_own_is_found_by_its_word_and_by_its_group():
    forest, rose = NUMBER["forest"], NUMBER["rose"]
    assert find("forest").tags == (forest,)
    assert find("woods").tags == (forest,)
    assert rose in find("flower").tags
    assert rose not in find("dog").tags


def test_only_probable_tags_are_shown_best_first():
    shown = tagger.shown_tags(*stored({"dog": 0.7, "beagle": 0.8, "chair": 0.3}, {}))
    assert [[name for name, _ in row] for row in shown] == [["beagle", "dog"], []]


def test_each_word_has_its_probability_in_each_picture(monkeypatch):
    monkeypatch.setattr(tagger, "_BLOCK", 2)
    words, parents = tagger.name_words()
    pictures = [{"dog": 0.9, "beagle": 0.7}, {}, {"boat": 0.6}]
    rows = np.concatenate(list(tagger.word_probabilities(*stored(*pictures))))
    assert rows.shape == (3, len(words))
    found = {word: rows[:, n].round(2).tolist() for n, word in enumerate(words)}
    assert found["beagle"] == pytest.approx([0.7, 0, 0])
    assert found["dog"] == found["animal"] == pytest.approx([0.9, 0, 0])
    assert found["vehicle"] == pytest.approx([0, 0, 0.6])
    above = {words[n] for n in parents[words.index("beagle")]}
    assert {"dog", "animal"} <= above
    assert "vehicle" not in above


def test_above_a_word_the_nearest_group_comes_first():
    words, parents = tagger.name_words()
    assert all(number not in above for number, above in enumerate(parents))
    dog = [words[n] for n in parents[words.index("beagle")]]
    assert dog.index("dog") < dog.index("animal")
