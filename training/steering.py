"""What steering, the edge and teaching are worth on labelled pictures: prints the tables.

    python -m training.steering DIR [DIR ...] [--split train]

Each DIR holds `index.csv` and `features.npy` (`training.features`). All constants were chosen on
the split "train"; measured is "val-class": classes that neither the encoder's projection nor those
constants have seen. A picture is right where it has the label of the query, which is strict: many
sets hold the same things under other names.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gallery.analysis import likeness, steering, teaching
from gallery.analysis.likeness import Given
from gallery.analysis.steering import Pull
from gallery.core.arrays import normalise
from gallery.encoders import efficientnet
from resources import path as resource
from training import features

MOST = 120  # pictures of a class
LEAST = 12
MARKS = (0, 1, 3, 5, 10, 30)
AT_ONCE = 5  # marks given before the ranking is looked at again
FOLDERS = ((8, 40), (30, 12), (60, 60), (12, 100), (60, 30), (5, 10))  # classes, pictures of each
FIXED = np.arange(0.10, 0.70, 0.02)


def collection(folders: list[Path], split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return unit vectors [n, 256] and labels [n] of the default encoder."""
    known = features.read(folders)
    rng = np.random.default_rng(0)
    pairs = zip(known.sets, known.labels, strict=True)
    labels = np.array([f"{of}/{name}" if name else "" for of, name in pairs])
    inside = (known.splits == split) & (labels != "")
    chosen = []
    for name in np.unique(labels[inside]):
        at = np.flatnonzero(inside & (labels == name))
        if len(at) >= LEAST:
            chosen.append(np.sort(rng.permutation(at)[:MOST]))
    rows = np.sort(np.concatenate(chosen))
    projection = efficientnet.read_projection(resource("efficientnet-lite0.npz").parent)
    pooled = np.asarray(known.pooled[rows], np.float32)
    vectors = normalise((pooled - projection.mean) @ projection.matrix)
    return vectors, labels[rows]


# ---- marks


def average_precision(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the average precision of a ranking."""
    ranked = right[np.argsort(-scores, kind="stable")]
    found = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float((found * ranked).sum() / ranked.sum())


def marked(
    vectors: np.ndarray, right: np.ndarray, query: int
) -> Iterator[tuple[list[int], list[Pull]]]:
    """Yield, for each of MARKS, the pictures seen and the query: a person marks the first ones."""
    seen, pulls = [query], [Pull(vectors[query : query + 1])]
    for count in MARKS:
        while len(seen) - 1 < count:
            scores = vectors @ steering.direction(pulls)
            scores[seen] = -2
            take = min(AT_ONCE, count - len(seen) + 1)
            seen += np.argsort(-scores, kind="stable")[:take].tolist()
            liked = [at for at in seen if right[at]]
            unliked = [at for at in seen if not right[at]]
            pulls = [Pull(vectors[liked])] + ([Pull(vectors[unliked], -1.0)] if unliked else [])
        yield list(seen), pulls


def marks_table(vectors: np.ndarray, labels: np.ndarray, queries: int) -> None:
    """Print average precision on unmarked pictures after some marks, and how often it fell."""
    rows: dict[int, list[tuple[float, float]]] = {count: [] for count in MARKS}
    for query in np.random.default_rng(3).permutation(len(vectors))[:queries].tolist():
        right = labels == labels[query]
        for count, (seen, pulls) in zip(MARKS, marked(vectors, right, query), strict=True):
            left = np.ones(len(vectors), np.bool_)
            left[seen] = False
            if right[left].any():
                scores = [vectors[left] @ q for q in (vectors[query], steering.direction(pulls))]
                before, after = (average_precision(s, right[left]) for s in scores)
                rows[count].append((before, after))
    print(f"\n{len(vectors):,} pictures, {len(np.unique(labels))} classes, {queries} queries\n")
    print("| marks | the query alone | with the marks | queries that they lowered |")
    print("|---|---|---|---|")
    for count, found in rows.items():
        alone, steered = np.array(found).T
        fell = float((steered < alone - 1e-9).mean())
        print(f"| {count} | {alone.mean():.3f} | {steered.mean():.3f} | {fell:.0%} |")


# ---- the edge


def f1(kept: np.ndarray, right: np.ndarray) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * float((kept & right).sum()) / max(1, int(kept.sum() + right.sum()))


def edge_table(vectors: np.ndarray, labels: np.ndarray, queries: int) -> None:
    """Print F1 of the edge, of each folder's best fixed cosine, and of one cosine for all."""
    rng = np.random.default_rng(1)
    names, rows = np.unique(labels), []
    print("\n| classes x pictures | edge | best cosine for this folder | best possible a query |")
    print("|---|---|---|---|")
    for classes, each in FOLDERS:
        some = rng.permutation(names)[:classes]
        at = [rng.permutation(np.flatnonzero(labels == name))[:each] for name in some]
        found = _edges(vectors[np.concatenate(at)], labels[np.concatenate(at)], queries)
        rows.append(found)
        figures = (found[0], found[1:-1].max(), found[-1])
        print(f"| {len(some)} x {each} | " + " | ".join(f"{f:.3f}" for f in figures) + " |")
    mean = np.mean(rows, axis=0)
    best = int(mean[1:-1].argmax())
    print(f"| **mean** | **{mean[0]:.3f}** | one cosine for all, {FIXED[best]:.2f}: "
          f"**{mean[1:-1].max():.3f}** | {mean[-1]:.3f} |")  # fmt: skip


def _edges(vectors: np.ndarray, labels: np.ndarray, queries: int) -> np.ndarray:
    """Return mean F1 of the edge, of each of FIXED, and the best possible."""
    background = likeness.background(vectors, encoder=efficientnet.NAME)
    rows = []
    for query in np.random.default_rng(5).permutation(len(vectors))[:queries].tolist():
        scores, right = vectors @ vectors[query], labels == labels[query]
        edge = likeness.edge(scores, background, Given(asked=(query,)))
        others = np.arange(len(vectors)) != query
        scores, right = scores[others], right[others]
        if right.any():
            fixed = [f1(scores >= least, right) for least in FIXED]
            possible = max(f1(scores >= least, right) for least in scores[right])
            rows.append([f1(scores >= np.float32(edge.score), right), *fixed, possible])
    return np.mean(rows, axis=0)


# ---- teaching


def teaching_table(vectors: np.ndarray, labels: np.ndarray, trials: int) -> None:
    """Print P@10 of 12 classes before and after some marks of each, and of all other pictures."""
    print("\n| marks a class | there, before | after | elsewhere, before | after |")
    print("|---|---|---|---|---|")
    for marks in (8, 20):
        rows = [_taught(vectors, labels, marks, trial) for trial in range(trials)]
        print(f"| {marks} | " + " | ".join(f"{f:.4f}" for f in np.mean(rows, axis=0)) + " |")


def _taught(vectors: np.ndarray, labels: np.ndarray, marks: int, trial: int) -> list[float]:
    rng = np.random.default_rng(trial)
    classes = rng.permutation(np.unique(labels))[:12]
    told = np.full(len(labels), "", labels.dtype)
    for name in classes:
        told[rng.permutation(np.flatnonzero(labels == name))[:marks]] = name
    extended = teaching.learn(vectors, told.tolist()).extend(vectors)
    inside = np.isin(labels, classes)
    there, elsewhere = np.flatnonzero(inside & (told == "")), np.flatnonzero(~inside)
    parts = [rng.permutation(at)[:1000] for at in (there, elsewhere)]
    return [nearest_right(table, labels, at) for at in parts for table in (vectors, extended)]


def nearest_right(vectors: np.ndarray, labels: np.ndarray, at: np.ndarray) -> float:
    """Return P@10 of the pictures `at` among all."""
    scores = vectors[at] @ vectors.T
    scores[np.arange(len(at)), at] = -2
    nearest = np.argpartition(-scores, 10, axis=1)[:, :10]
    return float((labels[nearest] == labels[at][:, None]).mean())


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", metavar="DIR", nargs="+", type=Path)
    parser.add_argument("--split", default="val-class")
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    vectors, labels = collection(options.folders, options.split)
    marks_table(vectors, labels, options.queries)
    edge_table(vectors, labels, options.queries)
    teaching_table(vectors, labels, 5)


if __name__ == "__main__":
    main()
