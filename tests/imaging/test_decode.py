import io
import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from gallery.core.picture import Decoded, Preprocessing
from gallery.core.problem import Kind
from gallery.imaging import colour
from gallery.imaging.decode import Failure, Want, decode_file, encoder_input, hash_file
from tests.imaging.pictures import HEIC, HEIGHT, WIDTH, dng, profile, scene, with_exif

WANT = Want(Preprocessing(32, "squash"), thumbnail=256)


@pytest.fixture
def decode(tmp_path):
    """Writes bytes under a name and decodes the file."""

    def run(name, data, want=WANT):
        path = tmp_path / name
        path.write_bytes(data)
        return decode_file(os.fsencode(path), want)

    return run


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def same(a, b, tolerance=6.0):
    """Whether two results show the same picture: mean difference in levels of 255."""
    assert isinstance(a, Decoded), a
    assert isinstance(b, Decoded), b
    return np.abs(a.pixels.astype(int) - b.pixels).mean() < tolerance


def sixteen_bits(image):
    """A 16-bit PNG by hand; Pillow writes none in colour."""
    values = np.asarray(image).astype(">u2") * 257
    rows = values.astype(">u2").reshape(image.height, -1).view(np.uint8)
    raw = np.concatenate([np.zeros((image.height, 1), np.uint8), rows], 1).tobytes()
    colour = 2 if image.mode == "RGB" else 0
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", *image.size, 16, colour, 0, 0, 0))]
    return png([*chunks, (b"IDAT", zlib.compress(raw)), (b"IEND", b"")])


def png(chunks):
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        crc = zlib.crc32(name + data)
        out += struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)
    return out


PICTURE = scene()
GREY = PICTURE.convert("L")
PLAIN = encoded(PICTURE, "PNG")
GREY_PLAIN = encoded(GREY.convert("RGB"), "PNG")
TWO_TONES = GREY.point(lambda value: 255 if value > 90 else 0)
SAME = {
    "baseline.jpg": encoded(PICTURE, "JPEG", quality=95),
    "progressive.jpg": encoded(PICTURE, "JPEG", quality=95, progressive=True),
    "cmyk.jpg": encoded(PICTURE.convert("CMYK"), "JPEG", quality=95),
    "two.jpg": encoded(PICTURE, "MPO", save_all=True, append_images=[GREY.convert("RGB")]),
    "palette.png": encoded(PICTURE.quantize(256), "PNG"),
    "opaque.png": encoded(PICTURE.convert("RGBA"), "PNG"),
    "deep.png": sixteen_bits(PICTURE),
    "palette.gif": encoded(PICTURE.quantize(256), "GIF"),
    "moving.gif": encoded(PICTURE, "GIF", save_all=True, append_images=[GREY.convert("RGB")] * 3),
    "moving.png": encoded(PICTURE, "PNG", save_all=True, append_images=[GREY.convert("RGB")] * 3),
    "moving.webp": encoded(
        PICTURE, "WEBP", lossless=True, save_all=True, append_images=[GREY.convert("RGB")] * 3
    ),
    "bits24.bmp": encoded(PICTURE, "BMP"),
    "bits32.bmp": encoded(PICTURE.convert("RGBA"), "BMP"),
    "lossy.webp": encoded(PICTURE, "WEBP", quality=95),
    "lossless.webp": encoded(PICTURE, "WEBP", lossless=True),
    "plain.tif": encoded(PICTURE, "TIFF"),
    "lzw.tif": encoded(PICTURE, "TIFF", compression="tiff_lzw"),
    "jpeg.tif": encoded(PICTURE, "TIFF", compression="jpeg"),
    "cmyk.tif": encoded(PICTURE.convert("CMYK"), "TIFF"),
    "big.tif": encoded(PICTURE, "TIFF", big_tiff=True),
    "wavelets.jp2": encoded(PICTURE, "JPEG2000"),
    "wavelets.j2k": encoded(PICTURE, "JPEG2000", no_jp2=True),
    "text.ppm": encoded(PICTURE, "PPM"),
    "plain.tga": encoded(PICTURE, "TGA"),
    "modern.avif": encoded(PICTURE, "AVIF", quality=95),
    "phone.heic": HEIC,
    "a png named.jpg": PLAIN,
    "a jpeg named.heic": encoded(PICTURE, "JPEG", quality=95),
    "a heic named.jpg": HEIC,
}


@pytest.mark.parametrize("name", SAME)
def test_every_encoding_of_a_picture_gives_the_same_pixels(decode, name):
    assert same(decode(name, SAME[name]), decode("plain.png", PLAIN))


GREYS = {
    "grey.jpg": encoded(GREY, "JPEG", quality=95),
    "deep.png": sixteen_bits(GREY),
    "deep.tif": encoded(Image.fromarray(np.asarray(GREY).astype(np.uint16) * 257), "TIFF"),
    "float bytes.tif": encoded(Image.fromarray(np.asarray(GREY).astype(np.float32)), "TIFF"),
    "float ones.tif": encoded(Image.fromarray(np.asarray(GREY) / np.float32(255)), "TIFF"),
    "integers.tif": encoded(Image.fromarray(np.asarray(GREY).astype(np.int32)), "TIFF"),
    "alpha.png": encoded(GREY.convert("LA"), "PNG"),
    "grey.webp": encoded(GREY, "WEBP", quality=95),
}


@pytest.mark.parametrize("name", GREYS)
def test_grey_pictures_of_any_depth_are_scaled_and_not_clipped(decode, name):
    assert same(decode(name, GREYS[name]), decode("plain.png", GREY_PLAIN))


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_one_bit_is_black_and_white(decode, kind):
    one = decode(f"one.{kind.lower()}", encoded(TWO_TONES.convert("1"), kind))
    assert same(one, decode("plain.png", encoded(TWO_TONES, "PNG")), 2)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_picture_is_turned_upright_once(decode, orientation, kind):
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that stores it turned
    stored = PICTURE
    if orientation > 1:
        stored = PICTURE.transpose(Image.Transpose(undo[orientation]))
    data = encoded(stored, kind, quality=95, exif=with_exif(orientation))
    got = decode(f"x.{kind.lower()}", data)
    assert same(got, decode("plain.png", PLAIN))
    assert (got.facts.width, got.facts.height) == (WIDTH, HEIGHT)


TURNED = {1: None, 3: 3, 6: 2, 8: 4}  # EXIF orientation: Image.Transpose that stores it turned


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("stored_upright", [False, True])
def test_a_raw_file_is_seen_by_its_preview_turned_upright_once(decode, orientation, stored_upright):
    upright = PICTURE.resize((HEIGHT, WIDTH)) if orientation > 4 else PICTURE
    stored = upright
    if orientation > 1 and not (stored_upright and orientation > 4):
        stored = upright.transpose(Image.Transpose(TURNED[orientation]))
    preview = encoded(stored, "JPEG", quality=95)
    got = decode("x.dng", dng(preview, stored.size, orientation))
    assert same(got, decode("plain.png", encoded(upright, "PNG")))
    assert (got.facts.width, got.facts.height) == upright.size
    assert got.facts.format == "DNG"
    assert got.facts.camera == "Test Model 1"


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_nonsense_orientation_is_none(decode, orientation):
    data = encoded(PICTURE, "JPEG", quality=95, exif=with_exif(orientation))
    assert same(decode("x.jpg", data), decode("plain.png", PLAIN))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_an_embedded_profile_is_honoured(decode, kind):
    red, green, blue = PICTURE.split()
    stored = Image.merge("RGB", (green, blue, red))
    data = encoded(stored, kind, lossless=True, icc_profile=profile(swap=(1, 2, 0)))
    assert same(decode(f"x.{kind.lower()}", data), decode("plain.png", PLAIN))


@pytest.mark.parametrize(
    "broken", [b"nonsense" * 99, profile()[:150], profile()[:16] + b"CMYK" + profile()[20:]]
)
def test_a_broken_profile_costs_nothing(decode, broken):
    data = encoded(PICTURE, "JPEG", quality=95, icc_profile=broken)
    assert same(decode("x.jpg", data), decode("plain.png", PLAIN))


def test_transparent_parts_lie_over_mid_grey_whatever_hides_there(decode):
    picture = PICTURE.convert("RGBA")
    hidden = Image.new("RGBA", (WIDTH // 2, HEIGHT), (255, 255, 0, 0))
    picture.paste(hidden, (0, 0))
    flat = PICTURE.copy()
    flat.paste((128, 128, 128), (0, 0, WIDTH // 2, HEIGHT))
    expected = decode("flat.png", encoded(flat, "PNG"))
    for kind in ("PNG", "WEBP", "TIFF"):
        data = encoded(picture, kind, lossless=True, exact=True)
        got = decode(f"x.{kind.lower()}", data)
        assert same(got, expected, 3)
        seen = Image.open(io.BytesIO(got.thumbnail)).getpixel((8, HEIGHT // 2))
        assert seen == pytest.approx((128, 128, 128), abs=6)


def test_hidden_colours_do_not_bleed_when_a_large_picture_is_made_small(decode):
    pixels = np.full((900, 1200, 4), (200, 40, 40, 255), np.uint8)
    pixels[::2] = (0, 255, 0, 0)  # every other row is transparent and green underneath
    got = decode("x.png", encoded(Image.fromarray(pixels), "PNG"))
    assert got.pixels.mean((0, 1)) == pytest.approx((164, 84, 84), abs=3)


def test_a_large_picture_is_reduced_in_strips_without_seams(decode, monkeypatch):
    monkeypatch.setattr(colour, "_STRIP_PIXELS", 50_000)
    large = scene(1600, 1201)
    expected = large.resize((32, 32), Image.Resampling.BICUBIC)
    for mode, name in (("RGB", "x.png"), ("RGBA", "y.png"), ("P", "z.png"), ("CMYK", "w.tif")):
        stored = large.convert(mode, palette=Image.Palette.ADAPTIVE)
        data = encoded(stored, "TIFF" if mode == "CMYK" else "PNG")
        got = decode(name, data)
        assert isinstance(got, Decoded)
        assert np.abs(got.pixels.astype(int) - np.asarray(expected)).mean() < 3
        assert (got.facts.width, got.facts.height) == (1600, 1201)


def test_a_scaled_jpeg_gives_what_the_whole_one_gives(decode):
    large = scene(3001, 2003)
    draft = decode("x.jpg", encoded(large, "JPEG", quality=95))
    assert same(draft, decode("x.png", encoded(large, "PNG")), 2)
    assert (draft.facts.width, draft.facts.height) == (3001, 2003)


def test_the_thumbnail_keeps_the_shape_and_is_never_enlarged(decode):
    def size(result):
        return Image.open(io.BytesIO(result.thumbnail)).size

    assert size(decode("x.png", encoded(scene(1000, 500), "PNG"))) == (256, 128)
    assert size(decode("y.png", PLAIN)) == (WIDTH, HEIGHT)
    assert size(decode("z.jpg", encoded(scene(9000, 2), "JPEG"))) == (256, 1)
    assert decode("w.png", PLAIN, Want(None, 0)).thumbnail == b""


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (2, 2)])
def test_the_thinnest_pictures_are_pictures(decode, size):
    for want in (WANT, Want(Preprocessing(32, "crop", 0.875), 256)):
        got = decode("x.png", encoded(Image.new("RGB", size, (9, 200, 9)), "PNG"), want)
        assert got.pixels.shape == (32, 32, 3)
        assert (got.pixels == (9, 200, 9)).all()


def test_the_crop_is_the_middle_of_the_picture_scaled_as_a_whole():
    image = scene(640, 480)
    got = encoder_input(image, Preprocessing(224, "crop", 0.875))
    whole = image.resize((341, 256), Image.Resampling.BICUBIC)  # 224 / 0.875 = 256
    expected = whole.crop((58, 16, 58 + 224, 16 + 224))
    assert np.abs(got.astype(int) - np.asarray(expected)).mean() < 3


def test_pixels_are_not_made_when_nobody_asks(decode):
    assert decode("x.png", PLAIN, Want()).pixels is None


def test_the_hash_of_a_picture_hardly_changes_with_size_and_quality(decode):
    first = decode("x.jpg", encoded(scene(1600, 1200), "JPEG", quality=95)).facts.dhash
    second = decode("y.jpg", encoded(scene(800, 600), "JPEG", quality=50)).facts.dhash
    other = decode("z.png", encoded(scene().transpose(Image.Transpose.ROTATE_180), "PNG"))
    assert ((first ^ second) & (2**64 - 1)).bit_count() <= 4
    assert ((first ^ other.facts.dhash) & (2**64 - 1)).bit_count() > 16
    assert -(2**63) <= first < 2**63


def test_copies_have_the_same_content_and_others_have_not(decode, tmp_path):
    a, b = decode("a.png", PLAIN), decode("b.jpg", PLAIN)
    assert a.content == b.content == hash_file(os.fsencode(tmp_path / "a.png"))[0]
    assert len(a.content) == 20
    assert decode("c.png", GREY_PLAIN).content != a.content
    assert a.stamp.size == len(PLAIN)


def test_the_format_is_what_the_content_says(decode):
    assert decode("x.png", encoded(PICTURE, "JPEG")).facts.format == "JPEG"
    assert decode("x.jpg", SAME["two.jpg"]).facts.format == "JPEG"
    assert decode("x.jpg", HEIC).facts.format == "HEIF"
    assert isinstance(decode("x.gif", b""), Failure)
    assert decode("x.gif", b"").kind is Kind.EMPTY


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("long", "kept"), [(400, 300), (450, 375), (900, 375)])
def test_of_a_long_picture_more_than_the_middle_square_is_kept(long, kept, turned):
    row = np.linspace(0, 255, long, dtype=np.float32)
    pixels = np.repeat(np.tile(np.round(row), (300, 1))[:, :, None], 3, axis=2).astype(np.uint8)
    image = Image.fromarray(pixels.transpose(1, 0, 2) if turned else pixels)
    got = encoder_input(image, Preprocessing(224, stretch=1.25)).astype(int)
    across = got[:, 112, 0] if turned else got[112, :, 0]
    seen = (across[-1] - across[0]) / 255 * long * 224 / 223  # the first and last pixel are centres
    assert seen == pytest.approx(kept, abs=4)
    plain = encoder_input(image, Preprocessing(224))
    assert (kept > 300) == bool((got != plain).any())
