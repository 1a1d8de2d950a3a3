"""Opening a picture of a known format by an allow-list; nothing is decoded yet.

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

from gallery.core.codes import Code
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
        raise BadFileError(Kind.DAMAGED, Code.NO_PIXELS)
    if width * height > MAX_PIXELS:
        raise BadFileError(Kind.TOO_LARGE, Code.TOO_MANY_PIXELS, width=width, height=height)


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
