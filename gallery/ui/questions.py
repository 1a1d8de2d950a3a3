"""Questions made from what a person gives and what the engine answers; and the person's choices."""

import logging

import numpy as np

from gallery.core import settings as settings_file
from gallery.core.paths import Home
from gallery.core.settings import Settings
from gallery.engine.messages import QueryVector, WordScores
from gallery.ui.query import Ask, Guest, Query
from resources import BUILT_IN, default_encoder, weights

log = logging.getLogger(__name__)


def by_vector(message: QueryVector, outside: bool, label: str) -> Query:
    """Return the query for a vector: of a picture from outside, or of words."""
    vector = np.array(message.vector, np.float32)
    name = label or message.label
    if not outside:
        return Query(Ask.WORDS, label=name, vector=vector)
    guests = (Guest(name, message.image),)
    return Query(Ask.OUTSIDE, label=name, vector=vector, image=message.image, guests=guests)


def by_words(message: WordScores, label: str) -> Query:
    """Return the query for words that were found in the tags of pictures."""
    return Query(
        Ask.WORDS,
        label=label,
        meaning=message.meaning,
        contents=np.array(message.contents, np.int64),
        scores=np.array(message.scores, np.float32),
    )


def inside(path: bytes, folder: bytes | None) -> bytes:
    """Return a path relative to the folder that it lies in, b"" where it does not."""
    root = (folder or b"").rstrip(b"/") + b"/"
    return path.removeprefix(root) if folder is not None and path.startswith(root) else b""


def keep_settings(settings: Settings, home: Home) -> None:
    """Write the settings; a full disk loses the change, not the program."""
    try:
        home.create()
        settings_file.save(settings, home.settings)
    except OSError as error:
        log.warning("the settings could not be kept: %s", error)


def usable_encoder(encoder: str) -> str:
    """Return the encoder chosen last, or the best one here where its weights are missing."""
    missing = encoder in BUILT_IN and encoder != "pixels" and weights(encoder) is None
    return default_encoder() if missing or not encoder else encoder
