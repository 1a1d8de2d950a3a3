"""How good an encoder is on classes that were left out of training: prints the table.

    python -m training.evaluate --data DIR --answers FILE

Measures the encoders that come with the program against grey pixels, an HSV histogram, a
difference hash and the teachers' own answers; then near-duplicates, speed, and the tags of compact.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from gallery.core.arrays import normalise
from training import data, labels
from training.data import Pictures, squares
from training.network import answers_of

MOST = 2000  # pictures of a set, evenly drawn
GALLERY = 5000
ALTERED = 500
RIGHT = 0.5


def grey_pixels(pixels: np.ndarray) -> np.ndarray:
    """Return 16 x 16 grey pixels minus their mean."""
    small = [np.asarray(Image.fromarray(p).convert("L").resize((16, 16))) for p in pixels]
    flat = np.reshape(small, (len(pixels), -1)).astype(np.float32)
    return normalise(flat - flat.mean(1, keepdims=True))


def histogram(pixels: np.ndarray) -> np.ndarray:
    """Return the root of an HSV histogram of 8 x 4 x 4 bins, minus the mean over all pictures."""
    rows = []
    for picture in pixels:
        hsv = np.asarray(Image.fromarray(picture).convert("HSV")).reshape(-1, 3).astype(int)
        bins = hsv[:, 0] // 32 * 16 + hsv[:, 1] // 64 * 4 + hsv[:, 2] // 64
        rows.append(np.bincount(bins, minlength=128))
    return normalise(np.sqrt(np.array(rows, np.float32)))


def difference_hash(pixels: np.ndarray) -> np.ndarray:
    """Return the 64 signs of the difference hash (Krawetz 2013)."""
    small = [np.asarray(Image.fromarray(p).convert("L").resize((9, 8)), np.int16) for p in pixels]
    signs = np.sign(np.diff(np.array(small), axis=2)).reshape(len(pixels), -1)
    return normalise(signs.astype(np.float32) + 1e-3)


# ---- measures


def retrieval(vectors: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Return P@10 and mAP@R by cosine (Musgrave et al. 2020), each picture a query."""
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -2)
    sizes = {label: int(np.sum(labels == label)) - 1 for label in np.unique(labels)}
    deepest = max(10, *sizes.values())
    order = np.argsort(-scores, axis=1, kind="stable")[:, :deepest]
    right = labels[order] == labels[:, None]
    precision = float(right[:, :10].mean())
    means = []
    for row, label in zip(right, labels, strict=True):
        r = sizes[label]
        if r:
            top = row[:r]
            means.append(float((np.cumsum(top) / np.arange(1, r + 1) * top).sum() / r))
    return precision, float(np.mean(means))


def clustering(vectors: np.ndarray, labels: np.ndarray) -> float:
    """Return the NMI of KMeans with as many clusters as classes."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import normalized_mutual_info_score

    k = len(np.unique(labels))
    found = KMeans(k, n_init=4, random_state=0).fit_predict(vectors)
    return float(normalized_mutual_info_score(labels, found))


def left_out(pictures: Pictures) -> dict[str, np.ndarray]:
    """Return for each set with two left-out classes or more at most 2,000 of its pictures."""
    chosen = {}
    for name in np.unique(pictures.sets):
        at = np.flatnonzero((pictures.sets == name) & (pictures.splits == "val-class"))
        if len(np.unique(pictures.labels[at])) >= 2:
            step = max(1, -(-len(at) // MOST))
            chosen[str(name)] = at[::step]
    return chosen


# ---- the network in torch, for calibration


def calibration(network: Any, pictures: Pictures, side: int) -> tuple[float, float, float]:
    """Return factor of the class logits, and factor and shift of the object logits.

    They make the probabilities on the random validation split fit the teachers' best (Platt 1999;
    Guo et al. 2017, "On calibration of modern neural networks").
    """
    at = np.flatnonzero(pictures.splits == "val-random")[::2]
    _, classes, objects, _ = (torch.from_numpy(x) for x in answers_of(
        network, squares(pictures, at, side)
    ))  # fmt: skip
    scales = torch.tensor([1.0, 1.0, 0.0], requires_grad=True)
    target = torch.zeros_like(objects).scatter(
        1,
        torch.from_numpy(pictures.targets["whole_objects"][at].astype(np.int64)),
        torch.from_numpy(pictures.targets["whole_objects_p"][at].astype(np.float32) / 255),
    )
    known = torch.from_numpy(pictures.targets["whole_imagenet"][at].astype(np.int64))
    chances = torch.from_numpy(pictures.targets["whole_imagenet_p"][at].astype(np.float32) / 255)
    optimiser = torch.optim.LBFGS([scales], max_iter=40)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        of_classes = (classes * scales[0]).log_softmax(1).gather(1, known)
        value = -(chances * of_classes).sum(1).mean()
        value = (
            value
            + torch.nn.functional.binary_cross_entropy_with_logits(
                objects * scales[1] + scales[2], target
            )
            * objects.shape[1]
        )
        value.backward()
        return value

    optimiser.step(loss)
    times, sharper, shift = scales.detach().tolist()
    return times, sharper, shift


# ---- near-duplicates


def altered(picture: Image.Image, rng: np.random.Generator) -> dict[str, Image.Image]:
    """Return copies of a picture, each changed in one way."""
    import io

    width, height = picture.size
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=35)
    x, y = rng.uniform(0, 0.1, 2)
    box = (int(x * width), int(y * height), int((x + 0.9) * width), int((y + 0.9) * height))
    brighter = ImageEnhance.Brightness(picture).enhance(1.15)
    x, y = rng.uniform(0, 0.25, 2)
    part = (int(x * width), int(y * height), int((x + 0.75) * width), int((y + 0.75) * height))
    lettered = picture.copy()
    ImageDraw.Draw(lettered).text(
        (width // 10, height // 2), "Sample text", "white", font_size=height // 6, stroke_width=2,
        stroke_fill="black",
    )  # fmt: skip
    return {
        "resized": picture.resize((width // 2, height // 2), Image.Resampling.BICUBIC),
        "recompressed": Image.open(file).convert("RGB"),
        "cropped by 10 %": picture.crop(box),
        "mirrored": ImageOps.mirror(picture),
        "recoloured": ImageEnhance.Color(brighter).enhance(1.3),
        "grey": picture.convert("L").convert("RGB"),
        "cropped by 25 %": picture.crop(part),
        "text over it": lettered,
        "white border": ImageOps.expand(picture, width // 12, "white"),
        "quarter turn": picture.transpose(Image.Transpose.ROTATE_90),
    }


def near_duplicates(
    encode: Callable[[np.ndarray], np.ndarray], pictures: Pictures, side: int
) -> dict[str, float]:
    """Return the share of altered copies whose original is found first among 5,000 pictures."""
    rng = np.random.default_rng(5)
    held = np.flatnonzero(pictures.splits != "train")
    at = rng.choice(held, min(GALLERY, len(held)), replace=False)
    vectors = encode(squares(pictures, at, side))
    found: dict[str, list[bool]] = {}
    originals = [
        Image.fromarray(np.asarray(pictures.pixels[r])) for r in pictures.rows[at[:ALTERED]]
    ]
    copies = [altered(picture, rng) for picture in originals]
    for kind in copies[0]:
        pixels = np.stack([
            np.asarray(copy[kind].resize((side, side), Image.Resampling.BICUBIC))
            for copy in copies
        ])  # fmt: skip
        first = np.argmax(encode(pixels) @ vectors.T, axis=1)
        found[kind] = (first == np.arange(len(pixels))).tolist()
    return {kind: float(np.mean(hits)) for kind, hits in found.items()}


# ---- tags


class Reliability(NamedTuple):
    """Tags whose probability is from `low` to `low` + 0.1.

    How many there are, the teachers' mean probability of them, and how many are right.
    """

    low: float
    count: int
    teachers: float
    right: float


def tag_agreement(encoder: Any, pictures: Pictures) -> tuple[float, list[Reliability]]:
    """Return top-5 agreement with the teachers, and how reliable tags of each probability are.

    Agreement: the teachers' most probable object class is among the student's five. A tag is
    right when the teachers, too, give it a probability of 0.5 or more; tags with a label of our
    own are left to `own_labels`.
    """
    at = np.flatnonzero(pictures.splits == "val-random")
    out = encoder.outputs(squares(pictures, at, encoder.preprocessing.side))
    best = pictures.targets["whole_imagenet"][at, 0]
    top = np.argsort(-out["classes"], axis=1)[:, :5]
    sure = best > 0
    agreement = float((top == best[:, None]).any(1)[sure].mean())
    truth = teacher_tags(encoder, pictures, at)
    classes, chances = encoder.tags(squares(pictures, at, encoder.preprocessing.side))
    given = np.take_along_axis(truth, classes.astype(int), 1)
    own = np.isin(encoder.tag_names, list(labels.SOURCES))
    chances = np.where(own[classes], 0, chances)
    rows = []
    for low in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        inside = (chances >= low) & (chances < low + 0.1)
        theirs = given[inside] if inside.any() else np.full(1, np.nan, np.float32)
        right = float(np.mean(theirs >= RIGHT)) if inside.any() else float("nan")
        rows.append(Reliability(low, int(inside.sum()), float(theirs.mean()), right))
    return agreement, rows


def own_labels(encoder: Any, pictures: Pictures) -> list[tuple[str, int, float, int, float]]:
    """Return how well the labels of our own are found on the random validation split.

    For each that has pictures there: its name, how many they are, average precision of the tag
    among all labelled pictures, how many were given the tag, and the share of those it fits.
    """
    from sklearn.metrics import average_precision_score

    from gallery.encoders.tagger import SHOWN

    at = np.flatnonzero(pictures.splits == "val-random")
    at = at[(pictures.labels[at] != "") | (labels.named(pictures, at) >= 0)]
    out = encoder.outputs(squares(pictures, at, encoder.preprocessing.side))
    chances = encoder.merged(out["classes"], out["objects"], out["labels"])
    of = labels.named(pictures, at)
    rows = []
    for number, name in enumerate(labels.SOURCES):
        kept = labels.heard(pictures, at, name)
        true, chance = of[kept] == number, chances[kept, encoder.tag_names.index(name)]
        if true.any():
            given = chance >= SHOWN
            precision = float(average_precision_score(true, chance))
            right = float(true[given].mean()) if given.any() else float("nan")
            rows.append((name, int(true.sum()), precision, int(given.sum()), right))
    return rows


def teacher_tags(encoder: Any, pictures: Pictures, at: np.ndarray) -> np.ndarray:
    """Return the teachers' probability of each tag, float32 [n, tags]."""
    wide = {}
    for view, size in (("imagenet", 1001), ("objects", 631)):
        chances = np.zeros((len(at), size), np.float32)
        given = pictures.targets[f"whole_{view}_p"][at].astype(np.float32) / 255
        np.put_along_axis(chances, pictures.targets[f"whole_{view}"][at].astype(int), given, 1)
        wide[view] = chances
    answer: np.ndarray = encoder.merged(wide["imagenet"], wide["objects"])
    return answer


# ---- the table


def speed(encoder: Any, seconds: float = 5.0) -> float:
    """Return pictures a second of CPU time on one thread, in batches of 16."""
    side = encoder.preprocessing.side
    pixels = np.random.default_rng(0).integers(0, 256, (16, side, side, 3), np.uint8)
    encoder.images(pixels)
    began, count = time.process_time(), 0
    while time.process_time() - began < seconds:
        encoder.images(pixels)
        count += len(pixels)
    return count / (time.process_time() - began)


def table(encoders: dict[str, Callable[[np.ndarray], np.ndarray]], pictures: Pictures) -> None:
    """Print P@10, mAP@R and NMI of every encoder on every set, and their means."""
    print("| set (classes, pictures) | " + " | ".join(encoders) + " |")
    print("|---" * (len(encoders) + 1) + "|")
    sums: dict[str, list[tuple[float, ...]]] = {name: [] for name in encoders}
    for name, at in left_out(pictures).items():
        labels = pictures.labels[at]
        cells = []
        for encoder, encode in encoders.items():
            vectors = encode(at)
            values = (*retrieval(vectors, labels), clustering(vectors, labels))
            sums[encoder].append(values)
            cells.append(" ".join(f"{value:.2f}" for value in values))
        print(f"| {name} ({len(np.unique(labels))}, {len(at)}) | " + " | ".join(cells) + " |")
    means = (np.mean(sums[name], axis=0) for name in encoders)
    print("| **mean** | " + " | ".join(" ".join(f"{v:.3f}" for v in m) for m in means) + " |")


def main() -> None:
    """Read the arguments and print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--resources", type=Path, help="folder of the network to measure")
    parser.add_argument("--columns", default="", help="names of the encoders, with commas between")
    parser.add_argument("--only-table", action="store_true")
    options = parser.parse_args()
    from gallery.encoders import compact, efficientnet

    pictures = data.load(options.data, options.answers)
    small, large = compact.load(options.resources), efficientnet.load()
    columns: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "grey pixels": lambda at: grey_pixels(squares(pictures, at, data.SIDE)),
        "HSV histogram": lambda at: histogram(squares(pictures, at, data.SIDE)),
        "dHash": lambda at: difference_hash(squares(pictures, at, data.SIDE)),
        "teachers": lambda at: pictures.target("whole", at),
        "compact": lambda at: _vectors(small, pictures, at),
        "efficientnet-lite0": lambda at: _vectors(large, pictures, at),
    }
    chosen = options.columns.split(",") if options.columns else list(columns)
    table({name: columns[name] for name in chosen}, pictures)
    if not options.only_table:
        copies({"compact": small, "efficientnet-lite0": large}, pictures)
        report(small, pictures)


def _vectors(encoder: Any, pictures: Pictures, at: np.ndarray) -> np.ndarray:
    side = encoder.preprocessing.side
    parts = [at[start : start + 256] for start in range(0, len(at), 256)]
    return np.concatenate([encoder.images(squares(pictures, part, side)) for part in parts])


def copies(encoders: dict[str, Any], pictures: Pictures) -> None:
    """Print how often the original of a changed copy is found first, by encoder."""
    found = {
        name: near_duplicates(encoder.images, pictures, encoder.preprocessing.side)
        for name, encoder in encoders.items()
    }
    print("\n| near-duplicates: recall at rank 1 | " + " | ".join(found) + " |")
    print("|---" * (len(found) + 1) + "|")
    for kind in next(iter(found.values())):
        shares = " | ".join(f"{shares[kind]:.3f}" for shares in found.values())
        print(f"| {kind} | {shares} |")
    for name, encoder in encoders.items():
        print(f"\nSpeed of {name}: {speed(encoder):.0f} pictures a second of one core")


def report(encoder: Any, pictures: Pictures) -> None:
    """Print how good the tags of `compact` are."""
    agreement, rows = tag_agreement(encoder, pictures)
    print(f"\nTags: top-5 agreement with the teachers {agreement:.3f}\n")
    print("| probability | tags | teachers' mean | right |\n|---|---|---|---|")
    for low, count, teachers, right in rows:
        print(f"| {low:.1f} to {low + 0.1:.1f} | {count} | {teachers:.2f} | {right:.2f} |")
    print("\n| label | pictures | average precision | given | right |\n|---|---|---|---|---|")
    for name, count, precision, given, right in own_labels(encoder, pictures):
        print(f"| {name} | {count} | {precision:.2f} | {given} | {right:.2f} |")


if __name__ == "__main__":
    main()
