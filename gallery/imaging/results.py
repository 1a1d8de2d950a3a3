"""What is asked of one read of a file, and what comes back; light enough for every process."""

from dataclasses import dataclass, field

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.core.picture import Decoded, Preprocessing, Stamp
from gallery.core.problem import REASON, Kind, reason
from gallery.core.query import Box
from gallery.core.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Want:
    """What one read is to yield.

    Attributes:
        pixels: how to prepare the encoder's input, or None when none is wanted.
        thumbnail: longer side of the thumbnail in pixels, 0 for none.
        longest: longer side of a view in pixels; only views look at it.
        box: the part of the upright picture that encoder's input and thumbnail show; None for all.
    """

    pixels: Preprocessing | None = None
    thumbnail: int = 256
    longest: int = 2048
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Hashed:
    """The identity of a file's bytes.

    Attributes:
        content: BLAKE2b of the bytes, 20 bytes.
        stamp: of the open file, the same before and after reading.
    """

    content: bytes
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class View:
    """A picture ready to be shown large.

    Attributes:
        width: of `pixels`.
        height: of `pixels`.
        full_width: of the picture itself, upright.
        full_height: likewise.
        pixels: uint8 [height, width, 4], blue, green, red, 255: QImage's Format_RGB32.
        damaged: a part could not be decoded.
    """

    width: int
    height: int
    full_width: int
    full_height: int
    pixels: Pixels = field(compare=False)
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that did not become a picture.

    Attributes:
        kind: the reason, for programs.
        said: the reason, for people.
        content: hash of the bytes when they could be read whole.
        thumbnail: JPEG of what could be decoded of a damaged picture.
        stamp: of the file that was read, when it could be opened.
    """

    kind: Kind
    said: Sentence = REASON
    content: bytes | None = None
    thumbnail: bytes | None = None
    stamp: Stamp | None = None

    def __post_init__(self) -> None:
        if self.said is REASON:
            object.__setattr__(self, "said", reason(self.kind))

    @property
    def message(self) -> str:
        """The reason in one plain English sentence."""
        return str(self.said)


Result = Decoded | Hashed | View | Failure


class BadFileError(Exception):
    """A file that cannot be used; becomes a `Failure` before it leaves this package.

    Args:
        kind: the reason, for programs.
        code: a closer reason than `kind`, for people.
        args: what stands in the places of its template.
    """

    def __init__(self, kind: Kind, code: Code | None = None, **args: object) -> None:
        self.kind = kind
        self.said = Sentence.of(code, **args) if code else reason(kind)
        super().__init__(str(self.said))
