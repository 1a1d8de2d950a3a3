"""Nearest neighbours against the full matrix."""

import numpy as np
import pytest

from gallery.analysis import neighbours
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError


def unit(count, dim=16, seed=0):
    return normalise(np.random.default_rng(seed).normal(size=(count, dim)))


@pytest.mark.parametrize("numbers", [1, 700, 16_000_000])
def test_neighbours_are_those_of_the_full_matrix_whatever_the_block(monkeypatch, numbers):
    monkeypatch.setattr(neighbours, "BLOCK_NUMBERS", numbers)
    vectors = unit(200)
    indices, distances = neighbours.nearest_neighbours(vectors, 15)
    exact = 1 - vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    np.testing.assert_array_equal(indices, np.argsort(exact, axis=1)[:, :15])
    np.testing.assert_allclose(distances, np.sort(exact, axis=1)[:, :15], atol=1e-6)
    assert (indices.dtype, distances.dtype) == (np.int32, np.float32)


def test_no_block_is_larger_than_its_bound():
    for count in (1, 10, 10_000, 1_000_000):
        assert neighbours.block_rows(count) * count <= max(neighbours.BLOCK_NUMBERS, count)


def test_every_picture_is_its_own_first_neighbour_even_among_copies():
    vectors = np.repeat(unit(4), 30, axis=0)
    indices, distances = neighbours.nearest_neighbours(vectors, 15)
    assert indices[:, 0].tolist() == list(range(120))
    assert distances[:, 0].tolist() == [0] * 120
    assert (indices // 30 == np.arange(120)[:, None] // 30).all()
    assert distances.max() < 1e-6
    assert all(len(set(row)) == 15 for row in indices.tolist())


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_pictures_have_few_neighbours(count):
    for vectors in (unit(count), np.zeros((count, 16), np.float32)):
        indices, distances = neighbours.nearest_neighbours(vectors, 15)
        assert indices.shape == distances.shape == (count, count)
        assert np.isfinite(distances).all()


def test_neighbours_among_others():
    new, old = unit(50), unit(300, seed=1)
    indices, distances = neighbours.nearest_to(new, old, 5)
    exact = 1 - new.astype(np.float64) @ old.T.astype(np.float64)
    np.testing.assert_array_equal(indices, np.argsort(exact, axis=1)[:, :5])
    np.testing.assert_allclose(distances, np.sort(exact, axis=1)[:, :5], atol=1e-6)


def test_progress_is_told_and_a_wish_to_stop_is_heard(monkeypatch):
    monkeypatch.setattr(neighbours, "MAX_BLOCK", 40)
    told = []
    neighbours.nearest_neighbours(unit(100), 5, progress=lambda *at: told.append(at))
    assert told == [(40, 100), (80, 100), (100, 100)]
    told.clear()
    with pytest.raises(CancelledError):
        neighbours.nearest_neighbours(
            unit(100), 5, cancelled=lambda: bool(told), progress=lambda *at: told.append(at)
        )
    assert told == [(40, 100)]
