import numpy as np

from gallery.core.arrays import normalise
from training import steering


def test_average_precision_and_f1_are_what_they_say():
    right = np.array([True, False, True, False])
    assert steering.average_precision(np.array([4, 3, 2, 1.0]), right) == (1 + 2 / 3) / 2
    assert steering.f1(np.array([True, True, False, False]), right) == 0.5


def test_marks_are_given_to_the_first_that_were_not_seen():
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((10, 32))
    vectors = normalise(np.repeat(centres, 20, 0) + 1.5 * rng.standard_normal((200, 32)))
    right = np.arange(200) < 20
    for count, (seen, pulls) in zip(
        steering.MARKS, steering.marked(vectors, right, 0), strict=True
    ):
        assert len(seen) == len(set(seen)) == count + 1
        assert sum(len(pull.vectors) for pull in pulls) == count + 1
        liked = [pull for pull in pulls if pull.weight > 0]
        assert len(liked[0].vectors) == right[seen].sum()
    labels = np.repeat([f"{n}" for n in range(10)], 20)
    assert steering.nearest_right(vectors, labels, np.arange(200)) > 0.2
