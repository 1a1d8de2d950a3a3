"""TIFF by families: depth, kind of number, order, planes, blocks, coding, colours."""

import itertools

import numpy as np
import pytest
from PIL import Image

from gallery.core.problem import Kind
from gallery.imaging.readers import base
from tests.imaging.families import GREY, PICTURE, check, result_of, seen
from tests.imaging.writers import DEFLATE, LZW, PACKBITS, tiff_of

WHITE_IS_0, BLACK_IS_0, RGB, PALETTE, CMYK, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8
COLOUR = np.asarray(PICTURE)
GREYS = np.asarray(GREY)[..., None]
HIDDEN = np.full_like(GREYS, 90)  # what must not be seen


def deep(pixels, bits):
    """8-bit values as whole numbers of `bits`."""
    kind = np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32
    return np.round(pixels / 255 * (2**bits - 1)).astype(kind)


@pytest.mark.parametrize("compression", [1, LZW, DEFLATE, PACKBITS])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16, 32])
def test_colour_of_every_depth_order_plane_and_coding(tmp_path, bits, planar, order, compression):
    for shape in ({"rows": 48}, {"rows": 7}, {"tile": 32}):
        options = {"bits": bits, "order": order, "planar": planar, "compression": compression}
        check(tmp_path, "x.tif", tiff_of(deep(COLOUR, bits), RGB, **options, **shape), PICTURE)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("photometric", [WHITE_IS_0, BLACK_IS_0])
@pytest.mark.parametrize("bits", [1, 2, 4, 6, 8, 10, 12, 16, 32])
def test_grey_of_every_depth(tmp_path, bits, photometric, order, big):
    values = deep(GREYS, bits)
    expected = Image.fromarray(np.round(values[..., 0] / (2**bits - 1) * 255).astype(np.uint8))
    if photometric == WHITE_IS_0:
        values = (2**bits - 1 - values.astype(np.int64)).astype(values.dtype)
    for fill, compression in ((1, 1), (1, DEFLATE), (2, 1), (2, LZW)):
        options = {"order": order, "big": big, "compression": compression, "fill_order": fill}
        data = tiff_of(values, photometric, bits=bits, rows=20, **options)
        check(tmp_path, "x.tif", data, expected)


@pytest.mark.parametrize("compression", [1, LZW, DEFLATE])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("kind", ["u1", "u2", "u4", "f2", "f4", "f8"])
def test_stored_differences(tmp_path, kind, order, compression):
    whole = kind.startswith("u")
    values = deep(COLOUR, 8 * int(kind[1])) if whole else (COLOUR / 255).astype(kind)
    for predictor, planar in itertools.product((2,) if whole else (2, 3), (False, True)):
        predictor = predictor if compression != 1 else 1
        options = {"order": order, "compression": compression, "predictor": predictor}
        data = tiff_of(values, RGB, planar=planar, rows=11, **options)
        check(tmp_path, "x.tif", data, PICTURE)


# No float of 16 bits reaches 65,535.
FLOATS = [*itertools.product(("f4", "f8"), (1, 255, 65_535)), ("f2", 1), ("f2", 255)]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("photometric", [WHITE_IS_0, BLACK_IS_0])
@pytest.mark.parametrize(("kind", "most"), FLOATS)
def test_floats_in_the_ranges_of_whole_numbers(tmp_path, kind, most, photometric, order):
    share = np.linspace(0, 1, 64 * 48).reshape(48, 64, 1)
    expected = Image.fromarray((share[..., 0] * 255).astype(np.uint8))
    values = (share if photometric == BLACK_IS_0 else 1 - share) * most
    data = tiff_of(values.astype(kind), photometric, order=order)
    check(tmp_path, "x.tif", data, expected, 2)


def test_floats_that_are_no_numbers_cost_nothing(tmp_path):
    values = (COLOUR / 255).astype(np.float32)
    values[:8, :8] = np.nan
    values[16:24, 16:24] = np.inf
    expected = COLOUR.copy()
    expected[:8, :8], expected[16:24, 16:24] = 0, 255
    check(tmp_path, "x.tif", tiff_of(values, RGB), Image.fromarray(expected))
    check(tmp_path, "x.tif", tiff_of(values * np.nan, RGB), Image.new("RGB", (64, 48)))


@pytest.mark.parametrize("order", "<>")
def test_signed_numbers_run_from_black_to_white(tmp_path, order):
    small = (GREYS.astype(np.int16) - 128).astype(np.int8)
    check(tmp_path, "x.tif", tiff_of(small, BLACK_IS_0, order=order), GREY)
    stretched = np.linspace(0, 255, 64 * 48).reshape(48, 64, 1)
    for kind in ("i2", "i4"):
        values = ((stretched - 128) * 200).astype(kind)
        expected = Image.fromarray(stretched[..., 0].astype(np.uint8))
        check(tmp_path, "x.tif", tiff_of(values, BLACK_IS_0, order=order), expected, 2)
    colours = ((COLOUR.astype(np.int32) - 128) * 256).astype(np.int16)
    low, high = COLOUR.min(), COLOUR.max()
    wide = Image.fromarray(((COLOUR - low) * (255 / (high - low))).astype(np.uint8))
    check(tmp_path, "x.tif", tiff_of(colours, RGB, order=order), wide, 2)


@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("extra", [(0,), (0, 0), (5,), (0, 2)])
def test_more_samples_than_colours_are_no_transparency(tmp_path, extra, bits, planar):
    tags = {338: list(extra)}
    hidden = np.repeat(HIDDEN, len(extra), 2)
    for photometric, colours, expected in ((RGB, COLOUR, PICTURE), (BLACK_IS_0, GREYS, GREY)):
        values = deep(np.dstack([colours, hidden]), bits)
        for order in "<>":
            data = tiff_of(values, photometric, tags=tags, planar=planar, order=order)
            check(tmp_path, "x.tif", data, expected)


@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("bits", [8, 12, 16, 32])
@pytest.mark.parametrize("kind", [1, 2])
def test_transparency_straight_and_multiplied(tmp_path, kind, bits, planar):
    alpha = np.where(np.arange(64) < 32, 255, 0)[None, :, None].repeat(48, 0).astype(np.uint8)
    for photometric, colours in ((RGB, COLOUR), (BLACK_IS_0, GREYS)):
        flat = np.where(alpha, colours, 128).astype(np.uint8)
        stored = np.where(alpha, colours, 0 if kind == 1 else 255)
        values = deep(np.dstack([stored, alpha]), bits)
        expected = Image.fromarray(flat if photometric == RGB else flat[..., 0])
        for order in "<>":
            options = {"tags": {338: [kind]}, "planar": planar, "order": order, "bits": bits}
            check(tmp_path, "x.tif", tiff_of(values, photometric, **options), expected)


@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
def test_inks_and_more_inks(tmp_path, bits, planar):
    inks = np.dstack([255 - COLOUR, np.zeros_like(GREYS)])
    for more in (0, 1, 2):
        values = deep(np.dstack([inks, *[HIDDEN] * more]), bits)
        tags = {338: [0] * more} if more else {}
        for order in "<>":
            data = tiff_of(values, CMYK, tags=tags, planar=planar, order=order)
            check(tmp_path, "x.tif", data, PICTURE)


@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
def test_lab(tmp_path, bits, planar):
    # White, black, and the three primaries, roughly.
    lab = np.array([(100, 0, 0), (0, 0, 0), (54, 81, 70), (88, -79, 81), (30, 68, -112)])
    shown = np.array([(255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255)])
    shown = Image.fromarray(np.tile(shown[None].repeat(12, 1), (48, 1, 1)).astype(np.uint8))
    signed = np.tile(lab[None].repeat(12, 1), (48, 1, 1)).astype(np.int32)
    scale = 1 if bits == 8 else 256
    values = (signed * scale).astype(np.int16 if bits == 16 else np.int8).view(f"u{bits // 8}")
    values[..., 0] = np.round(signed[..., 0] / 100 * (2**bits - 1))
    for formats in ([1, 1, 1], [1, 2, 2]):
        data = tiff_of(values, LAB, planar=planar, tags={339: formats})
        check(tmp_path, "x.tif", data, shown, 8)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_palettes(tmp_path, bits, order):
    count = 2**bits
    places = (np.arange(64 * 48).reshape(48, 64, 1) * 7 % count).astype(f"u{max(1, bits // 8)}")
    table = np.random.default_rng(1).integers(0, 256, (3, count))
    tags = {320: (table * 257).ravel().tolist()}
    expected = Image.fromarray(np.dstack([row[places[..., 0]] for row in table]).astype(np.uint8))
    data = tiff_of(places, PALETTE, bits=bits, order=order, tags=tags)
    check(tmp_path, "x.tif", data, expected)


@pytest.mark.parametrize("compression", [1, DEFLATE])
def test_chroma_of_half_size(tmp_path, compression):
    ycc = np.asarray(Image.new("RGB", (64, 48), (40, 90, 200)).convert("YCbCr"))
    luma = ycc[..., 0].reshape(24, 2, 32, 2).transpose(0, 2, 1, 3).reshape(24, 32, 4)
    units = np.dstack([luma, ycc[::2, ::2, 1:]]).reshape(24, -1)
    data = tiff_of(units.reshape(48, 32, 3), YCBCR, compression=compression, tags={530: [2, 2]})
    raw = bytearray(data)
    at = raw.index(b"\0\1\3\0\1\0\0\0 \0\0\0")  # the width of what was written
    raw[at + 8] = 64
    check(tmp_path, "x.tif", bytes(raw), Image.new("RGB", (64, 48), (40, 90, 200)), 3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("layout", [{}, {"planar": True}, {"big": True, "order": ">"}])
def test_every_reader_turns_a_picture_upright_once(tmp_path, orientation, layout):
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = PICTURE
    if orientation > 1:
        stored = PICTURE.transpose(Image.Transpose(undo[orientation]))
    values = deep(np.asarray(stored), 16)
    data = tiff_of(values, RGB, tags={274: [orientation]}, **layout)
    got = check(tmp_path, "x.tif", data, PICTURE)
    assert (got.facts.width, got.facts.height) == PICTURE.size


def test_a_large_strip_is_taken_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("gallery.imaging.readers.tiff_blocks.BLOCK_BYTES", 3000)
    for bits, compression, planar in itertools.product((12, 16), (1, DEFLATE), (False, True)):
        data = tiff_of(deep(COLOUR, bits), RGB, bits=bits, compression=compression, planar=planar)
        check(tmp_path, "x.tif", data, PICTURE)
    assert base.BLOCK_BYTES > 3000


@pytest.mark.parametrize("compression", [1, DEFLATE, LZW])
def test_half_a_deep_picture_is_a_problem_and_its_half_is_seen(tmp_path, compression):
    whole = tiff_of(deep(COLOUR, 16), RGB, planar=True, rows=8, compression=compression)
    body = whole[8 : whole.index(b"\0\0\1\3\0\1\0\0\0")]
    cut = bytearray(whole)
    cut[8 + len(body) // 2 : 8 + len(body)] = b""
    at = int.from_bytes(cut[4:8], "little") - (len(whole) - len(cut))
    cut[4:8] = at.to_bytes(4, "little")
    result = result_of(tmp_path, "x.tif", bytes(cut))
    assert result.kind in (Kind.TRUNCATED, Kind.DAMAGED)


@pytest.mark.parametrize(
    "data",
    [
        tiff_of(deep(COLOUR, 16), RGB, tags={258: [16, 8, 16]}),
        tiff_of(deep(GREYS, 16), 32803),
        *(tiff_of(deep(COLOUR, 8), RGB, tags={259: [coding]}) for coding in (34712, 34887, 50001)),
        tiff_of(deep(COLOUR, 16), RGB, tags={259: [7]}),
        tiff_of(COLOUR.astype(np.uint64), RGB, tags={339: [5, 5, 5]}),
        tiff_of(GREYS, 9),
        tiff_of(deep(GREYS, 12), BLACK_IS_0, bits=12, compression=DEFLATE, predictor=2),
    ],
)
def test_other_kinds_are_told_as_such(tmp_path, data):
    result = result_of(tmp_path, "x.tif", data)
    assert result.kind is Kind.UNSUPPORTED
    assert "cannot be read yet." in result.message
    assert seen(result) is None
