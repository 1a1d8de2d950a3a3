"""What classifiers answer, as probabilities of tags: soft labels of every picture.

The network's own 1,000 classes speak of all pictures, the teachers' answers of those that they
were asked about. Classes and everyday labels are made one as in `gallery/encoders/tags.py`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gallery.encoders import tags, torch_file
from resources import weights
from training.features import Features

CLASSES, OBJECTS = 1001, 631


@dataclass(frozen=True, slots=True)
class Soft:
    """Probabilities of tags.

    Attributes:
        names: of the tags, [t].
        chances: in 255ths, uint8 [n, t].
        everywhere: whether the network's own classes speak of the tag, bool [t].
        asked: whether the teachers were asked about the picture, bool [n].
    """

    names: tuple[str, ...]
    chances: np.ndarray
    everywhere: np.ndarray
    asked: np.ndarray

    def of(self, name: str) -> np.ndarray | None:
        """Return the probability of a tag, float32 [n], -1 where nobody was asked.

        None where there is no such tag, and where nobody knows it.
        """
        if name not in self.names:
            return None
        number = self.names.index(name)
        chance = self.chances[:, number].astype(np.float32) / 255
        if not self.everywhere[number]:
            chance[~self.asked] = -1
        return chance if chance.max() > 0 else None


def soft_answers(pictures: Features, answers: Path) -> Soft:
    """Return what classifiers answer of `pictures`; the teachers' share lies in `answers`."""
    known = tags.built_in()
    layer = torch_file.read(_file().read_bytes())
    with np.load(answers) as archive:
        given = {name: archive[name] for name in archive.files if name.startswith("whole_")}
        place = {int(key): row for row, key in enumerate(archive["key"])}
    rows = np.array([place.get(key, -1) for key in pictures.keys.tolist()])
    chances = np.zeros((len(rows), len(known.all)), np.uint8)
    for start in range(0, len(rows), 4096):
        part = slice(start, start + 4096)
        pooled = np.asarray(pictures.pooled[part], np.float32)
        classes = _softmax(pooled @ layer["_fc.weight"].T + layer["_fc.bias"])
        chances[part] = np.round(255 * _merged(known, classes, given, rows[part]))
    everywhere = np.array([bool(tag.imagenet) for tag in known.all])
    return Soft(known.names, chances, everywhere, rows >= 0)


def _merged(
    known: tags.Tags, classes: np.ndarray, given: dict[str, np.ndarray], rows: np.ndarray
) -> np.ndarray:
    asked = rows >= 0
    wide = np.zeros((len(rows), CLASSES), np.float32)
    wide[:, 1:] = classes
    theirs = _wide(given["whole_imagenet"], given["whole_imagenet_p"], rows[asked], CLASSES)
    wide[asked] = (wide[asked] + theirs) / 2
    wide[:, 0] = 0
    objects = np.zeros((len(rows), OBJECTS), np.float32)
    objects[asked] = _wide(given["whole_objects"], given["whole_objects_p"], rows[asked], OBJECTS)
    merged = known.merged(wide, objects)
    # Where nobody was asked for everyday labels, the classes speak alone.
    both = [n for n, tag in enumerate(known.all) if tag.imagenet and tag.objects]
    merged[np.ix_(~asked, both)] *= 2
    return np.minimum(merged, 1)


def _wide(numbers: np.ndarray, chances: np.ndarray, rows: np.ndarray, width: int) -> np.ndarray:
    wide = np.zeros((len(rows), width), np.float32)
    np.put_along_axis(wide, numbers[rows].astype(int), chances[rows].astype(np.float32) / 255, 1)
    return wide


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _file() -> Path:
    place = weights("efficientnet-lite0")
    assert place is not None, "the package of weights is not installed"
    return place
