"""Training pictures and the teachers' answers, joined, and batches of views of them."""

import csv
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

SIDE = 144
POWER = 0.6  # sets are drawn by their size to this power, or the largest few would drown the rest
LEAST_WHOLE = 124  # side of the part of a whole square that is shown, at least
GREY = 0.12
LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601


@dataclass
class Pictures:
    """Pictures with targets: rows of the pixel file, sets, labels, splits, teachers' answers."""

    pixels: Any
    rows: np.ndarray
    sets: np.ndarray
    labels: np.ndarray
    splits: np.ndarray
    targets: dict[str, np.ndarray]
    scale: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def target(self, view: str, at: np.ndarray) -> np.ndarray:
        """Return the teachers' embedding of a view ("whole" or "crop"), unit rows [n, 256]."""
        target = self.targets[f"{view}_target"][at].astype(np.float32) * self.scale
        return target / np.linalg.norm(target, axis=1, keepdims=True)


def key_of(repository: str, path: str) -> int:
    """Return the number by which the teachers' answers of a picture are found."""
    return int.from_bytes(blake2b(f"{repository}/{path}".encode(), digest_size=8).digest(), "big")


def load(folder: Path, answers: Path) -> Pictures:
    """Return the pictures in `folder` (images.npy, index.csv) that `answers` (npz) knows."""
    with (folder / "index.csv").open(newline="") as file:
        index = list(csv.DictReader(file))
    with np.load(answers) as archive:
        arrays = {name: archive[name] for name in archive.files if not name.startswith("basis")}
    place = {int(key): i for i, key in enumerate(arrays["key"])}
    at = np.array([place.get(key_of(r["repository"], r["path"]), -1) for r in index])
    known = np.flatnonzero(at >= 0)
    targets = {
        name: array[at[known]]
        for name, array in arrays.items()
        if name.startswith(("whole_", "crop_"))
    }
    return Pictures(
        pixels=np.load(folder / "images.npy", mmap_mode="r"),
        rows=np.array([int(index[i]["row"]) for i in known]),
        sets=np.array([index[i]["set"] for i in known]),
        labels=np.array([index[i]["label"] for i in known]),
        splits=np.array([index[i]["split"] for i in known]),
        targets=targets,
        scale=arrays["scale"],
    )


def squares(pictures: Pictures, at: np.ndarray, side: int) -> np.ndarray:
    """Return the whole squares of pictures, uint8 [n, side, side, 3]."""
    whole = float(pictures.pixels.shape[1])
    box = (0.0, 0.0, whole, whole)
    rows = pictures.rows[at]
    return np.stack([view_of(np.asarray(pictures.pixels[row]), box, False, side) for row in rows])


# ---- encoders to compare with


@dataclass
class Batch:
    """Views of pictures with what the teachers say of the same views."""

    pixels: np.ndarray
    target: np.ndarray
    classes: np.ndarray
    class_chances: np.ndarray
    objects: np.ndarray
    object_chances: np.ndarray


def weights(pictures: Pictures, chosen: np.ndarray) -> np.ndarray:
    """Return how often each of the pictures `chosen` is to be drawn; sums to 1."""
    _names, inverse, counts = np.unique(
        pictures.sets[chosen], return_inverse=True, return_counts=True
    )
    share = counts.astype(float) ** POWER
    each = (share / share.sum() / counts)[inverse]
    return each / each.sum()


def view_of(square: np.ndarray, box: tuple[float, ...], flip: bool, side: int) -> np.ndarray:
    """Return the part `box` (x0, y0, x1, y1) of `square`, `side` wide, mirrored if told to."""
    image = Image.fromarray(square).resize((side, side), Image.Resampling.BICUBIC, box=box)
    view = np.asarray(image)
    return view[:, ::-1] if flip else view


def make_batch(pictures: Pictures, at: np.ndarray, side: int, rng: np.random.Generator) -> Batch:
    """Return one batch: by the toss of a coin of whole squares or of the teachers' own crops.

    The teachers saw the very same crop (Beyer et al. 2022, "A good teacher is patient and
    consistent"); of whole squares a little of the border may be missing.
    """
    view = "whole" if rng.random() < 0.5 else "crop"
    pixels = np.empty((len(at), side, side, 3), np.uint8)
    for i, picture in enumerate(at):
        square = np.asarray(pictures.pixels[pictures.rows[picture]])
        if view == "whole":
            size = rng.uniform(LEAST_WHOLE, SIDE)
            x, y = rng.uniform(0, SIDE - size, 2)
            box, flip = (x, y, x + size, y + size), rng.random() < 0.5
        else:
            x, y, size, flip = (int(v) for v in pictures.targets["crop_box"][picture])
            box = (x, y, x + size, y + size)
        pixels[i] = view_of(square, box, bool(flip), side)
    answers = pictures.targets
    return Batch(
        jittered(pixels, rng),
        pictures.target(view, at),
        answers[f"{view}_imagenet"][at].astype(np.int64),
        answers[f"{view}_imagenet_p"][at].astype(np.float32) / 255,
        answers[f"{view}_objects"][at].astype(np.int64),
        answers[f"{view}_objects_p"][at].astype(np.float32) / 255,
    )


def jittered(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return uint8 pixels [n, side, side, 3] a little brighter or darker, warmer or colder.

    A few become grey, so that a picture and its greyscale copy stay neighbours.
    """
    gain = rng.uniform(0.85, 1.15, (len(pixels), 1, 1, 1)) * rng.uniform(
        0.93, 1.07, (len(pixels), 1, 1, 3)
    )
    shift = rng.uniform(-12, 12, (len(pixels), 1, 1, 1))
    changed = pixels * gain.astype(np.float32) + shift.astype(np.float32)
    grey = rng.random(len(pixels)) < GREY
    changed[grey] = (changed[grey] @ LUMA)[..., None]
    return np.clip(changed, 0, 255).astype(np.uint8)


class Batches:
    """Batches without end, made by threads beside the training; `side` may change on the way."""

    def __init__(self, pictures: Pictures, size: int, side: int, seed: int, threads: int) -> None:
        self.side = side
        self._pictures, self._size = pictures, size
        self._chosen = np.flatnonzero(pictures.splits == "train")
        self._cumulative = np.cumsum(weights(pictures, self._chosen))
        self._ready: queue.Queue[Batch] = queue.Queue(6)
        for number in range(threads):
            rng = np.random.default_rng([seed, number])
            threading.Thread(target=self._make, args=(rng,), daemon=True).start()

    def _make(self, rng: np.random.Generator) -> None:
        while True:
            at = np.searchsorted(self._cumulative, rng.random(self._size) * self._cumulative[-1])
            self._ready.put(make_batch(self._pictures, self._chosen[at], self.side, rng))

    def __iter__(self) -> Iterator[Batch]:
        while True:
            yield self._ready.get()
