"""A picture for the viewer: as large as asked for, and as much of it as can be seen."""

import numpy as np
from PIL import Image

from gallery.core.problem import Kind
from gallery.imaging import colour
from gallery.imaging.decode import load_picture
from gallery.imaging.formats import recognise
from gallery.imaging.results import BadFileError, Failure, View
from gallery.imaging.source import Source, opened

_DAMAGE = (Kind.TRUNCATED, Kind.DAMAGED)


def decode_view(path: bytes, longest: int) -> View | Failure:
    """Return the picture at `path` with its longer side at most `longest` pixels.

    Transparent parts lie over a checkerboard; a damaged picture shows what can be decoded.
    """
    try:
        with opened(path, lambda head: recognise(head, path)) as source:
            try:
                return _view(source, longest, lenient=False)
            except BadFileError as bad:
                if bad.kind not in _DAMAGE:
                    raise
                # A viewer shows what there is; for an encoder a picture with a grey half would be
                # another one.
                return _view(source, longest, lenient=True)
    except BadFileError as bad:
        return Failure(bad.kind, bad.said)
    except MemoryError:
        return Failure(Kind.TOO_LARGE)


def _view(source: Source, longest: int, *, lenient: bool) -> View:
    picture = load_picture(
        source, lambda width, height: min(1.0, longest / max(width, height)), lenient=lenient
    )
    image, facts = picture.image, picture.facts
    share = min(1.0, longest / max(image.size))
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.BICUBIC)
    image = colour.over_checkerboard(image)
    pixels = np.frombuffer(image.convert("RGBA").tobytes("raw", "BGRA"), np.uint8)
    return View(
        image.width,
        image.height,
        facts.width,
        facts.height,
        pixels.reshape(image.height, image.width, 4),
        lenient,
    )
