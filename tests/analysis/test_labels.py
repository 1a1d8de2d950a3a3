"""Doubtful labels: found where the neighbours say otherwise, and not where classes only mix."""

import numpy as np
import pytest

from gallery.analysis.labels import doubts, out_of_fold, suspicion, table
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError


def clouds(per_class=40, classes=4, spread=0.5, seed=0):
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(classes, 16))
    labels = np.repeat(np.arange(classes), per_class)
    return normalise(middles[labels] + spread * rng.normal(size=(len(labels), 16))), labels


def test_wrong_labels_come_first():
    vectors, labels = clouds()
    wrong = np.array([3, 50, 77, 120, 151])
    right = labels[wrong].copy()
    labels[wrong] = (labels[wrong] + 1) % 4
    chances = out_of_fold(vectors, labels, np.arange(len(labels)))
    assert np.allclose(chances.sum(axis=1), 1)
    found = doubts(labels, chances)
    assert set(found.at[:5].tolist()) == set(wrong.tolist())
    where = {int(at): int(label) for at, label in zip(found.at, found.suggested, strict=True)}
    assert [where[int(at)] for at in wrong] == right.tolist()
    assert (np.diff(found.confidence) <= 0).all()
    assert (found.confidence[:5] > 0.5).all()


def test_clean_labels_are_hardly_doubted():
    vectors, labels = clouds(spread=0.3)
    found = doubts(labels, out_of_fold(vectors, labels, np.arange(len(labels))))
    assert len(found.at) == 0


def test_a_copy_has_no_say_over_its_twin():
    vectors, labels = clouds()
    vectors, labels = np.vstack([vectors, vectors[:1]]), np.append(labels, 2)
    labels[0] = 2  # wrong, and its copy says the same
    groups = np.arange(len(labels))
    groups[-1] = 0
    found = doubts(labels, out_of_fold(vectors, labels, groups))
    assert {0, len(labels) - 1} <= set(found.at[:2].tolist())


@pytest.mark.parametrize(("count", "classes"), [(0, 0), (1, 1), (2, 2), (6, 1)])
def test_few_pictures_are_no_trouble(count, classes):
    vectors = normalise(np.random.default_rng(1).normal(size=(count, 4)))
    labels = np.arange(count) % max(classes, 1)
    chances = out_of_fold(vectors, labels, np.arange(count))
    assert np.isfinite(chances).all()
    assert len(doubts(labels, chances).at) <= count


def test_it_stops_when_asked():
    vectors, labels = clouds()
    with pytest.raises(CancelledError):
        out_of_fold(vectors, labels, np.arange(len(labels)), lambda: True)


def test_suspicion_is_between_none_and_all():
    chances = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    assert suspicion(np.array([0, 0, 0]), chances).tolist() == [0.0, 1.0, 0.5]


def test_the_table_counts_what_is_known():
    counts = table(np.array([0, 0, 1, -1]), np.array([2, 2, 0, 1]), 2, 3)
    assert counts.tolist() == [[0, 0, 2], [1, 0, 0]]
