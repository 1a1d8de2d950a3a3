"""What is the same picture is told from what is only alike, by laying one over the other."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from gallery.imaging import sameness
from gallery.imaging.corners import turned, turned_points
from gallery.imaging.decode import thumbnail
from gallery.imaging.sameness import compare, is_same, sketch
from tests.changed_pictures import CHANGES, as_jpeg, cropped, scene

SEEDS = range(3)


def sketched(data):
    with Image.open(io.BytesIO(data)) as image:
        return sketch(thumbnail(image.convert("RGB"), 256))


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_picture_is_the_same(change):
    for seed in SEEDS:
        original = scene(seed)
        found = compare(sketched(as_jpeg(original)), sketched(CHANGES[change](original)))
        assert is_same(found), found


def test_other_pictures_are_not_the_same():
    sketches = [sketched(as_jpeg(scene(seed))) for seed in range(8)]
    for i, one in enumerate(sketches):
        for other in sketches[:i]:
            assert compare(one, other).agreement < 0.3


def test_what_moved_in_a_burst_makes_another_picture():
    original = scene(3)
    moved = original.copy()
    moved.paste(original.crop((60, 30, 200, 210)), (95, 30))
    found = compare(sketched(as_jpeg(original)), sketched(as_jpeg(moved)))
    assert not is_same(found), found


def test_two_halves_of_a_panorama_are_two_pictures():
    wide = scene(5, (520, 240))
    left, right = wide.crop((0, 0, 340, 240)), wide.crop((180, 0, 520, 240))
    found = compare(sketched(as_jpeg(left)), sketched(as_jpeg(right)))
    assert max(found.covered) < 0.8
    assert not is_same(found)


def test_a_small_detail_is_no_copy():
    original = scene(4, (640, 480))
    detail = cropped(original, 0.4)
    assert not is_same(compare(sketched(as_jpeg(original)), sketched(as_jpeg(detail))))


def test_pictures_without_structure_are_never_the_same():
    flat = [Image.new("RGB", (300, 200), (value,) * 3) for value in (90, 90, 200)]
    sketches = [sketched(as_jpeg(image)) for image in flat]
    assert not any(is_same(compare(sketches[0], other)) for other in sketches)


@pytest.mark.parametrize("size", [(1, 1), (300, 1), (2, 300), (5, 5)])
def test_pictures_of_any_shape_can_be_compared(size):
    tiny = sketched(as_jpeg(scene(1).resize(size)))
    assert not is_same(compare(tiny, sketched(as_jpeg(scene(1)))))
    assert not is_same(compare(tiny, tiny))


def test_how_it_lies_is_told():
    original = scene(7)
    turned_left = original.transpose(Image.Transpose.ROTATE_90)
    one = sketched(as_jpeg(original))
    assert compare(one, sketched(as_jpeg(turned_left))).turn == 3  # three more bring it back
    assert compare(one, sketched(as_jpeg(ImageOps.mirror(original)))).turn == 4
    part = compare(one, sketched(as_jpeg(cropped(original, 0.75))))
    assert part.scale == pytest.approx(1 / 0.75, rel=0.02)
    assert part.covered == pytest.approx((0.56, 1.0), abs=0.05)


@pytest.mark.parametrize("turn", range(8))
def test_points_turn_as_pictures_do(turn):
    picture = np.zeros((5, 7))
    picture[1, 4] = 1
    x, y = turned_points(np.array([[4, 1]], np.float32), (7, 5), turn)[0].astype(int)
    assert turned(picture, turn)[y, x] == 1


def test_what_is_no_thumbnail_has_no_sketch():
    assert sketch(b"nothing") is None


def test_a_batch_tells_of_each_pair():
    jpegs = [as_jpeg(scene(1)), as_jpeg(ImageOps.mirror(scene(1))), b"broken"]
    found = sameness.compare_all(jpegs, [(0, 1), (0, 2), (1, 0)])
    assert found[1] is None
    assert is_same(found[0])
    assert is_same(found[2])
