"""The built-in encoder: its promises as an encoder, its tags, and what happens to damaged files."""

import shutil

import numpy as np
import pytest

from gallery.core.errors import EncoderError, WeightsError
from gallery.encoders import compact
from resources import path as resource

FILES = ("compact.onnx", "compact.json", "compact_tags.json", "compact_words.json")


@pytest.fixture(scope="module")
def encoder():
    return compact.load()


@pytest.fixture(scope="module")
def pictures(encoder):
    side = encoder.preprocessing.side
    return np.random.default_rng(2).integers(0, 256, (19, side, side, 3), np.uint8)


@pytest.fixture
def copied(tmp_path):
    """A folder with a copy of the encoder's files."""
    for name in FILES:
        shutil.copyfile(resource(name), tmp_path / name)
    return tmp_path


def test_vectors_are_float32_and_of_length_one(encoder, pictures):
    vectors = encoder.images(pictures)
    assert vectors.dtype == np.float32
    assert vectors.shape == (19, encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_picture_has_the_same_vector_alone_and_in_any_batch(encoder, pictures):
    together = encoder.images(pictures)
    alone = np.concatenate([encoder.images(picture[None]) for picture in pictures])
    turned = encoder.images(pictures[::-1])[::-1]
    assert np.sum(alone * together, axis=1).min() > 0.9999
    assert np.sum(turned * together, axis=1).min() > 0.9999


def test_two_threads_give_the_vectors_of_one(encoder, pictures):
    vectors = compact.load(threads=2).images(pictures)
    assert np.sum(vectors * encoder.images(pictures), axis=1).min() > 0.9999


def test_one_pass_gives_vectors_and_tags_as_two_passes_do(encoder, pictures):
    vectors, scores = encoder.images_and_tags(pictures)
    np.testing.assert_allclose(vectors, encoder.images(pictures), atol=1e-6)
    np.testing.assert_array_equal(scores.classes, encoder.tags(pictures).classes)


def test_each_picture_has_ten_tags_best_first_with_probabilities(encoder, pictures):
    classes, chances = encoder.tags(pictures)
    assert classes.dtype == np.uint16
    assert chances.dtype == np.float32
    assert classes.shape == chances.shape == (19, 10)
    assert np.all(np.diff(chances, axis=1) <= 0)
    assert 0 <= chances.min() <= chances.max() <= 1
    assert classes.max() < len(encoder.tag_names)
    assert all(len(set(row)) == 10 for row in classes.tolist())


def test_regions_are_unit_vectors_in_the_order_of_the_picture(encoder):
    side = encoder.preprocessing.side
    half = np.zeros((1, side, side, 3), np.uint8)
    half[:, : side // 2] = np.random.default_rng(0).integers(0, 256, (side // 2, side, 3))
    regions = encoder.spatial(half)
    np.testing.assert_allclose(np.linalg.norm(regions, axis=3), 1, atol=1e-5)
    plain = encoder.spatial(np.zeros((1, side, side, 3), np.uint8))
    same = np.sum(regions * plain, axis=3)[0]
    assert same[-1].mean() > same[0].mean()  # the lower half of both is black


def test_an_empty_batch_gives_nothing_of_the_right_shape(encoder, pictures):
    vectors, scores = encoder.images_and_tags(pictures[:0])
    assert vectors.shape == (0, encoder.dim)
    assert scores.classes.shape == (0, 10)


def test_squares_of_another_size_are_refused(encoder):
    with pytest.raises(EncoderError, match="squares"):
        encoder.images(np.zeros((1, 8, 8, 3), np.uint8))


def test_it_has_no_text_side(encoder):
    assert encoder.words(["dog"]) is None


def test_the_file_is_small_enough_to_come_with_the_program():
    assert resource("compact.onnx").stat().st_size <= 12_000_000


def test_missing_weights_are_one_clear_sentence(tmp_path):
    with pytest.raises(WeightsError, match=r"did not come with this copy; install it again\.$"):
        compact.load(tmp_path)


def test_damaged_weights_are_noticed(copied):
    data = bytearray((copied / "compact.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (copied / "compact.onnx").write_bytes(data)
    with pytest.raises(WeightsError, match="damaged"):
        compact.load(copied)


def test_a_damaged_list_of_tags_is_noticed(copied):
    (copied / "compact_tags.json").write_text('[{"nome": "dog"}]')
    with pytest.raises(WeightsError):
        compact.load(copied)


def test_the_id_stands_for_the_weights_and_the_numbers_of_the_tags(encoder, copied):
    assert compact.load(copied).id == encoder.id
    text = (copied / "compact_tags.json").read_text("utf-8")
    (copied / "compact_tags.json").write_text(text.replace('"tench"', '"trench"'), "utf-8")
    assert compact.load(copied).id != encoder.id


def test_two_views_of_one_object_are_nearer_than_two_objects(encoder, shared):
    from PIL import Image, ImageOps

    side = encoder.preprocessing.side
    squares, names = [], []
    for file in sorted((shared / "data" / "photos" / "pairs").glob("*_[12].png")):
        grey = Image.new("RGBA", (picture := Image.open(file).convert("RGBA")).size, "#808080")
        grey.alpha_composite(picture)
        square = ImageOps.fit(grey.convert("RGB"), (side, side), Image.Resampling.BICUBIC)
        squares.append(np.asarray(square))
        names.append(file.stem[:-2])
    scores = (vectors := encoder.images(np.stack(squares))) @ vectors.T
    same = np.equal.outer(names, names)
    np.fill_diagonal(scores, np.nan)
    for row, mine in zip(scores, same, strict=True):
        assert np.nanmax(row[mine]) > np.nanmax(row[~mine])
