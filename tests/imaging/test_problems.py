"""Files that do not become pictures: each has its kind and what can be seen of it."""

import io
import os
import socket
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from gallery.core.picture import Decoded
from gallery.core.problem import Kind
from gallery.imaging import container, formats, source
from gallery.imaging.decode import Failure, Want, decode_file, hash_file
from gallery.imaging.results import BadFileError
from gallery.imaging.view import decode_view
from tests.imaging.pictures import scene, tiff
from tests.imaging.test_decode import encoded, png

PICTURE = scene(320, 240)
JPEG = encoded(PICTURE, "JPEG", quality=92)
PNG = encoded(PICTURE, "PNG")
WEBP = encoded(PICTURE, "WEBP", quality=90)


def decoded(tmp_path, data, name="x.jpg"):
    path = tmp_path / name
    path.write_bytes(data)
    return decode_file(os.fsencode(path), Want())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"This is not a picture.\n" * 40, Kind.NOT_AN_IMAGE),
        (b"G", Kind.NOT_AN_IMAGE),
        (b"<html><body>", Kind.NOT_AN_IMAGE),
        (b"%PDF-1.7\n", Kind.UNSUPPORTED),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 90\n", Kind.UNSUPPORTED),
        (b" <svg xmlns='http://www.w3.org/2000/svg'/>", Kind.UNSUPPORTED),
        (b"\xff\x0a" + bytes(90), Kind.UNSUPPORTED),
        (b"\0\0\0\x18ftypmp42" + bytes(90), Kind.UNSUPPORTED),
        (bytes(5000), Kind.DAMAGED),
        (b"\xff\xd8\xff\xe0", Kind.TRUNCATED),
        (b"\x89PNG\r\n\x1a\n", Kind.TRUNCATED),
        (WEBP[: len(WEBP) // 2], Kind.TRUNCATED),
        (JPEG[: len(JPEG) // 2], Kind.TRUNCATED),
        (JPEG[: len(JPEG) // 2] + bytes(len(JPEG) // 2), Kind.TRUNCATED),
        (PNG[: len(PNG) // 2], Kind.TRUNCATED),
        (PNG[:60] + bytes([PNG[60] ^ 255]) + PNG[61:], Kind.DAMAGED),
    ],
)
def test_each_reason_has_its_kind(tmp_path, data, kind):
    result = decoded(tmp_path, data)
    assert isinstance(result, Failure)
    assert result.kind is kind
    assert result.message.endswith(".")
    assert len(result.content) == 20


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP"])
def test_half_a_picture_is_a_problem_and_its_thumbnail_shows_the_half(tmp_path, kind):
    data = encoded(PICTURE, kind, interlace=0)
    result = decoded(tmp_path, data[: len(data) // 2])
    assert result.kind is Kind.TRUNCATED
    seen = Image.open(io.BytesIO(result.thumbnail)).convert("RGB")
    assert seen.size == (256, 192)
    row = 190 if kind == "BMP" else 5  # a BMP starts at the bottom
    whole = Image.open(io.BytesIO(decoded(tmp_path, data).thumbnail))
    assert seen.getpixel((50, row)) == pytest.approx(whole.getpixel((50, row)), abs=20)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_half_a_large_jpeg_is_a_problem_although_it_is_read_at_an_eighth(tmp_path):
    data = encoded(scene(3000, 2000), "JPEG", quality=92)
    assert decoded(tmp_path, data[: len(data) // 2]).kind is Kind.TRUNCATED
    assert decoded(tmp_path, data[: len(data) * 9 // 10]).kind is Kind.TRUNCATED
    assert isinstance(decoded(tmp_path, data + bytes(5000)), Decoded)


def test_a_thumbnail_in_the_metadata_is_not_the_end_of_a_cut_picture(tmp_path):
    thumbnail = encoded(scene(), "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    cut = JPEG[:2] + segment + JPEG[2 : len(JPEG) // 2] + bytes(4000)
    assert decoded(tmp_path, cut).kind is Kind.TRUNCATED


def bomb(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png([(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")])


def test_a_giant_picture_is_refused_with_its_size_before_it_is_decoded(tmp_path):
    result = decoded(tmp_path, bomb(60_000, 60_000))
    assert result.kind is Kind.TOO_LARGE
    assert "60,000 \N{MULTIPLICATION SIGN} 60,000 pixels" in result.message
    assert result.thumbnail is None
    assert decoded(tmp_path, bomb(2**31 - 1, 2**31 - 1)).kind is Kind.TOO_LARGE


def test_the_limit_is_500_megapixels():
    container.check_size(25_000, 20_000)
    with pytest.raises(BadFileError, match="25,001 \N{MULTIPLICATION SIGN} 20,000 pixels"):
        container.check_size(25_001, 20_000)


def test_a_text_that_unpacks_to_gigabytes_does_not_cost_the_picture(tmp_path):
    text = b"Comment\0\0" + zlib.compress(bytes(100 << 20), 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + text))
    assert isinstance(decoded(tmp_path, PNG[:33] + chunk + PNG[33:]), Decoded)


def test_broken_metadata_does_not_cost_the_picture(tmp_path):
    for exif in (
        b"II*",
        b"II*\0\xf0\xff\xff\xff",
        bytes(range(256)) * 8,
        tiff([(0x8769, 4, 1, 8), (0x8825, 4, 1, 8), (0xA005, 4, 1, 8)]),  # points at itself
        tiff([(0x10F, 2, 0xFFFFFFFF, 40), (0x132, 5, 0x7FFFFFFF, 40)]),
        tiff([(0x112, 2, 4, 0x00786973)]),
    ):
        segment = b"Exif\0\0" + exif
        data = JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + JPEG[2:]
        assert isinstance(decoded(tmp_path, data), Decoded)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_a_socket_and_a_link_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "picture.jpg").write_bytes(JPEG)
    (tmp_path / "link.jpg").symlink_to("picture.jpg")
    (tmp_path / "device.jpg").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(tmp_path)  # names of sockets are short
        listener.bind("socket.jpg")
        os.chdir(here)
    for name in ("pipe.jpg", "socket.jpg", "link.jpg", "device.jpg"):
        path = os.fsencode(tmp_path / name)
        assert decode_file(path, Want()).kind is Kind.SPECIAL_FILE
        assert hash_file(path).kind is Kind.SPECIAL_FILE
        assert decode_view(path, 100).kind is Kind.SPECIAL_FILE
    assert decode_file(os.fsencode(tmp_path), Want()).kind is Kind.SPECIAL_FILE


def test_a_file_that_is_gone_has_vanished(tmp_path):
    path = os.fsencode(tmp_path / "gone.jpg")
    assert decode_file(path, Want()).kind is Kind.VANISHED
    assert hash_file(path).kind is Kind.VANISHED


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path):
    (tmp_path / "x.jpg").write_bytes(JPEG)
    (tmp_path / "x.jpg").chmod(0)
    assert decode_file(os.fsencode(tmp_path / "x.jpg"), Want()).kind is Kind.UNREADABLE


@pytest.fixture
def changing(tmp_path, monkeypatch):
    """A file of several parts that is changed each time the first of them was read."""
    monkeypatch.setattr(source, "_CHUNK_BYTES", 1000)
    path = tmp_path / "x.jpg"
    path.write_bytes(JPEG)

    def with_change(change, times):
        left = iter(range(times))
        monkeypatch.setattr(
            source, "on_progress", [lambda: change(path) if next(left, None) is not None else None]
        )
        return decode_file(os.fsencode(path), Want())

    return with_change


def test_a_file_that_changes_once_while_it_is_read_is_read_again(changing):
    result = changing(lambda path: path.write_bytes(PNG), 1)
    assert isinstance(result, Decoded)
    assert result.facts.format == "PNG"
    assert result.stamp.size == len(PNG)


def test_a_file_that_goes_on_changing_has_vanished(changing):
    def grow(path):
        with path.open("ab") as file:
            file.write(b"more")

    assert changing(grow, 1000).kind is Kind.VANISHED


def test_a_file_that_shrinks_while_it_is_read_is_truncated(changing):
    def shrink(path):
        os.truncate(path, path.stat().st_size * 2 // 3)

    assert changing(shrink, 1000).kind is Kind.TRUNCATED


def test_a_large_file_is_streamed_and_gives_the_same(tmp_path, monkeypatch):
    whole = decoded(tmp_path, JPEG)
    monkeypatch.setattr(source, "IN_MEMORY_BYTES", 100)
    streamed = decoded(tmp_path, JPEG)
    assert (streamed.content, streamed.facts) == (whole.content, whole.facts)
    assert streamed.thumbnail == whole.thumbnail


def test_a_large_file_that_changes_between_hash_and_pixels_has_vanished(tmp_path, monkeypatch):
    def change(source):
        os.truncate(tmp_path / "x.jpg", len(JPEG) + 1)
        return open_container(source)

    open_container = formats.open_container
    monkeypatch.setattr(source, "IN_MEMORY_BYTES", 100)
    monkeypatch.setattr("gallery.imaging.decode.open_container", change)
    result = decoded(tmp_path, JPEG)
    assert (result.kind, result.content) == (Kind.VANISHED, None)


def test_a_huge_file_of_zeros_is_not_read_through(tmp_path):
    with (tmp_path / "x.jpg").open("wb") as file:
        file.truncate(1 << 40)
    result = decode_file(os.fsencode(tmp_path / "x.jpg"), Want())
    assert result.kind is Kind.DAMAGED
    assert result.content is None


def test_memory_that_runs_out_is_too_large(tmp_path, monkeypatch):
    def greedy(*_):
        raise MemoryError

    monkeypatch.setattr("gallery.imaging.colour.shrink", greedy)
    result = decoded(tmp_path, JPEG)
    assert result.kind is Kind.TOO_LARGE
    assert result.content is not None


@pytest.mark.parametrize("name", ["x.dng", "x.cr2", "x.nef", "x.cr3", "x.raf", "x.orf", "x.rw2"])
def test_a_raw_file_that_is_none_is_a_problem(tmp_path, name):
    for data in (bytes(range(256)) * 40, tiff([(0x100, 4, 1, 64)]) + bytes(4000)):
        assert isinstance(decoded(tmp_path, data, name), Failure)
    for data in (b"FUJIFILMCCD-RAW ", b"IIRO\x08\0\0\0", b"IIU\0", b"\0\0\0\x18ftypcrx "):
        result = decoded(tmp_path, data + bytes(4000), name)
        assert result.kind in (Kind.UNSUPPORTED, Kind.DAMAGED)


def test_the_original_is_not_touched(tmp_path):
    path = tmp_path / "x.jpg"
    path.write_bytes(JPEG[:-400])
    os.utime(path, ns=(1, 1_500_000_000_000_000_001))
    path.chmod(0o444)
    decode_file(os.fsencode(path), Want())
    decode_view(os.fsencode(path), 100)
    assert path.read_bytes() == JPEG[:-400]
    assert path.stat().st_mtime_ns == 1_500_000_000_000_000_001
    assert os.listdir(tmp_path) == ["x.jpg"]
