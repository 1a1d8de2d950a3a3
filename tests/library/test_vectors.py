import numpy as np

from gallery.core.arrays import normalise
from gallery.library.vectors import checksum, damaged, mapped, vector_file, write_rows

KEY = "some:model/tag 1"


def some(count, dim=8, seed=0):
    return normalise(np.random.default_rng(seed).normal(size=(count, dim)))


def test_rows_are_read_as_they_were_written(home):
    home.create()
    first, second = some(5), some(3, seed=1)
    write_rows(home, KEY, 0, first)
    write_rows(home, KEY, 5, second)
    assert np.array_equal(mapped(home, KEY, 8), np.concatenate([first, second]))


def test_without_a_file_there_are_no_rows(home):
    assert mapped(home, KEY, 8).shape == (0, 8)


def test_half_a_row_at_the_end_does_not_count_and_is_written_over(home):
    home.create()
    write_rows(home, KEY, 0, some(3))
    with vector_file(home, KEY).open("ab") as file:
        file.write(b"half")
    assert len(mapped(home, KEY, 8)) == 3
    write_rows(home, KEY, 3, some(1, seed=2))
    assert np.array_equal(mapped(home, KEY, 8)[3], some(1, seed=2)[0])


def test_names_of_encoders_stay_inside_their_folder(home):
    for key in ("../../etc/passwd", "a/b", "open_clip:X@/weights/é.bin"):
        assert vector_file(home, key).parent == home.vectors


def test_a_flipped_byte_and_a_missing_row_are_found(home):
    home.create()
    rows = some(6)
    write_rows(home, KEY, 0, rows)
    sums = np.array([checksum(row) for row in rows] + [0], np.int64)
    assert len(damaged(mapped(home, KEY, 8), np.arange(6), sums[:6])) == 0
    data = bytearray(vector_file(home, KEY).read_bytes())
    data[2 * 32 + 5] ^= 1
    vector_file(home, KEY).write_bytes(data)
    assert damaged(mapped(home, KEY, 8), np.arange(7), sums).tolist() == [2, 6]
