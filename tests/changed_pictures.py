"""Pictures full of shapes, and the ways in which a picture is changed without becoming another."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

BICUBIC = Image.Resampling.BICUBIC


def scene(seed, size=(320, 240)):
    """Return a picture that no other seed gives: soft ground, many shapes, some grain."""
    rng = np.random.default_rng(seed)
    ground = Image.fromarray(rng.integers(40, 216, (4, 5, 3), np.uint8)).resize(size, BICUBIC)
    draw = ImageDraw.Draw(ground)
    for _shape in range(45):
        x, y = rng.uniform(-0.1, 1, 2) * size
        w, h = rng.uniform(0.04, 0.28, 2) * size[1]
        colour = tuple(rng.integers(0, 256, 3).tolist())
        kind = draw.ellipse if rng.random() < 0.6 else draw.rectangle
        kind((x, y, x + w, y + h), fill=colour)
    grain = rng.normal(0, 5, (size[1], size[0], 3))
    return Image.fromarray(np.clip(np.asarray(ground) + grain, 0, 255).astype(np.uint8))


def as_jpeg(image, quality=90):
    """Return a picture as the bytes of a JPEG."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def cropped(image, kept):
    """Return the middle of a picture: `kept` of each side."""
    dx, dy = (round(side * (1 - kept) / 2) for side in image.size)
    return image.crop((dx, dy, image.width - dx, image.height - dy))


def tilted(image, degrees=5):
    """Return a picture turned by a few degrees, without the corners that are empty then."""
    angle = np.deg2rad(degrees)
    shape = max(image.width / image.height, image.height / image.width)
    kept = 1 / (np.cos(angle) + shape * np.sin(angle))
    return cropped(image.rotate(degrees, BICUBIC), kept)


def with_text(image):
    """Return a picture with words written over it."""
    written = image.copy()
    font = ImageFont.load_default(size=max(10, image.height // 6))
    place = (image.width * 0.08, image.height * 0.4)
    ImageDraw.Draw(written).text(
        place, "Summer 2024", "white", font, stroke_width=2, stroke_fill="black"
    )
    return written


def _half(image):
    return image.resize((image.width // 2, image.height // 2), BICUBIC)


CHANGES = {
    "half size": lambda image: as_jpeg(_half(image)),
    "JPEG 35": lambda image: as_jpeg(image, 35),
    "brighter": lambda image: as_jpeg(ImageEnhance.Brightness(image).enhance(1.4)),
    "crop 10 %": lambda image: as_jpeg(cropped(image, 0.9)),
    "crop 25 %": lambda image: as_jpeg(cropped(image, 0.75)),
    "turned 5°": lambda image: as_jpeg(tilted(image)),
    "quarter turn": lambda image: as_jpeg(image.transpose(Image.Transpose.ROTATE_90)),
    "mirrored": lambda image: as_jpeg(ImageOps.mirror(image)),
    "grey": lambda image: as_jpeg(image.convert("L")),
    "text over it": lambda image: as_jpeg(with_text(image)),
    "white border": lambda image: as_jpeg(
        ImageOps.expand(image, round(min(image.size) * 0.08), "white")
    ),
}
"""From the name of a change to what makes the bytes of the changed picture."""
