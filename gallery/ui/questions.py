"""Questions made from what a person gives and what the engine answers."""

import time

import numpy as np
from PySide6.QtGui import QImage

from gallery.core.paths import Home
from gallery.engine.messages import QueryVector, WordScores
from gallery.ui.query import Ask, Query
from resources import path as resource

KEEP_PASTED = 8


def by_vector(message: QueryVector, outside: bool, label: str) -> Query:
    """Return the query for a vector: of a picture from outside, or of words."""
    vector = np.array(message.vector, np.float32)
    kind = Ask.OUTSIDE if outside else Ask.WORDS
    return Query(kind, label=label or message.label, vector=vector, image=message.image)


def by_words(message: WordScores, label: str) -> Query:
    """Return the query for words that were found in the tags of pictures."""
    return Query(
        Ask.WORDS,
        label=label,
        meaning=message.meaning,
        contents=np.array(message.contents, np.int64),
        scores=np.array(message.scores, np.float32),
    )


def keep_pasted(image: QImage, home: Home) -> str:
    """Write a pasted picture into the cache and return the file, "" if there is no space.

    Only the newest few are kept: they are the person's own, and nobody else's business.
    """
    folder = home.cache / "pasted"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in sorted(folder.glob("*.png"))[:-KEEP_PASTED]:
        old.unlink(missing_ok=True)
    path = folder / f"pasted-{time.time_ns()}.png"
    return str(path) if image.save(str(path)) else ""


def usable_encoder(encoder: str) -> str:
    """Return the encoder chosen last, or pixels where the built-in weights are missing."""
    missing = encoder == "compact" and not resource("compact.onnx").is_file()
    return "pixels" if missing else encoder
