"""The pooled features of EfficientNet-Lite0 of assembled pictures, kept beside them.

    python -m training.features DIR [DIR ...]

Each DIR holds `images.npy` (uint8 [n, side, side, 3]) and `index.csv`; `features.npy` (float16
[n, 1280]) is added. A run that was ended goes on where it stopped.
"""

import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from gallery.encoders import efficientnet, efficientnet_graph
from training.data import key_of

_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Features:
    """Pictures of several folders, joined.

    Attributes:
        pooled: float16 [n, 1280], mapped where it is one folder's.
        sets: name of the set of each picture, [n].
        labels: its label, "" for none, [n].
        splits: "train", "val-random" or "val-class", [n].
        paths: its path within the set's repository, [n].
        keys: the number by which the teachers' answers of it are found, uint64 [n].
    """

    pooled: np.ndarray
    sets: np.ndarray
    labels: np.ndarray
    splits: np.ndarray
    paths: np.ndarray
    keys: np.ndarray


def read(folders: list[Path]) -> Features:
    """Return the features of several folders."""
    rows = []
    for folder in folders:
        with open(folder / "index.csv", newline="") as file:
            rows += list(csv.DictReader(file))
    pooled = [np.load(folder / "features.npy", mmap_mode="r") for folder in folders]
    columns = [np.array([row[name] for row in rows]) for name in ("set", "label", "split", "path")]
    keys = np.array([key_of(row["repository"], row["path"]) for row in rows], np.uint64)
    return Features(pooled[0] if len(pooled) == 1 else np.concatenate(pooled), *columns, keys)


def compute(folder: Path, encoder: efficientnet.EfficientNet) -> None:
    """Add what is missing to `features.npy` of a folder."""
    pictures = np.load(folder / "images.npy", mmap_mode="r")
    place = folder / "features.npy"
    if not place.exists():
        shape = (len(pictures), efficientnet_graph.WIDTH)
        np.lib.format.open_memmap(place, "w+", np.float16, shape).flush()
    features = np.lib.format.open_memmap(place, "r+")
    began = time.monotonic()
    for start in range(0, len(pictures), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        if not features[part].any(axis=1).all():
            features[part] = encoder.pooled(squares(pictures[part], efficientnet_graph.SIDE))
        if start % (500 * _AT_ONCE) == 0:
            print(start, len(pictures), f"{time.monotonic() - began:.0f} s", flush=True)


def squares(pictures: np.ndarray, side: int) -> np.ndarray:
    """Return pictures scaled to squares of `side` pixels, uint8 [n, side, side, 3]."""
    if pictures.shape[1] == side:
        return np.ascontiguousarray(pictures)
    sized = [Image.fromarray(p).resize((side, side), Image.Resampling.BICUBIC) for p in pictures]
    return np.stack([np.asarray(picture) for picture in sized])


if __name__ == "__main__":
    network = efficientnet.load()
    for name in sys.argv[1:]:
        compute(Path(name), network)
