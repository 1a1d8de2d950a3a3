"""PNG, Photoshop, bitmaps, Targa and PPM by families: each is right, or told not to be read."""

import itertools
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from gallery.core.problem import Kind
from tests.imaging.families import GREY, PICTURE, check, result_of
from tests.imaging.pictures import profile
from tests.imaging.writers import bmp_of, pam_of, png_of, psd_layers, psd_of, tga_of

COLOUR = np.asarray(PICTURE)
GREYS = np.asarray(GREY)
CLEAR = np.arange(64)[None].repeat(48, 0) < 24  # where a picture shows nothing


def over_grey(pixels):
    """The 8-bit `pixels` with mid grey where they are clear."""
    clear = CLEAR if pixels.ndim == 2 else CLEAR[..., None]
    return Image.fromarray(np.where(clear, 128, pixels).astype(np.uint8))


# ---------------------------------------------------------------- PNG


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_one_transparent_grey_of_a_png_in_every_depth(tmp_path, depth):
    most = 2**depth - 1
    values = np.round(GREYS / 255 * most).astype(np.uint16)
    for key in {0, most // 2, most}:
        kept = np.where(values == key, key - 1 if key else 1, values)
        kept = np.where(CLEAR, key, kept)
        data = png_of(kept[..., None], depth, 0, (b"tRNS", struct.pack(">H", key)))
        check(tmp_path, "x.png", data, over_grey(np.round(kept / most * 255)))
        check(tmp_path, "x.png", png_of(kept[..., None], depth, 0), as_grey(kept / most))


def as_grey(share):
    return Image.fromarray(np.round(share * 255).astype(np.uint8))


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("key", [(0xFFFF, 0, 0xFFFE), (0x1234, 0x5678, 0x9ABC), (0, 0, 0)])
def test_one_transparent_colour_of_a_png_in_every_depth(tmp_path, depth, key):
    key = [part >> (16 - depth) for part in key]
    values = COLOUR.astype(np.uint16) * (257 if depth == 16 else 1)
    values[CLEAR] = key
    near = values.copy()
    near[CLEAR] = [part ^ 1 for part in key]  # another colour, by the lowest bits
    chunk = (b"tRNS", struct.pack(">3H", *key))
    check(tmp_path, "x.png", png_of(values, depth, 2, chunk), over_grey(COLOUR))
    opaque = Image.fromarray((near >> (depth - 8)).astype(np.uint8))
    check(tmp_path, "x.png", png_of(near, depth, 2, chunk), opaque)


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_transparent_entries_of_a_palette_in_every_depth(tmp_path, depth):
    count = 2**depth
    table = np.random.default_rng(2).integers(0, 256, (count, 3))
    places = np.arange(64)[None].repeat(48, 0) * count // 64
    alpha = [0 if place < count // 2 else 255 for place in range(count)]
    chunks = (b"PLTE", table.astype(np.uint8).tobytes()), (b"tRNS", bytes(alpha))
    shown = np.where((places < count // 2)[..., None], 128, table[places]).astype(np.uint8)
    data = png_of(places[..., None], depth, 3, *chunks)
    check(tmp_path, "x.png", data, Image.fromarray(shown))


@pytest.mark.parametrize("depth", [8, 16])
def test_alpha_of_a_png_in_every_depth(tmp_path, depth):
    scale = 257 if depth == 16 else 1
    alpha = np.where(CLEAR, 0, 255)
    for pixels, colour in ((COLOUR, 6), (GREYS, 4)):
        values = np.dstack([pixels, alpha]).astype(np.uint16) * scale
        check(tmp_path, "x.png", png_of(values, depth, colour), over_grey(pixels))


LEVELS = np.arange(256) / 255
LINEAR = np.where(LEVELS <= 0.04045, LEVELS / 12.92, ((LEVELS + 0.055) / 1.055) ** 2.4)
STORED = np.round(LINEAR * 255).astype(int)
SHOWN = np.where(LEVELS <= 0.0031308, LEVELS * 12.92, 1.055 * LEVELS ** (1 / 2.4) - 0.055)
# What is left of each level when it was stored as light in 8 bits.
COARSE = np.round(SHOWN * 255)[STORED].astype(np.uint8)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("colour", [0, 2, 4, 6])
def test_gamma_is_honoured_as_browsers_do(tmp_path, colour, depth):
    shown = COLOUR if colour & 2 else GREYS[..., None]
    values = np.round(LINEAR[shown] * (2**depth - 1))
    if colour & 4:
        values = np.dstack([values, np.full(values.shape[:2], 2**depth - 1)])
    gamma = (b"gAMA", struct.pack(">I", 100_000))
    fine = depth == 16 and colour != 4
    expected = Image.fromarray((shown if fine else COARSE[shown]).squeeze())
    check(tmp_path, "x.png", png_of(values, depth, colour, gamma), expected, 1.5 if fine else 3)
    # What says more about colour than gamma does, or what is no gamma, is as if there were none.
    plain = Image.fromarray(np.round(LINEAR[shown] * 255).astype(np.uint8).squeeze())
    srgb = (b"sRGB", b"\0")
    check(tmp_path, "x.png", png_of(values, depth, colour, gamma, srgb), plain)
    for number in (0, 1, 2**31 - 1):
        nonsense = (b"gAMA", struct.pack(">I", number))
        check(tmp_path, "x.png", png_of(values, depth, colour, nonsense), plain)


def test_gamma_of_a_palette_and_of_a_transparent_colour(tmp_path):
    gamma = (b"gAMA", struct.pack(">I", 100_000))
    places = np.arange(64)[None].repeat(48, 0) * 4
    chunks = gamma, (b"PLTE", np.repeat(STORED.astype(np.uint8), 3).tobytes())
    expected = Image.fromarray(COARSE[places])
    check(tmp_path, "x.png", png_of(places[..., None], 8, 3, *chunks), expected)
    for depth, pixels in itertools.product((8, 16), (COLOUR, GREYS[..., None])):
        values = np.round(LINEAR[pixels] * (2**depth - 1)).astype(np.uint16)
        free = min(set(range(2**depth)) - set(values.ravel().tolist()))
        values[CLEAR] = free
        key = struct.pack(f">{pixels.shape[2]}H", *[free] * pixels.shape[2])
        data = png_of(values, depth, 2 if pixels.shape[2] == 3 else 0, gamma, (b"tRNS", key))
        shown = over_grey((pixels if depth == 16 else COARSE[pixels]).squeeze())
        check(tmp_path, "x.png", data, shown)


def test_a_png_that_is_cut_or_has_a_profile_is_treated_as_before(tmp_path):
    values = COLOUR.astype(np.uint16) * 257
    gamma, key = (b"gAMA", struct.pack(">I", 100_000)), (b"tRNS", bytes(6))
    noise = np.random.default_rng(3).integers(0, 65_536, (48, 64, 3))
    whole = png_of(noise, 16, 2, gamma, key)
    result = result_of(tmp_path, "x.png", whole[: len(whole) // 2])
    assert result.kind is Kind.TRUNCATED
    assert result.thumbnail
    icc = b"x\0\0" + zlib.compress(profile())
    check(tmp_path, "x.png", png_of(values, 16, 2, gamma, (b"iCCP", icc)), PICTURE)


# ---------------------------------------------------------------- Photoshop

RED, GREEN, BLUE = (np.ascontiguousarray(COLOUR[..., channel]) for channel in range(3))
SELECTION = np.where(CLEAR, 255, 0).astype(np.uint8)
ALL_WAYS = [(rle, large) for rle in (False, True) for large in (False, True)]


@pytest.mark.parametrize(("rle", "large"), ALL_WAYS)
@pytest.mark.parametrize("depth", [8, 16])
def test_photoshop_colours_with_and_without_more_channels(tmp_path, depth, rle, large):
    scale = 257 if depth == 16 else 1
    inks = [*(plane for plane in (RED, GREEN, BLUE)), np.full_like(RED, 255)]
    for mode, planes, expected in (
        (3, [RED, GREEN, BLUE], PICTURE),
        (1, [GREYS], GREY),
        (8, [GREYS], GREY),
        (4, inks, PICTURE),
    ):
        for more in ([], [SELECTION], [SELECTION, 255 - SELECTION]):
            stored = [plane.astype(np.uint16) * scale for plane in [*planes, *more]]
            for layers in (b"", psd_layers(2, large)):
                options = {"rle": rle, "large": large, "layers": layers}
                check(tmp_path, "x.psd", psd_of(stored, mode, depth, **options), expected)


@pytest.mark.parametrize(("rle", "large"), ALL_WAYS)
def test_photoshop_transparency_where_the_layers_say_so(tmp_path, rle, large):
    alpha = 255 - SELECTION
    for mode, planes, pixels in ((3, [RED, GREEN, BLUE], COLOUR), (1, [GREYS], GREYS)):
        for more in ([], [SELECTION]):
            options = {"rle": rle, "large": large, "layers": psd_layers(-1, large)}
            data = psd_of([*planes, alpha, *more], mode, **options)
            check(tmp_path, "x.psd", data, over_grey(pixels))


@pytest.mark.parametrize(("rle", "large"), ALL_WAYS)
def test_photoshop_bitmaps_palettes_and_lab(tmp_path, rle, large):
    black = GREYS < 110
    options = {"rle": rle, "large": large}
    expected = Image.fromarray(np.where(black, 0, 255).astype(np.uint8))
    check(tmp_path, "x.psd", psd_of([black.astype(np.uint8)], 0, 1, **options), expected)
    table = np.random.default_rng(4).integers(0, 256, (3, 256)).astype(np.uint8)
    expected = Image.fromarray(np.dstack([row[GREYS] for row in table]))
    options["palette"] = table.tobytes()
    check(tmp_path, "x.psd", psd_of([GREYS], 2, **options), expected)
    grey = [np.full_like(RED, 128), np.full_like(RED, 128), np.full_like(RED, 128)]
    expected = Image.new("RGB", (64, 48), (119, 119, 119))
    check(tmp_path, "x.psd", psd_of(grey, 9, **{"rle": rle, "large": large}), expected, 3)


def test_photoshop_files_that_hold_no_picture_of_their_own_are_told(tmp_path):
    planes = [RED, GREEN, BLUE]
    without = {1057: bytes(4) + b"\0" + bytes(8)}
    flat = psd_of(planes, 3, resources=without)
    check(tmp_path, "x.psd", flat, PICTURE)
    layered = psd_of(planes, 3, resources=without, layers=psd_layers(1))
    result = result_of(tmp_path, "x.psd", layered)
    assert result.kind is Kind.UNSUPPORTED
    assert "merged picture" in result.message
    for mode, depth in ((3, 32), (7, 8), (3, 1)):
        planes = [np.zeros((48, 64), np.uint8)] * 3
        result = result_of(tmp_path, "x.psd", psd_of(planes, mode, depth))
        assert result.kind is Kind.UNSUPPORTED


@pytest.mark.parametrize("rle", [False, True])
def test_half_a_photoshop_file_is_truncated_and_its_half_is_seen(tmp_path, rle):
    data = psd_of([RED, GREEN, BLUE], 3, rle=rle)
    result = result_of(tmp_path, "x.psd", data[: len(data) * 2 // 3])
    assert result.kind is Kind.TRUNCATED
    assert result.thumbnail
    assert result_of(tmp_path, "x.psd", data[:40]).kind is Kind.TRUNCATED


# ---------------------------------------------------------------- bitmaps

MASKS_16 = [(0xF800, 0x07E0, 0x001F), (0x7C00, 0x03E0, 0x001F), (0x0F00, 0x00F0, 0x000F)]
MASKS_16 += [(0x001F, 0x07E0, 0xF800), (0x7, 0x38, 0x1C0)]
MASKS_32 = [(0xFF0000, 0xFF00, 0xFF), (0xFF, 0xFF00, 0xFF0000), (0xFF000000, 0xFF0000, 0xFF00)]
MASKS_32 += [(0x3FF, 0xFFC00, 0x3FF00000), (0xFFE00000, 0x1FFC00, 0x3FF), (0xF0, 0xF, 0xF000000)]


@pytest.mark.parametrize("header", [40, 52, 56, 108, 124])
@pytest.mark.parametrize("top_down", [False, True])
def test_channels_of_a_bitmap_under_masks(tmp_path, top_down, header):
    for bits, all_masks in ((16, MASKS_16), (32, MASKS_32)):
        for masks in all_masks:
            share = COLOUR / 255
            levels = [mask >> ((mask & -mask).bit_length() - 1) for mask in masks]
            shown = np.round(np.round(share * levels) / levels * 255).astype(np.uint8)
            data = bmp_of(share, bits, masks, top_down, header)
            check(tmp_path, "x.bmp", data, Image.fromarray(shown))


def test_alpha_of_a_bitmap_under_a_mask(tmp_path):
    share = np.dstack([COLOUR / 255, ~CLEAR])
    for masks in ((0xFF0000, 0xFF00, 0xFF, 0xFF000000), (0x3FF, 0xFFC00, 0x3FF00000, 0xC0000000)):
        for header in (40, 56, 108, 124):
            check(tmp_path, "x.bmp", bmp_of(share, 32, masks, header=header), over_grey(COLOUR))
    none = bmp_of(np.dstack([COLOUR / 255, CLEAR * 0]), 32, masks, header=124)
    check(tmp_path, "x.bmp", none, PICTURE)


def test_bitmaps_of_kinds_that_are_not_read_are_told(tmp_path):
    data = bytearray(bmp_of(COLOUR / 255, 32, MASKS_32[0]))
    for bits, compression in ((2, 0), (64, 0), (0, 4), (0, 5)):
        struct.pack_into("<HI", data, 28, bits, compression)
        assert result_of(tmp_path, "x.bmp", bytes(data)).kind is Kind.UNSUPPORTED
    cut = bmp_of(COLOUR / 255, 32, MASKS_32[3])
    result = result_of(tmp_path, "x.bmp", cut[: len(cut) // 2])
    assert result.kind is Kind.TRUNCATED
    assert result.thumbnail


# ---------------------------------------------------------------- Targa and PPM


@pytest.mark.parametrize("rle", [False, True])
@pytest.mark.parametrize("origin", [0x00, 0x10, 0x20, 0x30])
def test_targa(tmp_path, origin, rle):
    flips = (
        slice(None, None, 1 if origin & 0x20 else -1),
        slice(None, None, -1 if origin & 0x10 else 1),
    )
    stored = COLOUR[flips].astype(np.uint32)
    red, green, blue = (stored[..., channel] for channel in range(3))
    values = red << 16 | green << 8 | blue
    check(tmp_path, "x.tga", tga_of(values, 2, 24, origin=origin, rle=rle), PICTURE)
    check(
        tmp_path, "x.tga", tga_of(values | 0xFF000000, 2, 32, origin=origin | 8, rle=rle), PICTURE
    )
    clear = np.where(CLEAR[flips], values, values | 0xFF000000)
    check(tmp_path, "x.tga", tga_of(clear, 2, 32, origin=origin | 8, rle=rle), over_grey(COLOUR))
    check(tmp_path, "x.tga", tga_of(GREYS[flips], 3, 8, origin=origin, rle=rle), GREY)
    table = np.random.default_rng(5).integers(0, 256, (256, 3)).astype(np.uint8)
    shown = Image.fromarray(table[GREYS][..., ::-1])
    data = tga_of(GREYS[flips], 1, 8, origin=origin, rle=rle, palette=table.tobytes(), entry=24)
    check(tmp_path, "x.tga", data, shown)
    small = (red >> 3) << 10 | (green >> 3) << 5 | blue >> 3
    five = Image.fromarray(np.round((COLOUR >> 3) / 31 * 255).astype(np.uint8))
    check(tmp_path, "x.tga", tga_of(small | 0x8000, 2, 16, origin=origin | 1, rle=rle), five)
    check(tmp_path, "x.tga", tga_of(small, 2, 16, origin=origin, rle=rle), five)


@pytest.mark.parametrize("most", [1, 15, 100, 255, 1023, 4095, 65_535])
def test_ppm_and_pgm_of_every_depth(tmp_path, most):
    for pixels in (COLOUR, GREYS[..., None]):
        values = np.round(pixels / 255 * most).astype(np.uint16)
        shown = np.round(values / most * 255).astype(np.uint8).squeeze()
        check(tmp_path, "x.ppm", pam_of(values, most), Image.fromarray(shown))


@pytest.mark.parametrize("head", [b"P7\nWIDTH 2\n", b"PF\n2 2\n-1.0\n", b"Pf\n2 2\n-1.0\n"])
def test_kin_of_ppm_that_are_not_read_are_told(tmp_path, head):
    assert result_of(tmp_path, "x.pnm", head + bytes(99)).kind is Kind.UNSUPPORTED
