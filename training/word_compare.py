"""Words of the default encoder beside the tags of compact: prints the table of the model card.

    python -m training.word_compare --mirror REPOSITORIES --answers FILE FEATURES [FEATURES ...]

Each common word is learned without the set that judges it; the tags of compact, which learned from
some of these sets, are asked about the same pictures.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from gallery.encoders import compact, tagger
from training import features, words
from training.features import squares
from training.word_labels import SOURCES
from training.word_report import Trial, trials

_AT_ONCE = 64


def tags_of(folders: list[Path], rows: np.ndarray) -> np.ndarray:
    """Return the probability of each tag of compact, float16 [rows, tags].

    Args:
        folders: of pictures, whose rows are counted through all of them.
        rows: pictures, ascending.
    """
    encoder = compact.load()
    side = encoder.preprocessing.side
    parts = [np.load(folder / "images.npy", mmap_mode="r") for folder in folders]
    ends = np.cumsum([len(part) for part in parts])
    chances = np.zeros((len(rows), len(encoder.tag_names)), np.float16)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        which = np.searchsorted(ends, some, side="right")
        pictures = [parts[n][row - ends[n]] for n, row in zip(which, some, strict=True)]
        out = encoder.outputs(squares(np.stack(pictures), side))
        found = encoder.merged(out["classes"], out["objects"], out["labels"])
        chances[start : start + len(some)] = found
    return chances


def before(trial: Trial, name: str, chances: np.ndarray) -> float:
    """Return the average precision of the tags beneath a word, 0 where compact lacks it.

    Args:
        trial: which pictures show the word.
        name: of the word.
        chances: of each tag in the trial's pictures, [m, tags].
    """
    found = tagger.vocabulary().known(name).meanings
    if not found:
        return 0.0
    scores = chances[:, list(found[0].tags)].max(axis=1)
    return float(average_precision_score(trial.true, scores))


def main() -> None:
    """Read the arguments, learn, and print the table and its means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    lesson = words.lesson(features.read(options.folders), options.mirror, options.answers)
    tried = list(trials(lesson, SOURCES["common"]))
    rows = np.unique(np.concatenate([trial.rows for trial in tried]))
    chances = tags_of(options.folders, rows)
    figures = []
    print("| word | judged by | pictures | compact | now |\n|---|---|---|---|---|")
    for trial in sorted(tried, key=lambda trial: lesson.words[trial.word]):
        name = lesson.words[trial.word]
        own = chances[np.searchsorted(rows, trial.rows)]
        figures.append((before(trial, name, own), trial.precision))
        told = " | ".join(f"{figure:.2f}" for figure in figures[-1])
        print(f"| {name} | {trial.judge} | {trial.pictures()} | {told} |")
    means = np.mean(figures, axis=0)
    print(f"\nMean of these {len(tried)} words: {means[0]:.2f} before, {means[1]:.2f} now")


if __name__ == "__main__":
    main()
