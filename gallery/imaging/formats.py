"""Which container a file is, by its first bytes, and opening it by an allow-list.

Pillow knows dozens of formats, some of which start other programs: only the plugins imported
here exist for this program.
"""

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import pi_heif
from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PpmImagePlugin,
    WebPImagePlugin,
)

from gallery.core.paths import RAW_SUFFIXES, suffix
from gallery.core.problem import Kind
from gallery.imaging.damage import DECODER_ERRORS, damage
from gallery.imaging.readers.bmp import open_bmp
from gallery.imaging.readers.jp2 import open_jp2
from gallery.imaging.readers.jpeg import without_padding
from gallery.imaging.readers.png import open_png
from gallery.imaging.readers.psd import PsdImageFile
from gallery.imaging.readers.tga import open_tga
from gallery.imaging.readers.tiff import open_tiff
from gallery.imaging.results import BadFileError
from gallery.imaging.source import Source

_READERS: dict[str, Callable[[BinaryIO, str], ImageFile.ImageFile]] = {
    "AVIF": AvifImagePlugin.AvifImageFile,
    "BMP": open_bmp,
    "GIF": GifImagePlugin.GifImageFile,
    "HEIF": pi_heif.HeifImageFile,
    "JPEG": JpegImagePlugin.jpeg_factory,
    "JPEG2000": open_jp2,
    "PNG": open_png,
    "PPM": PpmImagePlugin.PpmImageFile,
    "PSD": PsdImageFile,
    "TGA": open_tga,
    "TIFF": open_tiff,
    "WEBP": WebPImagePlugin.WebPImageFile,
}

MAX_PIXELS = 500_000_000
# Pillow warns above its limit and refuses above twice that; `check_size` is exact.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# One worker is one core: decoders that bring threads of their own only get in each other's way.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pi_heif.options.DECODE_THREADS = 1

OWN = b"Source\0Lookalike output"
"""Stands in the first bytes of each PNG that this program draws: the first text chunk."""
RAW = "RAW"
_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\xff\xd8\0", "JPEG"),  # zeros to fill up with, see `without_padding`
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"\0\0\0\x0cjP  ", "JPEG2000"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
    (b"8BPS", "PSD"),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"IIU\0", RAW),
    (b"FOVb", RAW),
    (b"\0MRM", RAW),
)
_UNSUPPORTED = (
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\0\0\1\0", "Windows icon"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"DDS ", "DirectDraw"),
    (b"qoif", "QOI"),
    (b"<svg", "SVG"),
    (b"P7\n", "PAM"),
    (b"PF\n", "PFM"),
    (b"Pf\n", "PFM"),
)
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"))


@dataclass(frozen=True, slots=True)
class Container:
    """A picture whose header was read; its pixels are not decoded yet.

    Attributes:
        image: as Pillow opened it.
        format: of the file, for people ("JPEG", "HEIF", "NEF").
        width: of the stored picture, not turned upright.
        height: likewise.
        orientation: EXIF orientation that a raw file gives its preview, whatever the preview
            says itself; 0 when the picture decides.
    """

    image: ImageFile.ImageFile
    format: str
    width: int
    height: int
    orientation: int = 0


def recognise(head: bytes, path: bytes) -> str:
    """Return the format that `head`, the first bytes of the file at `path`, belongs to.

    Raises:
        BadFileError: it is empty, no picture, or a kind of picture that cannot be read.
    """
    if not head:
        raise BadFileError(Kind.EMPTY)
    if OWN in head:
        raise BadFileError(Kind.NOT_AN_IMAGE, "This map or sprite was drawn by Lookalike itself.")
    end = suffix(path)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return RAW if name == "TIFF" and (end in RAW_SUFFIXES or head[8:10] == b"CR") else name
    if found := _by_structure(head, end):
        return found
    for signature, name in _UNSUPPORTED:
        if head.lstrip().startswith(signature):
            raise BadFileError(Kind.UNSUPPORTED, f"{name} pictures cannot be read yet.")
    if not any(head):
        raise BadFileError(Kind.DAMAGED, "The file holds no picture, only zeros.")
    if b"ftyp" in head[4:8]:
        raise BadFileError(Kind.UNSUPPORTED)
    raise BadFileError(Kind.NOT_AN_IMAGE)


def _by_structure(head: bytes, end: bytes) -> str:
    """Return the format of heads whose signature is not at their start, or ""."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        if head[8:12] == b"crx ":
            return RAW
        if head[8:12] in (b"avif", b"avis") or b"avif" in head[16:]:
            return "AVIF"
        if head[8:12] in _HEIF_BRANDS:
            return "HEIF"
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3].isspace():
        return "PPM"
    if end == b"tga":  # has no signature: only its name tells
        return "TGA"
    return ""


def open_container(source: Source) -> Container:
    """Return the picture in `source`, its header read and its size within the limit.

    Raises:
        BadFileError: see `recognise`; or the header is damaged, or the picture too large.
    """
    name = recognise(source.head, source.path)
    if name == RAW:
        from gallery.imaging.raw import open_preview

        return open_preview(source)
    image = open_image(source.stream, name, source)
    width, height = image.size
    shown = "JPEG" if image.format == "MPO" else image.format or name
    return Container(image, shown, width, height)


def open_image(stream: BinaryIO, name: str, source: Source) -> ImageFile.ImageFile:
    """Return the picture of format `name` in `stream`, a part of `source`, not decoded yet.

    Raises:
        BadFileError: the header is damaged, or declares more than MAX_PIXELS.
    """
    if name == "JPEG":
        stream = without_padding(stream)
    try:
        image = _try_open(stream, name)
    except DECODER_ERRORS as error:
        if name != "PNG":
            raise damage(error, source) from error
        try:
            image = _try_open(_without_extras(stream), name)
        except DECODER_ERRORS as second:
            raise damage(second, source) from second
    check_size(*image.size)
    return image


def check_size(width: int, height: int) -> None:
    """Raise BadFileError when a picture of this size has no pixels or too many."""
    if width < 1 or height < 1:
        raise BadFileError(Kind.DAMAGED, "The file declares a picture without pixels.")
    if width * height > MAX_PIXELS:
        size = f"{width:,} \N{MULTIPLICATION SIGN} {height:,}"
        raise BadFileError(Kind.TOO_LARGE, f"The picture is too large to open: {size} pixels.")


def _try_open(stream: BinaryIO, name: str) -> ImageFile.ImageFile:
    stream.seek(0)
    return _READERS[name](stream, "")


def _without_extras(stream: BinaryIO) -> BinaryIO:
    """Return a PNG without the chunks that hold no pixels: a broken text costs no picture."""
    stream.seek(0)
    out = io.BytesIO()
    out.write(stream.read(8))
    while len(start := stream.read(8)) == 8:
        length, kind = struct.unpack(">I4s", start)
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            out.write(start + stream.read(length + 4))
        else:
            stream.seek(length + 4, io.SEEK_CUR)
    out.seek(0)
    return out
