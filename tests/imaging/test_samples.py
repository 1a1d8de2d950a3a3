"""Files of other programs: each is right, or told not to be read; and no suffix is left out."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gallery.core.paths import PICTURE_SUFFIXES, RAW_SUFFIXES
from gallery.core.picture import Decoded
from gallery.core.problem import Kind
from gallery.imaging.decode import decode_file
from gallery.imaging.readers import jp2
from gallery.library.scan import Count, scan
from tests.imaging.families import GREY, LOSSY, PICTURE, WANT, check, result_of
from tests.imaging.pictures import HEIC, with_exif
from tests.imaging.test_decode import encoded, png

FILES = Path(__file__).parent / "files"
RIGHT = {
    "bitmap_rle.psd": "bitmap",
    "grey12.tif": "grey",
    "rgb12.tif": "rgb",
    "rgb16.jp2": "rgb",
    "rgb_f32.tif": "rgb",
    "trns_grey4.png": "trns_grey4",
    "trns_rgb16.png": "trns_rgb16",
    "xmp6_no_irot.avif": "rgb",
    "xmp6_only_dq.jpg": "rgb",
    "exif6_as_byte.jpg": "rgb",
    "gama_linear_16bit.png": "rgb",
    "zero_after_soi.jpg": "rgb",
}
UNSUPPORTED = {
    "12bit_testorig12.jpg": "12 bits",
    "lossless_gradient_ls.jpg": "Lossless JPEG",
    "color_grid_alpha_grid_tile_shared_in_dimg.avif": "This kind of picture",
}


def decoded(name):
    return decode_file(os.fsencode(FILES / name), WANT)


@pytest.mark.parametrize("name", RIGHT)
def test_files_of_other_programs_look_as_they_should(name):
    got, wanted = decoded(name), decoded(f"clean_{RIGHT[name]}.png")
    assert isinstance(got, Decoded)
    assert np.abs(got.pixels.astype(int) - wanted.pixels).mean() < 3
    assert (got.facts.width > got.facts.height) == (wanted.facts.width > wanted.facts.height)


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_sound_files_that_no_decoder_reads_are_not_called_damaged(name):
    result = decoded(name)
    assert result.kind is Kind.UNSUPPORTED
    assert UNSUPPORTED[name] in result.message
    assert result.message.endswith(" cannot be read yet.")


def test_what_pillow_alone_would_read_as_something_else():
    assert decoded("pillow_xmp_tags_orientation.avif").facts.width == 326  # not turned by XMP
    ring = np.asarray(Image.open(FILES / "pngsuite_tbbn0g04.png").convert("L"))
    shown = np.asarray(Image.open(io.BytesIO(decoded("pngsuite_tbbn0g04.png").thumbnail)))
    assert ring[0, 0] > 200  # what lies under the transparent corner
    assert shown[0, 0] == pytest.approx((128, 128, 128), abs=8)
    assert decoded("rgb32bf.bmp").pixels.std() > 40


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.glob("scene_*")))
def test_deep_jpeg_2000(tmp_path, name):
    expected = GREY if "grey" in name else PICTURE
    if "a" in name.split("_")[1].split(".")[0].strip("0123456789")[-1]:
        clear = np.arange(64)[None, :, None].repeat(48, 0) < 20
        shown = np.asarray(GREY.convert("RGB") if "ga" in name else PICTURE)
        expected = Image.fromarray(np.where(clear, 128, shown).astype(np.uint8))
    tolerance = 13 if "ga" in name else 1.5  # its program mixed grey by another rule
    check(tmp_path, name, (FILES / name).read_bytes(), expected, tolerance)


@pytest.mark.parametrize("irreversible", [False, True])
@pytest.mark.parametrize("options", [{}, {"tile_size": (32, 32)}, {"no_jp2": True}])
def test_room_above_white_in_every_coding_of_jpeg_2000(irreversible, options):
    data = encoded(PICTURE, "JPEG2000", irreversible=irreversible, **options)
    roomy = bytearray(data)
    jp2.add_a_bit(roomy, data.index(b"\xff\x4f\xff\x51"))
    assert len(roomy) == len(data)
    plain = np.asarray(Image.open(io.BytesIO(data))).astype(int)
    shown = np.asarray(Image.open(io.BytesIO(roomy))).astype(int)
    assert np.abs(shown - (64 + plain / 2)).max() <= 1


def test_white_of_a_deep_jpeg_2000_stays_white():
    white = jp2.Jp2ImageFile(io.BytesIO((FILES / "rgb16.jp2").read_bytes()))
    brightest = np.asarray(white).reshape(-1, 3).max(0)
    assert (brightest >= 250).any()
    assert white.mode == "RGB"


@pytest.mark.parametrize(("kind", "expected"), [(1, 6), (3, 6), (4, 6), (2, 1)])
def test_an_orientation_of_an_odd_type_counts_if_it_is_one_number(tmp_path, kind, expected):
    value = {1: b"\6\0\0\0", 3: b"\0\6\0\0", 4: b"\0\0\0\6", 2: b"six\0"}[kind]
    count = 4 if kind == 2 else 1
    body = b"MM\0*\0\0\0\x08\0\x01\x01\x12" + kind.to_bytes(2, "big") + count.to_bytes(4, "big")
    segment = b"Exif\0\0" + body + value + bytes(4)
    jpeg = encoded(PICTURE, "JPEG", quality=95)
    data = jpeg[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]
    turned = PICTURE.transpose(Image.Transpose.ROTATE_270) if expected == 6 else PICTURE
    check(tmp_path, "x.jpg", data, turned, LOSSY)


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF", "AVIF", "PNG"])
def test_an_orientation_in_xmp_turns_nothing(tmp_path, kind):
    exif = with_exif(x0110="Model 1")
    options = {"quality": 95, "xmp": XMP, "exif": exif}
    if kind == "PNG":
        data = encoded(PICTURE, kind)
        text = b"XML:com.adobe.xmp\0\0\0\0\0" + XMP
        data = data[:33] + png([(b"iTXt", text)])[8:] + data[33:]
    elif kind == "TIFF":
        data = encoded(PICTURE, kind, tiffinfo={700: XMP})
    else:
        data = encoded(PICTURE, kind, **options)
    check(tmp_path, "x.jpg", data, PICTURE, LOSSY)


def test_zeros_before_the_first_segment_of_a_jpeg_are_passed_over(tmp_path):
    jpeg = encoded(PICTURE, "JPEG", quality=95)
    for zeros in (1, 2, 40):
        check(tmp_path, "x.jpg", jpeg[:2] + bytes(zeros) + jpeg[2:], PICTURE, LOSSY)
    cut = jpeg[:2] + bytes(2) + jpeg[2 : len(jpeg) // 2]
    assert result_of(tmp_path, "x.jpg", cut).kind is Kind.TRUNCATED
    assert result_of(tmp_path, "x.jpg", jpeg[:2] + bytes(500)).kind is not None


LEFT_OUT_BEFORE = (
    "hif mpo jxl nrw j2c jpx pnm apng jif psb srw pef rwl avifs heics jpc jpf jfi dib heifs"
)


def test_no_suffix_of_a_picture_is_left_out_in_silence(tmp_path):
    names = {name.encode() for name in LEFT_OUT_BEFORE.split()}
    assert names <= PICTURE_SUFFIXES
    assert RAW_SUFFIXES <= PICTURE_SUFFIXES
    for name in sorted(names):
        (tmp_path / f"x.{name.decode()}").write_bytes(b"?")
        (tmp_path / f"y.{name.decode().upper()}").write_bytes(b"?")
    assert len(list(scan(os.fsencode(tmp_path), Count()))) == 2 * len(names)


READ = {
    "x.hif": HEIC,
    "x.heics": HEIC,
    "x.mpo": encoded(PICTURE, "MPO", save_all=True, append_images=[GREY.convert("RGB")]),
    "x.j2c": encoded(PICTURE, "JPEG2000", no_jp2=True),
    "x.jpx": encoded(PICTURE, "JPEG2000"),
    "x.pnm": encoded(PICTURE, "PPM"),
    "x.apng": encoded(PICTURE, "PNG", save_all=True, append_images=[GREY.convert("RGB")] * 2),
    "x.jif": encoded(PICTURE, "JPEG", quality=95),
    "x.dib": encoded(PICTURE, "BMP"),
    "x.avifs": encoded(PICTURE, "AVIF", quality=95, save_all=True, append_images=[PICTURE] * 2),
}


@pytest.mark.parametrize("name", READ)
def test_what_lies_under_the_rarer_suffixes_is_read(tmp_path, name):
    check(tmp_path, name, READ[name], PICTURE, LOSSY)


@pytest.mark.parametrize("name", ["x.nrw", "x.pef", "x.srw", "x.rwl", "x.3fr", "x.iiq"])
def test_raw_files_without_a_preview_are_told(tmp_path, name):
    head = b"IIU\0" if name.endswith("rwl") else b"II*\0"
    result = result_of(tmp_path, name, head + bytes([8, 0, 0, 0]) + bytes(200))
    assert result.kind is Kind.UNSUPPORTED


def test_jpeg_xl_is_told(tmp_path):
    for data in (b"\xff\x0a" + bytes(99), b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(99)):
        result = result_of(tmp_path, "x.jxl", data)
        assert (result.kind, result.message) == (
            Kind.UNSUPPORTED,
            "JPEG XL pictures cannot be read yet.",
        )
