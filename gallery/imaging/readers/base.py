"""What all readers of our own share: they look like Pillow's to everything above them."""

import abc
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np
from PIL import Image, ImageFile

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.core.problem import Kind
from gallery.core.sentence import Sentence
from gallery.imaging.results import BadFileError

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess

BLOCK_BYTES = 16 << 20  # as much of a picture as is unpacked at a time


class OwnImageFile(ImageFile.ImageFile):
    """A picture whose pixels are made here: `_open` sets size and info, `decoded` gives them."""

    def load(self) -> "PixelAccess | None":
        """Decode, once."""
        if self._im is None:
            image = self.decoded()
            self._mode, self._size = image.mode, image.size
            self.im = image.im
            self.readonly = 0  # else Pillow copies the pixels once more on the first change
        return Image.Image.load(self)

    @abc.abstractmethod
    def decoded(self) -> Image.Image:
        """Return the pixels, in a mode of 8 bits a channel."""

    @property
    def stream(self) -> BinaryIO:
        """The file."""
        return cast(BinaryIO, self.fp)


def unsupported(what: Code, **args: object) -> BadFileError:
    """Return the problem of a sound file of a kind that is not read: `what`, with its arguments."""
    return BadFileError(Kind.UNSUPPORTED, Code.KIND_UNREAD, pictures=Sentence.of(what, **args))


def exactly(stream: BinaryIO, size: int) -> bytes:
    """Return the next `size` bytes; EOFError when there are fewer."""
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the header is truncated")
    return data


def at_least(data: bytes, size: int) -> bytes:
    """Return `data` of at least `size` bytes: zeros for what is lost, where that is allowed.

    Raises:
        OSError: there is less, and the picture is to be whole.
    """
    if len(data) >= size:
        return data
    if not ImageFile.LOAD_TRUNCATED_IMAGES:
        raise OSError("image file is truncated")
    return data + bytes(size - len(data))


def merged(mode: str, planes: list[Pixels]) -> Image.Image:
    """Return the picture of `mode` with the channels `planes`, each uint8 [height, width]."""
    if mode in ("RGBa", "La"):  # colours are darkened by their alpha; Pillow merges no such mode
        flat = np.ascontiguousarray(np.dstack(planes))
        size = (flat.shape[1], flat.shape[0])
        return Image.frombytes(mode, size, flat.tobytes()).convert(mode.upper())
    return Image.merge(mode, [Image.fromarray(plane) for plane in planes])
