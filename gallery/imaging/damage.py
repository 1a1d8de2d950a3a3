"""What is wrong with a file that a decoder refuses, and with one that it should have refused."""

import io
import struct
import zlib
from typing import Literal

from gallery.core.problem import Kind
from gallery.imaging.results import BadFileError
from gallery.imaging.source import Source

# What plugins were seen to raise on hostile bytes; MemoryError is dealt with apart.
DECODER_ERRORS = (
    *(OSError, ValueError, SyntaxError, EOFError, RuntimeError, LookupError, TypeError),
    *(AttributeError, ArithmeticError, AssertionError, struct.error, zlib.error),
)

_HARDLY_A_PICTURE_BYTES = 64
_MAX_SEGMENTS = 4096  # before a JPEG's pixels; real files have some dozens


def damage(error: Exception, source: Source) -> BadFileError:
    """Return the problem that a decoder's `error` on `source` stands for."""
    text = str(error).lower()
    told = "truncated" in text or "end of" in text or isinstance(error, EOFError)
    short = source.stamp.size < _HARDLY_A_PICTURE_BYTES
    return BadFileError(Kind.TRUNCATED if told or short or _is_short(source) else Kind.DAMAGED)


def check_end(source: Source) -> None:
    """Raise BadFileError when the JPEG in `source` has no end.

    A download or a rescued disk often gives a file of full length whose rest is zeros; libjpeg
    fills such a picture up with grey and says nothing.
    """
    if isinstance(source.stream, io.BytesIO):
        data = source.stream.getvalue()
        if data.rfind(b"\xff\xd9", _start_of_pixels(data)) < 0:
            raise BadFileError(Kind.TRUNCATED)


def _start_of_pixels(data: bytes) -> int:
    """Return where the first scan of a JPEG starts; thumbnails in its metadata end before it."""
    at = 2
    for _ in range(_MAX_SEGMENTS):
        if data[at : at + 1] != b"\xff" or data[at + 1 : at + 2] == b"\xda":
            break
        if data[at + 1 : at + 2] == b"\xff":  # padding
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at


def _is_short(source: Source) -> bool:
    """Return whether the container of `source` declares more bytes than there are."""
    size, head = source.stamp.size, source.head
    if head[:4] == b"RIFF":
        return size < 8 + int.from_bytes(head[4:8], "little")
    if head[:2] in (b"II", b"MM"):
        # The directory of a TIFF often follows its pixels.
        order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
        return head[2:4] in (b"*\0", b"\0*") and size < int.from_bytes(head[4:8], order)
    return False
