"""Labels that the pictures themselves bear out, for what the teachers have no word for.

A logistic regression for each, on the trunk's pooled features, which stay as they are. Only
pictures of the training split are used. Rain, clouds and fog were tried and left out: two hundred
pictures of each, all much alike, made waterfalls rainy; lamps too, for apples on white were lamps.
"""

import numpy as np

from training.data import Pictures, squares
from training.network import Compact, answers_of

MOST = 700  # positives of one label
OTHERS = 14_000  # pictures of whatever else
UNSURE = 0.3  # weight of a picture nobody labelled: it may show the thing all the same
STRENGTH = 0.02  # inverse of the regularisation
NEVER = -8.0
WORK = ("doctor", "engineer", "farmer", "firefighter", "judge", "pilot", "police", "waiter")
SOURCES: dict[str, tuple[tuple[str, str], ...]] = {
    "dog": (
        ("cats-dogs", "dog"),
        ("popular-animals", "dog"),
        ("dog-breeds", ""),
        ("imagenette", "n02102040"),
    ),
    "cat": (("cats-dogs", "cat"), ("popular-animals", "cat")),
    "forest": (("intel-scenes", "forest"),),
    "glacier": (("intel-scenes", "glacier"),),
    "street": (("intel-scenes", "street"),),
    "building": (("intel-scenes", "buildings"), ("imagenette", "n03028079")),
    "aerial view": (
        ("aerial-rsscn7", "aGrass"),
        ("aerial-rsscn7", "cIndustry"),
        ("aerial-rsscn7", "dRiverLake"),
        ("aerial-rsscn7", "eForest"),
        ("aerial-rsscn7", "fResident"),
    ),
    "sunset": (("weather", "Sunrise"),),
    "daisy": (("garden-flowers", "daisy"),),
    "dandelion": (("garden-flowers", "dandelion"),),
    "rose": (("garden-flowers", "rose"),),
    "sunflower": (("garden-flowers", "sunflower"),),
    "car": (("cars", ""),),
    "person": (
        *(("idenprof", work) for work in WORK),
        ("masks", "with_mask"),
        ("masks", "without_mask"),
        ("street-fashion", ""),
    ),
}
# Sets whose pictures often show a thing without saying so: they do not speak against it. "" are
# all pictures that nobody labelled.
UNSAID = {
    "street": (("intel-scenes", "buildings"), ("imagenette", "n03028079")),
    "building": (("intel-scenes", "street"),),
    "car": (("intel-scenes", "street"), ("intel-scenes", "buildings"), ("imagenette", "")),
    "person": (("intel-scenes", ""), ("imagenette", ""), ("", "")),
}


def heard(pictures: Pictures, at: np.ndarray, name: str) -> np.ndarray:
    """Return which pictures say whether they show `name`, bool [n]."""
    sets, said = pictures.sets[at], pictures.labels[at]
    silent = np.zeros(len(at), bool)
    for of_set, label in UNSAID.get(name, ()):
        if of_set:
            silent |= (sets == of_set) & ((said == label) | (label == ""))
        else:
            silent |= (said == "") & (named(pictures, at) < 0)
    return ~silent


def named(pictures: Pictures, at: np.ndarray) -> np.ndarray:
    """Return the number of the label of each picture, int [n]; -1 for those without one."""
    numbers = {source: n for n, sources in enumerate(SOURCES.values()) for source in sources}
    pairs = zip(pictures.sets[at].tolist(), pictures.labels[at].tolist(), strict=True)
    return np.array([numbers.get(pair, -1) for pair in pairs])


def drawn(pictures: Pictures, seed: int = 0) -> np.ndarray:
    """Return pictures of the training split to learn from: some of each label, and others."""
    rng = np.random.default_rng(seed)
    train = np.flatnonzero(pictures.splits == "train")
    of = named(pictures, train)
    parts = [train[of == number] for number in range(len(SOURCES))]
    parts = [rng.permutation(part)[:MOST] for part in parts]
    return np.concatenate([*parts, rng.permutation(train[of < 0])[:OTHERS]])


def learn(network: Compact, pictures: Pictures, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weight [labels, width] and bias [labels] of the logits, in the order of SOURCES."""
    from sklearn.linear_model import LogisticRegression

    at = drawn(pictures)
    features = answers_of(network, squares(pictures, at, side))[3]
    of = named(pictures, at)
    unsure = (of < 0) & (pictures.labels[at] == "")
    mean, spread = features.mean(0), features.std(0) + 1e-3
    weights, biases = [], []
    for number, name in enumerate(SOURCES):
        kept = heard(pictures, at, name)
        if not (of == number).any():  # a trial with few pictures
            weights.append(np.zeros_like(mean))
            biases.append(NEVER)
            continue
        model = LogisticRegression(C=STRENGTH, max_iter=500)
        model.fit(
            ((features - mean) / spread)[kept],
            of[kept] == number,
            sample_weight=np.where(unsure, UNSURE, 1.0)[kept],
        )
        weights.append(model.coef_[0] / spread)
        biases.append(model.intercept_[0] - weights[-1] @ mean)
    return np.array(weights, np.float32), np.array(biases, np.float32)
