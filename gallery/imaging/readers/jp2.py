"""JPEG 2000 of more than 8 bits a channel.

Pillow rounds such channels to 8 bits, and what rounds up to 256 becomes 0: white turns black. So
the copy that Pillow gets to read has room above white: its header says that there is one bit more,
and what is decoded lies between a quarter and three quarters of the range.
"""

import io
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from PIL import Image, ImageFile, Jpeg2KImagePlugin

from gallery.core.codes import Code
from gallery.imaging.readers.base import exactly, unsupported

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess

_SIZ, _QCD, _QCC, _SOT, _SOD = 0x51, 0x5C, 0x5D, 0x90, 0x93
_CODESTREAM = b"\xff\x4f\xff\x51"
_NO_QUANTISATION = 0
_MOST_TILE_PARTS = 1 << 16  # by the standard; a hostile file may have headers without end
_DEEP = 8  # bits that Pillow rounds nothing of
# What is decoded, 64 to 192, as 0 to 255.
_SPREAD = [max(0, min(255, 2 * (value - 64))) for value in range(256)]


class Jp2ImageFile(Jpeg2KImagePlugin.Jpeg2KImageFile):
    """A JPEG 2000 picture of any depth."""

    def _open(self) -> None:
        super()._open()
        self._spread = False
        stream = cast(BinaryIO, self.fp)
        if self.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
            start = _start(stream, self.codec)
            if max(_depths(stream, start)) > _DEEP:
                self._make_room(stream, start)

    def _make_room(self, stream: BinaryIO, start: int) -> None:
        stream.seek(0)
        data = bytearray(stream.read())
        add_a_bit(data, start)
        self.fp = io.BytesIO(data)
        codec, reduce, layers, _fd, _length = cast(tuple[object, ...], self.tile[0].args)
        # No handle of the file any more, for Pillow would read the old header through it.
        tile = self.tile[0]._replace(args=(codec, reduce, layers, -1, len(data)))
        self.tile = [tile]
        self._spread = True

    def load(self) -> "PixelAccess | None":
        """Decode, once."""
        before = self._im
        access = super().load()
        if self._spread and self._im is not before:
            self._spread = False
            self.im = self.point(_SPREAD * len(self.getbands())).im
            access = Image.Image.load(self)
        return access


def open_jp2(stream: BinaryIO, filename: str) -> ImageFile.ImageFile:
    """Return the JPEG 2000 picture in `stream`."""
    return Jp2ImageFile(stream, filename)


def _start(stream: BinaryIO, codec: str) -> int:
    """Return where the codestream begins."""
    if codec == "j2k":
        return 0
    at = 0
    size = stream.seek(0, os.SEEK_END)
    while at < size:
        stream.seek(at)
        length, kind = int.from_bytes(exactly(stream, 4), "big"), exactly(stream, 4)
        header = 8
        if length == 1:
            length, header = int.from_bytes(exactly(stream, 8), "big"), 16
        if kind == b"jp2c":
            return at + header
        if length < header:  # 0: to the end of the file
            break
        at += length
    raise SyntaxError("there is no codestream")


def _depths(stream: BinaryIO, start: int) -> list[int]:
    """Return the bits of each channel."""
    stream.seek(start)
    head = exactly(stream, 42)
    if head[:4] != _CODESTREAM:
        raise SyntaxError("there is no codestream")
    count = int.from_bytes(head[40:42], "big")
    return [(size & 0x7F) + 1 for size in exactly(stream, 3 * max(1, count))[::3]]


def add_a_bit(data: bytearray, start: int) -> None:
    """Change the headers of the codestream at `start` in `data` to a bit more for each channel.

    Where coefficients are quantised, their exponents grow along, and the guard bits give it back:
    step and number of bit planes stay as they are.

    Raises:
        BadFileError: the quantisation leaves no bit to give.
    """
    for marker, at in _segments(data, start):
        if marker == _SIZ:
            count = int.from_bytes(data[at + 36 : at + 38], "big")
            for place in range(at + 38, at + 38 + 3 * count, 3):
                data[place] += 1
        elif marker in (_QCD, _QCC):
            end = at + int.from_bytes(data[at : at + 2], "big")
            at += 2
            if marker == _QCC:
                channels = int.from_bytes(data[start + 40 : start + 42], "big")
                # The number of a channel takes a second byte where there are more than 256.
                at += 1 if channels < 257 else 2
            _raise_exponents(data, at, end)


def _raise_exponents(data: bytearray, at: int, end: int) -> None:
    style = data[at]
    if style & 0x1F == _NO_QUANTISATION:
        return
    if style >> 5 == 0:
        raise unsupported(Code.JP2_CODING)
    data[at] = style - 0x20
    for place in range(at + 1, end - 1, 2):
        if data[place] >> 3 == 31:
            raise unsupported(Code.JP2_CODING)
        data[place] += 1 << 3


def _segments(data: bytearray, start: int) -> Iterator[tuple[int, int]]:
    """Give marker and place of each header segment: of the picture, then of all its tile parts."""
    at = start + 2
    tile_end = 0
    parts = 0
    while at + 4 <= len(data) and data[at] == 0xFF and parts < _MOST_TILE_PARTS:
        marker = data[at + 1]
        if marker == _SOT:
            parts += 1
            length = int.from_bytes(data[at + 6 : at + 10], "big")
            tile_end = at + length if length else len(data)
        if marker == _SOD:
            at = tile_end
            continue
        yield marker, at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
