"""Pictures made of arrays: a map as PNG, and the sprite of thumbnails that projectors read."""

import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from gallery.core.colours import cluster_colour
from gallery.imaging.formats import OWN

OVERSAMPLING = 3  # Pillow draws without smoothing: drawn large and made small
LARGEST = 8192


def draw_map(
    xy: NDArray[np.floating], clusters: NDArray[np.integer], width: int = 1600, height: int = 1200
) -> bytes:
    """Return a map as PNG: places [n, 2] as discs in the colours of their clusters [n]."""
    size = (width * OVERSAMPLING, height * OVERSAMPLING)
    image = Image.new("RGB", size, "#F6F6F4")
    draw = ImageDraw.Draw(image)
    radius = OVERSAMPLING * (4.0 if len(xy) < 5_000 else 2.0)
    for (x, y), cluster in zip(pixels(xy, *size).tolist(), clusters.tolist(), strict=True):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), cluster_colour(cluster))
    return _png(image.resize((width, height), Image.Resampling.LANCZOS))


def pixels(xy: NDArray[np.floating], width: int, height: int) -> NDArray[np.float64]:
    """Return places [n, 2] in pixels, fitted into the picture with a margin; y points up."""
    places = np.asarray(xy, np.float64)
    if len(places) == 0:
        return places.reshape(0, 2)
    low, high = places.min(0), places.max(0)
    scale = min(width, height) * 0.92 / max(float((high - low).max()), 1e-9)
    centred = (places - (low + high) / 2) * scale
    fitted: NDArray[np.float64] = np.array([width / 2, height / 2]) + centred * np.array([1, -1])
    return fitted


def sprite(thumbnails: Iterable[bytes | None], count: int) -> bytes:
    """Return `count` thumbnails (JPEG, None for a grey tile) as square tiles of a square PNG.

    Row by row, as the TensorBoard projector reads it, which takes at most LARGEST pixels a side.
    """
    columns, side = _columns(count), sprite_side(count)
    image = Image.new("RGB", (columns * side, columns * side), "#808080")
    for number, jpeg in enumerate(thumbnails):
        if jpeg:
            with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
                tile = _square(picture.convert("RGB"), side)
            image.paste(tile, (number % columns * side, number // columns * side))
    return _png(image)


def sprite_side(count: int) -> int:
    """Return the side in pixels of each of `count` tiles of a sprite."""
    return max(4, min(100, LARGEST // _columns(count)))


def _columns(count: int) -> int:
    return max(1, int(np.ceil(np.sqrt(count))))


def _png(image: Image.Image) -> bytes:
    """Return a PNG that says who drew it: it is no photo, wherever it will lie."""
    keyword, said = OWN.decode().split("\0")
    info = PngInfo()
    info.add_text(keyword, said)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _square(picture: Image.Image, side: int) -> Image.Image:
    shorter = min(picture.size)
    left, top = (picture.width - shorter) // 2, (picture.height - shorter) // 2
    box = (left, top, left + shorter, top + shorter)
    return picture.resize((side, side), Image.Resampling.BICUBIC, box=box)
