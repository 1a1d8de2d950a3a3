import numpy as np
import pytest

from gallery.analysis import regions
from gallery.core.arrays import normalise
from gallery.core.query import Box
from gallery.encoders.pixels import PixelsEncoder


def parts(seed, count=1, rows=7, columns=7, dim=16):
    return np.random.default_rng(seed).standard_normal((count, rows, columns, dim)).astype("f4")


def test_the_regions_of_both_pictures_sum_to_the_cosine():
    a, b = parts(1)[0], parts(2, rows=5, columns=6)[0]
    found = regions.why(a, b)
    cosine = float(normalise(a.sum((0, 1))) @ normalise(b.sum((0, 1))))
    assert found.cosine == pytest.approx(cosine, abs=1e-6)
    for heat, shape in ((found.first, (7, 7)), (found.second, (5, 6)), (found.pairs, (49, 30))):
        assert heat.shape == shape
        assert float(heat.sum()) == pytest.approx(cosine, abs=1e-4)


def test_the_partners_of_a_cell_sum_to_what_it_adds():
    found = regions.why(parts(1)[0], parts(2)[0])
    for cell in (0, 17, 48):
        assert found.partners(cell).sum() == pytest.approx(found.first.flat[cell], abs=1e-4)
        back = found.partners(cell, of_first=False)
        assert back.sum() == pytest.approx(found.second.flat[cell], abs=1e-4)


def test_a_vector_of_zeros_is_like_nothing():
    assert regions.why(parts(1)[0] * 0, parts(2)[0]).cosine == 0


def test_what_both_pictures_show_adds_most():
    rng = np.random.default_rng(3)
    shared = rng.standard_normal(16) * 4
    a, b = parts(1)[0], parts(2)[0]
    a[2, 3] += shared
    b[6, 0] += shared
    found = regions.why(a, b)
    assert np.unravel_index(found.pairs.argmax(), found.pairs.shape) == (2 * 7 + 3, 6 * 7)
    assert found.partners(2 * 7 + 3).argmax() == 6 * 7


def test_an_estimate_falls_where_what_is_shared_is_covered():
    rng = np.random.default_rng(5)
    a, b = rng.integers(100, 140, (2, 112, 112, 3), np.uint8)
    a[:32, :32] = b[:32, :32] = np.kron(rng.integers(0, 2, (4, 4, 1)) * 255, np.ones((8, 8, 3)))
    found = regions.why_estimated(_pixels, a, b)
    assert found.pairs is None
    assert found.first.shape == found.second.shape == (7, 7)
    corner = found.first[:2, :2].sum()
    assert corner > 3 * np.abs(found.first[3:, 3:]).sum()
    assert not found.partners(0).any()


def _pixels(batch):
    small = batch.reshape(len(batch), 16, 7, 16, 7, 3).mean((2, 4)).astype(np.uint8)
    return PixelsEncoder().images(small)


def test_windows_lie_inside_and_the_whole_comes_first():
    for rows, columns in ((7, 7), (4, 4), (1, 1), (8, 12)):
        found = regions.windows(rows, columns)
        assert found[0] == (0, 0, rows, columns)
        assert len(set(found)) == len(found) <= 14
        assert all(0 <= t < b <= rows and 0 <= a < z <= columns for t, a, b, z in found)
    assert len(regions.windows(7, 7)) == 14


def test_the_vector_of_a_window_is_the_sum_of_its_cells():
    table = parts(1, 3)
    found = regions.window_vectors(table)
    assert found.shape == (3, 14, 16)
    for number, (top, left, bottom, right) in enumerate(regions.windows(7, 7)):
        expected = normalise(table[:, top:bottom, left:right].sum((1, 2)))
        np.testing.assert_allclose(found[:, number], expected, atol=1e-4)


def test_a_crop_finds_the_window_that_shows_it():
    table = regions.window_vectors(parts(1, 20))
    scores, numbers = regions.best_windows(table[7, 9], table * 3)
    assert scores.argmax() == 7
    assert scores[7] == pytest.approx(1, abs=1e-5)
    assert numbers[7] == 9
    whole = table[:, 0] @ table[7, 9]
    assert (scores >= whole - 1e-5).all()


def test_boxes_of_windows_lie_in_what_the_encoder_sees():
    cut = Box(0.1, 0.0, 0.8, 1.0)
    boxes = regions.window_boxes(7, 7, cut)
    assert boxes[0].left == pytest.approx(0.1)
    assert (boxes[0].width, boxes[0].height) == pytest.approx((0.8, 1.0))
    assert all(box.left >= 0.1 - 1e-9 and box.left + box.width <= 0.9 + 1e-9 for box in boxes)
