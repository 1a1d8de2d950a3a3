"""The files of the sample library: which there are, what is noted in them, how they are written."""

import io
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageEnhance

from sample.canvas import Canvas
from sample.themes import THEMES, Theme

SEED = 1
SCENES = 18  # of each theme
SIZES = ((768, 512), (816, 544), (720, 540), (640, 640), (512, 768), (600, 720))
BURSTS = {2: 3, 9: 3}  # scene -> further shots, seconds apart
CROPPED, GREY, RESAVED, COPIED = {5, 13}, {7}, {4, 11}, {15}
EDITED, PHONE = "Edited", "From the phone"
QUALITY = 78  # of WebP: 6.7 MB in all, and nothing suffers but the grain
POOR = 45

_EXIF_IFD = 0x8769


@dataclass(frozen=True, slots=True)
class File:
    """A file of the library: where it lies below it, and how its bytes are made."""

    name: str
    make: Callable[[Image.Image], bytes]


def paint(folder: Path) -> None:
    """Paint the sample library into `folder`, in place of all that lies there.

    Raises:
        OSError: the folder cannot be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for theme in THEMES:
        for number in range(SCENES):
            scene = scene_of(theme, number)
            for file in files_of(theme, number):
                path = folder / file.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.make(scene))


def scene_of(theme: Theme, number: int) -> Image.Image:
    """Return one scene of a theme; the same for the same number."""
    rng = _random(theme, number)
    canvas = Canvas(*SIZES[int(rng.choice(len(SIZES), p=(0.28, 0.2, 0.2, 0.12, 0.1, 0.1)))])
    theme.painter(canvas, rng, number)
    return canvas.finish(rng)


def _random(theme: Theme, number: int) -> Generator:
    return np.random.default_rng([SEED, zlib.crc32(theme.stem.encode()), number])


def files_of(theme: Theme, number: int) -> list[File]:
    """Return all files that show a scene: the picture first, then its near duplicates."""
    stem = f"{theme.stem} {number + 1:02}"
    taken = theme.first + timedelta(days=number // 4, minutes=17 * (number % 4), seconds=number)
    shot = _Shot(theme, number, taken)
    turned = number % 9 == 6  # the camera was held upright: a note in the file, as cameras do
    files = [File(f"{theme.folder}/{stem}.webp", lambda scene: shot.file(scene, turned=turned))]
    for burst in range(BURSTS.get(number, 0)):
        files.append(_burst(shot, f"{theme.folder}/{stem} burst {burst + 2}.webp", burst + 1))
    if number in CROPPED:
        files.append(File(f"{EDITED}/{stem} cropped.webp", lambda scene: shot.file(_crop(scene))))
    if number in GREY:
        files.append(
            File(f"{EDITED}/{stem} black and white.webp", lambda scene: shot.file(_grey(scene)))
        )
    if number in RESAVED:
        files.append(
            File(f"{PHONE}/{stem} small.webp", lambda scene: shot.file(_small(scene), quality=POOR))
        )
    if number in COPIED:
        files.append(File(f"{PHONE}/{stem} copy.webp", files[0].make))
    return files


@dataclass(frozen=True, slots=True)
class _Shot:
    """What a camera would note of a scene."""

    theme: Theme
    number: int
    taken: datetime

    def file(
        self, picture: Image.Image, after_s: int = 0, quality: int = QUALITY, turned: bool = False
    ) -> bytes:
        """Return `picture` as a WebP file with its EXIF data."""
        exif = Image.Exif()
        taken = (self.taken + timedelta(seconds=after_s)).strftime("%Y:%m:%d %H:%M:%S")
        exif[0x010F], exif[0x0110], exif[0x0131] = "Lookalike", "Painted sample", "Lookalike"
        exif[0x0132] = taken
        exif[0x0112] = 6 if turned else 1
        details = exif.get_ifd(_EXIF_IFD)
        details[0x9003] = details[0x9004] = taken
        details[0x829A] = 1 / (60, 125, 250, 500)[self.number % 4]
        details[0x829D] = (2.0, 2.8, 4.0, 5.6, 8.0)[self.number % 5]
        details[0x8827] = (100, 200, 400)[self.number % 3]
        details[0x920A] = float((24, 35, 50, 85)[self.number % 4])
        if turned:
            picture = picture.transpose(Image.Transpose.ROTATE_90)
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6, exif=exif)
        return out.getvalue()


def _burst(shot: _Shot, name: str, after_s: int) -> File:
    """Return the file of a shot some seconds later: the hand moved, the light changed a little."""

    def make(scene: Image.Image) -> bytes:
        rng = np.random.default_rng([SEED, shot.number, after_s])
        w, h = scene.size
        share = rng.uniform(0.93, 0.98)
        x, y = rng.uniform(0, w * (1 - share)), rng.uniform(0, h * (1 - share))
        moved = scene.resize(
            scene.size, Image.Resampling.BICUBIC, (x, y, x + w * share, y + h * share)
        )
        light = ImageEnhance.Brightness(moved).enhance(rng.uniform(0.94, 1.07))
        return shot.file(light, after_s)

    return File(name, make)


def _crop(scene: Image.Image) -> Image.Image:
    w, h = scene.size
    return scene.crop((int(w * 0.14), int(h * 0.12), int(w * 0.88), int(h * 0.9)))


def _grey(scene: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(scene.convert("L")).enhance(1.12).convert("RGB")


def _small(scene: Image.Image) -> Image.Image:
    w, h = scene.size
    return scene.resize((w * 5 // 8, h * 5 // 8), Image.Resampling.LANCZOS)
