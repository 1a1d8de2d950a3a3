"""Which pictures show what a word means, from labels of sets and from captions.

`word_sources.json` says which labels of which sets, and which words of captions, speak for a word;
and which sets show things without saying so, and therefore do not speak against it.
"""

import csv
import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from training.features import Features

SOURCES = json.loads(Path(__file__).with_name("word_sources.json").read_text("utf-8"))
CAPTIONS = {"coco-val", "flickr8k-part", "web-captions"}
YES, NO, UNSAID = 1, 0, -1

Key = tuple[str, str]  # set and path


def words() -> list[str]:
    """Return the words that pictures and captions bear out."""
    return [*sorted({*SOURCES["labelled"], *SOURCES["captioned"]}), "photograph"]


def table(pictures: Features, mirror: Path) -> np.ndarray:
    """Return for each picture and word YES, NO or UNSAID, int8 [n, words].

    Args:
        pictures: with sets, labels and paths.
        mirror: folder with the repositories of captions, named owner+name.
    """
    sets, labels = _refined(pictures, mirror)
    names = words()
    said = np.full((len(sets), len(names)), UNSAID, np.int8)
    _captions(said, names, pictures, captions(mirror))
    for word, patterns in SOURCES["labelled"].items():
        for name, pattern in patterns.items():
            rows = np.flatnonzero(sets == name)
            hits = [bool(re.search(pattern, label)) for label in labels[rows]]
            said[rows[hits], names.index(word)] = YES
    for column, word in enumerate(names):
        unsaid = said[:, column] == UNSAID
        said[unsaid & _against(word, sets, labels), column] = NO
    said[np.isin(sets, SOURCES["photographs"]), names.index("photograph")] = YES
    said[np.isin(sets, SOURCES["no_photographs"]), names.index("photograph")] = NO
    return said


def _refined(pictures: Features, mirror: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return sets and labels, with what only other files of two repositories tell."""
    sets, labels = pictures.sets.astype(object), pictures.labels.astype(object)
    scenes = natural_scenes(mirror)
    for row, path in enumerate(pictures.paths.tolist()):
        if sets[row] == "natural-scenes":
            labels[row] = scenes.get(path.removesuffix(".jpg"), "")
        elif sets[row] == "style-objects" and ("/edges/" in path or "silhouettes" in path):
            sets[row] = "style-objects-edges"
    return sets.astype(str), labels.astype(str)


def _captions(
    said: np.ndarray, names: list[str], pictures: Features, texts: dict[Key, list[str]]
) -> None:
    """Set what captions say: yes from two of five on, no where none of them has the word."""
    keys = list(zip(pictures.sets.tolist(), pictures.paths.tolist(), strict=True))
    rows = [row for row, key in enumerate(keys) if key in texts]
    for word, pattern in SOURCES["captioned"].items():
        expression, column = re.compile(rf"\b(?:{pattern})\b"), names.index(word)
        for row in rows:
            hits = [bool(expression.search(text)) for text in texts[keys[row]]]
            enough = 2 if len(hits) >= 4 else 1
            said[row, column] = YES if sum(hits) >= enough else UNSAID if any(hits) else NO


def _against(word: str, sets: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return which pictures surely do not show what `word` means, unless something says so."""
    kinds = SOURCES["kind_of_set"]
    there = set(sets.tolist())
    if word in set(kinds.values()) | {"texture", "map", "logo", "document"}:
        others = [name for name in there if _other_kind(word, kinds.get(name, ""), name)]
        return np.isin(sets, others)
    if word in SOURCES["people"]:
        return np.isin(sets, SOURCES["sets_without_people"])
    unsaid = set(SOURCES["unsaid"].get(word, ()))
    if word in SOURCES["scene_words"] or word in SOURCES["intel_scenes_without"]:
        named = set(SOURCES["labelled"].get(word, {}))
        without = set(SOURCES["sets_without_scenes"]) - unsaid - named
        without |= named & {"natural-scenes", "clothing"}
        others = SOURCES["intel_scenes_without"].get(word, ())
        intel = (sets == "intel-scenes") & np.isin(labels, others)
        return intel | (np.isin(sets, list(without)) & (labels != ""))
    labelled = set(np.unique(sets[labels != ""]).tolist()) | {"food-small", "butterflies"}
    usable = labelled - set(SOURCES["mixed_sets"]) - unsaid
    plain = {"diagram", "space", "microscope picture", "screenshot"}
    usable |= {name for name, kind in kinds.items() if kind in plain}
    return np.isin(sets, list(usable))


# Kinds of picture that may be taken for each other: they do not speak against.
_NEAR = {
    "drawing": "painting cartoon icon diagram poster",
    "cartoon": "poster painting icon drawing",
    "painting": "poster cartoon drawing icon",
    "logo": "icon poster screenshot",
    "document": "screenshot poster diagram",
    "poster": "painting cartoon icon",
    "diagram": "screenshot",
    "screenshot": "diagram",
    "space": "painting poster",
    "icon": "cartoon",
}


def _other_kind(word: str, kind: str, name: str) -> bool:
    if not kind:
        mixed = {"style-objects", "vista-bench", "hcaptcha-animals", "tweets"} | CAPTIONS
        return name not in mixed
    if word in ("map", "texture"):
        return False
    return kind != word and kind not in _NEAR.get(word, "").split()


# ---- what lies beside the pictures


def captions(mirror: Path) -> dict[Key, list[str]]:
    """Return captions in lower case by set and path: five, or one long one, of a picture."""
    found: dict[Key, list[str]] = {}
    coco = json.loads(_show(mirror, "ruizewang/evaluate", "annotations/captions_val2017.json"))
    by_id: dict[int, list[str]] = defaultdict(list)
    for note in coco["annotations"]:
        by_id[note["image_id"]].append(note["caption"].lower())
    # The repository numbers the pictures in the order of their ids.
    for number, image in enumerate(sorted(coco["images"], key=lambda image: image["id"])):
        found["coco-val", f"images/{number}.jpg"] = by_id[image["id"]]
    lines = _show(mirror, "quantumnaan/sic_translator", "data/captions.txt").decode().splitlines()
    for line in lines[1:]:
        name, text = line.split(",", 1)
        found.setdefault(("flickr8k-part", f"data/images/{name}"), []).append(text.lower())
    web = "xcreateadmin/cc_sbu_data"
    for path in _git(mirror, web, "ls-tree", "-r", "--name-only", "HEAD").decode().splitlines():
        if path.endswith(".txt"):
            text = _show(mirror, web, path).decode("utf-8", "replace").lower()
            found["web-captions", f"{path.removesuffix('.txt')}.jpg"] = [text]
    return found


def natural_scenes(mirror: Path) -> dict[str, str]:
    """Return the labels of the natural scenes, with spaces between, by path without suffix."""
    data = _show(mirror, "HaoPeiwen/multi-label-natural-scene-classification", "train.csv")
    rows: list[dict[str, Any]] = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    names = ("desert", "mountain", "sea", "sunset", "trees")
    return {
        f"train/{next(iter(row.values()))}": " ".join(n for n in names if row[n] == "1") or "none"
        for row in rows
    }


def _show(mirror: Path, repository: str, path: str) -> bytes:
    return _git(mirror, repository, "show", f"HEAD:{path}")


def _git(mirror: Path, repository: str, *arguments: str) -> bytes:
    base = mirror / repository.replace("/", "+") / "repo"
    place = base / ".git" if (base / ".git").is_dir() else base
    run = subprocess.run(["git", f"--git-dir={place}", *arguments], capture_output=True, check=True)
    return run.stdout
