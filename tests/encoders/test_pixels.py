"""The textbook baseline against its definition."""

import numpy as np
import pytest

from gallery.encoders.pixels import PixelsEncoder


@pytest.fixture
def pictures():
    return np.random.default_rng(1).integers(0, 256, (5, 16, 16, 3), np.uint8)


def test_the_cosine_of_two_pictures_is_the_correlation_of_their_grey_pixels(pictures):
    vectors = PixelsEncoder().images(pictures)
    grey = (pictures @ np.array([0.299, 0.587, 0.114])).reshape(5, 256)
    np.testing.assert_allclose(vectors @ vectors.T, np.corrcoef(grey), atol=1e-5)


def test_vectors_are_float32_and_of_length_one(pictures):
    vectors = PixelsEncoder().images(pictures)
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, PixelsEncoder().dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_picture_has_the_same_vector_alone_and_in_a_batch(pictures):
    encoder = PixelsEncoder()
    alone = np.concatenate([encoder.images(picture[None]) for picture in pictures])
    assert np.sum(alone * encoder.images(pictures), axis=1).min() > 0.9999


@pytest.mark.parametrize("level", [0, 127, 255])
def test_a_picture_of_one_plain_colour_is_a_zero_vector(level):
    vectors = PixelsEncoder().images(np.full((1, 16, 16, 3), level, np.uint8))
    assert not vectors.any()


def test_one_pixel_that_rounding_moved_leaves_a_plain_picture_plain():
    picture = np.full((1, 16, 16, 3), 127, np.uint8)
    picture[0, 3, 3] = 128
    assert not PixelsEncoder().images(picture).any()


def test_a_brighter_or_flatter_print_is_the_same_picture(pictures):
    dull = (pictures // 2 + 40).astype(np.uint8)
    both = PixelsEncoder().images(np.concatenate([pictures, dull]))
    assert np.sum(both[:5] * both[5:], axis=1).min() > 0.999


def test_an_empty_batch_gives_no_vectors():
    assert PixelsEncoder().images(np.empty((0, 16, 16, 3), np.uint8)).shape == (0, 256)


def test_it_knows_no_words():
    assert PixelsEncoder().words(["dog"]) is None
