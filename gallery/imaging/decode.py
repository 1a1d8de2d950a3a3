"""One read of a file gives its hash, facts, thumbnail and encoder input, or says why not.

The rule for damage: a file that does not decode whole is a failure; what can be decoded of it
is still its thumbnail.
"""

import io
import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFile

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.core.picture import Decoded, Facts, Preprocessing
from gallery.core.problem import Kind
from gallery.core.query import Box
from gallery.core.sentence import Sentence
from gallery.imaging import banding, colour, exif, hues, metadata
from gallery.imaging.container import Container, check_size
from gallery.imaging.damage import DECODER_ERRORS, check_end, damage
from gallery.imaging.formats import open_container, recognise
from gallery.imaging.results import BadFileError, Failure, Hashed, Result, View, Want
from gallery.imaging.source import Source, check_unchanged, hash_file, opened

__all__ = ["Failure", "Hashed", "Result", "View", "Want", "decode_file", "hash_file"]

_PLAIN, _LONG = 4 / 3, 3 / 2  # shapes from which pictures are stretched, and are so wholly
_QUALITY = 85  # of thumbnails: 12 KB at 256 pixels
_HASH_SIZE = (9, 8)  # pixels across and down; each but the last is compared with the next
_FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}

Scale = Callable[[int, int], float]
"""From the size of a picture to the share of it that will be needed, above 0, at most 1."""


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A decoded picture: upright, sRGB, RGB or RGBA, no smaller than was needed.

    Attributes:
        image: the pixels.
        facts: all but the hash and the colours.
        banded: whether it has 16 greys and no more.
    """

    image: Image.Image
    facts: Facts
    banded: bool


def decode_file(path: bytes, want: Want) -> Decoded | Failure:
    """Return all that `want` asks for of the file at `path`, or why it is no picture."""
    try:
        with opened(path, lambda head: recognise(head, path)) as source:
            try:
                return _decoded(source, want)
            except BadFileError as bad:
                return _failure(source, bad, want.thumbnail)
            except MemoryError:
                return _failure(source, BadFileError(Kind.TOO_LARGE, Code.NO_MEMORY), 0)
    except BadFileError as bad:
        return Failure(bad.kind, bad.said)
    except MemoryError:
        return Failure(Kind.TOO_LARGE, Sentence.of(Code.NO_MEMORY))


def load_picture(source: Source, scale: Scale, *, lenient: bool = False) -> DecodedPicture:
    """Return the picture in `source`.

    Args:
        source: the file.
        scale: how much of it is needed.
        lenient: take what can be decoded of a damaged picture.

    Raises:
        BadFileError: there is none, it is too large, or it does not decode (whole).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, on broken metadata: nobody can act on them
        return _load(source, scale, lenient=lenient)


def thumbnail(image: Image.Image, longest: int) -> bytes:
    """Return `image`, mode RGB, as a JPEG whose longer side is at most `longest` pixels."""
    share = min(1.0, longest / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    small = image.resize(size, Image.Resampling.BICUBIC) if size != image.size else image
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def encoder_input(image: Image.Image, preparation: Preprocessing) -> Pixels:
    """Return `image`, mode RGB, as uint8 [side, side, 3]; one resampling does scale and cut."""
    side, box = preparation.side, encoder_cut(image.width, image.height, preparation)
    return np.asarray(image.resize((side, side), _FILTERS[preparation.filter], box=box))


def encoder_cut(
    width: int, height: int, preparation: Preprocessing
) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what the encoder sees of a picture, in its pixels."""
    side, box = preparation.side, (0.0, 0.0, float(width), float(height))
    if preparation.resize == "crop":
        kept = side / _scaled_side(preparation) * min(width, height)
        along = min(kept * _stretch(width, height, preparation), float(max(width, height)))
        across, down = (along, kept) if width > height else (kept, along)
        left, top = (width - across) / 2, (height - down) / 2
        box = (left, top, left + across, top + down)
    return box


def _stretch(width: int, height: int, preparation: Preprocessing) -> float:
    """Return how many times the short side of the cut its long side is, 1 or more."""
    shape = max(width, height) / min(width, height)
    share = min(max((shape - _PLAIN) / (_LONG - _PLAIN), 0.0), 1.0)  # no jump between two shapes
    return 1 + share * (preparation.stretch - 1)


def difference_hash(image: Image.Image) -> int:
    """Return the 64-bit difference hash of `image` as a signed integer (Krawetz 2013)."""
    grey = np.asarray(image.convert("L").resize(_HASH_SIZE, Image.Resampling.BICUBIC))
    bits = np.packbits(grey[:, :-1] < grey[:, 1:])
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def scale_for(want: Want) -> Scale:
    """Return the share of a picture that serves both thumbnail and encoder input."""

    def scale(width: int, height: int) -> float:
        needed = want.thumbnail / max(width, height)
        if want.pixels:
            side = _scaled_side(want.pixels)
            needed = max(needed, side / min(width, height))
        if want.box:  # whichever way the picture is turned
            needed /= min(want.box.width, want.box.height)
        return min(1.0, max(needed, 32 / max(width, height)))  # 32: enough for the hash

    return scale


def _scaled_side(preparation: Preprocessing) -> int:
    """Return the short side of the whole picture at the encoder's scale."""
    if preparation.resize == "squash":
        return preparation.side
    return max(preparation.side, round(preparation.side / preparation.crop_share))


def _decoded(source: Source, want: Want) -> Decoded:
    picture = load_picture(source, scale_for(want))
    # A large file is read a second time while it is decoded: it has to be the one that was hashed.
    check_unchanged(source)
    flat = colour.over_grey(picture.image)
    if want.box:
        flat = flat.crop(_pixels_of(want.box, *flat.size))
    facts = replace(
        picture.facts,
        dhash=difference_hash(flat),
        dhash_turned=difference_hash(flat.transpose(Image.Transpose.TRANSPOSE)),
        colours=hues.shares(flat),
    )
    square = encoder_input(flat, want.pixels) if want.pixels else None
    if square is not None and picture.banded:
        square = banding.without_bands(square)
    small = thumbnail(flat, want.thumbnail) if want.thumbnail else b""
    return Decoded(source.content, source.stamp, facts, small, square)


def _pixels_of(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a part of a picture in pixels, one at least."""
    left, top = (
        min(round(at * size), size - 1) for at, size in ((box.left, width), (box.top, height))
    )
    right, bottom = round((box.left + box.width) * width), round((box.top + box.height) * height)
    return left, top, max(left + 1, min(right, width)), max(top + 1, min(bottom, height))


def _failure(source: Source, bad: BadFileError, longest: int) -> Failure:
    """Return the failure, with a picture of what can be decoded in spite of it."""
    seen = None
    if bad.kind in (Kind.TRUNCATED, Kind.DAMAGED) and longest:
        try:
            picture = load_picture(source, scale_for(Want(None, longest)), lenient=True)
            seen = thumbnail(colour.over_grey(picture.image), longest)
        except (BadFileError, MemoryError):
            seen = None
    # A file that changed while it was read was hashed half old, half new.
    content = None if bad.kind is Kind.VANISHED else source.content
    return Failure(bad.kind, bad.said, content, seen, source.stamp)


def _load(source: Source, scale: Scale, *, lenient: bool) -> DecodedPicture:
    container = open_container(source)
    image = container.image
    needed = scale(*image.size)
    target = [max(1, math.ceil(side * needed)) for side in image.size]
    try:
        # Before load, and for JPEG alone: its decoder can leave out what is made small afterwards,
        # which takes a third of the time.
        if image.format in ("JPEG", "MPO"):
            image.draft("", (target[0], target[1]))
        with _lenient(lenient):
            image.load()
        if container.format == "JPEG" and not lenient:
            check_end(source)
    except DECODER_ERRORS as error:
        raise damage(error, source) from error
    check_size(*image.size)
    try:
        return _finish(container, max(target) / max(image.size))
    except DECODER_ERRORS as error:
        raise damage(error, source) from error


def _finish(container: Container, scale: float) -> DecodedPicture:
    """Return the loaded picture made small, sRGB and upright."""
    image = container.image
    keywords, rating = metadata.marks(image)
    main, camera, gps = exif.read_tags(image)  # after load: a TIFF is upright by then
    turn = container.orientation or exif.orientation(main)
    profile = image.info.get("icc_profile")
    small = colour.shrink(image, min(1.0, scale))
    small = colour.to_srgb(small, profile if isinstance(profile, bytes) else None)
    width, height = container.width, container.height
    # Pillow turns a TIFF upright while it loads it, so these are the sides as they are shown.
    if container.format == "TIFF":
        width, height = image.size
    elif turn > 4:
        width, height = height, width
    facts = Facts(
        width,
        height,
        container.format,
        exif.taken(main, camera),
        exif.camera_name(main),
        exif.lines(camera, gps),
        keywords=keywords,
        rating=exif.rating(main) if rating is None else rating,
    )
    return DecodedPicture(exif.upright(small, turn), facts, banding.is_banded(image))


@contextmanager
def _lenient(lenient: bool) -> Iterator[None]:
    # Pillow has one switch for the process; a worker decodes one picture at a time.
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
