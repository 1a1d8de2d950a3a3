"""The projection of EfficientNet-Lite0's features to 256 numbers: fits it, and writes it.

    python -m training.projection --out DIR FEATURES [FEATURES ...]

FEATURES are folders that `training.features` has been through. Principal components of the
training split (val-class and val-random are left out), sets drawn by their size to the power 0.6;
each component is divided by the root of its standard deviation ("half-whitened"), so that the first
few do not drown the others (Jegou and Chum 2012).
"""

import argparse
import hashlib
import io
import json
from collections import Counter
from pathlib import Path

import numpy as np

from gallery.encoders import efficientnet
from training import features
from training.features import Features

DIM = 256
POWER = 0.5
DRAWN = 60_000
EVEN = 0.4  # a set counts by its size to the power of 1 minus this


def drawn(pictures: Features, count: int = DRAWN) -> np.ndarray:
    """Return rows of training pictures, ascending, the small sets over-represented."""
    train = np.flatnonzero(pictures.splits == "train")
    sizes = Counter(pictures.sets[train].tolist())
    weights = np.array([sizes[name] ** -EVEN for name in pictures.sets[train].tolist()])
    rng = np.random.default_rng(0)
    count = min(count, len(train))
    return np.sort(rng.choice(train, count, replace=False, p=weights / weights.sum()))


def fit(pooled: np.ndarray, dim: int = DIM, power: float = POWER) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean [d] and the projection [d, dim] of features [n, d].

    Args:
        pooled: features of the training pictures.
        dim: components kept.
        power: of the standard deviation that each component is divided by: 0 for plain principal
            components, 1 for whitened ones.
    """
    values = np.asarray(pooled, np.float32)
    mean = values.mean(axis=0)
    values = values - mean
    spread, components = np.linalg.eigh((values.T @ values / len(values)).astype(np.float64))
    spread, components = spread[::-1][:dim], components[:, ::-1][:, :dim]
    components = components * np.sign(components.sum(axis=0))  # the sign is free: fix it
    return mean, (components / spread ** (power / 2)).astype(np.float32)


def write(folder: Path, mean: np.ndarray, matrix: np.ndarray) -> None:
    """Write the projection and its description into `folder`, the same bytes every time."""
    file = io.BytesIO()
    np.savez_compressed(file, mean=mean.astype(np.float32), matrix=matrix.astype(np.float16))
    data = file.getvalue()
    (folder / f"{efficientnet.NAME}.npz").write_bytes(data)
    description = {
        "weights_sha256": efficientnet.WEIGHTS_SHA256,
        "projection_sha256": hashlib.sha256(data).hexdigest(),
        "dim": matrix.shape[1],
    }
    place = folder / f"{efficientnet.NAME}.json"
    place.write_text(json.dumps(description, indent=1) + "\n", "utf-8")


def main() -> None:
    """Read the arguments, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    pictures = features.read(options.folders)
    rows = drawn(pictures)
    mean, matrix = fit(pictures.pooled[rows])
    write(options.out, mean, matrix)
    print(f"{len(rows)} pictures of {len(np.unique(pictures.sets[rows]))} sets; {matrix.shape}")


if __name__ == "__main__":
    main()
