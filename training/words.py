"""Learns the words of the default encoder: directions in the space of its vectors.

    python -m training.words --mirror REPOSITORIES --answers FILE --out DIR FEATURES [FEATURES ...]

A word is a weight for each of the 256 numbers and an offset: a logistic regression, calibrated
(Platt 1999). It is learned from three voices: labels of sets, captions, and the soft answers of
classifiers (the network's own 1,000 classes, the teachers' in FILE). Of each word with labels of
several sets one set is left out first and judges it; a word that fails there is not offered. What
ships is then learned from all of them. Writes the two files that `gallery/analysis/words.py` reads,
and prints the figures of the model card.
"""

import argparse
import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize
from torch.nn.functional import binary_cross_entropy_with_logits

from gallery.encoders import efficientnet
from resources import path as resource
from training import features, word_labels
from training.features import Features
from training.soft_words import Soft, soft_answers
from training.word_labels import NO, SOURCES, YES

SCALE = 16.0  # unit vectors of 256 numbers times this have deviations near 1
STRENGTH = 1e-3  # pull towards the start, the classifier's own direction
BATCH, RATE, FEW_ROUNDS, ROUNDS = 4096, 0.02, 5, 10
LEAST = 10  # pictures that must show a word before labels teach it
POOL = 9000  # pictures of other sets that a word is judged among


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that words are learned from.

    Attributes:
        vectors: unit vectors, float32 [n, 256].
        sets: name of the set of each picture, [n].
        splits: its split, [n].
        words: names of the words, those of labels and captions first, [w].
        said: YES, NO or UNSAID for the first of them, int8 [n, l], in column order.
        soft: answers of classifiers.
    """

    vectors: np.ndarray
    sets: np.ndarray
    splits: np.ndarray
    words: list[str]
    said: np.ndarray
    soft: Soft

    def labels_of(self, word: int) -> np.ndarray:
        """Return YES, NO or UNSAID of a word, int8 [n]."""
        if word < self.said.shape[1]:
            return self.said[:, word]
        return np.full(len(self.sets), word_labels.UNSAID, np.int8)

    def soft_of(self, word: int) -> np.ndarray | None:
        """Return the classifiers' probability of a word, float32 [n]; None where they lack it."""
        return self.soft.of(SOURCES["tags"].get(self.words[word], self.words[word]))


def lesson(pictures: Features, mirror: Path, answers: Path) -> Lesson:
    """Return what there is to learn from."""
    projection = efficientnet.read_projection(resource(f"{efficientnet.NAME}.npz").parent)
    rows = []
    for start in range(0, len(pictures.pooled), 8192):
        part = np.asarray(pictures.pooled[start : start + 8192], np.float32)
        rows.append((part - projection.mean) @ projection.matrix)
    vectors = np.concatenate(rows)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    soft = soft_answers(pictures, answers)
    known = word_labels.words()
    tags = set(SOURCES["tags"].values())
    words = known + [name for name in soft.names if name not in known and name not in tags]
    said = np.asfortranarray(word_labels.table(pictures, mirror))
    return Lesson(vectors, pictures.sets, pictures.splits, words, said, soft)


def judge_of(lesson: Lesson, word: int) -> str:
    """Return the set that judges a word, and is left out while it does; "" for none."""
    shown = Counter(lesson.sets[lesson.labels_of(word) == YES].tolist())
    several = [name for name, count in shown.items() if count >= 15]
    alone = lesson.soft_of(word) is None
    for name in SOURCES["judged_first"]:
        others = sum(shown[other] for other in several if other != name)
        enough = others >= 25 if alone else True
        if shown[name] >= 20 and name in several and enough and (len(several) > 1 or not alone):
            return str(name)
    return ""


def weighed(lesson: Lesson, word: int, without: str) -> tuple[np.ndarray, np.ndarray]:
    """Return targets, 0 to 1, and weights of the pictures for one word, float32 [n] each.

    Large sets count less than by their size, or one set would be the word.
    """
    said, soft = lesson.labels_of(word), lesson.soft_of(word)
    used = lesson.sets != without
    yes, no = used & (said == YES), used & (said == NO)
    target, weight = yes.astype(np.float32), np.zeros(len(said), np.float32)
    weight[yes] = _even(lesson.sets[yes], 0.6) * min(2000, max(120, int(yes.sum())))
    weight[no] = _even(lesson.sets[no], 0.4) * 6000
    if soft is not None:
        open_ = used & ~yes & ~no & (soft >= 0)
        target[open_] = soft[open_]
        weight[open_] = np.where(soft[open_] > 0.3, 0.48, 0.06)
        weight[no & (soft > 0.4)] *= 0.05  # a set that names one thing may show others too
    return target, weight


def _even(sets: np.ndarray, power: float) -> np.ndarray:
    sizes = Counter(sets.tolist())
    shares = np.array([sizes[name] ** -power for name in sets.tolist()], np.float32)
    return shares / max(shares.sum(), 1e-9)


def fit(
    lesson: Lesson, words: list[int], without: list[str], rounds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights [256, words] and offsets [words] for vectors times SCALE."""
    pairs = [weighed(lesson, w, name) for w, name in zip(words, without, strict=True)]
    target = torch.from_numpy(np.stack([pair[0] for pair in pairs], 1).astype(np.float16))
    weight = torch.from_numpy(np.stack([pair[1] for pair in pairs], 1).astype(np.float16))
    total = weight.float().sum(0).clamp(min=1)
    inputs = torch.from_numpy(lesson.vectors * SCALE)
    start, offset = (torch.from_numpy(part) for part in _classifier(lesson, words))
    weights, offsets = (1.5 * start).requires_grad_(), (1.2 * offset).requires_grad_()
    count = len(inputs)
    steps = rounds * -(-count // BATCH)
    optimiser = torch.optim.Adam([weights, offsets], lr=RATE)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    generator = torch.Generator().manual_seed(0)
    for _ in range(rounds):
        for rows in torch.randperm(count, generator=generator).split(BATCH):
            share = weight[rows].float() / total * (count / len(rows))
            loss = binary_cross_entropy_with_logits(
                inputs[rows] @ weights + offsets, target[rows].float(), share, reduction="sum"
            )
            loss = loss + STRENGTH * ((weights - start) ** 2).sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            plan.step()
    return weights.detach().numpy(), offsets.detach().numpy()


def _classifier(lesson: Lesson, words: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the directions nearest to the classifiers' log-odds (ridge regression)."""
    inputs = np.hstack([lesson.vectors * SCALE, np.ones((len(lesson.vectors), 1), np.float32)])
    matrix = inputs.T @ inputs / len(inputs)
    matrix[np.arange(256), np.arange(256)] += 0.05
    weights = np.zeros((256, len(words)), np.float32)
    offsets = np.full(len(words), -3.0, np.float32)
    for column, word in enumerate(words):
        soft = lesson.soft_of(word)
        if soft is not None:
            chance = np.clip(soft, 0.002, 0.995)
            odds = np.log(chance / (1 - chance))
            known = soft >= 0
            rows, values = (inputs, odds) if known.all() else (inputs[known], odds[known])
            found = np.linalg.solve(matrix, rows.T @ values / len(rows))
            weights[:, column], offsets[column] = found[:256], found[256]
    return weights, offsets


def calibrated(lesson: Lesson, word: int, logits: np.ndarray) -> tuple[float, float] | None:
    """Return factor and shift that make logits [n] those of a probability; None without data.

    Pictures that show the word count for about one in fifteen, as in a folder of many subjects.
    """
    said, soft = lesson.labels_of(word), lesson.soft_of(word)
    yes, no = said == YES, said == NO
    taught = int(yes.sum()) >= LEAST
    target, weight = np.zeros(len(said)), np.zeros(len(said))
    if taught:
        target[yes], weight[yes] = 1, _even(lesson.sets[yes], 0.6)
        against = _even(lesson.sets[no], 0.5)
        if soft is not None:
            against *= np.where(soft[no] > 0.4, 0.05, 1)
        weight[no] = against / max(against.sum(), 1e-9) * 15
    if soft is not None:
        open_ = (soft >= 0) & (~yes & ~no if taught else True)
        mass = float(soft[open_].sum())
        if mass > 2:
            rest = max(15.0, min(60.0, open_.sum() / mass / 8))
            share = 0.4 if taught else 1.0
            target[open_] = soft[open_]
            weight[open_] += share * (soft[open_] / mass + (1 - soft[open_]) / open_.sum() * rest)
    if not weight.any():
        return None
    return _platt(logits, target, weight / weight.sum())


def _platt(logits: np.ndarray, target: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    used = weight > 0
    values, wanted, shares = logits[used].astype(float), target[used], weight[used]

    def loss(parts: np.ndarray) -> tuple[float, np.ndarray]:
        odds = parts[0] * values + parts[1]
        error = 1 / (1 + np.exp(-odds)) - wanted
        value = shares @ (np.logaddexp(0, odds) - wanted * odds) + 1e-4 * (parts[0] - 1) ** 2
        slope = (shares * error) @ values + 2e-4 * (parts[0] - 1)
        return float(value), np.array([slope, shares @ error])

    found = minimize(loss, [0.8, -0.5], jac=True, method="L-BFGS-B", bounds=[(0.1, 4), (-12, 12)])
    return float(found.x[0]), float(found.x[1])


def write(folder: Path, weights: np.ndarray, offsets: np.ndarray, entries: list[dict]) -> None:
    """Write the weights [w, 256], the offsets [w] and what the words are called."""
    file = io.BytesIO()
    np.savez_compressed(
        file, weights=weights.astype(np.float16), offsets=offsets.astype(np.float32)
    )
    data = file.getvalue()
    (folder / f"{efficientnet.NAME}-words.npz").write_bytes(data)
    description = {"sha256": hashlib.sha256(data).hexdigest(), "words": entries}
    text = json.dumps(description, ensure_ascii=False, indent=0)
    (folder / f"{efficientnet.NAME}-words.json").write_text(text, "utf-8")


def main() -> None:
    """Read the arguments, learn, judge and write."""
    from training.word_report import chosen, entries, judged

    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("mirror", "answers", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    learned = lesson(features.read(options.folders), options.mirror, options.answers)
    verdicts = judged(learned)
    weights, offsets = _all(learned)
    kept = chosen(learned, verdicts, weights, offsets)
    numbers = [word.number for word in kept]
    factors = np.array([word.factor for word in kept], np.float32)
    shifts = np.array([word.shift for word in kept], np.float32)
    directions = (weights[:, numbers] * SCALE * factors).T
    names = [learned.words[number] for number in numbers]
    write(options.out, directions, offsets[numbers] * factors + shifts, entries(names))
    print(f"{len(kept)} of {len(learned.words)} words are offered")


def _all(learned: Lesson, at_once: int = 220) -> tuple[np.ndarray, np.ndarray]:
    parts = []
    for start in range(0, len(learned.words), at_once):
        words = list(range(start, min(start + at_once, len(learned.words))))
        rounds = ROUNDS if start < learned.said.shape[1] else FEW_ROUNDS
        parts.append(fit(learned, words, [""] * len(words), rounds))
    return np.hstack([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


if __name__ == "__main__":
    main()
