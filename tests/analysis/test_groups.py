"""Groups stand around the picture to keep: no chains, whatever the order."""

import itertools

import numpy as np
import pytest

from gallery.analysis.groups import (
    Candidate,
    around_keepers,
    around_references,
    preference,
    reason,
)
from gallery.core.findings import Reason


def like_within(pairs):
    known = {frozenset(pair) for pair in pairs}
    return lambda a, b: frozenset((a, b)) in known


def test_a_chain_is_cut_where_the_keeper_is_not_like_the_end():
    chain = [(0, 1), (1, 2), (2, 3)]
    groups = around_keepers(chain, np.arange(4), like_within(chain))
    assert groups == [[0, 1], [2, 3]]


def test_every_member_is_like_its_keeper_whatever_the_edges():
    rng = np.random.default_rng(0)
    for _round in range(50):
        count = 12
        pairs = [p for p in itertools.combinations(range(count), 2) if rng.random() < 0.3]
        order = [pairs[i] for i in rng.permutation(len(pairs))]
        places = rng.permutation(count)
        like = like_within(pairs)
        groups = around_keepers(order, places, like)
        members = [member for group in groups for member in group]
        assert len(members) == len(set(members))
        for keeper, *rest in groups:
            assert rest
            assert all(like(keeper, member) for member in rest)
            assert all(places[keeper] < places[member] for member in rest)


def test_a_better_keeper_takes_a_group_over_if_all_are_like_it():
    pairs = [(1, 2), (0, 1), (0, 2)]
    assert around_keepers(pairs[:2], np.arange(3), like_within(pairs)) == [[0, 1, 2]]
    assert around_keepers(pairs[:2], np.arange(3), like_within(pairs[:2])) == [[1, 2]]


def test_two_groups_become_one_if_all_are_like_one_keeper():
    pairs = list(itertools.combinations(range(4), 2))
    groups = around_keepers([(0, 1), (2, 3), (1, 2)], np.arange(4), like_within(pairs))
    assert groups == [[0, 1, 2, 3]]


def test_each_picture_belongs_to_its_strongest_reference():
    reference = np.array([True, True, False, False, False])
    edges = [(2, 0), (1, 3), (3, 0), (1, 2)]
    groups = around_references(edges, np.arange(5), reference)
    assert groups == [[0, 2], [1, 3]]


A = {"path": b"/b/long.jpg", "pixels": 100, "size": 50, "mtime_ns": 9}


@pytest.mark.parametrize(
    ("better", "why"),
    [
        ({"protected": True, "pixels": 1}, Reason.PROTECTED),
        ({"paired": True, "pixels": 1}, Reason.PAIR),
        ({"pixels": 101, "size": 1}, Reason.PIXELS),
        ({"size": 51, "mtime_ns": 10}, Reason.BYTES),
        ({"mtime_ns": 8, "path": b"/c/longer.jpg"}, Reason.OLDER),
        ({"path": b"/c/s.jpg"}, Reason.SHORTER_PATH),
        ({"path": b"/a/long.jpg"}, Reason.FIRST),
    ],
)
def test_the_keeper_has_a_reason(better, why):
    candidates = [Candidate(**A), Candidate(**{**A, **better}), Candidate(**A)]
    places = preference(candidates)
    assert places[1] == 0
    assert reason(candidates[1], [candidates[0]]) is why
