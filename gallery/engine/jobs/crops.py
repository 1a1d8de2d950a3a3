"""A crop is looked for in parts of pictures: the best candidates, each by its most alike window.

A part of a picture is rarely like a whole one. The windows of a candidate come from its thumbnail
by one pass of the encoder's map, and are kept: computed for all pictures beforehand they would
take four times the vectors, for a question that most folders are never asked. Encoders without a
map compare with whole pictures.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import ranking, regions
from gallery.core.arrays import Vectors
from gallery.core.query import Box
from gallery.encoders.protocol import Encoder
from gallery.engine.context import Context
from gallery.engine.jobs.why import Regional, cut_of
from gallery.engine.workers.control import Control
from gallery.imaging.small import square_of
from gallery.library import analyses
from gallery.library.reading import Reader
from gallery.library.regions import RegionCache, packed

CANDIDATES = 2000  # the first question computes their windows: 357 thumbnails took 14 s
AT_ONCE = 16  # pictures between two looks at a cancel
GRID = 7  # cells of an encoder's map, across and down

OnPart = Callable[[int, int], None]
Windows = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """The windows of pictures that a crop is most like.

    Attributes:
        scores: float32 [n]: that of the best window of a candidate, the given one for the others.
        boxes: where that window lies in the picture, by its position in `scores`.
        gain: what windows added to the score of a candidate, in the middle: unrelated ones gain as
            much.
    """

    scores: NDArray[np.float32]
    boxes: dict[int, Box]
    gain: float = 0.0


def match(
    asked: tuple[Context, Encoder, Control],
    crop: Vectors,
    contents: NDArray[np.int64],
    scores: NDArray[np.float32],
    progress: OnPart = lambda done, total: None,
) -> Matches:
    """Return how well the parts of the best pictures match a crop.

    Args:
        asked: the engine, the encoder, and the handle that stops it.
        crop: unit vector, [dim].
        contents: of the pictures, int64 [n].
        scores: cosine of each whole picture with the crop, float32 [n].
        progress: told how many candidates are done, of how many.
    """
    context, encoder, control = asked
    if not isinstance(encoder, Regional):
        return Matches(scores, {})
    best = ranking.ranked(scores)[:CANDIDATES]
    known = analyses.sizes_of(context.store, contents[best].tolist())
    windows = _Windows(context, encoder, control).of(known, progress)
    there = [at for at in best.tolist() if int(contents[at]) in windows]
    if not there:
        return Matches(scores, {})
    tables = np.stack([windows[int(contents[at])] for at in there]).astype(np.float32)
    found, numbers = regions.best_windows(crop, tables)
    raised = scores.copy()
    # A picture never loses by its parts: the whole may be the most alike window.
    raised[there] = np.maximum(found, scores[there])
    boxes = {}
    for at, number in zip(there, numbers.tolist(), strict=True):
        _digest, width, height = known[int(contents[at])]
        boxes[at] = regions.window_boxes(GRID, GRID, cut_of(encoder, width, height))[number]
    return Matches(raised, boxes, float(np.median(raised[there] - scores[there])))


@dataclass(frozen=True, slots=True)
class _Windows:
    """Computes windows from thumbnails, and keeps them."""

    context: Context
    encoder: Encoder
    control: Control

    def of(self, known: dict[int, tuple[bytes, int, int]], progress: OnPart) -> dict[int, Windows]:
        """Return the windows of contents by id; those without a thumbnail are left out."""
        cache = RegionCache(self.context.home, self.encoder.id, self.encoder.dim)
        ready = cache.get(digest for digest, _width, _height in known.values())
        missing = [content for content, (digest, *_) in known.items() if digest not in ready]
        reader = Reader(self.context.home)
        try:
            for begin in range(0, len(missing), AT_ONCE):
                self.control.check()
                progress(begin, len(missing))
                some = self._computed(reader, missing[begin : begin + AT_ONCE])
                fresh = {known[content][0]: table for content, table in some.items()}
                cache.put(fresh)
                ready |= fresh
        finally:
            reader.close()
        return {
            content: ready[digest] for content, (digest, *_) in known.items() if digest in ready
        }

    def _computed(self, reader: Reader, contents: list[int]) -> dict[int, Windows]:
        squares = {}
        for content in contents:
            jpeg = reader.thumbnail_of_content(content)
            square = square_of(jpeg, self.encoder.preprocessing) if jpeg else None
            if square is not None:
                squares[content] = square
        if not squares or not isinstance(self.encoder, Regional):
            return {}
        parts = self.encoder.regions(np.stack(list(squares.values())))
        return dict(zip(squares, packed(regions.window_vectors(parts)), strict=True))
