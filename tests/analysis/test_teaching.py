import numpy as np
import pytest

from gallery.analysis import likeness, ranking, steering, teaching
from gallery.analysis.steering import Pull
from gallery.core.arrays import normalise
from gallery.core.errors import LookalikeError


def heaps(classes=4, marked=8, unmarked=40, others=200, seed=0):
    """Pictures of classes that overlap, of which some are labelled, and pictures of no class."""
    dim = 64
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal(dim)
    centres = shared + 0.7 * rng.standard_normal((classes, dim))
    each = marked + unmarked
    vectors = np.repeat(centres, each, axis=0) + rng.standard_normal((classes * each, dim))
    # What most pictures differ by tells nothing of the class: light, say, or the background.
    vectors[:, :6] += 3 * rng.standard_normal((len(vectors), 6))
    vectors = np.concatenate([vectors, rng.standard_normal((others, dim))])
    truth = [f"class {n}" for n in range(classes) for _ in range(each)] + [""] * others
    labels = [name if at % each < marked and name else "" for at, name in enumerate(truth)]
    return normalise(vectors), np.array(truth), labels


def test_eight_pictures_a_class_are_enough_to_learn_from():
    vectors, truth, labels = heaps()
    lesson = teaching.learn(vectors, labels)
    hidden = (truth != "") & (np.array(labels) == "")
    before = teaching.precision(vectors[hidden], truth[hidden])
    after = teaching.precision(lesson.extend(vectors)[hidden], truth[hidden])
    assert after > before + 0.02


def test_what_was_gained_is_told_on_pictures_that_were_not_seen():
    vectors, _truth, labels = heaps(marked=16)
    told = teaching.gain(vectors, labels)
    assert told.after > told.before
    assert told.stays > 0.8, "near-ties of noise change places soonest"
    shuffled = np.array(labels)
    at = np.flatnonzero(shuffled != "")
    shuffled[at] = np.random.default_rng(1).permutation(shuffled[at])
    nothing = teaching.gain(vectors, shuffled.tolist())
    assert nothing.after < nothing.before + 0.1, "labels at random teach nothing"


def test_vectors_are_not_changed_and_stay_unit_length():
    vectors, _truth, labels = heaps()
    kept = vectors.copy()
    extended = teaching.learn(vectors, labels).extend(vectors)
    np.testing.assert_array_equal(vectors, kept)
    assert extended.shape == (len(vectors), 64 + 4)
    np.testing.assert_allclose(np.linalg.norm(extended, axis=1), 1, atol=1e-5)


def test_chances_are_shares_of_what_is_sure():
    vectors, truth, labels = heaps()
    chances = teaching.learn(vectors, labels).chances(vectors)
    assert ((chances >= 0) & (chances.sum(1, keepdims=True) <= 1 + 1e-5)).all()
    sums = chances.sum(1)
    assert sums[truth == ""].mean() < sums[truth != ""].mean() - 0.2
    marked = np.array(labels) != ""
    assert (
        chances[marked].argmax(1) == [int(n[-1]) for n in np.array(labels)[marked]]
    ).mean() > 0.9


def test_the_same_marks_teach_the_same():
    vectors, _truth, labels = heaps()
    one, two = (teaching.learn(vectors, labels) for _ in range(2))
    np.testing.assert_array_equal(one.weights, two.weights)
    assert teaching.gain(vectors, labels) == teaching.gain(vectors, labels)


def test_too_few_is_said_and_names_the_classes():
    vectors, _truth, labels = heaps(classes=3)
    labels[0] = ""
    classes, few = teaching.usable(labels)
    assert (classes, few) == (("class 1", "class 2"), (("class 0", 7),))
    assert "“class 0” (7)" in teaching.too_few(few)
    assert teaching.learn(vectors, labels).classes == classes
    only = [label if label == "class 1" else "" for label in labels]
    for none in (only, [""] * len(labels)):
        with pytest.raises(LookalikeError, match="no two classes"):
            teaching.learn(vectors, none)


def test_all_pictures_may_have_a_class():
    vectors, truth, _labels = heaps(others=0, unmarked=4)
    lesson = teaching.learn(vectors, truth.tolist())
    np.testing.assert_allclose(lesson.chances(vectors).sum(1), 1, atol=1e-5)
    assert teaching.gain(vectors, truth.tolist()).stays == 1


def test_likeness_is_bent_in_rankings():
    vectors, truth, labels = heaps()
    lesson = teaching.learn(vectors, labels)
    rows = np.array([-1, *range(len(vectors))])
    found = steering.rank([Pull(vectors[:1])], [], vectors, rows, lesson)
    assert found.scores[0] == ranking.NO_SCORE
    expected = lesson.extend(vectors) @ lesson.extend(vectors[:1])[0]
    np.testing.assert_allclose(found.scores[1:], expected, atol=1e-5)
    plain = steering.rank([Pull(vectors[:1])], [], vectors)
    right = [
        np.mean(truth[ranking.ranked(scores)[1:21]] == truth[0])
        for scores in (plain.scores, found.scores[1:])
    ]
    assert right[1] >= right[0]
    assert likeness.background(vectors, bend=lesson).floor < 1
