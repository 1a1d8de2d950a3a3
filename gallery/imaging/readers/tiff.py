"""TIFF layouts that Pillow reads wrongly or not at all: planes, depths, floats, signs, orders.

Pillow still reads the directory, and the layouts that it is right about. What the pixels of the
others mean is decided here.
"""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageFile, TiffImagePlugin

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.imaging import colour
from gallery.imaging.readers.base import merged, unsupported
from gallery.imaging.readers.tiff_blocks import (
    FLOAT,
    LAB,
    UNDEFINED,
    UNSIGNED,
    BlockLayout,
    Blocks,
    Values,
    layout_of,
)

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess

_WHITE_IS_0, _BLACK_IS_0, _RGB, _PALETTE, _CMYK, _YCBCR = 0, 1, 2, 3, 5, 6
_MODES = {_WHITE_IS_0: "L", _BLACK_IS_0: "L", _RGB: "RGB", _CMYK: "CMYK", LAB: "LAB"}
_PREMULTIPLIED, _STRAIGHT = 1, 2
# Compressions of pixels that Pillow's libtiff has: faxes, JPEG (old and new), ThunderScan, LogLuv.
_CODED = frozenset((2, 3, 4, 6, 7, 32771, 32809, 34676, 34677))
_ORIENTATION, _COLOUR_MAP, _ICC_PROFILE = 274, 320, 34675
_TAGS = (271, 272, _ORIENTATION, 306)  # maker, model, orientation, date
_BIG_ENDIAN_BIG = b"MM\0+"
_MOST_SAMPLES = 256


class TiffImageFile(TiffImagePlugin.TiffImageFile):
    """The first picture of a TIFF."""

    _layout: BlockLayout | None = None

    def _open(self) -> None:
        stream = cast(BinaryIO, self.fp)
        head = stream.read(4)
        stream.seek(0)
        self._file, self._is_odd = stream, head == _BIG_ENDIAN_BIG
        if self._is_odd:
            self.fp = cast(Any, _Relabelled(stream))
        super()._open()

    def _setup(self) -> None:
        self.info.pop("xmp", None)  # Pillow would turn the picture as it says there
        layout = layout_of(self.tag_v2)
        if _pillow_is_right(layout) and not self._is_odd:
            _set_up_by_pillow(super()._setup, layout)
            return
        _check(layout)
        self._layout = layout
        # The size as it lies in the file, for Pillow turns the picture after loading it.
        self._tile_size = layout.width, layout.height
        turned = self.tag_v2.get(_ORIENTATION) in (5, 6, 7, 8)
        self._size = (layout.height, layout.width) if turned else self._tile_size
        self._mode = _MODES.get(layout.photometric, "RGB")
        if _ICC_PROFILE in self.tag_v2:
            self.info["icc_profile"] = self.tag_v2[_ICC_PROFILE]

    def getexif(self) -> Image.Exif:
        """Return the tags; of a large big-endian file only those that are no directories."""
        if not self._is_odd:
            return super().getexif()
        exif = Image.Exif()
        exif.update({tag: self.tag_v2[tag] for tag in _TAGS if tag in self.tag_v2})
        return exif

    def load(self) -> "PixelAccess | None":
        """Decode, once."""
        if self._layout is None:
            return super().load()
        if self._im is None:
            image = _decoded(self._file, self._layout, self.tag_v2)
            self._mode, self._size = image.mode, image.size
            self.im = image.im
            self.readonly = 0
            self.load_end()  # turns it upright
        return Image.Image.load(self)


def open_tiff(stream: BinaryIO, filename: str) -> ImageFile.ImageFile:
    """Return the TIFF in `stream`."""
    return TiffImageFile(stream, filename)


class _Relabelled(io.RawIOBase):
    """A large big-endian TIFF with its version where Pillow looks for it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int | None = -1) -> bytes:
        at = self._stream.tell()
        data = self._stream.read(-1 if size is None else size)
        return (b"MM+\0"[at:] + data[4 - at :])[: len(data)] if at < 4 else data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


# Pillow takes only what starts like this for a TIFF.
if b"MM+\0" not in TiffImagePlugin.PREFIXES:
    TiffImagePlugin.PREFIXES.append(b"MM+\0")


def _set_up_by_pillow(set_up: Callable[[], None], layout: BlockLayout) -> None:
    """Call `set_up`; chroma of half size is right only where libtiff is told to read it."""
    before = TiffImagePlugin.READ_LIBTIFF
    TiffImagePlugin.READ_LIBTIFF = layout.photometric == _YCBCR
    try:
        set_up()
    finally:
        TiffImagePlugin.READ_LIBTIFF = before


def _pillow_is_right(layout: BlockLayout) -> bool:
    if not layout.is_packed or layout.photometric == _YCBCR:
        if set(layout.bits) - {1, 8} or not (layout.is_packed or layout.compression in _CODED):
            raise unsupported(Code.TIFF_CODING)
        return True  # the coding makes the pixels, so only libtiff can
    # From here on: exactly the layouts that Pillow was seen to read right; all others are ours.
    bits = set(layout.bits)
    plain = layout.sample_format in (UNSIGNED, UNDEFINED) and layout.fill_order == 1
    if not plain or len(bits) != 1:
        return False
    if layout.samples == 1:
        return bits <= {1, 2, 4, 8} or (bits == {16} and layout.photometric == _BLACK_IS_0)
    usual = {(_RGB, 3), (_RGB, 4), (_BLACK_IS_0, 2), (_CMYK, 4)}
    if bits != {8} or layout.planar or (layout.photometric, layout.samples) not in usual:
        return False
    beyond = layout.samples - _colours(layout)
    told = len(layout.extra) == beyond and set(layout.extra) <= {0, _PREMULTIPLIED, _STRAIGHT}
    return told or (layout.photometric == _RGB and not layout.extra)


def _check(layout: BlockLayout) -> None:
    """Raise BadFileError for colours that are not known here, SyntaxError for nonsense."""
    if not layout.is_packed or layout.photometric not in (*_MODES, _PALETTE):
        raise unsupported(Code.TIFF_KIND)
    if not _colours(layout) <= layout.samples <= _MOST_SAMPLES:
        raise SyntaxError("unknown data organization")
    depths = {LAB: {8, 16}, _PALETTE: set(range(1, 17))}
    if not set(layout.bits) <= depths.get(layout.photometric, set(layout.bits)):
        raise unsupported(Code.TIFF_DEPTH)
    Blocks(io.BytesIO(), layout, 1)


def _colours(layout: BlockLayout) -> int:
    return len(_MODES.get(layout.photometric, "P"))


def _alpha(layout: BlockLayout) -> int:
    """Return how the sample behind the colours is transparency: 0 when it is not."""
    if layout.samples == _colours(layout) or layout.photometric in (_CMYK, LAB):
        return 0
    if not layout.extra:  # not told, as some programs forget; taken as by Pillow and libtiff
        return _STRAIGHT if layout.photometric == _RGB else 0
    return layout.extra[0] if layout.extra[0] in (_PREMULTIPLIED, _STRAIGHT) else 0


def _decoded(stream: BinaryIO, layout: BlockLayout, tags: Any) -> Image.Image:
    colours, alpha = _colours(layout), _alpha(layout)
    if layout.photometric == _PALETTE:
        return _by_palette(Blocks(stream, layout, 1), layout, tags[_COLOUR_MAP])
    blocks = Blocks(stream, layout, colours + bool(alpha))
    span = _span(blocks, layout)
    planes = [np.zeros((layout.height, layout.width), np.uint8) for _ in range(colours)]
    if alpha:
        planes.append(np.zeros_like(planes[0]))
    for block in blocks:
        rows, columns, samples = block.values.shape
        for place in range(samples):
            number = block.first + place
            limits = _full(layout) if number == colours else span
            target = planes[number][block.top : block.top + rows]
            part = _eight_bits(block.values[..., place], limits)
            target[:, block.left : block.left + columns] = part
    if layout.photometric == _WHITE_IS_0:
        planes[0] = ~planes[0]
    if layout.photometric == LAB:
        planes[1:] = [plane ^ np.uint8(128) for plane in planes[1:]]  # signed in the file
    mode = _MODES[layout.photometric]
    return merged(mode + {_PREMULTIPLIED: "a", _STRAIGHT: "A"}.get(alpha, ""), planes)


def _by_palette(blocks: Blocks, layout: BlockLayout, entries: ArrayLike) -> Image.Image:
    table = (np.asarray(entries, np.uint16) >> 8).astype(np.uint8).reshape(3, -1)
    places = np.zeros((layout.height, layout.width), np.uint16)
    for block in blocks:
        rows, columns, _samples = block.values.shape
        target = places[block.top : block.top + rows, block.left : block.left + columns]
        target[:] = block.values[..., 0]
    return merged("RGB", [channel[places] for channel in table])


def _full(layout: BlockLayout) -> tuple[float, float]:
    """Return the values of nothing and of everything."""
    depth = layout.bits[0]
    if layout.sample_format == FLOAT:
        return 0.0, 1.0
    if layout.sample_format in (UNSIGNED, UNDEFINED) or layout.photometric == LAB:
        return 0.0, float(2**depth - 1)
    return -float(2 ** (depth - 1)), float(2 ** (depth - 1) - 1)


def _span(blocks: Blocks, layout: BlockLayout) -> tuple[float, float]:
    """Return the values that are black and white: where the file does not tell, by its pixels."""
    depth, unsigned = layout.bits[0], layout.sample_format in (UNSIGNED, UNDEFINED)
    if depth <= 8 or (depth <= 16 and unsigned) or layout.photometric == LAB:
        return _full(layout)
    low, high = np.inf, -np.inf
    for block in blocks:
        values = block.values[..., : max(0, _colours(layout) - block.first)]
        if layout.sample_format == FLOAT:
            values = values[np.isfinite(values)]
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    if low > high:
        return _full(layout)
    if unsigned and high >= 2 ** (depth - 1):
        return _full(layout)
    return colour.span_of(low, high, floats=layout.sample_format == FLOAT)


def _eight_bits(values: Values, span: tuple[float, float]) -> Pixels:
    if values.dtype == np.uint8 and span == (0.0, 255.0):
        return cast(Pixels, values)
    if values.dtype.kind == "u" and values.dtype.itemsize == 2 and span == (0.0, 65_535.0):
        return cast(Pixels, (values >> 8).astype(np.uint8))
    low, high = span
    scaled = np.nan_to_num((values.astype(np.float32) - low) * np.float32(255 / (high - low)))
    return cast(Pixels, (np.clip(scaled, 0, 255) + 0.5).astype(np.uint8))
