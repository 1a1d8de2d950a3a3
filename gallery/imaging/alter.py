"""Changes that leave a picture the same to people, on its pixels alone: engine and window make
the same ones. Rounded as Pillow rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gallery.core.arrays import Pixels

SEED = 7
GREY = np.array((19595, 38470, 7471), np.uint32)  # luma of ITU-R 601, of 65,536
HALF = 1 << 15


@dataclass(frozen=True, slots=True)
class PictureChange:
    """One kind of change.

    Attributes:
        name: what it is called.
        amounts: that are tried, from little to much; (1.0,) for one that is made or not.
        unit: what an amount is a share of; "" for one that is made or not.
        apply: from a picture, uint8 [height, width, 3], and an amount to the changed one.
    """

    name: str
    amounts: tuple[float, ...]
    unit: str
    apply: Callable[[Pixels, float], Pixels]


def _shift(pixels: Pixels, share: float) -> Pixels:
    """Move the picture to the right; its left border is drawn on."""
    by = round(share * pixels.shape[1])
    if not by:
        return pixels
    border = np.repeat(pixels[:, :1], by, axis=1)
    moved: Pixels = np.concatenate([border, pixels[:, :-by]], axis=1)
    return moved


def _crop(pixels: Pixels, share: float) -> Pixels:
    """Cut a border off, so that `share` of each side is lost."""
    height, width = pixels.shape[:2]
    across, down = share * width / 2, share * height / 2
    return pixels[round(down) : round(height - down), round(across) : round(width - across)]


def _mirror(pixels: Pixels, _amount: float) -> Pixels:
    return pixels[:, ::-1]


def _turn(pixels: Pixels, _amount: float) -> Pixels:
    turned: Pixels = pixels.swapaxes(0, 1)[::-1]
    return turned


def _grey(pixels: Pixels, _amount: float) -> Pixels:
    luma = (pixels.astype(np.uint32) @ GREY + HALF) >> 16
    return np.repeat(luma.astype(np.uint8)[..., np.newaxis], 3, axis=2)


def _brightness(pixels: Pixels, share: float) -> Pixels:
    lit = np.clip(pixels.astype(np.float32) * np.float32(1 + share), 0, 255)
    return np.asarray(lit, np.uint8)


def _noise(pixels: Pixels, share: float) -> Pixels:
    """Add normal noise whose deviation is `share` of the range from black to white."""
    grain = np.random.default_rng(SEED).standard_normal(pixels.shape)
    noisy = pixels.astype(np.float32) + 255 * share * grain.astype(np.float32)
    return np.clip(np.round(noisy), 0, 255).astype(np.uint8)


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


def altered(pixels: Pixels, changes: Sequence[tuple[str, float]]) -> Pixels:
    """Return a picture, uint8 [height, width, 3], after changes one after another.

    Args:
        pixels: of the upright picture, uint8 [height, width, 3].
        changes: names of CHANGES, and how much of each.
    """
    for name, amount in changes:
        pixels = CHANGES[name].apply(pixels, amount)
    return np.ascontiguousarray(pixels)
