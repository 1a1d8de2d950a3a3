"""Maps: finite, repeatable, true to the neighbourhoods."""

import os
import subprocess
import sys

import numpy as np
import pytest

from gallery.analysis import projection
from gallery.analysis.neighbours import nearest_neighbours
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError


def groups(count, dim=32, noise=0.1, seed=0):
    """Return `count` unit vectors around six centres, and the group of each."""
    random = np.random.default_rng(seed)
    truth = np.arange(count) % 6
    centres = normalise(random.normal(size=(6, dim)))
    return normalise(centres[truth] + noise * random.normal(size=(count, dim))), truth


@pytest.mark.parametrize("count", [5, 100, 900])
def test_principal_components_are_those_of_the_full_decomposition(count):
    vectors, _ = groups(count)
    xy = projection.pca(vectors)
    centred = vectors - vectors.mean(0, dtype=np.float64)
    left, sizes, _right = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(xy), np.abs(left[:, :2] * sizes[:2]), atol=2e-3)
    assert (xy[np.abs(xy).argmax(0), [0, 1]] > 0).all()


def test_axes_from_a_sample_show_almost_as_much_as_those_of_all(monkeypatch):
    vectors, _ = groups(900)
    whole = projection.pca(vectors)
    monkeypatch.setattr(projection, "FIT", 300)
    monkeypatch.setattr(projection, "CHUNK", 70)
    sampled = projection.pca(vectors)
    np.testing.assert_array_equal(sampled, projection.pca(vectors))
    assert sampled.var(0).sum() > 0.95 * whole.var(0).sum()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 15])
@pytest.mark.parametrize("kind", ["different", "equal", "zero"])
def test_few_or_equal_pictures_make_a_map(count, kind):
    vectors, _ = groups(count)
    if kind != "different":
        vectors = np.repeat(vectors[:1], count, 0) * (kind == "equal")
    start = projection.pca(vectors)
    knn = nearest_neighbours(vectors, 15)
    for xy in (start, projection.umap(vectors, start, knn), projection.normalise_map(start)):
        assert (xy.shape, xy.dtype) == ((count, 2), np.float32)
        assert np.isfinite(xy).all()
        if kind == "different":
            assert len(np.unique(xy, axis=0)) == count


def test_the_map_keeps_groups_together_copies_close_and_comes_out_the_same_again():
    vectors, truth = groups(300)
    vectors[60:66] = vectors[0]
    start = projection.pca(vectors)
    knn = nearest_neighbours(vectors, 15)
    asked = []

    def count_rounds():
        asked.append(True)
        return False

    xy = projection.umap(vectors, start, knn, cancelled=count_rounds)
    assert len(asked) >= projection.rounds(300)
    again = projection.umap(vectors, start, knn)
    np.testing.assert_array_equal(xy, again)
    apart = ((xy[:, None] - xy[None]) ** 2).sum(2)
    np.fill_diagonal(apart, np.inf)
    others = np.setdiff1d(np.arange(300), np.arange(60, 66))
    same = truth[apart.argmin(1)] == truth
    assert same[others].mean() > 0.98
    with pytest.raises(CancelledError):
        projection.umap(vectors, start, knn, cancelled=lambda: len(asked) == 0 or asked.pop())


def test_a_copy_is_placed_on_its_twin():
    vectors, _ = groups(300)
    xy = np.random.default_rng(0).uniform(-1, 1, (300, 2)).astype(np.float32)
    np.testing.assert_allclose(projection.place(vectors[:20], vectors, xy), xy[:20], atol=1e-3)


def test_a_new_picture_is_placed_between_its_neighbours():
    vectors, truth = groups(300)
    xy = np.stack([np.cos(truth), np.sin(truth)], 1).astype(np.float32)
    new, group = groups(30)
    placed = projection.place(normalise(new + 0.01), vectors, xy)
    np.testing.assert_allclose(placed, np.stack([np.cos(group), np.sin(group)], 1), atol=1e-3)


def test_placing_needs_somebody_to_be_placed_beside():
    vectors, _ = groups(3)
    nothing = np.zeros((0, 2), np.float32)
    assert projection.place(vectors, vectors[:0], nothing).tolist() == [[0, 0]] * 3
    assert projection.place(vectors[:0], vectors, np.ones((3, 2), np.float32)).shape == (0, 2)
    assert np.isfinite(projection.place(vectors, vectors[:1], np.ones((1, 2), np.float32))).all()


def test_a_map_fills_its_square_and_keeps_its_proportions():
    xy = np.array([[0, 0], [8, 0], [8, 2], [0, 2]], np.float32) + 100
    expected = [[-1, -0.25], [1, -0.25], [1, 0.25], [-1, 0.25]]
    np.testing.assert_allclose(projection.normalise_map(xy), expected, atol=1e-6)


def test_one_stray_point_does_not_shrink_the_map():
    xy = np.random.default_rng(0).uniform(-1, 1, (1000, 2))
    xy[500] = [400, 0]
    found = projection.normalise_map(xy)
    assert np.abs(found).max() <= 1
    assert np.ptp(np.delete(found, 500, 0)[:, 0]) > 1.9


def test_where_numba_keeps_its_code_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    projection.prepare_numba(tmp_path)
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path)


WARM = """
from gallery.analysis import projection
projection.warm()
from umap import layouts, umap_
functions = umap_.smooth_knn_dist, layouts._nb_optimize_layout_euclidean_single_epoch
print([sum(function.stats.cache_hits.values()) for function in functions])
"""


def test_what_a_map_needs_is_compiled_once_and_nothing_else_is(tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", WARM]
    runs = [subprocess.check_output(command, env=environment, text=True) for _ in range(2)]
    assert runs == ["[0, 0]\n", "[1, 1]\n"]
    kept = {path.parent.name.partition("_")[0] for path in tmp_path.rglob("*.nb?")}
    assert kept == {"umap"}


def test_a_map_of_very_many_is_that_of_a_sample_with_the_rest_placed_in_it(monkeypatch):
    vectors, truth = groups(300)
    start = projection.normalise_map(projection.pca(vectors))
    whole = projection.umap_of_all(vectors, start)
    knn = nearest_neighbours(vectors, projection.NEIGHBOURS)
    np.testing.assert_array_equal(whole, projection.umap(vectors, start, knn))
    monkeypatch.setattr(projection, "SAMPLE", 200)
    sampled = projection.umap_of_all(vectors, start)
    assert np.isfinite(sampled).all()
    centres = np.stack([sampled[truth == group].mean(0) for group in range(6)])
    nearest = np.linalg.norm(sampled[:, None] - centres, axis=2).argmin(1)
    assert (nearest == truth).mean() > 0.95


def test_those_that_are_not_known_are_placed_among_those_that_are():
    vectors, _ = groups(60)
    vectors[7] = vectors[3]
    known = np.arange(60) != 7
    xy = np.random.default_rng(0).uniform(-1, 1, (60, 2)).astype(np.float32)
    np.testing.assert_allclose(projection.join(vectors, known, xy[known]), xy[[3]], atol=1e-5)
