"""Candidates for duplicates: near by cosine or by hash, a few of each picture."""

import numpy as np
import pytest
from PIL import Image

from gallery.analysis import edges
from gallery.analysis.edges import MOST, cosine_edges, hash_edges, orientations
from gallery.core.arrays import normalise
from gallery.core.errors import CancelledError
from gallery.imaging.corners import turned
from gallery.imaging.decode import difference_hash
from tests.changed_pictures import scene


def some_vectors(count, seed=0, spread=0.5):
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(max(1, count // 10), 16))
    return normalise(
        middles[rng.integers(0, len(middles), count)] + spread * rng.normal(size=(count, 16))
    )


def expected(vectors, others, least, joined):
    """The same by the whole matrix of cosines."""
    similar = vectors @ others.T
    if joined:
        np.fill_diagonal(similar, -2)
    by_row = np.zeros(similar.shape, bool)
    for i, row in enumerate(similar):
        by_row[i, np.argsort(-row, kind="stable")[:MOST]] = True
    by_column = np.zeros(similar.shape, bool)
    for j, column in enumerate(similar.T):
        by_column[np.argsort(-column, kind="stable")[:MOST], j] = True
    near = (by_row | by_column) & (similar > least)
    return {(int(i), int(j)) for i, j in np.argwhere(near) if not joined or i < j}


@pytest.mark.parametrize("held", [10, 4_000_000])
def test_the_nearest_of_each_are_found_whatever_is_held(monkeypatch, held):
    monkeypatch.setattr(edges, "BLOCK", 64)
    monkeypatch.setattr(edges, "HELD", held)
    monkeypatch.setattr(edges._Nearest, "__init__", _held_at_most(held))
    vectors = some_vectors(500)
    found = cosine_edges(vectors, 0.6)
    assert set(zip(found.a.tolist(), found.b.tolist(), strict=True)) == expected(
        vectors, vectors, 0.6, joined=True
    )
    assert np.allclose(found.value, (vectors[found.a] * vectors[found.b]).sum(axis=1), atol=1e-5)


def _held_at_most(held):
    before = edges._Nearest.__init__

    def start(self, *arguments, **named):
        before(self, *arguments, **named)
        self._limit = held

    return start


def test_two_sets_are_joined_and_not_mixed(monkeypatch):
    monkeypatch.setattr(edges, "BLOCK", 32)
    one, other = some_vectors(90, 1), some_vectors(130, 1)
    found = cosine_edges(one, 0.5, other)
    pairs = set(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert pairs == expected(one, other, 0.5, joined=False)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_or_equal_pictures_are_no_trouble(count):
    vectors = np.ones((count, 4), np.float32) / 2
    assert len(cosine_edges(vectors, 0.9)) == count * (count - 1) // 2
    hashes = np.zeros(count, np.int64)
    assert len(hash_edges(hashes, hashes)) == 0


def test_it_stops_when_asked():
    with pytest.raises(CancelledError):
        cosine_edges(some_vectors(10), 0.5, cancelled=lambda: True)
    hashes = np.arange(10, dtype=np.int64) * 0x123456789
    with pytest.raises(CancelledError):
        hash_edges(hashes, hashes, cancelled=lambda: True)


def both_hashes(image):
    return difference_hash(image), difference_hash(image.transpose(Image.Transpose.TRANSPOSE))


def test_a_picture_is_found_by_its_hash_in_all_eight_orientations():
    original = scene(1)
    views = [Image.fromarray(turned(np.asarray(original), turn)) for turn in range(8)]
    others = [scene(seed) for seed in range(2, 30)]
    both = np.array([both_hashes(image) for image in (original, *views, *others)], np.int64)
    found = hash_edges(both[:, 0], both[:, 1])
    pairs = set(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert {(0, i) for i in range(1, 9)} <= pairs
    assert all(a < 9 and b < 9 for a, b in pairs)


def test_hashes_a_few_bits_apart_are_found_and_others_not():
    rng = np.random.default_rng(3)
    hashes = rng.integers(-(2**63), 2**63, 400)
    turned_hashes = rng.integers(-(2**63), 2**63, 400)
    for number in range(200):
        bits = rng.choice(64, 7 if number < 100 else 9, replace=False)
        flips = sum(1 << int(bit) for bit in bits)
        hashes[200 + number] = (
            np.array(int(hashes[number]) ^ 0, np.int64)
            ^ np.array([flips], np.uint64).view(np.int64)[0]
        )
    found = hash_edges(hashes, turned_hashes)
    pairs = set(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert pairs == {(number, 200 + number) for number in range(100)}
    assert set(found.value.tolist()) == {7.0}


def test_only_pairs_that_join_two_sides_are_given_where_asked():
    hashes = np.array([0x123456789ABCDEF] * 4, np.int64)
    sides = np.array([True, True, False, False])
    found = hash_edges(hashes, hashes * 3, sides)
    assert set(zip(found.a.tolist(), found.b.tolist(), strict=True)) == {
        (0, 2), (0, 3), (1, 2), (1, 3)
    }  # fmt: skip


def test_flat_pictures_have_no_say():
    hashes = np.array([0, 0, 1, -1, -1], np.int64)
    assert len(hash_edges(hashes, hashes)) == 0
    assert edges.is_flat(hashes).all()


def test_eight_orientations_of_a_hash_are_eight():
    both = np.array([both_hashes(scene(1))], np.int64)
    assert len(set(orientations(both[:, 0], both[:, 1]).ravel().tolist())) == 8
