"""Ranking against its plain definitions."""

import numpy as np
import pytest
from numpy.typing import NDArray

from gallery.analysis import ranking
from gallery.core.arrays import Vectors, normalise
from gallery.core.errors import EncoderMismatchError, LookalikeError


def unit(count: int, dim: int = 16, seed: int = 0) -> Vectors:
    return normalise(np.random.default_rng(seed).normal(size=(count, dim)))


def plain_order(scores: NDArray[np.float32]) -> list[int]:
    return sorted(range(len(scores)), key=lambda i: -scores[i])


def test_scores_are_the_cosines():
    vectors = unit(1000)
    expected = [float(np.dot(vectors[5], row)) for row in vectors]
    np.testing.assert_allclose(ranking.scores(vectors[5], vectors), expected, atol=1e-6)


@pytest.mark.parametrize("chunk", [1, 7, 64, 5000])
def test_any_rows_in_any_order_get_their_own_score_whatever_the_chunk(chunk):
    vectors = unit(1000)
    everything = ranking.scores(vectors[5], vectors)
    for seed, count in enumerate((0, 1, 3, 50, 900, 3000)):
        rows = np.random.default_rng(seed).integers(-1, 1000, count)
        expected = np.where(rows < 0, ranking.NO_SCORE, everything[rows])
        found = ranking.scores(vectors[5], vectors, rows, chunk)
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_scores_of_a_read_only_mapped_file(tmp_path):
    vectors = unit(300)
    vectors.tofile(tmp_path / "v")
    mapped = np.memmap(tmp_path / "v", np.float32, "r", shape=(300, 16))
    np.testing.assert_array_equal(
        ranking.scores(vectors[0], mapped), ranking.scores(vectors[0], vectors)
    )


def test_no_vectors_give_no_scores():
    nothing = np.zeros((0, 16), np.float32)
    assert len(ranking.scores(unit(1)[0], nothing)) == 0
    rows = np.full(3, -1)
    assert ranking.scores(unit(1)[0], nothing, rows).tolist() == [ranking.NO_SCORE] * 3
    assert len(ranking.ranked(np.zeros(0, np.float32))) == 0
    assert len(ranking.nearest(unit(1)[0], nothing, 5)[0]) == 0


def test_scores_never_leave_the_range_of_a_cosine():
    vectors = np.full((10, 512), 1.001 / np.sqrt(512), np.float32)
    assert ranking.scores(vectors[0], vectors).max() == 1
    assert ranking.scores(-vectors[0], vectors).min() == -1


def test_a_vector_that_is_not_a_number_comes_last_of_those_with_one():
    vectors = unit(5)
    vectors[2] = np.nan
    found = ranking.scores(vectors[0], vectors)
    assert found[2] == -1
    assert ranking.ranked(found)[-1] == 2


def test_vectors_of_another_encoder_are_refused():
    with pytest.raises(EncoderMismatchError, match="16 numbers"):
        ranking.scores(unit(1)[0], unit(5, 8))
    with pytest.raises(EncoderMismatchError):
        ranking.nearest(unit(1)[0], unit(5, 8), 3)


def test_ranking_is_a_stable_sort():
    random = np.random.default_rng(0)
    for count in (1, 2, 3, 1000, 20_000):
        scores = (random.integers(-20, 21, count) / 20).astype(np.float32)
        assert ranking.ranked(scores).tolist() == plain_order(scores)


def test_equal_scores_keep_their_order_though_one_is_minus_zero():
    scores = np.array([-0.0, 0.0, -0.0, 1e-40, -1e-40, 0.0], np.float32)
    assert ranking.ranked(scores).tolist() == [3, 0, 1, 2, 5, 4]


def test_pictures_without_a_score_come_last_and_what_is_no_number_after_them():
    scores = np.array([np.nan, -2, 0.5, -1, -2, 1], np.float32)
    assert ranking.ranked(scores).tolist() == [5, 2, 3, 1, 4, 0]


def test_the_nearest_are_the_first_of_the_ranking():
    vectors = np.repeat(unit(100), 3, axis=0)  # each three times, so that many are tied
    rows = np.random.default_rng(1).permutation(300)
    rows[::7] = -1
    for k in (0, 1, 2, 4, 50, 1000):
        positions, found = ranking.nearest(vectors[0], vectors, k, rows)
        scores = ranking.scores(vectors[0], vectors, rows)
        expected = [p for p in ranking.ranked(scores) if rows[p] >= 0][:k]
        assert positions.tolist() == expected
        np.testing.assert_array_equal(found, scores[expected])


def test_comparison_of_known_vectors():
    found = ranking.pairwise(np.array([[1, 0], [0, 2], [-3, 0], [1, 1], [0, 0]], np.float32))
    np.testing.assert_allclose(found.cosine[0], [1, 0, -1, 0.5**0.5, 0], atol=1e-15)
    np.testing.assert_allclose(found.degrees[0], [0, 90, 180, 45, 90], atol=1e-12)
    np.testing.assert_allclose(found.euclidean[0], [0, 5**0.5, 4, 1, 1])
    np.testing.assert_array_equal(found.cosine, found.cosine.T)
    assert found.cosine[4].tolist() == [0] * 5


def test_comparison_keeps_tiny_angles():
    tiny = 1e-9
    found = ranking.pairwise(np.array([[1, 0], [np.cos(tiny), np.sin(tiny)]]))
    assert found.degrees[0, 1] == pytest.approx(np.degrees(tiny), rel=1e-9)


def test_a_query_of_one_example_is_that_example():
    likes = unit(1)
    np.testing.assert_allclose(ranking.combine(likes, likes[:0]), likes[0], atol=1e-6)


def test_a_counter_example_pushes_its_like_away():
    likes, unlikes, words = unit(3), unit(1, seed=1), unit(1, seed=2)[0]
    without = ranking.combine(likes, unlikes[:0], words)
    mixed = ranking.combine(likes, unlikes, words)
    assert float(mixed @ unlikes[0]) < float(without @ unlikes[0])
    assert float(np.linalg.norm(mixed)) == pytest.approx(1, abs=1e-6)
    wanted = words + 0.75 * likes.mean(0)
    by_hand = wanted / np.linalg.norm(wanted) - 0.5 * unlikes[0]
    np.testing.assert_allclose(mixed, by_hand / np.linalg.norm(by_hand), atol=1e-6)


def test_a_query_of_nothing_says_what_is_missing():
    with pytest.raises(LookalikeError, match="to look for"):
        ranking.combine(unit(0), unit(0))
    with pytest.raises(EncoderMismatchError):
        ranking.combine(unit(1), unit(1, 8))
