import numpy as np

from gallery.core.arrays import normalise


def test_rows_get_length_one_and_zeros_stay_zero():
    rows = normalise(np.array([[3, 4], [0, 0], [-5, 0]], np.float64))
    assert rows.dtype == np.float32
    assert np.allclose(rows, [[0.6, 0.8], [0, 0], [-1, 0]])


def test_a_single_vector_and_no_vector_are_fine():
    assert np.allclose(normalise(np.array([0.0, 2.0])), [0, 1])
    assert normalise(np.zeros((0, 7), np.float32)).shape == (0, 7)


def test_very_small_numbers_are_no_nan():
    assert np.isfinite(normalise(np.full((1, 4), 1e-38, np.float32))).all()
