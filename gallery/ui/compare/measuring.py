"""How the compared pictures lie by each encoder: read from the store, or asked of the engine."""

import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gallery.analysis import likeness, ranking
from gallery.analysis.likeness import PairScores
from gallery.analysis.ranking import Comparison
from gallery.analysis.seriation import alike_order
from gallery.core.arrays import Vectors
from gallery.engine.ipc.messages import (
    EmbedPicture,
    EncodersKnown,
    Ending,
    Failed,
    QueryVector,
)
from gallery.library.reading import Reader
from gallery.library.vectors import mapped
from gallery.ui.background import Background
from gallery.ui.client.replies import Listener
from gallery.ui.client.roles import ComparesPictures, OpenRequest
from gallery.ui.language import say

log = logging.getLogger(__name__)

NO_VECTORS = np.zeros((0, 1), np.float32)

VectorsByFile = Mapping[int, Vectors]
"""Vectors that were asked of the engine, by file id where nothing else is said."""


@dataclass(frozen=True, eq=False)
class Measured:
    """How n pictures lie by one encoder.

    Attributes:
        encoder: its name.
        key: id of its vectors.
        vectors: float32 [n, d]; rows of NaN where there is none.
        background: pairs of this folder, to hold a cosine against.
    """

    encoder: str
    key: str
    vectors: Vectors
    background: PairScores

    @cached_property
    def has(self) -> NDArray[np.bool_]:
        """Which pictures have a vector, [n]."""
        has: NDArray[np.bool_] = np.asarray(np.isfinite(self.vectors).all(1))
        return has

    @cached_property
    def comparison(self) -> Comparison:
        """Cosine, angle and distance of each with each other; NaN without a vector."""
        found = ranking.pairwise(np.nan_to_num(self.vectors))
        hole = ~(self.has[:, np.newaxis] & self.has[np.newaxis, :])
        for table in (found.cosine, found.degrees, found.euclidean):
            table[hole] = np.nan
        return found

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The order in which neighbours look alike, [n]."""
        return alike_order(self.comparison.cosine)

    def ready(self) -> "Measured":
        """Return this, with all that takes a moment done: on the thread that reads."""
        _ = self.order
        return self


@dataclass(frozen=True, slots=True, eq=False)
class ComparedPictures:
    """The pictures that are compared, as they stood when that was asked.

    Attributes:
        positions: in the table, [n].
        files: their ids, int64 [n].
        paths: absolute.
        folder: id of the folder in the store.
    """

    positions: tuple[int, ...] = ()
    files: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    paths: tuple[bytes, ...] = ()
    folder: int = 0


def shown_measured(
    named: tuple[str, str],
    vectors: Vectors,
    rows: NDArray[np.int64],
    all_rows: NDArray[np.int64],
    known: VectorsByFile,
) -> Measured:
    """Return how pictures lie by the encoder that is on screen.

    Args:
        named: its name, and the id of its vectors.
        vectors: [N, d], mapped.
        rows: of the n pictures, -1 for none.
        all_rows: of all pictures of the folder.
        known: more vectors, by place among the n.
    """
    found = np.full((len(rows), vectors.shape[1]), np.nan, np.float32)
    there = (rows >= 0) & (rows < len(vectors))
    found[there] = vectors[rows[there]]
    for place, vector in known.items():
        if len(vector) == vectors.shape[1]:
            found[place] = vector
    usable = np.where(all_rows < len(vectors), all_rows, -1)
    return Measured(*named, found, likeness.background(vectors, usable, named[0])).ready()


def stored_measured(
    reader: Reader, subject: ComparedPictures, encoder: str, key: str, known: VectorsByFile
) -> Measured | None:
    """Return how pictures lie by an encoder, as far as the store and `known` tell; None if not."""
    dim = reader.encoder_dim(key) or next((len(vector) for vector in known.values()), 0)
    found = np.full((len(subject.files), dim), np.nan, np.float32)
    for at, file in enumerate(subject.files.tolist()):
        vector = known[file] if file in known else reader.vector(file, key)
        if vector is not None and len(vector) == dim:
            found[at] = vector
    if not dim or not np.isfinite(found).any():
        return None
    rows = reader.all_rows(subject.folder, key)[0].row
    background = likeness.background(mapped(reader.home, key, dim), rows, encoder)
    return Measured(encoder, key, found, background).ready()


def others_measured(
    reader: Reader,
    subject: ComparedPictures,
    shown: str,
    name_of: Callable[[str], str],
    known: Mapping[str, VectorsByFile],
) -> list[Measured]:
    """Return how pictures lie by each encoder but the one called `shown`; `known` by id."""
    found: dict[str, Measured] = {}
    for key in dict.fromkeys((*reader.encoders(), *known)):
        name = name_of(key)
        if name != shown and name not in found:
            one = stored_measured(reader, subject, name, key, known.get(key, {}))
            found |= {name: one} if one is not None else {}
    return list(found.values())


class Measuring(QObject):
    """Finds out how pictures lie by every encoder that has vectors of them.

    Signals:
        changed: `measured` or `under_way` says more.
        failed: one sentence about what could not be computed.

    Attributes:
        subject: the pictures that are compared.
        measured: by the name of the encoder; the one on screen comes first.
        available: the encoders that are here.
        under_way: how many pictures are still to be computed, by the name of the encoder.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, controller: ComparesPictures) -> None:
        super().__init__()
        self._controller = controller
        self.subject = ComparedPictures()
        self.measured: dict[str, Measured] = {}
        self.under_way: dict[str, int] = {}
        self._known: dict[str, dict[int, Vectors]] = {}  # by id of the encoder
        self._keys: dict[str, str] = {}  # of encoders that the engine was asked about, by name
        self.available: list[str] = []
        self._asked: dict[str, OpenRequest] = {}
        self._unread: set[Background] = set()  # what has not said yet whose vectors there are
        self._first = Background("comparing", self)
        self._others = Background("comparing-others", self)
        controller.encoders_known.connect(self._note_encoders)
        controller.state.folder_changed.connect(self.forget)
        controller.state.pictures_changed.connect(self._look_again)

    @Slot(object)
    def _note_encoders(self, message: EncodersKnown) -> None:
        self.available = [one.name for one in message.encoders if one.available]
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Forget the pictures, and stop what is computed of them."""
        self._known.clear()
        self.start(())

    def start(self, positions: tuple[int, ...]) -> None:
        """Compare other pictures, by their positions in the table."""
        for reply in self._asked.values():
            reply.drop()
        self._asked.clear()
        self.under_way.clear()
        self.measured.clear()
        state = self._controller.state
        files = state.table.file[list(positions)]
        paths = tuple(state.table.path(position) for position in positions)
        self.subject = ComparedPictures(positions, files, paths, self._controller.feed.folder)
        self._first.drop()
        self._others.drop()
        self._unread = set()
        if len(positions) > 1:
            self._unread = {self._first, self._others}
            self._measure_shown()
            self._measure_others()
        self.changed.emit()

    @Slot()
    def _look_again(self) -> None:
        """Measure again where vectors were missing, or another encoder's are shown."""
        if len(self.subject.positions) > 1 and self._lacking(self._controller.shown_encoder):
            self._measure_shown()

    def _measure_shown(self) -> None:
        """Measure by what is on screen, which needs no store."""
        state, controller = self._controller.state, self._controller
        rows = state.table.row[list(self.subject.positions)]
        everything = state.table.row[state.table.alive]
        named = (controller.shown_encoder, controller.feed.key)
        by_file = self._known.get(controller.feed.key, {})
        files = self.subject.files.tolist()
        known = {at: by_file[file] for at, file in enumerate(files) if file in by_file}
        work = partial(shown_measured, named, state.vectors, rows, everything, known)
        self._first.run(work, self._take_shown)

    def _take_shown(self, found: Measured) -> None:
        self._unread.discard(self._first)
        if found.has.any():
            self.measured = {found.encoder: found, **self.measured}
        self.changed.emit()

    def _measure_others(self) -> None:
        controller = self._controller
        shown, subject = controller.shown_encoder, self.subject
        known = {key: dict(vectors) for key, vectors in self._known.items()}
        names = {key: name for name, key in self._keys.items()}

        def name_of(key: str) -> str:
            return names.get(key) or controller.encoders.maker(key)

        def work() -> list[Measured]:
            try:
                with contextlib.closing(controller.feed.reader()) as reader:
                    return others_measured(reader, subject, shown, name_of, known)
            except sqlite3.Error as error:
                log.info("the store could not be read: %s", error)
                return []

        self._others.run(work, self._take_others)

    def _take_others(self, found: list[Measured]) -> None:
        self._unread.discard(self._others)
        shown = self.measured.get(self._controller.shown_encoder)
        first = {shown.encoder: shown} if shown is not None else {}
        self.measured = {**first, **{one.encoder: one for one in found}}
        self.changed.emit()

    def background(self, encoder: str) -> PairScores:
        """Return what a cosine of an encoder is held against, as far as that is known."""
        one = self.measured.get(encoder)
        return one.background if one is not None else likeness.background(NO_VECTORS, None, encoder)

    # ------------------------------------------------------------ what is missing

    def offered(self) -> list[str]:
        """Return the encoders that are here and lack the vector of some picture."""
        if len(self.subject.positions) < 2 or self._unread:
            return []
        return [name for name in self.available if self._lacking(name)]

    def _lacking(self, encoder: str) -> list[int]:
        one = self.measured.get(encoder)
        has = one.has if one is not None else np.zeros(len(self.subject.files), np.bool_)
        return np.flatnonzero(~has).tolist()

    def compute(self, encoder: str) -> None:
        """Have an encoder look at those of the pictures that it has no vector of."""
        lacking = self._lacking(encoder)
        if lacking and encoder not in self.under_way:
            self._ask(encoder, lacking)

    def _ask(self, encoder: str, lacking: list[int]) -> None:
        """Ask for the first that is lacking; one after another, so that others can ask between."""
        self.under_way[encoder] = len(lacking)
        path = os.fsdecode(self.subject.paths[lacking[0]])
        listener = Listener(
            answered=partial(self._answered, encoder, int(self.subject.files[lacking[0]])),
            ended=partial(self._ended, encoder, lacking[1:]),
        )
        message = EmbedPicture(path=path, encoder=encoder)
        self._asked[encoder] = self._controller.client.ask(message, listener)
        self.changed.emit()

    def _answered(self, encoder: str, file: int, message: QueryVector) -> None:
        vector = np.array(message.vector, np.float32)
        self._known.setdefault(message.encoder_id, {})[file] = vector
        self._keys[encoder] = message.encoder_id

    def _ended(self, encoder: str, left: list[int], message: Ending) -> None:
        self._asked.pop(encoder, None)
        if isinstance(message, Failed):
            self.failed.emit(say(message.said))
        if left:
            self._ask(encoder, left)
            return
        self.under_way.pop(encoder, None)
        if encoder == self._controller.shown_encoder:
            self._measure_shown()
        else:
            self._measure_others()
        self.changed.emit()

    def stop(self) -> None:
        """End what is read."""
        self._first.stop()
        self._others.stop()
