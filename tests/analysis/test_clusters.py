"""Clusters: found, counted, numbered and ordered."""

import numpy as np
import pytest

from gallery.analysis import clusters
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError


def groups(sizes, dim=32, noise=0.05, seed=0):
    """Return unit vectors around one centre for each of `sizes`, and the group of each."""
    random = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    centres = normalise(random.normal(size=(len(sizes), dim)))
    return normalise(centres[truth] + noise * random.normal(size=(len(truth), dim))), truth


def same_parts(a, b):
    return len({*zip(a.tolist(), b.tolist(), strict=True)}) == len(set(a.tolist())) == len(set(b))


def test_separate_groups_are_found_and_the_largest_is_number_nought():
    vectors, truth = groups([20, 70, 40])
    found = clusters.cluster(vectors, 3)
    assert same_parts(found.labels, truth)
    assert np.bincount(found.labels).tolist() == [70, 40, 20]
    assert (found.k, found.suggested_k, found.curve) == (3, 0, ())
    for number in range(3):
        np.testing.assert_allclose(
            found.centres[number], vectors[found.labels == number].mean(0), atol=1e-6
        )


def test_the_number_of_groups_is_suggested():
    vectors, truth = groups([40] * 6)
    found = clusters.cluster(vectors, None)
    assert found.k == found.suggested_k == 6
    assert same_parts(found.labels, truth)
    assert dict(found.curve)[6] == max(dict(found.curve).values())
    assert found.silhouette > 0.8


def test_a_larger_k_is_suggested_when_it_is_almost_as_good(monkeypatch):
    curve = {2: 0.50, 3: 0.30, 4: 0.49, 5: 0.40}
    monkeypatch.setattr(clusters, "GRID", tuple(curve))
    monkeypatch.setattr(
        clusters, "silhouette", lambda _vectors, labels, _seed: curve[len(np.unique(labels))]
    )
    monkeypatch.setattr(clusters, "_stands_out", lambda *_of: True)
    assert clusters.suggest_k(groups([30] * 5)[0])[0] == 4


def test_silhouette_is_that_of_its_definition():
    vectors, labels = groups([6, 9, 1], noise=0.4)
    apart = 1 - vectors.astype(np.float64) @ vectors.T
    values = []
    for i, own in enumerate(labels):
        mates = (labels == own) & (np.arange(len(labels)) != i)
        if not mates.any():
            values.append(0)
            continue
        a = apart[i, mates].mean()
        b = min(apart[i, labels == other].mean() for other in set(labels.tolist()) - {own})
        values.append((b - a) / max(a, b))
    assert clusters.silhouette(vectors, labels) == pytest.approx(np.mean(values), abs=1e-5)


def test_the_same_seed_gives_the_same_clusters():
    vectors, _ = groups([50] * 8, noise=0.3)
    one, two = (clusters.cluster(vectors, None, seed=3) for _ in range(2))
    np.testing.assert_array_equal(one.labels, two.labels)
    assert one.curve == two.curve


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("k", [None, 1, 2, 50])
def test_few_equal_or_empty_vectors_are_no_obstacle(count, k):
    different, _ = groups([count])
    for vectors in (different, np.repeat(different[:1], count, 0), np.zeros_like(different)):
        found = clusters.cluster(vectors, k)
        assert found.labels.shape == (count,)
        assert len(set(found.labels.tolist())) == found.k == len(found.centres)
        assert found.k <= len(np.unique(vectors, axis=0))
        assert np.isfinite(found.centres).all()
        assert np.isfinite(found.silhouette)
        assert len(clusters.typical(vectors, found.labels, found.centres)) == found.k


def test_more_clusters_than_different_pictures_are_not_made():
    vectors = np.repeat(groups([3])[0], 200, axis=0)
    assert clusters.cluster(vectors, 12).k == 3


def test_copies_that_differ_by_rounding_alone_are_no_obstacle():
    vectors = np.repeat(groups([3])[0], 60, axis=0)
    vectors += np.random.default_rng(0).uniform(-1e-8, 1e-8, vectors.shape).astype(np.float32)
    for k in (None, 12):
        found = clusters.cluster(vectors, k)
        assert len(set(found.labels.tolist())) == found.k == len(found.centres)


def test_typical_pictures_are_the_nearest_to_the_centre_and_no_copies():
    vectors, _ = groups([40, 30], noise=0.2)
    vectors = np.concatenate([vectors, vectors])  # every picture twice
    found = clusters.cluster(vectors, 2)
    for number, shown in enumerate(clusters.typical(vectors, found.labels, found.centres, 3)):
        members = [m for m in np.flatnonzero(found.labels == number) if m < 70]
        near = sorted(members, key=lambda m: -float(vectors[m] @ found.centres[number]))
        assert shown.tolist() == near[:3]


def test_later_pictures_join_the_cluster_they_belong_to(monkeypatch):
    vectors, truth = groups([50, 40, 30])
    found = clusters.cluster(vectors[::2], 3)
    expected = [np.bincount(found.labels[truth[::2] == g]).argmax() for g in truth]
    assert clusters.assign(vectors, found.centres).tolist() == expected
    monkeypatch.setattr(clusters, "block_rows", lambda _count: 7)
    assert clusters.assign(vectors, found.centres).tolist() == expected
    assert len(clusters.assign(vectors[:0], found.centres)) == 0


def test_large_libraries_are_clustered_in_batches(monkeypatch):
    monkeypatch.setattr(clusters, "MINI_BATCH_ABOVE", 100)
    vectors, truth = groups([70, 40, 20])
    assert same_parts(clusters.cluster(vectors, 3).labels, truth)


def test_a_wish_to_stop_is_heard():
    with pytest.raises(CancelledError):
        clusters.cluster(groups([20, 20])[0], None, cancelled=lambda: True)


def strewn(count, dim=64, seed=3):
    return normalise(np.random.default_rng(seed).standard_normal((count, dim)))


def test_where_borders_are_weak_k_is_large_enough_to_browse():
    vectors, _ = groups([8] * 50, dim=64, noise=0.12)

    suggested, curve = clusters.suggest_k(vectors)

    assert max(value for _k, value in curve) < clusters.WEAK
    assert 6 <= suggested <= 25


@pytest.mark.parametrize("count", [20, 60, 400])
@pytest.mark.parametrize("steep", [0.0, 1.0])
def test_pictures_strewn_at_random_are_not_forced_into_groups(count, steep):
    width = np.arange(1.0, 65) ** -steep
    cloud = normalise(np.random.default_rng(count).standard_normal((count, 64)) * width + 0.5)
    found = clusters.cluster(cloud, None)
    assert (found.k, found.suggested_k) == (1, 1)


def test_fewer_than_twenty_pictures_are_one_group_unless_more_are_wanted():
    vectors, _ = groups([9, 10], noise=0.01)
    assert clusters.suggest_k(vectors) == (1, ())
    assert clusters.cluster(vectors, 2).k == 2
    assert clusters.suggest_k(groups([10, 10], noise=0.01)[0])[0] == 2


@pytest.mark.parametrize("k", [32, 50, 80])
def test_many_clear_groups_are_all_suggested(k):
    found = clusters.cluster(groups([8] * k, dim=64)[0], None)
    assert found.k == found.suggested_k == k


def test_numbers_and_ranks_follow_size_and_order_alone():
    vectors, truth = groups([20, 30, 20])
    found = clusters.cluster(vectors, 3)
    assert [set(found.labels[truth == g].tolist()) for g in range(3)] == [{1}, {0}, {2}]
    for number, centre in enumerate(found.centres):
        members = np.flatnonzero(found.labels == number)
        near = vectors[members[np.argsort(found.ranks[members])]] @ centre
        assert (np.diff(near) <= 1e-6).all()
        assert sorted(found.ranks[members].tolist()) == list(range(len(members)))


def test_the_number_of_threads_changes_nothing():
    import sklearn.cluster  # noqa: F401 - what is loaded can be limited
    from threadpoolctl import threadpool_info, threadpool_limits

    vectors = normalise(strewn(1500) + strewn(1500, seed=4)[:1] * 2)
    found = []
    for threads in (1, 4):
        with threadpool_limits(threads):
            found.append(clusters.cluster(vectors, 7))
            assert {pool["num_threads"] for pool in threadpool_info()} == {threads}
    np.testing.assert_array_equal(found[0].labels, found[1].labels)
    np.testing.assert_array_equal(found[0].centres, found[1].centres)


def test_new_pictures_join_the_cluster_they_resemble_and_old_ones_stay():
    vectors, truth = groups([30, 20, 10])
    numbers = [0, 2, 5]
    labels = np.array(numbers, np.int16)[truth]
    given = labels.copy()
    given[[4, 35, 55]] = -1
    given[7] = 5  # wrongly, and yet it stays
    joined, typical, ranks = clusters.join(vectors, given, numbers, 3)
    assert joined[[4, 35, 55]].tolist() == [0, 2, 5]
    assert joined[7] == 5
    assert given[4] == -1
    assert [joined[rows].tolist() for rows in typical] == [[n] * 3 for n in numbers]
    for number, shown in zip(numbers, typical, strict=True):
        assert ranks[shown].tolist() == [0, 1, 2]
        assert sorted(ranks[joined == number]) == list(range(int((joined == number).sum())))
