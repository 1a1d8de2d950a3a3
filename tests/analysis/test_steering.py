from itertools import pairwise

import numpy as np
import pytest

from gallery.analysis import ranking, steering
from gallery.analysis.steering import Pull, WordPull
from gallery.core.arrays import normalise
from gallery.core.errors import EncoderMismatchError, LookalikeError


def units(count, dim=32, seed=0):
    return normalise(np.random.default_rng(seed).standard_normal((count, dim)))


def near(centre, count, noise=0.6, seed=1):
    spread = units(count, len(centre), seed)
    return normalise(centre + noise * spread)


def test_one_picture_is_ranked_by_its_cosine():
    table = units(50)
    found = steering.rank([Pull(table[3:4])], [], table)
    np.testing.assert_array_equal(found.scores, ranking.scores(table[3], table))
    assert found.span == 1


def test_the_direction_is_the_weighted_mean_less_half_of_what_is_not_wanted():
    a, b, c, d = units(4).astype(np.float64)
    pulls = [
        Pull(np.float32([a]), 2.0),
        Pull(np.float32([b])),
        Pull(np.float32([c]), -1.0),
        Pull(np.float32([d]), -0.5),
    ]
    wanted = 2 * a + b
    expected = wanted / np.linalg.norm(wanted) - 0.5 * (c + 0.5 * d) / 2
    found = steering.direction(pulls)
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-6)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-6)


def test_the_lighter_what_is_not_wanted_the_less_it_moves():
    a, b = units(2)
    cosines = [
        float(steering.direction([Pull(a[None]), Pull(b[None], -weight)]) @ b)
        for weight in (0.25, 1.0, 4.0)
    ]
    assert cosines[0] > cosines[1] > cosines[2]


def test_a_set_counts_by_its_pictures():
    a, b, c = units(3)
    one = steering.direction([Pull(np.stack([a, b])), Pull(c[None])])
    each = steering.direction([Pull(v[None]) for v in (a, b, c)])
    np.testing.assert_allclose(one, each, atol=1e-6)


def test_what_is_only_unwanted_asks_for_nothing():
    a = units(1)
    for pulls, said in (([], []), ([Pull(a, -1.0)], []), ([], [WordPull(a[0], -1.0)])):
        with pytest.raises(LookalikeError, match="Name a picture"):
            steering.rank(pulls, said, units(5))


def test_vectors_of_two_encoders_are_never_mixed():
    with pytest.raises(EncoderMismatchError):
        steering.direction([Pull(units(1)), Pull(units(1, 16))])
    with pytest.raises(EncoderMismatchError):
        steering.rank([Pull(units(1, 16))], [], units(5))


def test_the_chunk_does_not_change_the_order_and_ties_keep_theirs():
    table = np.repeat(units(30), 3, axis=0)
    rows = np.array([*range(0, 90, 2), -1, *range(1, 90, 2)])
    found = steering.rank([Pull(table[:1]), Pull(table[9:10], -1.0)], [], table, rows)
    assert found.scores[45] == ranking.NO_SCORE
    order = ranking.ranked(found.scores)
    exact = table[rows].astype(np.float64) @ steering.direction(
        [Pull(table[:1]), Pull(table[9:10], -1.0)]
    ).astype(np.float64)
    assert order[-1] == 45
    np.testing.assert_allclose(np.sort(-exact[order[:-1]]), -exact[order[:-1]], atol=1e-6)
    for a, b in pairwise(order):
        assert found.scores[a] > found.scores[b] or a < b


def test_beside_a_picture_a_word_weighs_and_never_excludes():
    table = np.concatenate([near(units(1, 256)[0], 5, 0.2), units(400, 256, seed=5)])
    words = np.zeros(len(table), np.float32)
    words[[4, 200]] = 1  # one of those that are alike, and one that is not
    query = [Pull(table[:1])]
    alone = steering.rank(query, [], table).scores
    both = steering.rank(query, [WordPull(words)], table)
    best = ranking.ranked(both.scores)
    assert best[0] == 4
    assert set(best[:5].tolist()) == set(range(5)), "its likes come before what only has the word"
    assert list(best).index(200) < list(ranking.ranked(alone)).index(200)
    assert np.abs(both.scores).max() <= 1
    assert both.span == 1.5
    less = steering.rank(query, [WordPull(words, -1.0)], table).scores
    assert list(ranking.ranked(less)).index(4) == 4


def test_a_word_that_fits_all_alike_changes_no_order():
    table = units(60)
    words = np.full(60, 0.7, np.float32)
    plain = ranking.ranked(steering.rank([Pull(table[:1])], [], table).scores)
    both = ranking.ranked(steering.rank([Pull(table[:1])], [WordPull(words)], table).scores)
    np.testing.assert_array_equal(plain, both)


def test_words_alone_keep_their_probabilities():
    a, b = np.float32([0.9, 0.6, 0.1]), np.float32([0.5, 0.1, 0.9])
    table = units(3)
    np.testing.assert_allclose(steering.rank([], [WordPull(a)], table).scores, a)
    both = steering.rank([], [WordPull(a), WordPull(b, -1.0)], table).scores
    np.testing.assert_allclose(both, [0.5, 0.6, 0.1], atol=1e-6)


@pytest.fixture
def classes():
    """Two kinds of picture that lie close together, among others."""
    rng = np.random.default_rng(9)
    centre = rng.standard_normal(32)
    apart = rng.standard_normal(32) * 0.6
    kinds = [centre + apart, centre - apart]
    vectors = [normalise(kind + rng.standard_normal((120, 32)) * 0.8) for kind in kinds]
    return np.concatenate([*vectors, units(400, seed=2)])


def precision(scores, wanted):
    return float(np.mean([at in wanted for at in ranking.ranked(scores)[:60].tolist()]))


def test_from_many_examples_on_a_model_learns_more_than_the_mean(classes):
    liked, unliked = classes[:14], classes[120:134]
    pulls = [Pull(liked), Pull(unliked, -1.0)]
    learned, mean = steering.direction(pulls), steering.rocchio(pulls)
    assert not np.allclose(learned, mean, atol=1e-3)
    wanted = set(range(120))
    assert precision(classes @ learned, wanted) >= precision(classes @ mean, wanted)
    assert learned @ mean > 0.7, "it is held to the query"


def test_few_examples_and_the_middle_of_a_cluster_teach_nothing(classes):
    few = [Pull(classes[:9]), Pull(classes[120:129], -1.0)]
    np.testing.assert_array_equal(steering.direction(few), steering.rocchio(few))
    middle = [*few, Pull(classes[:40], examples=False)]
    np.testing.assert_array_equal(steering.direction(middle), steering.rocchio(middle))


def test_the_model_is_at_its_best(classes):
    """The gradient of the loss that the docstring names is zero where it stands."""
    pulls = [Pull(classes[:14]), Pull(classes[120:134], -1.0)]
    anchor = steering.rocchio(pulls)
    pictures = np.concatenate([p.vectors for p in pulls]).astype(np.float64)
    signs = np.repeat([1.0, -1.0], 14)

    def loss(weights, offset):
        logits = steering.SHARP * pictures @ weights + offset
        moved = weights - anchor
        start = -float((steering.SHARP * pictures @ anchor).mean())
        penalty = float(moved @ moved) + (offset - start) ** 2
        return float(np.logaddexp(0, -signs * logits).sum()) + steering.ANCHOR / 2 * penalty

    minimize = pytest.importorskip("scipy.optimize").minimize
    best = minimize(lambda x: loss(x[:-1], x[-1]), np.append(anchor, 0.0), method="BFGS").x[:-1]
    found = steering.learned(anchor, pulls)
    assert float(normalise(best) @ found) > 0.99999


def test_examples_that_are_all_wanted_are_no_failure(classes):
    found = steering.direction([Pull(classes[:30])])
    assert np.isfinite(found).all()
    assert precision(classes @ found, set(range(120))) > 0.7
