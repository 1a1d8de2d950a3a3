"""PNG: the transparent colour in every depth, and the gamma a file declares.

Pillow compares the transparent colour (tRNS) of 1 to 4 bits with values scaled to 8, that of 16
bits with single bytes, and leaves gamma (gAMA) to others.
"""

from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, PngImagePlugin

from gallery.core.arrays import Pixels
from gallery.imaging.readers.base import BLOCK_BYTES

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess

_DEPTH_AT = 24  # in the file: bits a channel, then the kind of colour
_GREY, _RGB, _PALETTE = 0, 2, 3
_SRGB_GAMMA = 1 / 2.2
_SAME_GAMMA = 0.05  # a share; libpng takes less for the same as well
_GAMMAS = (0.1, 5.0)  # what lies outside is a mistake of the program that wrote it
_LOW_BYTES = {"RGB;16B": "RGB;16L", "RGBA;16B": "RGBA;16L"}
_PLAIN = {"1": "L", "La": "LA", "P": "RGB", "PA": "RGBA"}


class PngImageFile(PngImagePlugin.PngImageFile):
    """A PNG whose transparent colour is in its alpha, and whose values are those of sRGB."""

    def _open(self) -> None:
        self._again = cast(BinaryIO, self.fp)
        head = self._again.read(_DEPTH_AT + 2)
        self._again.seek(0)
        super()._open()
        self._depth, self._colour = head[_DEPTH_AT], head[_DEPTH_AT + 1]
        self._corrected = False

    def load(self) -> "PixelAccess | None":
        """Decode, once; then correct what Pillow made of it."""
        access = super().load()
        if self._corrected:
            return access
        self._corrected = True
        if (image := self._correction()) is not None:
            self._mode, self.im = image.mode, image.im
            self.info.pop("transparency", None)
            access = Image.Image.load(self)
        return access

    def _correction(self) -> Image.Image | None:
        """Return the picture with alpha and gamma applied, None where Pillow's is right."""
        table = _to_srgb(self.info)
        key = self.info.get("transparency") if self._colour in (_GREY, _RGB) else None
        if self._depth == 16 and self._colour == _GREY and not (key is None and table is None):
            return _deep_grey(self, key, table)
        if self._depth == 16 and not (key is None and table is None):
            return _deep_colour(self, self._low_bytes(), key, table)
        if key is not None and self._depth < 8:
            levels = (1 << self._depth) - 1
            self.info["transparency"] = (key & levels) * (255 // levels)
            image = _with_alpha(self.convert("L"), self.info["transparency"])
            return image if table is None else _by_table(image, table)
        return None if table is None else _by_table(_plain(self), table)

    def _low_bytes(self) -> Image.Image | None:
        """Return the lower byte of each 16-bit value as a picture; None where it cannot be read."""
        # The same file read once more as little-endian: Pillow keeps the first byte of two, so this
        # time it keeps the low one.
        self._again.seek(0)
        twin = PngImagePlugin.PngImageFile(self._again)
        args = _LOW_BYTES.get(str(twin.tile[0].args))
        if args is None:
            return None
        twin.tile = [twin.tile[0]._replace(args=args)]
        twin.load()
        return twin


def open_png(stream: BinaryIO, filename: str) -> ImageFile.ImageFile:
    """Return the PNG in `stream`."""
    return PngImageFile(stream, filename)


def _to_srgb(info: dict[str | tuple[int, int], object]) -> NDArray[np.uint8] | None:
    """Return what the 65,536 values of a file are in sRGB; None when they are sRGB."""
    gamma = info.get("gamma")
    if not isinstance(gamma, float) or "srgb" in info or "icc_profile" in info:
        return None
    if abs(gamma / _SRGB_GAMMA - 1) <= _SAME_GAMMA or not _GAMMAS[0] <= gamma <= _GAMMAS[1]:
        return None
    light = np.linspace(0, 1, 65_536) ** (1 / gamma)
    curve = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return cast(Pixels, (curve * 255 + 0.5).astype(np.uint8))


def _plain(image: Image.Image) -> Image.Image:
    """Return `image` without palette, and with alpha where one colour stands for nothing."""
    if "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert(_PLAIN.get(image.mode, image.mode))


def _by_table(image: Image.Image, table: NDArray[np.uint8]) -> Image.Image:
    """Return the 8-bit `image` with all but its alpha looked up in `table`."""
    eight = table[np.arange(256) * 257].tolist()  # 8 bits as 16: 255 * 257 is 65,535
    bands = image.getbands()
    return image.point([v for band in bands for v in (range(256) if band == "A" else eight)])


def _with_alpha(grey: Image.Image, key: int) -> Image.Image:
    alpha = grey.point([0 if value == key else 255 for value in range(256)])
    return Image.merge("LA", [grey, alpha])


def _rows(image: Image.Image) -> range:
    """Return where to cut `image` into strips of rows."""
    return range(0, image.height, max(1, BLOCK_BYTES // (8 * image.width)))


def _strip(image: Image.Image, top: int, step: int) -> NDArray[np.uint16]:
    box = (0, top, image.width, min(image.height, top + step))
    return np.asarray(image.crop(box)).astype(np.uint16)


def _deep_grey(image: Image.Image, key: int | None, table: NDArray[np.uint8] | None) -> Image.Image:
    grey = np.empty((image.height, image.width), np.uint8)
    alpha = None if key is None else np.empty_like(grey)
    rows = _rows(image)
    for top in rows:
        values = _strip(image, top, rows.step)
        grey[top : top + rows.step] = values >> 8 if table is None else table[values]
        if alpha is not None:
            alpha[top : top + rows.step] = np.where(values == key, 0, 255)
    if alpha is None:
        return Image.fromarray(grey)
    return Image.merge("LA", [Image.fromarray(grey), Image.fromarray(alpha)])


def _deep_colour(
    image: Image.Image,
    low: Image.Image | None,
    key: tuple[int, int, int] | None,
    table: NDArray[np.uint8] | None,
) -> Image.Image | None:
    """Return the RGB, RGBA or LA `image` of 16 bits, whose lower bytes are `low`."""
    if low is None:
        return None if table is None else _by_table(_plain(image), table)
    out = Image.new("RGB" if key is None else "RGBA", image.size)
    if image.mode == "RGBA":
        out = image.copy()
    rows = _rows(image)
    for top in rows:
        values = _strip(image, top, rows.step) << 8 | _strip(low, top, rows.step)
        strip = (values >> 8).astype(np.uint8) if table is None else table[values]
        if key is not None:
            clear = (values == np.array(key, np.uint16)).all(-1)
            strip = np.dstack([strip, np.where(clear, 0, 255).astype(np.uint8)])
        elif image.mode == "RGBA":
            strip[..., 3] = values[..., 3] >> 8
        out.paste(Image.fromarray(strip), (0, top))
    return out
