"""The strips and tiles of a TIFF as arrays of the values they hold, whatever their layout.

libtiff unpacks them, through Pillow: each is handed over as a small TIFF of its own that says it
holds grey bytes. So a coding costs no code here, and what the bytes mean is ours to say.
"""

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFile, TiffImagePlugin

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.imaging.readers.base import BLOCK_BYTES, at_least, unsupported

# Compressions of bytes, which know nothing of pixels: none, LZW, deflate (two numbers), PackBits,
# LZMA, Zstandard.
_RAW = 1
_PACKED = frozenset((_RAW, 5, 8, 32773, 32946, 34925, 50000))
UNSIGNED, SIGNED, FLOAT, UNDEFINED = 1, 2, 3, 4
LAB = 8
_NO_PREDICTOR, _DIFFERENCES, _FLOAT_DIFFERENCES = 1, 2, 3
_WHOLE = (8, 16, 32, 64)  # depths that numpy has types for
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))

Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """How the pixels of a TIFF lie in its file.

    Attributes:
        bits: of each sample.
        sample_format: UNSIGNED, SIGNED, FLOAT or UNDEFINED; 0 when samples differ in it.
        extra: kinds of the samples beyond the colours.
        block: width and height of a strip or tile.
        places: offset and size in bytes of each strip or tile; size 0 when it is not told.
        order: "<" or ">".
    """

    width: int
    height: int
    bits: tuple[int, ...]
    sample_format: int
    photometric: int
    planar: bool
    compression: int
    predictor: int
    fill_order: int
    extra: tuple[int, ...]
    tiled: bool
    block: tuple[int, int]
    places: tuple[tuple[int, int], ...]
    order: str

    @property
    def samples(self) -> int:
        """Samples a pixel."""
        return len(self.bits)

    @property
    def is_packed(self) -> bool:
        """Whether `Blocks` can unpack it: otherwise the coding makes the pixels itself."""
        return self.compression in _PACKED


def layout_of(tags: Mapping[int, Any]) -> BlockLayout:
    """Return the layout that the directory `tags` of a TIFF tells, which need not be possible."""
    width, height = int(tags[256]), int(tags[257])
    samples = int(tags.get(277, 1))
    bits = tuple(tags.get(258, (1,)))
    bits = bits * samples if len(bits) == 1 else bits[:samples]
    formats = set(tags.get(339, (UNSIGNED,)))
    tiled = 324 in tags
    block = (tags[322], tags[323]) if tiled else (width, min(tags.get(278, height), height))
    offsets = tuple(tags.get(324 if tiled else 273, ()))
    sizes = tuple(tags.get(325 if tiled else 279, ()))
    return BlockLayout(
        width,
        height,
        bits,
        formats.pop() if len(formats) == 1 else 0,
        tags.get(262, 0),
        tags.get(284, 1) == 2,
        tags.get(259, _RAW),
        tags.get(317, _NO_PREDICTOR),
        tags.get(266, 1),
        tuple(tags.get(338, ())),
        tiled,
        block,
        tuple(zip(offsets, sizes + (0,) * (len(offsets) - len(sizes)), strict=False)),
        "<" if getattr(tags, "prefix", b"II") == b"II" else ">",
    )


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the picture.

    Attributes:
        top, left: where it lies.
        first: number of its first sample.
        values: [rows, columns, samples], of the type that the file's values have.
    """

    top: int
    left: int
    first: int
    values: Values


class Blocks:
    """The parts of a picture; reads the file again each time it is iterated over."""

    def __init__(self, stream: BinaryIO, layout: BlockLayout, samples: int) -> None:
        """Give the first `samples` samples of each pixel.

        Raises:
            BadFileError: such a layout cannot be unpacked.
        """
        self._stream, self._layout, self._samples = stream, layout, samples
        self._bits = layout.bits[0]
        self._type = _type_of(layout)
        self._together = 1 if layout.planar else layout.samples
        self._row_bytes = (layout.block[0] * self._together * self._bits + 7) // 8
        if min(layout.block) < 1 or self._row_bytes > BLOCK_BYTES:
            raise SyntaxError("impossible strips or tiles")

    def __iter__(self) -> Iterator[Block]:
        layout = self._layout
        width, height = layout.block
        across, down = -(-layout.width // width), -(-layout.height // height)
        for first in range(self._samples if layout.planar else 1):
            for number in range(across * down):
                top, left = number // across * height, number % across * width
                start = 0
                for rows in self._rows(first * across * down + number, top):
                    values = self._values(rows)[..., : self._samples]
                    end = min(len(values), layout.height - top - start)
                    values = values[: max(0, end), : layout.width - left]
                    yield Block(top + start, left, first, values)
                    start += len(rows)

    def _rows(self, number: int, top: int) -> Iterator[Pixels]:
        """Give the bytes of a strip or tile, some rows at a time, uint8 [rows, bytes]."""
        layout, width = self._layout, self._row_bytes
        rows = layout.block[1] if layout.tiled else min(layout.block[1], layout.height - top)
        # A strip that the directory lacks lies beyond the end of any file, and reads as missing.
        offset, size = layout.places[number] if number < len(layout.places) else (1 << 62, 0)
        step = max(1, BLOCK_BYTES // width // (1 if self._bits in _WHOLE else 8))
        if layout.compression == _RAW:
            for start in range(0, rows, step):
                taken = min(step, rows - start)
                self._stream.seek(offset + start * width)
                data = at_least(self._stream.read(taken * width), taken * width)
                if layout.fill_order == 2:
                    data = data.translate(_REVERSED)
                yield np.frombuffer(data, np.uint8, taken * width).reshape(taken, width)
            return
        self._stream.seek(offset)
        unpacked = self._unpacked(self._stream.read(size), rows)
        for start in range(0, rows, step):
            yield unpacked[start : start + step]

    def _unpacked(self, data: bytes, rows: int) -> Pixels:
        shape, layout = (rows, self._row_bytes), self._layout
        try:
            image = TiffImagePlugin.TiffImageFile(_small_tiff(data, shape, layout))
            image.load()
        except OSError:
            if ImageFile.LOAD_TRUNCATED_IMAGES:
                return np.zeros(shape, np.uint8)
            raise
        return np.asarray(image)

    def _values(self, rows: Pixels) -> Values:
        """Return the values in `rows`, [rows, columns, samples]."""
        layout, width = self._layout, self._layout.block[0]
        shape = (len(rows), width, self._together)
        if self._type is None:
            return _loose_bits(rows, self._bits, width * self._together).reshape(shape)
        if layout.predictor == _FLOAT_DIFFERENCES and layout.compression != _RAW:
            return _undone_floats(rows, self._type, self._together).reshape(shape)
        values = np.ascontiguousarray(rows).view(self._type).reshape(shape)
        if layout.predictor == _DIFFERENCES and layout.compression != _RAW:
            native = self._type.newbyteorder("=")
            whole = np.dtype(f"u{native.itemsize}")
            # As whole numbers that wrap around, as they were written; also the bits of floats.
            sums = np.cumsum(values.astype(native).view(whole), axis=1, dtype=whole)
            return cast(Values, sums.view(native))
        return cast(Values, values)


def _type_of(layout: BlockLayout) -> np.dtype[Any] | None:
    """Return the type of the values in the file; None when their bits must be picked out."""
    bits = set(layout.bits)
    depth = layout.bits[0]
    kind = {UNSIGNED: "u", UNDEFINED: "u", SIGNED: "i", FLOAT: "f"}.get(layout.sample_format)
    if layout.photometric == LAB:
        kind = "u"  # the signs of its channels are known, whatever the file says of them
    if len(bits) > 1 or kind is None:
        raise unsupported(Code.TIFF_CHANNELS)
    predictors = (_NO_PREDICTOR,) if layout.compression == _RAW else ()
    if depth in _WHOLE and not (kind == "f" and depth == 8):
        predictors = (_NO_PREDICTOR, _DIFFERENCES, *([_FLOAT_DIFFERENCES] if kind == "f" else ()))
        found: np.dtype[Any] | None = np.dtype(f"{layout.order}{kind}{depth // 8}")
    elif kind == "u" and depth <= 32 and depth != 24:
        predictors, found = (_NO_PREDICTOR,), None
    else:
        raise unsupported(Code.TIFF_BITS, bits=depth)
    if layout.compression != _RAW and layout.predictor not in predictors:
        raise unsupported(Code.TIFF_CODING)
    return found


def _small_tiff(data: bytes, shape: tuple[int, int], layout: BlockLayout) -> io.BytesIO:
    """Return a TIFF of one strip: `data`, which unpacks to bytes of `shape`."""
    rows, width = shape
    entries = {256: width, 257: rows, 258: 8, 259: layout.compression, 262: 1}
    entries |= {266: layout.fill_order, 273: 0, 277: 1, 278: rows, 279: len(data)}
    entries[273] = 8 + 2 + 12 * len(entries) + 4
    head = b"II*\0" + struct.pack("<IH", 8, len(entries))
    body = b"".join(struct.pack("<HHII", tag, 4, 1, entries[tag]) for tag in sorted(entries))
    return io.BytesIO(head + body + bytes(4) + data)


def _loose_bits(rows: Pixels, depth: int, count: int) -> Values:
    """Return `count` numbers of `depth` bits from each row, the highest bit first."""
    bits = np.unpackbits(rows, axis=1)[:, : count * depth].reshape(len(rows), count, depth)
    values = np.zeros((len(rows), count), np.uint16 if depth <= 16 else np.uint32)
    for place in range(depth):
        values <<= 1
        values |= bits[..., place]
    return values


def _undone_floats(rows: Pixels, kind: np.dtype[Any], samples: int) -> Values:
    """Return floats whose bytes were sorted by their rank and stored as differences."""
    steps = rows.reshape(len(rows), -1, samples)
    whole = np.cumsum(steps, axis=1, dtype=np.uint8).reshape(len(rows), kind.itemsize, -1)
    return np.ascontiguousarray(whole.transpose(0, 2, 1)).view(kind.newbyteorder(">"))
