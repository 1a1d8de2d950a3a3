"""Odd ones and varied ones."""

import numpy as np
import pytest

from gallery.analysis.variety import apartness, most_varied, odd_ones
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError


def three_clouds(seed=0):
    rng = np.random.default_rng(seed)
    middles = np.eye(3, 12)
    return normalise(np.repeat(middles, 30, axis=0) + 0.1 * rng.normal(size=(90, 12)))


def test_what_stands_apart_is_found_and_little_else():
    stranger = np.zeros((1, 12), np.float32)
    stranger[0, 8] = 1
    vectors = np.vstack([three_clouds(), stranger])
    odd = odd_ones(apartness(vectors))
    assert odd[0] == 90
    assert len(odd) < 5


def test_three_varied_pictures_are_one_of_each_cloud():
    chosen = most_varied(three_clouds(), 3)
    assert sorted((chosen // 30).tolist()) == [0, 1, 2]
    assert len(set(most_varied(three_clouds(), 200).tolist())) == 90


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_pictures_are_no_trouble(count):
    vectors = np.ones((count, 4), np.float32) / 2
    assert len(apartness(vectors)) == count
    assert len(odd_ones(apartness(vectors))) == 0
    assert len(most_varied(vectors, 2)) == count


def test_it_stops_when_asked():
    with pytest.raises(CancelledError):
        most_varied(three_clouds(), 5, lambda: True)
    with pytest.raises(CancelledError):
        apartness(three_clouds(), lambda: True)
