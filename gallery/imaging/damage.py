"""What is wrong with a file that a decoder refuses, and with one that it should have refused."""

import io
import struct
import zlib
from typing import Literal

from gallery.core.codes import Code
from gallery.core.problem import Kind
from gallery.core.sentence import Sentence
from gallery.imaging.readers.jpeg import segments, unread_kind
from gallery.imaging.results import BadFileError
from gallery.imaging.source import Source

# What plugins were seen to raise on hostile bytes; MemoryError is dealt with apart.
DECODER_ERRORS = (
    *(OSError, ValueError, SyntaxError, EOFError, RuntimeError, LookupError, TypeError),
    *(AttributeError, ArithmeticError, AssertionError, struct.error, zlib.error),
)

_HARDLY_A_PICTURE_BYTES = 64  # a file this short was cut, whatever its decoder says of it
# What decoders say of sound files of a kind that they do not know.
_NOT_KNOWN = (
    *("unsupported", "not supported", "not implemented", "unknown pixel mode"),
    *("unknown tga", "unable to determine j2k image mode"),
)


def damage(error: Exception, source: Source) -> BadFileError:
    """Return the problem that a decoder's `error` on `source` stands for."""
    text = str(error).lower()
    if kind := _unread_kind(source):
        return BadFileError(Kind.UNSUPPORTED, Code.KIND_UNREAD, pictures=kind)
    if any(words in text for words in _NOT_KNOWN):
        return BadFileError(Kind.UNSUPPORTED)
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
        # From the first scan on: the thumbnail in the metadata has an end of its own.
        if data.rfind(b"\xff\xd9", segments(data)[1]) < 0:
            raise BadFileError(Kind.TRUNCATED)


def _unread_kind(source: Source) -> Sentence | None:
    """Return the kind of a JPEG that there is no decoder for, in the plural; else None."""
    if not source.head.startswith(b"\xff\xd8") or not isinstance(source.stream, io.BytesIO):
        return None
    return unread_kind(source.stream.getvalue())


def _is_short(source: Source) -> bool:
    """Return whether the container of `source` declares more bytes than there are."""
    size, head = source.stamp.size, source.head
    if head[:4] == b"RIFF":
        # The two fields themselves are not counted.
        return size < 8 + int.from_bytes(head[4:8], "little")
    if head[:2] in (b"II", b"MM"):
        # The directory of a TIFF often follows its pixels.
        order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
        return head[2:4] in (b"*\0", b"\0*") and size < int.from_bytes(head[4:8], order)
    return False
