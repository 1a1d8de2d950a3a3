"""Any pixel format becomes 8-bit sRGB, made small on the way and in bounded memory."""

import functools
from typing import cast

import numpy as np
from PIL import Image

GREY = (128, 128, 128)
"""What lies under transparent pixels in thumbnails and for encoders."""

# Box reduction down to twice the wanted size, then bicubic: hardly told apart from bicubic alone
# (Pillow's `reducing_gap`), at a fraction of its cost.
_GAP = 2.0
_STRIP_PIXELS = 4_000_000  # as much of a large picture as is converted at a time: 16 MB
_SAME_COLOUR = 3  # levels of 255; a profile that moves no colour further is sRGB itself
_CHECKER = (102, 153)  # dark and light squares behind transparent pixels in a view
_CHECKER_PIXELS = 12


def shrink(image: Image.Image, scale: float) -> Image.Image:
    """Return the loaded `image` with 8 bits a channel, and no smaller than `scale` asks for.

    Args:
        image: loaded, of any mode.
        scale: the smallest size that will be needed, as a share of this one, above 0.

    Returns:
        mode L, LA, RGB, RGBA, CMYK or LAB; at least _GAP times the wanted size where that is
        less than the picture has.
    """
    span = _span(image)
    factor = int(1 / (scale * _GAP))
    if factor < 2:
        return _eight_bits(image, span)
    width, height = image.size
    rows = factor * max(1, _STRIP_PIXELS // (width * factor))
    # Strip by strip: a picture of 500 megapixels with alpha would take 2 GB at once, as much as a
    # worker may have.
    small: Image.Image | None = None
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        strip = _eight_bits(strip, span).reduce(factor)
        if small is None:
            small = Image.new(strip.mode, (strip.width, -(-height // factor)))
        if strip.mode in _WITH_ALPHA and small.mode not in _WITH_ALPHA:
            small = small.convert(strip.mode)  # all above was opaque
        small.paste(strip, (0, top // factor))
    assert small is not None
    return small


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the 8-bit `image` as sRGB, mode RGB or RGBA, by its ICC `profile` if that is good."""
    alpha = image.getchannel("A") if image.mode in _WITH_ALPHA else None
    colour = image.convert(_WITH_ALPHA[image.mode]) if alpha else image
    if colour.mode == "LAB":
        converted = _lab().apply(colour)
    elif profile and (transform := _transform(profile, colour.mode)):
        converted = transform.apply(colour)
    else:
        converted = colour.convert("RGB")
    if alpha:
        converted.putalpha(alpha)
    return converted


def over_grey(image: Image.Image) -> Image.Image:
    """Return `image`, mode RGB or RGBA, over plain mid grey, mode RGB."""
    return _over(image, Image.new("RGB", image.size, GREY)) if image.mode == "RGBA" else image


def over_checkerboard(image: Image.Image) -> Image.Image:
    """Return `image`, mode RGB or RGBA, over the checkerboard that stands for nothing."""
    if image.mode != "RGBA":
        return image
    y, x = np.ogrid[: image.height, : image.width]
    light = (x // _CHECKER_PIXELS + y // _CHECKER_PIXELS) % 2
    board = Image.fromarray(np.where(light, *_CHECKER[::-1]).astype(np.uint8))
    return _over(image, board.convert("RGB"))


def _over(image: Image.Image, ground: Image.Image) -> Image.Image:
    ground.paste(image, mask=image)
    return ground


def _span(image: Image.Image) -> tuple[float, float]:
    """Return the values that become black and white in modes whose range is not known.

    16-bit pictures use all their bits. 32-bit integers and floats come as 0 to 1, as bytes,
    as 16-bit values, or as anything at all; only the pixels tell.
    """
    if image.mode not in ("I", "F"):
        return 0.0, 65_535.0
    low, high = (_finite(value) for value in cast(tuple[float, float], image.getextrema()))
    return span_of(low, high, floats=image.mode == "F")


def span_of(low: float, high: float, *, floats: bool) -> tuple[float, float]:
    """Return what is black and white in values from `low` to `high` whose range is not known."""
    if low < 0 or high > 65_535:
        return low, max(high, low + 1)
    if floats and high <= 1:
        return 0.0, 1.0
    return 0.0, 255.0 if high <= 255 else 65_535.0


def _finite(value: float) -> float:
    return float(np.nan_to_num(value, nan=0.0, posinf=1e30, neginf=-1e30))


def _eight_bits(image: Image.Image, span: tuple[float, float]) -> Image.Image:
    """Return `image` in the nearest mode with 8 bits a channel, no palette, no idle alpha."""
    image = _expanded(image, span)
    if image.mode in _WITH_ALPHA and image.getchannel("A").getextrema() == (255, 255):
        return image.convert(_WITH_ALPHA[image.mode])  # alpha doubles the cost of all that follows
    return image


def _expanded(image: Image.Image, span: tuple[float, float]) -> Image.Image:
    if image.mode.startswith("I;16"):
        # By shifting, for Pillow's own way from I;16 to L clips all above 255 to white.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        low, high = span
        values = np.nan_to_num((np.asarray(image, np.float32) - low) * (255 / (high - low)))
        return Image.fromarray((np.clip(values, 0, 255) + 0.5).astype(np.uint8))
    if image.mode in ("P", "PA"):
        return image.convert(
            "RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB"
        )
    if "transparency" in image.info and image.mode in ("1", "L", "RGB"):
        return image.convert("RGBA")  # one colour stands for nothing
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB"):
        return image
    return image.convert(_NEAREST.get(image.mode, "RGB"))


_WITH_ALPHA = {"LA": "L", "RGBA": "RGB"}
_NEAREST = {"1": "L", "La": "LA", "RGBa": "RGBA"}


class _Transform:
    """A colour transform of littlecms, loaded only when a picture needs one."""

    def __init__(self, transform: object) -> None:
        self._transform = transform

    def apply(self, image: Image.Image) -> Image.Image:
        from PIL import ImageCms

        converted = ImageCms.applyTransform(
            image, cast(ImageCms.ImageCmsTransform, self._transform)
        )
        return cast(Image.Image, converted)


# The pictures of a camera share one profile.
@functools.lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> _Transform | None:
    """Return the way from `profile` to sRGB; None when it is broken, unfit for `mode`, or sRGB."""
    import io

    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        built = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        transform = _Transform(built)
        samples = _samples().convert(mode)
        moved = np.asarray(transform.apply(samples), np.int16) - np.asarray(samples.convert("RGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if np.abs(moved).max() <= _SAME_COLOUR else transform


@functools.cache
def _lab() -> _Transform:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return _Transform(ImageCms.buildTransform(lab, srgb, "LAB", "RGB"))


def _samples() -> Image.Image:
    """Return colours spread evenly over RGB, by which two colour spaces are compared."""
    levels = np.linspace(0, 255, 6).astype(np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), -1)
    return Image.fromarray(cube.reshape(6, 36, 3))
