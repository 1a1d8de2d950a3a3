"""JPEG: what Pillow's reader stumbles over before its decoder, and the kinds that have none."""

import io
from typing import BinaryIO

from gallery.core.codes import Code
from gallery.core.sentence import Sentence

_START = b"\xff\xd8"
_MOST_SEGMENTS = 4096  # before a JPEG's pixels; real files have some dozens
_FRAMES = frozenset((*range(0xC0, 0xD0), 0xF7)) - {0xC4, 0xC8, 0xCC}
_LOSSLESS, _LS = (0xC3, 0xC7, 0xCB, 0xCF), 0xF7
_HIERARCHICAL = (0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF)


def without_padding(stream: BinaryIO) -> BinaryIO:
    """Return a JPEG without the zeros between its start and its first segment, if it has such."""
    stream.seek(0)
    head = stream.read(3)
    stream.seek(0)
    if head != _START + b"\0":
        return stream
    data = stream.read()
    return io.BytesIO(_START + data[2:].lstrip(b"\0"))


def segments(data: bytes) -> tuple[list[tuple[int, int]], int]:
    """Return marker and place of the content of each segment, and where the first scan starts.

    Thumbnails in a JPEG's metadata end before its scan does.
    """
    found: list[tuple[int, int]] = []
    # Zeros between the start and the first segment, as `without_padding` knows them.
    at = 2 + len(data[2:64]) - len(data[2:64].lstrip(b"\0"))
    for _ in range(_MOST_SEGMENTS):
        if data[at : at + 1] != b"\xff" or data[at + 1 : at + 2] in (b"\xda", b""):
            break
        if data[at + 1 : at + 2] == b"\xff":  # padding
            at += 1
            continue
        found.append((data[at + 1], at + 4))
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found, at


def unread_kind(data: bytes) -> Sentence | None:
    """Return what kind of JPEG `data` is, in the plural, if no decoder knows it; else None."""
    for marker, at in segments(data)[0]:
        frame = data[at : at + 6]
        if marker not in _FRAMES or len(frame) < 6:
            continue
        if marker == _LS or marker in _LOSSLESS:
            return Sentence.of(Code.JPEG_LOSSLESS)
        if marker in _HIERARCHICAL:
            return Sentence.of(Code.JPEG_HIERARCHICAL)
        if frame[0] in (12, 16):
            return Sentence.of(Code.JPEG_BITS, bits=frame[0])
        if frame[0] == 8 and frame[5] == 2:
            return Sentence.of(Code.JPEG_TWO_CHANNELS)
    return None
