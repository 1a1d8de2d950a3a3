"""Why two pictures are alike: what their regions add to the cosine, drawn over both."""

import os
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gallery.analysis.regions import Heat, Why
from gallery.core.query import Box
from gallery.engine.ipc.likeness_messages import ExplainPair, PairExplained
from gallery.engine.ipc.messages import Ending, Failed
from gallery.ui.client.replies import Listener
from gallery.ui.client.roles import AsksEngine, OpenRequest
from gallery.ui.compare import words
from gallery.ui.language import decimal, say, tr

FINE = 112  # pixels of the smoothed map
VEIL = 0.8  # opacity where a region adds nothing
LIT = "#F2A34B"
MIDDLE = 3

Place = tuple[int, int, int]
"""A region: side, row, column."""


def smoothed(heat: Heat, size: int = FINE) -> NDArray[np.float64]:
    """Return a map of regions without their edges, [size, size]: by cubic B-splines."""
    rows, columns = _spline(heat.shape[0], size), _spline(heat.shape[1], size)
    found: NDArray[np.float64] = rows @ np.asarray(heat, np.float64) @ columns.T
    return found


def _spline(cells: int, size: int) -> NDArray[np.float64]:
    """Return the share of each cell in each point, [size, cells]; each row sums to 1."""
    at = (np.arange(size) + 0.5) / size * cells - 0.5
    away = np.abs(at[:, np.newaxis] - np.arange(-1, cells + 1)[np.newaxis, :])
    near = 2 / 3 - away**2 + away**3 / 2
    far = np.clip(2 - away, 0, None) ** 3 / 6
    weights = np.where(away < 1, near, far)
    weights[:, 1] += weights[:, 0]
    weights[:, -2] += weights[:, -1]
    inner = weights[:, 1:-1]
    found: NDArray[np.float64] = inner / inner.sum(1, keepdims=True)
    return found


def veil(heat: Heat, most: float) -> QImage:
    """Return a dark veil that is open where a region adds `most`, and closed where it adds none."""
    shares = np.clip(smoothed(heat) / max(most, 1e-9), 0, 1)
    pixels = np.zeros((FINE, FINE, 4), np.uint8)
    pixels[..., 3] = np.round(255 * VEIL * (1 - shares))
    image = QImage(pixels.data, FINE, FINE, FINE * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


class WhyAlike(QObject):
    """Asks the engine about a pair, and lies over the canvas.

    Signals:
        changed: there is something else to be drawn or told.
        failed: one sentence about why there is no answer.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, client: AsksEngine) -> None:
        super().__init__()
        self._client = client
        self._asked: OpenRequest | None = None
        self._question: tuple[tuple[bytes, bytes], str] | None = None
        self._boxes = (Box(0, 0, 1, 1), Box(0, 0, 1, 1))
        self._veils: dict[Place | int, QImage] = {}
        self.why: Why | None = None
        self.pointed: Place | None = None

    def ask(self, paths: tuple[bytes, bytes], encoder: str) -> None:
        """Find out why two files are alike by an encoder; the same is not asked twice."""
        if (paths, encoder) == self._question:
            return
        self.forget()
        self._question = (paths, encoder)
        first, second = (os.fsdecode(path) for path in paths)
        message = ExplainPair(first=first, second=second, encoder=encoder)
        listener = Listener(self._answered, ended=partial(self._ended, self._question))
        self._asked = self._client.ask(message, listener)
        self.changed.emit()

    def forget(self) -> None:
        """Forget the pair."""
        if self._asked is not None:
            self._asked.drop()
        self._asked = self._question = self.why = self.pointed = None
        self._veils.clear()

    def _answered(self, message: PairExplained) -> None:
        first, second = (np.array(rows, np.float32) for rows in (message.first, message.second))
        pairs = np.array(message.pairs, np.float32) if message.pairs else None
        self.why = Why(message.cosine, first, second, pairs)
        self._boxes = (Box(*message.boxes[0]), Box(*message.boxes[1]))
        self._veils.clear()
        self.changed.emit()

    def _ended(self, question: object, message: Ending) -> None:
        if question == self._question:
            self._asked = None
            if isinstance(message, Failed):
                self.failed.emit(say(message.said))
            self.changed.emit()

    # ------------------------------------------------------------ what is told

    def told(self) -> str:
        """Return what the drawing means, or what the region adds that is pointed at."""
        if self.why is None:
            return tr("Looking for what makes them alike…") if self._asked is not None else ""
        cosine = words.cosine(self.why.cosine)
        if self.pointed is not None:
            return self._told_of_region(self.pointed, cosine)
        if self.why.pairs is None:
            return tr("An estimate: bright is where likeness is lost when it is covered")
        return tr("Bright regions add most; all of them together make {cosine}", cosine=cosine)

    def _told_of_region(self, place: Place, cosine: str) -> str:
        side, row, column = place
        adds = float(self._heats()[side][row, column])
        value = decimal(round(adds, 3) + 0.0, 3)
        if self.why is not None and self.why.pairs is None:
            return tr("An estimate: covered here, {adds} of {cosine} is lost",
                      adds=value, cosine=cosine)  # fmt: skip
        return tr("This region adds {adds} to {cosine}; its partners are lit beside it",
                  adds=value, cosine=cosine)  # fmt: skip

    def _heats(self) -> tuple[Heat, Heat]:
        assert self.why is not None
        return self.why.first, self.why.second

    # ------------------------------------------------------------ pointing

    def point(self, side: int, x: float, y: float) -> bool:
        """Take note of the region at a place of a picture; return whether it is another one."""
        return self._point(self._region(side, x, y))

    def _point(self, place: Place | None) -> bool:
        if place == self.pointed:
            return False
        self.pointed = place
        self.changed.emit()
        return True

    def _region(self, side: int, x: float, y: float) -> Place | None:
        if self.why is None or side < 0:
            return None
        box, (rows, columns) = self._boxes[side], self._heats()[side].shape
        across, down = (x - box.left) / box.width, (y - box.top) / box.height
        if not (0 <= across < 1 and 0 <= down < 1):
            return None
        return side, int(down * rows), int(across * columns)

    def step(self, dx: int, dy: int) -> bool:
        """Go to the next region; from the edge of one picture on into the other."""
        if self.why is None:
            return False
        if self.pointed is None:
            return self._point((0, MIDDLE, MIDDLE))
        side, row, column = self.pointed
        rows, columns = self._heats()[side].shape
        row, column = min(max(row + dy, 0), rows - 1), column + dx
        if column >= columns and side == 0:
            side, column = 1, 0
        elif column < 0 and side == 1:
            side, column = 0, self._heats()[0].shape[1] - 1
        return self._point((side, row, min(max(column, 0), columns - 1)))

    # ------------------------------------------------------------ drawing

    def paint(self, painter: QPainter, side: int, rect: QRectF) -> None:
        """Draw the veil over a picture, and the region that is pointed at."""
        if self.why is None:
            return
        box = self._boxes[side]
        seen = QRectF(
            rect.x() + box.left * rect.width(),
            rect.y() + box.top * rect.height(),
            box.width * rect.width(),
            box.height * rect.height(),
        )
        painter.drawImage(seen, self._veil(side))
        for rest in _around(rect, seen):  # the encoder does not see it
            painter.fillRect(rest, QColor(0, 0, 0, round(255 * VEIL)))
        if self.pointed is not None:
            self._paint_regions(painter, side, seen)

    def _veil(self, side: int) -> QImage:
        """Return what covers a side: of the partners where a region of the other is pointed at."""
        pointed = self.pointed
        by_partners = pointed is not None and pointed[0] != side and self._has_pairs
        key: Place | int = pointed if by_partners and pointed is not None else side
        if key not in self._veils:
            heat = self._partners(key) if isinstance(key, tuple) else self._heats()[side]
            both = np.concatenate([one.ravel() for one in self._heats()])
            most = heat.max() if isinstance(key, tuple) else both.max()
            self._veils[key] = veil(heat, float(most))
        return self._veils[key]

    @property
    def _has_pairs(self) -> bool:
        return self.why is not None and self.why.pairs is not None

    def _partners(self, place: Place) -> Heat:
        assert self.why is not None
        side, row, column = place
        cell = row * self._heats()[side].shape[1] + column
        return self.why.partners(cell, of_first=side == 0)

    def _paint_regions(self, painter: QPainter, side: int, seen: QRectF) -> None:
        assert self.pointed is not None
        own, row, column = self.pointed
        if own != side:
            if not self._has_pairs:
                return
            partners = self._partners(self.pointed)
            row, column = (int(at) for at in np.unravel_index(partners.argmax(), partners.shape))
        rows, columns = self._heats()[side].shape
        wide, high = seen.width() / columns, seen.height() / rows
        corner = QPointF(seen.x() + column * wide, seen.y() + row * high)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(LIT), 2))
        painter.drawRoundedRect(QRectF(corner.x(), corner.y(), wide, high), 4, 4)


def _around(whole: QRectF, inner: QRectF) -> list[QRectF]:
    """Return the parts of `whole` that are not `inner`."""
    parts = [
        QRectF(whole.left(), whole.top(), whole.width(), inner.top() - whole.top()),
        QRectF(whole.left(), inner.bottom(), whole.width(), whole.bottom() - inner.bottom()),
        QRectF(whole.left(), inner.top(), inner.left() - whole.left(), inner.height()),
        QRectF(inner.right(), inner.top(), whole.right() - inner.right(), inner.height()),
    ]
    return [part for part in parts if part.width() > 0.5 and part.height() > 0.5]
