"""What is known of a picture, and how it is prepared for an encoder."""

from dataclasses import dataclass, field
from typing import Literal

from gallery.core.arrays import Pixels


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells, without reading a file, that it is still the same.

    Compared for equality only: a clock that jumps changes nothing.
    """

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What decoding tells of a picture; the same for every copy of its bytes.

    Attributes:
        width: pixels, after the EXIF orientation was applied.
        height: likewise.
        format: the container as Pillow names it ("JPEG", "PNG", "HEIF", ...).
        taken: EXIF date as "YYYY-MM-DD HH:MM:SS", or "" when there is none.
        camera: maker and model, or "".
        exif: a few readable lines ("Exposure", "1/250 s"), in the order to be shown.
        dhash: 64-bit difference hash (Krawetz 2013), as a signed integer for SQLite.
        dhash_turned: that of the picture with rows and columns exchanged, likewise.
        colours: share of each of core/hues.py's COLOURS, uint8 [15]; b"" while not known.
        keywords: words that XMP or IPTC give it.
        rating: 0 to 5 by XMP or EXIF, -1 for rejected; None when there is none.
    """

    width: int
    height: int
    format: str
    taken: str = ""
    camera: str = ""
    exif: tuple[tuple[str, str], ...] = ()
    dhash: int = 0
    dhash_turned: int = 0
    colours: bytes = b""
    keywords: tuple[str, ...] = ()
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a picture becomes the square an encoder takes; applied in the decode workers.

    Attributes:
        side: side of the square in pixels.
        resize: "crop" scales the short side to `side / crop_share` and cuts the middle;
            "squash" scales both sides to `side`, whatever the picture's shape.
        crop_share: share of the scaled short side that the cut keeps, 0 to 1 (timm's crop_pct).
        filter: "bicubic" or "bilinear".
        stretch: of a picture of 3 : 2 or longer "crop" keeps this many times the cut's short side
            along the long one, squeezed into the square, so that less of the subject is lost;
            pictures up to 4 : 3 stay as they are, and those between keep a part of it.
        mean: subtracted from each channel after division by 255, by the encoder.
        std: divides each channel after that, by the encoder.
    """

    side: int
    resize: Literal["crop", "squash"] = "crop"
    crop_share: float = 1.0
    filter: Literal["bicubic", "bilinear"] = "bicubic"
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)
    stretch: float = field(default=1.0, repr=False)  # named in an encoder's id only where it is set


@dataclass(frozen=True, slots=True)
class Decoded:
    """All that one read of a file yields.

    Attributes:
        content: BLAKE2b of the bytes, 20 bytes: an identity that survives renames and copies.
        stamp: of the open file, the same before and after reading.
        facts: what is known of the picture.
        thumbnail: JPEG, the longer side at most 256 pixels (or what was asked), sRGB.
        pixels: uint8 [side, side, 3] for the encoder, or None when not asked for.
    """

    content: bytes
    stamp: Stamp
    facts: Facts
    thumbnail: bytes
    pixels: Pixels | None = field(default=None, compare=False)
