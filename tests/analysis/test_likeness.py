import numpy as np
import pytest

from gallery.analysis import likeness, ranking
from gallery.analysis.likeness import Given, HowAlike
from gallery.core.arrays import normalise


def units(count, dim=64, seed=0):
    return normalise(np.random.default_rng(seed).standard_normal((count, dim)))


def groups(count, size, noise, dim=64, seed=3):
    centres = np.repeat(units(count, dim, seed), size, axis=0)
    return normalise(centres + noise * units(count * size, dim, seed + 1))


def edge_of(table, at, **given):
    back = likeness.background(table)
    scores = ranking.scores(table[at], table)
    return likeness.edge(scores, back, Given(asked=(at,), **given)), scores


def test_the_edge_lies_where_the_group_ends():
    table = groups(40, 15, 0.7)
    for at in (0, 100, 599):
        edge, scores = edge_of(table, at)
        kept = np.flatnonzero(scores >= np.float32(edge.score))
        first = at // 15 * 15
        assert set(kept.tolist()) == set(range(first, first + 15))
        assert (edge.kept, edge.found) == (15, 14)


@pytest.mark.parametrize("count", [2, 8, 50, 2000])
def test_among_unlike_pictures_nothing_is_kept(count):
    table = units(count, 256)
    told = [edge_of(table, at)[0] for at in range(min(count, 20))]
    assert all(edge.kept == edge.found + 1 for edge in told)
    assert np.mean([edge.found == 0 for edge in told]) >= 0.7
    known = likeness.background(table, encoder="efficientnet-lite0-0123abcd")
    for at in range(min(count, 20)):
        scores = ranking.scores(table[at], table)
        assert likeness.edge(scores, known, Given(asked=(at,))).found == 0


def test_what_is_nearly_the_same_is_not_cut_in_two():
    table = groups(1, 30, 0.2)
    assert edge_of(table, 0)[0].found == 29


def test_an_empty_folder_and_one_picture_have_an_edge():
    for count in (0, 1):
        table = units(2)[:count]
        back = likeness.background(table)
        scores = ranking.scores(units(1)[0], table)
        assert likeness.edge(scores, back, Given()).kept <= 1
        assert back.rank_in_words(0.9) == ""
        assert back.share_below(0.9) == 0


def test_fewer_and_more_only_take_away_and_add():
    table = groups(30, 20, 0.9)
    counts = [edge_of(table, 0, more=more)[0].kept for more in (-1, -0.5, 0, 0.5, 1)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2] < counts[-1]
    assert counts[-1] > len(table) / 3


def test_marks_move_the_edge():
    table = groups(30, 20, 0.9)
    plain, scores = edge_of(table, 0)
    order = ranking.ranked(scores).tolist()
    below, above = order[plain.kept + 3], order[plain.kept - 3]
    more, _ = edge_of(table, 0, liked=(below,))
    assert more.kept == plain.kept + 4
    fewer, _ = edge_of(table, 0, unliked=(above,))
    assert fewer.kept == plain.kept - 3
    same, _ = edge_of(table, 0, liked=(above,), unliked=(below,))
    assert same == plain


def test_pictures_without_a_vector_are_never_kept():
    table = groups(10, 10, 0.5)
    back = likeness.background(table, np.array([-1, *range(99), -1]))
    rows = np.arange(100)
    rows[1] = -1
    scores = ranking.scores(table[0], table, rows)
    edge = likeness.edge(scores, back, Given(asked=(0, 1), more=1.0))
    assert edge.kept == (scores >= np.float32(edge.score)).sum()
    assert likeness.edge(scores, back, Given(asked=(0, 1))).kept == 9


def test_the_edge_does_not_hang_on_the_order():
    table = groups(30, 20, 0.8)
    plain, scores = edge_of(table, 0)
    mixed = np.random.default_rng(1).permutation(len(table))
    back = likeness.background(table)
    at = int(np.flatnonzero(mixed == 0)[0])
    again = likeness.edge(scores[mixed], back, Given(asked=(at,)))
    assert again == plain


def test_words_for_a_score_stand_in_order():
    back = likeness.background(groups(60, 10, 0.8), encoder="efficientnet-lite0")
    words = [back.in_words(score) for score in (1.0, 0.95, 0.7, 0.5, 0.1, -0.3)]
    assert words == [
        HowAlike.SAME,
        HowAlike.NEARLY,
        HowAlike.VERY,
        HowAlike.ALIKE,
        HowAlike.LESS,
        HowAlike.LESS,
    ]


def test_the_rank_among_all_pairs_is_told():
    table = units(400, 128)
    back = likeness.background(table)
    pairs = (table @ table.T)[np.triu_indices(400, 1)]
    for score in (-0.1, 0.0, 0.1, 0.2):
        assert back.share_below(score) == pytest.approx((pairs < score).mean(), abs=2e-3)
    assert back.rank_in_words(1.0) == "more alike than 99.9 % of pairs here"
    assert back.rank_in_words(float(np.median(pairs)) + 1e-4).startswith("more alike than 50.")


def test_the_background_is_the_same_each_time():
    table = units(3000)
    first, again = likeness.background(table), likeness.background(table)
    np.testing.assert_array_equal(first.quantiles, again.quantiles)
    assert first.floor == again.floor


def test_otsu_parts_two_heaps():
    scores = np.float32([0.9, 0.88, 0.91, 0.1, 0.12, 0.09, 0.11, 0.1])
    assert 0.12 < likeness.otsu(scores) < 0.88
    assert likeness.otsu(np.float32([0.5, 0.5])) == 0.5
