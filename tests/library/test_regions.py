import numpy as np

from gallery.core.arrays import normalise
from gallery.library.regions import RegionCache, packed


def windows(seed):
    return normalise(np.random.default_rng(seed).standard_normal((14, 256)))


def test_what_is_packed_keeps_its_direction():
    vectors = windows(1)
    small = packed(vectors)
    assert small.dtype == np.int8
    cosines = (normalise(small.astype(np.float32)) * vectors).sum(1)
    assert cosines.min() > 0.9998
    assert not packed(vectors * 0).any()


def test_windows_are_kept_by_encoder_and_content(home):
    home.create()
    first, other = (RegionCache(home, name, 256) for name in ("one", "two"))
    table = packed(windows(1))
    first.put({b"a": table, b"b": packed(windows(2))})
    found = RegionCache(home, "one", 256).get([b"a", b"c"])
    assert list(found) == [b"a"]
    np.testing.assert_array_equal(found[b"a"], table)
    assert other.get([b"a"]) == {}


def test_a_damaged_cache_is_made_again(home):
    home.create()
    cache = RegionCache(home, "one", 256)
    (home.cache / "regions.db").write_bytes(b"no database at all, " * 100)
    assert cache.get([b"a"]) == {}
    table = packed(windows(1))
    cache.put({b"a": table})
    cache.put({b"a": table})
    np.testing.assert_array_equal(cache.get([b"a"])[b"a"], table)
