"""Questions made from what a person gives and what the engine answers; and the person's choices."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gallery.analysis import ranking
from gallery.core import settings as settings_file
from gallery.core.arrays import Vectors
from gallery.core.codes import Code
from gallery.core.paths import Home, shown
from gallery.core.sentence import Sentence
from gallery.core.settings import Settings
from gallery.engine.ipc.messages import QueryVector, WordScores
from gallery.library.table import Table
from gallery.ui import sentences
from gallery.ui.language import counted, quoted, say, tr
from gallery.ui.model.query import GridQuery, OutsidePicture, QueryKind
from resources import BUILT_IN, default_encoder, weights

log = logging.getLogger(__name__)


def vector_of(message: QueryVector) -> Vectors:
    """Return the unit vector [dim] that the engine has found."""
    return np.array(message.vector, np.float32)


def by_vector(message: QueryVector, label: str) -> GridQuery:
    """Return the query for the vector of words."""
    return GridQuery(QueryKind.WORDS, label=label or message.label, vector=vector_of(message))


def by_pictures(
    vectors: Vectors, members: Sequence[int], guests: Sequence[OutsidePicture], table: Table
) -> GridQuery:
    """Return the query for what is like all of some pictures, at least one.

    Args:
        vectors: their unit vectors, [n, dim].
        members: those of the folder, by position; `table` has their names.
        guests: the others.
    """
    vector = ranking.combine(vectors, vectors[:0])
    names = [table.name(position) for position in members] + [guest.name for guest in guests]
    label = names[0] if len(names) == 1 else sentences.pictures(len(names))
    image = guests[0].image if guests else ""
    kind = QueryKind.OUTSIDE if guests and len(names) == 1 else QueryKind.SEVERAL
    query = GridQuery(kind, label=label, vector=vector, image=image)
    return replace(query, guests=tuple(guests), members=tuple(members))


def no_folder(path: bytes) -> str:
    """Return that there is no folder at `path`."""
    return say(Sentence.of(Code.NO_FOLDER, folder=shown(path)))


def unread(why: Sequence[str], asked: int) -> str:
    """Return that some of the files asked about could not be read, and why."""
    if asked == 1:
        return why[0]
    return counted(
        "{n} file of {asked} could not be read. {why}",
        "{n} files of {asked} could not be read. {why}",
        len(why),
        asked=asked,
        why=why[0],
    )


def by_words(message: WordScores, label: str) -> GridQuery:
    """Return the query for words that pictures were found by."""
    unknown = ", ".join(quoted(word) for word in message.without)
    meaning = message.meaning
    if unknown:
        meaning = tr("{meaning}; not known: {words}", meaning=meaning, words=unknown)
    return GridQuery(
        QueryKind.WORDS,
        label=label,
        meaning=meaning,
        contents=np.array(message.contents, np.int64),
        scores=np.array(message.scores, np.float32),
        kept=message.kept,
        sure=message.sure,
        unknown=tuple(message.without),
        words=tuple(message.meaning.split(", ")),
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
