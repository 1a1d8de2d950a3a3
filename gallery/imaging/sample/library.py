"""Paints the sample library into a folder, once; an interrupted painting is taken up again."""

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageEnhance

from gallery.core.errors import CancelledError, StoreError
from gallery.core.whole import write_whole
from gallery.imaging.sample.canvas import Canvas
from gallery.imaging.sample.themes import THEMES, Theme

VERSION = 1  # of what is painted; another number is another folder
SCENES = 18  # of each theme
SIZES = ((768, 512), (816, 544), (720, 540), (640, 640), (512, 768), (600, 720))
BURSTS = {2: 3, 9: 3}  # scene -> further shots, seconds apart
CROPPED, GREY, RESAVED, COPIED = {5, 13}, {7}, {4, 11}, {15}
EDITED, PHONE = "Edited", "From the phone"
COUNT = len(THEMES) * (
    SCENES + sum(BURSTS.values()) + len(CROPPED) + len(GREY) + len(RESAVED) + len(COPIED)
)
QUALITY = 88

_EXIF_IFD = 0x8769
_Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the library: where it lies below it, and how its bytes are made."""

    name: str
    make: Callable[[Image.Image], bytes]


def place(folder: Path) -> Path:
    """Return where `paint` puts the sample library below `folder`."""
    return folder / f"sample-{VERSION}" / "Sample library"


def is_painted(folder: Path) -> bool:
    """Return whether the sample library lies complete below `folder`."""
    return _marker(folder).is_file()


def paint(
    folder: Path,
    progress: _Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Path:
    """Paint what is missing of the sample library below `folder`, and return its place.

    Args:
        folder: a folder of the program's own, such as its cache; made when missing.
        progress: told the pictures done and the pictures in all.
        cancelled: asked between pictures.

    Raises:
        CancelledError: `cancelled` said so; what is painted stays, and is whole.
        StoreError: the folder cannot be written.
    """
    library = place(folder)
    if is_painted(folder):
        return library
    done = 0
    try:
        for theme in THEMES:
            for number in range(SCENES):
                if cancelled():
                    raise CancelledError
                files = _files(theme, number)
                _write(library, theme, number, files)
                done += len(files)
                progress(done, COUNT)
        _replace(_marker(folder), b"")
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"The sample library cannot be painted: {reason}.") from error
    return library


def _marker(folder: Path) -> Path:
    return folder / f"sample-{VERSION}" / "complete"


def _write(library: Path, theme: Theme, number: int, files: list[_File]) -> None:
    """Write those of `files`, which show one scene, that are not there yet."""
    missing = [file for file in files if not (library / file.name).exists()]
    if not missing:
        return
    scene = scene_of(theme, number)
    for file in missing:
        _replace(library / file.name, file.make(scene))


def _replace(path: Path, data: bytes) -> None:
    """Write `data` to `path` at once or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, data)


def scene_of(theme: Theme, number: int) -> Image.Image:
    """Return one scene of a theme; the same for the same number."""
    rng = _random(theme, number)
    canvas = Canvas(*SIZES[int(rng.choice(len(SIZES), p=(0.28, 0.2, 0.2, 0.12, 0.1, 0.1)))])
    theme.painter(canvas, rng, number)
    return canvas.finish(rng)


def _random(theme: Theme, number: int) -> Generator:
    return np.random.default_rng([VERSION, zlib.crc32(theme.stem.encode()), number])


def _files(theme: Theme, number: int) -> list[_File]:
    """Return all files that show a scene: the picture first, then its near duplicates."""
    stem = f"{theme.stem} {number + 1:02}"
    taken = theme.first + timedelta(days=number // 4, minutes=17 * (number % 4), seconds=number)
    shot = _Shot(theme, number, taken)
    turned = number % 9 == 6  # the camera was held upright: a note in the file, as cameras do
    files = [_File(f"{theme.folder}/{stem}.jpg", lambda scene: shot.jpeg(scene, turned=turned))]
    for burst in range(BURSTS.get(number, 0)):
        files.append(_burst(shot, f"{theme.folder}/{stem} burst {burst + 2}.jpg", burst + 1))
    if number in CROPPED:
        files.append(_File(f"{EDITED}/{stem} cropped.jpg", lambda scene: shot.jpeg(_crop(scene))))
    if number in GREY:
        files.append(
            _File(f"{EDITED}/{stem} black and white.jpg", lambda scene: shot.jpeg(_grey(scene)))
        )
    if number in RESAVED:
        files.append(
            _File(f"{PHONE}/{stem} small.jpg", lambda scene: shot.jpeg(_small(scene), quality=52))
        )
    if number in COPIED:
        files.append(_File(f"{PHONE}/{stem} copy.jpg", files[0].make))
    return files


@dataclass(frozen=True, slots=True)
class _Shot:
    """What a camera would note of a scene."""

    theme: Theme
    number: int
    taken: datetime

    def jpeg(
        self, picture: Image.Image, after_s: int = 0, quality: int = QUALITY, turned: bool = False
    ) -> bytes:
        """Return `picture` as a JPEG file with its EXIF data."""
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
        picture.save(out, "JPEG", quality=quality, exif=exif)
        return out.getvalue()


def _burst(shot: _Shot, name: str, after_s: int) -> _File:
    """Return the file of a shot some seconds later: the hand moved, the light changed a little."""

    def make(scene: Image.Image) -> bytes:
        rng = np.random.default_rng([VERSION, shot.number, after_s])
        w, h = scene.size
        share = rng.uniform(0.93, 0.98)
        x, y = rng.uniform(0, w * (1 - share)), rng.uniform(0, h * (1 - share))
        moved = scene.resize(
            scene.size, Image.Resampling.BICUBIC, (x, y, x + w * share, y + h * share)
        )
        light = ImageEnhance.Brightness(moved).enhance(rng.uniform(0.94, 1.07))
        return shot.jpeg(light, after_s)

    return _File(name, make)


def _crop(scene: Image.Image) -> Image.Image:
    w, h = scene.size
    return scene.crop((int(w * 0.14), int(h * 0.12), int(w * 0.88), int(h * 0.9)))


def _grey(scene: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(scene.convert("L")).enhance(1.12).convert("RGB")


def _small(scene: Image.Image) -> Image.Image:
    w, h = scene.size
    return scene.resize((w * 5 // 8, h * 5 // 8), Image.Resampling.LANCZOS)
