"""Photoshop files, also the large kind (PSB): the merged picture, in 1, 8 or 16 bits.

Pillow takes a saved selection for transparency and a set bit of a bitmap for white, and knows
neither 16 bits nor what a file was saved without.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.imaging.readers.base import (
    BLOCK_BYTES,
    OwnImageFile,
    at_least,
    exactly,
    merged,
    unsupported,
)

_BITMAP, _GREY, _INDEXED, _RGB, _CMYK, _DUOTONE, _LAB = 0, 1, 2, 3, 4, 8, 9
_MODES = {
    _BITMAP: ("L", 1),
    _GREY: ("L", 1),
    _INDEXED: ("RGB", 1),
    _RGB: ("RGB", 3),
    _CMYK: ("CMYK", 4),
    _DUOTONE: ("L", 1),  # shown as the grey picture that its inks print
    _LAB: ("LAB", 3),
}
_ICC_PROFILE, _TRANSPARENT_INDEX, _VERSION = 1039, 1047, 1057
_MOST_CHANNELS = 56  # by the specification
_RAW, _RLE = 0, 1
_LAYERS = (b"Layr", b"Lr16", b"Lr32")
_ALPHA = (b"Mtrn", b"Mt16", b"Mt32")  # the merged picture has transparency
# Blocks whose length takes eight bytes in a large file.
_LONG = (*_LAYERS, *_ALPHA, b"LMsk", b"Alph", b"FMsk", b"lnk2", b"FEid", b"FXid", b"PxSD")


@dataclass(frozen=True, slots=True)
class _Header:
    large: bool
    channels: int
    height: int
    width: int
    depth: int
    mode: int

    @classmethod
    def read(cls, stream: BinaryIO) -> "_Header":
        sign, version, *rest = struct.unpack(">4sH6xHIIHH", exactly(stream, 26))
        if sign != b"8BPS" or version not in (1, 2):
            raise SyntaxError("not a PSD file")
        header = cls(version == 2, *rest)
        if not 1 <= header.channels <= _MOST_CHANNELS:
            raise SyntaxError("no such number of channels")
        if header.mode not in _MODES:
            raise unsupported(Code.PSD_MODE)
        depths = (1,) if header.mode == _BITMAP else (8, 16)
        if header.depth not in depths:
            raise unsupported(Code.PSD_BITS, bits=header.depth)
        if header.channels < _MODES[header.mode][1]:
            raise SyntaxError("not enough channels")
        return header

    @property
    def row_bytes(self) -> int:
        return (self.width * self.depth + 7) // 8


class PsdImageFile(OwnImageFile):
    """The merged picture of a Photoshop file."""

    format = "PSD"
    format_description = "Adobe Photoshop"

    def _open(self) -> None:
        stream = self.stream
        self._header = header = _Header.read(stream)
        self._palette = exactly(stream, _number(stream, 4))
        self._resources = dict(_resources(exactly(stream, _number(stream, 4))))
        wide = 8 if header.large else 4
        size = _number(stream, wide)
        end = stream.tell() + size
        layers, self._has_alpha = _layers(stream, end, header.large)
        version = self._resources.get(_VERSION, b"")
        # Saved without "maximise compatibility": what is there as the merged picture is blank.
        if layers and version[4:5] == b"\0":
            raise unsupported(Code.PSD_UNMERGED)
        self._start = end
        self._size = header.width, header.height
        self._mode = _MODES[header.mode][0]
        if _ICC_PROFILE in self._resources:
            self.info["icc_profile"] = self._resources[_ICC_PROFILE]

    def decoded(self) -> Image.Image:
        """Return the merged picture."""
        header = self._header
        mode, colours = _MODES[header.mode]
        alpha = self._has_alpha and header.mode in (_GREY, _RGB) and header.channels > colours
        planes = self._planes(colours + alpha)
        if header.mode == _INDEXED:
            return self._indexed(planes[0])
        if header.mode in (_BITMAP, _CMYK):
            planes = [~plane for plane in planes]  # full ink is stored as 0, a black bit as 1
        return merged(mode + "A" if alpha else mode, planes)

    def _indexed(self, places: Pixels) -> Image.Image:
        if len(self._palette) < 768:
            raise SyntaxError("the palette is too short")
        colours = np.frombuffer(self._palette, np.uint8, 768).reshape(3, 256)
        planes = [table[places] for table in colours]
        clear = self._resources.get(_TRANSPARENT_INDEX, b"")
        if len(clear) == 2:
            alpha = np.where(places == int.from_bytes(clear, "big"), 0, 255).astype(np.uint8)
            return merged("RGBA", [*planes, alpha])
        return merged("RGB", planes)

    def _planes(self, count: int) -> list[Pixels]:
        header, stream = self._header, self.stream
        stream.seek(self._start)
        compression = _number(stream, 2)
        if compression not in (_RAW, _RLE):
            raise unsupported(Code.PSD_ZIPPED)
        unpack = _raw_rows if compression == _RAW else _rle_rows
        planes: list[Pixels] = []
        rows = unpack(stream, header)
        for _ in range(count):
            plane = np.empty((header.height, header.width), np.uint8)
            at = 0
            while at < header.height:
                part = next(rows)
                plane[at : at + len(part)] = _eight_bits(part, header)
                at += len(part)
            planes.append(plane)
        return planes


def _number(stream: BinaryIO, size: int) -> int:
    return int.from_bytes(exactly(stream, size), "big")


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the resources that can be read: a broken one ends the list, and costs no picture."""
    at = 0
    while at + 12 <= len(data):
        name = (data[at + 6] + 2) & ~1  # a Pascal string, padded
        start = at + 6 + name + 4
        size = int.from_bytes(data[start - 4 : start], "big")
        if start + size > len(data):
            return
        yield int.from_bytes(data[at + 4 : at + 6], "big"), data[start : start + size]
        at = start + size + (size & 1)


def _layers(stream: BinaryIO, end: int, large: bool) -> tuple[bool, bool]:
    """Return whether there are layers, and whether the merged picture has transparency."""
    wide = 8 if large else 4
    if end - stream.tell() < wide:
        return False, False
    size = _number(stream, wide)
    start = stream.tell()
    # A negative count says that the first alpha channel is that of the merged picture.
    count = _count(stream.read(2)) if size >= 2 else 0
    has_alpha = count < 0
    stream.seek(start + size)
    if end - stream.tell() >= 4:
        stream.seek(_number(stream, 4), io.SEEK_CUR)  # the mask of all layers
    # Deep files keep their layers, and any file its merged transparency, in a list of blocks.
    while end - stream.tell() >= 12:
        sign, key = struct.unpack(">4s4s", exactly(stream, 8))
        if sign not in (b"8BIM", b"8B64"):
            break
        size = _number(stream, 8 if large and key in _LONG else 4)
        start = stream.tell()
        if key in _LAYERS and size >= 2:
            count = _count(stream.read(2))
        has_alpha = has_alpha or count < 0 or key in _ALPHA
        stream.seek(start + (size + 3 & ~3))  # blocks are padded to four bytes
    return count != 0, has_alpha


def _count(data: bytes) -> int:
    return int.from_bytes(data, "big", signed=True)


def _blocks(header: _Header) -> Iterator[int]:
    """Give how many rows of a channel to take at a time, until all are taken."""
    most = max(1, BLOCK_BYTES // header.row_bytes)
    left = header.height
    while left:
        yield min(most, left)
        left -= min(most, left)


def _raw_rows(stream: BinaryIO, header: _Header) -> Iterator[Pixels]:
    while True:
        for rows in _blocks(header):
            size = rows * header.row_bytes
            data = at_least(stream.read(size), size)
            yield np.frombuffer(data, np.uint8, size).reshape(rows, -1)


def _rle_rows(stream: BinaryIO, header: _Header) -> Iterator[Pixels]:
    wide = 4 if header.large else 2
    count = header.channels * header.height
    table = at_least(stream.read(count * wide), count * wide)
    sizes = np.frombuffer(table, f">u{wide}", count).astype(np.int64)
    row = 0
    while True:
        for rows in _blocks(header):
            size = int(sizes[row : row + rows].sum())
            data = at_least(stream.read(size), size)
            yield _unpacked(data, header.row_bytes, rows)
            row += rows


def _unpacked(data: bytes, width: int, rows: int) -> Pixels:
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        data += bytes(2 * width * rows)  # each pair is one byte of zero
    return np.asarray(Image.frombytes("L", (width, rows), data, "packbits", "L"))


def _eight_bits(rows: Pixels, header: _Header) -> Pixels:
    if header.depth == 1:
        return np.unpackbits(rows, axis=1)[:, : header.width] * np.uint8(255)
    return rows[:, ::2] if header.depth == 16 else rows
