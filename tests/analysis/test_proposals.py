"""A person's own labels are proposed for pictures that are like the labelled ones."""

import numpy as np

from gallery.analysis.proposals import propose
from gallery.core.arrays import normalise


def clouds():
    rng = np.random.default_rng(0)
    kinds = np.repeat(np.arange(3), 40)
    return normalise(np.eye(3, 24)[kinds] + 0.12 * rng.normal(size=(120, 24))), kinds


def marked(*positions):
    chosen = np.zeros(120, np.bool_)
    chosen[list(positions)] = True
    return chosen


def test_what_is_like_the_labelled_pictures_is_proposed():
    vectors, kinds = clouds()
    found = propose(vectors, marked(*range(8)), marked())
    assert len(found.at) > 10
    assert (kinds[found.at] == 0).all()
    assert (found.at >= 8).all()
    assert (np.diff(found.likeness) <= 0).all()


def test_what_was_refused_is_not_proposed_nor_what_is_nearer_to_it():
    vectors, kinds = clouds()
    labelled = marked(*range(6), *range(40, 46))
    refused = marked(*range(46, 60))
    found = propose(vectors, labelled, refused)
    assert not refused[found.at].any()
    assert (kinds[found.at] == 0).mean() > (
        kinds[propose(vectors, labelled, marked()).at] == 0
    ).mean()


def test_two_labels_are_too_few():
    assert len(propose(clouds()[0], marked(1, 2), marked()).at) == 0
