"""Changes that leave a picture the same to people: to try out what an encoder makes of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from gallery.core.arrays import Pixels
from gallery.core.picture import Preprocessing
from gallery.imaging.decode import encoder_input

SEED = 7  # of the noise: the same picture and amount always give the same cosine


@dataclass(frozen=True, slots=True)
class PictureChange:
    """One kind of change.

    Attributes:
        name: what it is called.
        amounts: that are tried, from little to much; (1.0,) for one that is made or not.
        unit: what an amount is a share of; "" for one that is made or not.
        apply: from a picture, mode RGB, and an amount to the changed picture.
    """

    name: str
    amounts: tuple[float, ...]
    unit: str
    apply: Callable[[Image.Image, float], Image.Image]


def _shift(image: Image.Image, share: float) -> Image.Image:
    """Move the picture to the right; its left border is drawn on."""
    pixels, by = np.asarray(image), round(share * image.width)
    if not by:
        return image
    border = np.repeat(pixels[:, :1], by, axis=1)
    return Image.fromarray(np.concatenate([border, pixels[:, :-by]], axis=1))


def _crop(image: Image.Image, share: float) -> Image.Image:
    """Cut a border off, so that `share` of each side is lost."""
    across, down = share * image.width / 2, share * image.height / 2
    return image.crop(
        (round(across), round(down), round(image.width - across), round(image.height - down))
    )


def _mirror(image: Image.Image, _amount: float) -> Image.Image:
    return ImageOps.mirror(image)


def _turn(image: Image.Image, _amount: float) -> Image.Image:
    return image.transpose(Image.Transpose.ROTATE_90)


def _grey(image: Image.Image, _amount: float) -> Image.Image:
    return image.convert("L").convert("RGB")


def _brightness(image: Image.Image, share: float) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(1 + share)


def _noise(image: Image.Image, share: float) -> Image.Image:
    """Add normal noise whose deviation is `share` of the range from black to white."""
    grain = np.random.default_rng(SEED).standard_normal((image.height, image.width, 3))
    noisy = np.asarray(image, np.float32) + 255 * share * grain.astype(np.float32)
    return Image.fromarray(np.clip(np.round(noisy), 0, 255).astype(np.uint8))


CHANGES = {
    change.name: change
    for change in (
        PictureChange("shift", (0.02, 0.05, 0.1, 0.2), "width", _shift),
        PictureChange("crop", (0.05, 0.1, 0.2, 0.4), "each side", _crop),
        PictureChange("mirror", (1.0,), "", _mirror),
        PictureChange("turn", (1.0,), "", _turn),
        PictureChange("grey", (1.0,), "", _grey),
        PictureChange("brightness", (-0.4, -0.2, 0.2, 0.4), "brightness", _brightness),
        PictureChange("noise", (0.02, 0.05, 0.1, 0.2), "black to white", _noise),
    )
}


def changed(pixels: Pixels, name: str, amount: float, preparation: Preprocessing) -> Pixels:
    """Return what an encoder sees of a changed picture, uint8 [side, side, 3].

    Args:
        pixels: of the upright picture, uint8 [height, width, 3].
        name: of one of CHANGES, or "" for the picture as it is.
        amount: how much of it.
        preparation: of the encoder.
    """
    image = Image.fromarray(pixels)
    return encoder_input(CHANGES[name].apply(image, amount) if name else image, preparation)
