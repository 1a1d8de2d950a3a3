"""The order of a matrix: neighbours look alike."""

import numpy as np
import pytest

from gallery.analysis.ranking import pairwise
from gallery.analysis.seriation import alike_order


def on_a_line(count, seed):
    """Cosines of vectors that turn little by little, shuffled, and their true order."""
    angles = np.linspace(0, 1.5, count)
    shuffled = np.random.default_rng(seed).permutation(count)
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1)[shuffled]
    return pairwise(vectors).cosine, shuffled


@pytest.mark.parametrize("count", [3, 8, 60])
@pytest.mark.parametrize("seed", range(3))
def test_pictures_that_turn_little_by_little_stand_in_that_order(count, seed):
    cosine, places = on_a_line(count, seed)
    found = places[alike_order(cosine)]
    assert found.tolist() in (list(range(count)), list(range(count))[::-1])


@pytest.mark.parametrize("seed", range(5))
def test_groups_stay_together(seed):
    rng = np.random.default_rng(seed)
    group = rng.permutation(np.repeat(np.arange(6), 10))
    centres = rng.normal(size=(6, 32))
    cosine = pairwise(centres[group] + 0.2 * rng.normal(size=(60, 32))).cosine
    ordered = group[alike_order(cosine)]
    assert np.count_nonzero(np.diff(ordered)) == 5


def test_neighbours_are_no_less_alike_than_along_the_plain_chain():
    rng = np.random.default_rng(1)
    cosine = pairwise(rng.normal(size=(40, 4))).cosine
    order = alike_order(cosine)
    assert sorted(order) == list(range(40))
    last = int((1 - cosine).sum(1).argmax())
    chain, left = [last], set(range(40)) - {last}
    while left:
        chain.append(max(left, key=lambda other: cosine[chain[-1], other]))
        left.remove(chain[-1])

    def along(path):
        return cosine[path[:-1], path[1:]].sum()

    assert along(order) > along(np.array(chain))


def test_few_equal_and_unknown_ones_are_sane():
    assert alike_order(np.ones((0, 0))).tolist() == []
    assert alike_order(np.ones((2, 2))).tolist() == [0, 1]
    assert sorted(alike_order(np.ones((5, 5)))) == list(range(5))
    hole = np.ones((4, 4))
    hole[2] = hole[:, 2] = np.nan
    assert alike_order(hole)[[0, -1]].tolist().count(2) == 1
