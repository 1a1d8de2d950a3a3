"""Targa, whose header says whether there is transparency: Pillow only looks at the depth."""

from typing import TYPE_CHECKING, BinaryIO, cast

from PIL import Image, ImageFile, TgaImagePlugin

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess

_DEPTH_AT, _FLAGS_AT = 16, 17


class TgaImageFile(TgaImagePlugin.TgaImageFile):
    """A Targa without the alpha that nothing was written to."""

    def _open(self) -> None:
        stream = cast(BinaryIO, self.fp)
        head = stream.read(_FLAGS_AT + 1)
        stream.seek(0)
        super()._open()
        # Programs do not agree on what the one bit of 16 means: that it hides all is never meant.
        is_doubtful = head[_DEPTH_AT] == 16 or not head[_FLAGS_AT] & 15
        self._may_be_empty = is_doubtful and self.mode in ("RGBA", "LA")

    def load(self) -> "PixelAccess | None":
        """Decode, once."""
        access = super().load()
        if self._may_be_empty:
            self._may_be_empty = False
            if self.getchannel("A").getextrema() == (0, 0):
                image = self.convert(self.mode[:-1])
                self._mode, self.im = image.mode, image.im
                access = Image.Image.load(self)
        return access


def open_tga(stream: BinaryIO, filename: str) -> ImageFile.ImageFile:
    """Return the Targa in `stream`."""
    return TgaImageFile(stream, filename)
