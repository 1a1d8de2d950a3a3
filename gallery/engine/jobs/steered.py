"""A query of several parts answered for a folder: resolved, ranked, and cut where it ends.

The window resolves parts by messages and ranks by itself; commands do all of it here. Both rank
by `analysis/steering.py`, so that both give the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import likeness, ranking, steering
from gallery.analysis.likeness import Edge, Given, PairScores
from gallery.analysis.steering import Pull, Ranking, WordPull
from gallery.core.arrays import Vectors, normalise
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.query import (
    Box,
    Crop,
    Marked,
    Middle,
    Outside,
    Part,
    Picture,
    Query,
    QuerySource,
    Words,
)
from gallery.encoders import catalogue
from gallery.encoders.protocol import Encoder
from gallery.engine.context import Context
from gallery.engine.jobs import any_file, crops, find, lessons
from gallery.engine.jobs.embed import Subject
from gallery.engine.workers.control import Control
from gallery.library import analyses


@dataclass(frozen=True, slots=True, eq=False)
class KnownPicture:
    """The pictures of a folder that are ranked.

    Attributes:
        contents: content id of each, int64 [n]; copies have the same.
        vectors: unit vectors, float32 [n, dim].
    """

    contents: NDArray[np.int64]
    vectors: Vectors

    def at(self, contents: Sequence[int]) -> NDArray[np.intp]:
        """Return where pictures of some contents stand, ascending; copies are all named."""
        return np.flatnonzero(np.isin(self.contents, np.array(list(contents), np.int64)))


@dataclass(frozen=True, slots=True, eq=False)
class SteeredAnswer:
    """What a query found.

    Attributes:
        ranking: scores of the pictures, in their order.
        edge: where likeness ends.
        background: of the folder, for what scores mean.
        boxes: of a crop, where the most alike part of a picture lies, by position.
    """

    ranking: Ranking
    edge: Edge
    background: PairScores
    boxes: dict[int, Box] = field(default_factory=dict)


def embedded(
    context: Context, encoder: Encoder, query: Query, control: Control
) -> dict[QuerySource, Vectors]:
    """Return the unit vector [dim] of each part of `query` that is a file, or a part of one.

    Raises:
        LookalikeError: one is no picture; the sentence says why.
    """
    found: dict[QuerySource, Vectors] = {}
    for what in (part.what for part in query.parts):
        of, box = (what.of, what.box) if isinstance(what, Crop) else (what, None)
        if isinstance(of, Outside):
            found[what] = any_file.embed_file(context, of.path, encoder, control, box)[0]
    return found


@dataclass(frozen=True, slots=True)
class Asking:
    """Who answers: an engine, the folder it is about, and the handle that stops it.

    Attributes:
        ready: unit vectors [dim] of parts that were embedded before.
        progress: told how many pictures were looked through for parts, of how many.
    """

    context: Context
    subject: Subject
    control: Control
    ready: dict[QuerySource, Vectors] = field(default_factory=dict)
    progress: crops.OnPart = lambda done, total: None

    def answer(self, query: Query, known: KnownPicture, asked: Sequence[int] = ()) -> SteeredAnswer:
        """Return what `query` finds among the pictures `known`.

        Args:
            query: with a picture or words that are wanted.
            known: what is ranked.
            asked: positions of the pictures asked about, which are kept whatever they score.

        Raises:
            LookalikeError: a part cannot be resolved, or there is nothing to look for.
        """
        pulls = [self._pull(part, known) for part in query.pictures]
        said = [self._said(part, known) for part in query.words]
        subject = self.subject
        bend = lessons.active(self.context.store, subject.folder, subject.encoder_row)
        found = steering.rank(pulls, said, known.vectors, bend=bend)
        background = likeness.background(known.vectors, encoder=subject.encoder.id, bend=bend)
        boxes: dict[int, Box] = {}
        if any(isinstance(part.what, Crop) and part.wanted for part in query.parts):
            found, background, boxes = self._in_parts(pulls, found, background, known)
        given = Given(query.more, asked, *self._marks(query, known))
        edge = likeness.edge(found.scores, background, given, found.span)
        return SteeredAnswer(found, edge, background, boxes)

    def _in_parts(
        self, pulls: list[Pull], found: Ranking, background: PairScores, known: KnownPicture
    ) -> tuple[Ranking, PairScores, dict[int, Box]]:
        """Return what `answer` does for a crop: the best pictures count by their best part."""
        crop = steering.direction(pulls)
        whole = ranking.scores(crop, known.vectors)
        asked = (self.context, self.subject.encoder, self.control)
        matches = crops.match(asked, crop, known.contents, whole, self.progress)
        # Words were mixed in by then: what a part adds to the cosine is added to the mixture.
        raised = found.scores + (matches.scores - whole) / np.float32(found.span)
        # The best of several parts is more alike by chance: where that ends is moved as far.
        floor = min(background.floor + matches.gain, likeness.ANYWAY)
        return (
            Ranking(raised.astype(np.float32), found.span),
            replace(background, floor=floor),
            matches.boxes,
        )

    def _pull(self, part: Part, known: KnownPicture) -> Pull:
        weight = part.weight if part.wanted else -part.weight
        vectors = self._vectors(part, known)
        if not len(vectors):
            raise LookalikeError(Code.NOT_HERE_ANY_MORE)
        return Pull(vectors, weight, examples=not isinstance(part.what, Middle))

    def _vectors(self, part: Part, known: KnownPicture) -> Vectors:
        match part.what:
            case Picture(content=content):
                # Copies have one vector: one of them pulls.
                return known.vectors[known.at((content,))][:1]
            case Marked(contents=contents):
                at = known.at(contents)
                _contents, first = np.unique(known.contents[at], return_index=True)
                return known.vectors[at[np.sort(first)]]
            case Middle(cluster=cluster):
                return self._middle(cluster, known)
            case Outside() | Crop():
                return self._embedded(part)[np.newaxis]
            case Words():
                raise LookalikeError(Code.WORDS_NO_PICTURE)

    def _embedded(self, part: Part) -> Vectors:
        what, encoder = part.what, self.subject.encoder
        if what not in self.ready and isinstance(what, Crop) and isinstance(what.of, Picture):
            path = self._path(what.of.content)
            vector, _jpeg = any_file.embed_file(self.context, path, encoder, self.control, what.box)
            self.ready[what] = vector
        if what not in self.ready:
            self.ready.update(embedded(self.context, encoder, Query((part,)), self.control))
        return self.ready[what]

    def _path(self, content: int) -> bytes:
        path = analyses.path_of(self.context.store, self.subject.folder, content)
        if not path:
            raise LookalikeError(Code.NOT_HERE_ANY_MORE)
        return self.subject.root.rstrip(b"/") + b"/" + path

    def _middle(self, cluster: int, known: KnownPicture) -> Vectors:
        """Return the mean of a cluster's pictures, made unit length, [1, dim]; [0, dim] if none."""
        where = (self.context.store, self.subject.folder, self.subject.encoder_row)
        saved = analyses.load_clusters(*where)
        members = saved.contents[saved.labels == cluster].tolist() if saved else []
        vectors = known.vectors[known.at(members)]
        return normalise(vectors.mean(0, keepdims=True)) if len(vectors) else vectors

    def _said(self, part: Part, known: KnownPicture) -> WordPull:
        assert isinstance(part.what, Words)
        weight, text = part.weight if part.wanted else -part.weight, part.what.text
        if find.knows_words(self.subject):
            found = find.search(self.context.store, self.subject, text, self.control.check)
            return WordPull(of_each(known.contents, found.contents, found.chances), weight)
        vectors = self.subject.encoder.words([text])
        if vectors is None:
            raise catalogue.knows_no_words(self.subject.encoder.name)
        return WordPull(ranking.scores(vectors[0], known.vectors), weight)

    @staticmethod
    def _marks(query: Query, known: KnownPicture) -> tuple[list[int], list[int]]:
        """Return the positions of pictures that were marked as wanted, and as not wanted."""
        marks: dict[bool, list[int]] = {True: [], False: []}
        for part in query.parts:
            if isinstance(part.what, Marked):
                marks[part.wanted] += known.at(part.what.contents).tolist()
            elif isinstance(part.what, Picture) and not part.wanted:
                marks[False] += known.at((part.what.content,)).tolist()
        return marks[True], marks[False]


def unwanted(ready: dict[QuerySource, Vectors]) -> list[Pull]:
    """Return what pulls away from pictures that were embedded."""
    return [Pull(vector[np.newaxis], -1.0) for vector in ready.values()]


def of_each(
    wanted: NDArray[np.int64], contents: NDArray[np.int64], scores: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the score of each of `wanted` [n]; 0 for one that is not among `contents` [m]."""
    if not len(contents):
        return np.zeros(len(wanted), np.float32)
    order = np.argsort(contents, kind="stable")
    # Clipped, for searchsorted points behind the last one; the comparison below says no to it.
    at = order[np.minimum(np.searchsorted(contents, wanted, sorter=order), len(contents) - 1)]
    return np.where(contents[at] == wanted, scores[at], np.float32(0)).astype(np.float32)
