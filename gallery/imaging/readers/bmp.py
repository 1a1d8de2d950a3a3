"""Bitmaps whose channels lie under masks of any width, which Pillow knows a few of."""

import struct
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from PIL import BmpImagePlugin, Image, ImageFile

from gallery.core.arrays import Pixels
from gallery.imaging.readers.base import BLOCK_BYTES, OwnImageFile, at_least, exactly, merged

_FILE_HEADER = 14
_WITH_MASKS = (3, 6)  # BI_BITFIELDS, BI_ALPHABITFIELDS
_OS2_V2 = 64  # there, 3 means a fax


def open_bmp(stream: BinaryIO, filename: str) -> ImageFile.ImageFile:
    """Return the bitmap in `stream`, by Pillow unless its channels have masks."""
    head = stream.read(_FILE_HEADER + 20)
    stream.seek(0)
    if len(head) == _FILE_HEADER + 20:
        size, bits, compression = struct.unpack_from("<I10xHI", head, _FILE_HEADER)
        if size >= 40 and size != _OS2_V2 and compression in _WITH_MASKS and bits in (16, 32):
            return MaskedBmpImageFile(stream, filename)
    return BmpImagePlugin.BmpImageFile(stream, filename)


class MaskedBmpImageFile(OwnImageFile):
    """A bitmap of 16 or 32 bits with a mask for each channel."""

    format = "BMP"
    format_description = "Windows Bitmap"

    def _open(self) -> None:
        stream = self.stream
        _sign, _size, self._start = struct.unpack("<2sI4xI", exactly(stream, _FILE_HEADER))
        size, width, height, bits, compression = struct.unpack("<Iii2xHI", exactly(stream, 20))
        self._top_down, self._bits = height < 0, bits
        self._size = width, abs(height)
        self._mode = "RGB"
        rest = exactly(stream, max(size, 52) - 20)
        # Headers of 40 bytes are followed by three masks, or by four; longer ones hold four.
        if size == 40 and compression == 6:
            rest += exactly(stream, 4)
        count = 4 if len(rest) >= 36 else 3
        self._masks = struct.unpack_from(f"<{count}I", rest, 20)
        if not all(self._masks[:3]):
            raise SyntaxError("a colour has no bits")

    def decoded(self) -> Image.Image:
        """Return the picture, with alpha if it has a mask for it and is not all clear."""
        width, height = self.size
        masks = [mask for mask in self._masks if mask]
        planes = [np.empty((height, width), np.uint8) for _ in masks]
        # Rows are padded to four bytes.
        stride = (width * self._bits // 8 + 3) & ~3
        self.stream.seek(self._start)
        step = max(1, BLOCK_BYTES // stride)
        for top in range(0, height, step):
            rows = min(step, height - top)
            data = at_least(self.stream.read(rows * stride), rows * stride)
            values = np.frombuffer(data, f"<u{self._bits // 8}").reshape(rows, -1)[:, :width]
            for plane, mask in zip(planes, masks, strict=True):
                plane[top : top + rows] = _channel(values, mask)
        # A bitmap begins with its lowest row, unless its height is negative.
        if not self._top_down:
            planes = [np.ascontiguousarray(plane[::-1]) for plane in planes]
        if len(planes) == 4 and not planes[3].any():
            planes = planes[:3]  # a mask that nothing was written under
        return merged("RGBA" if len(planes) == 4 else "RGB", planes)


def _channel(values: NDArray[np.unsignedinteger], mask: int) -> Pixels:
    """Return the bits of `values` under `mask` as 0 to 255."""
    low = (mask & -mask).bit_length() - 1
    most = mask >> low
    scaled = ((values.astype(np.uint32) & np.uint32(mask)) >> np.uint32(low)).astype(np.float32)
    return cast(Pixels, (scaled * (255 / most) + 0.5).astype(np.uint8))
