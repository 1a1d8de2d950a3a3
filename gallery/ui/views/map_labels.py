"""Names of clusters on the map, set with a halo, and never over one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from gallery.ui.views.map_layout import Anchor
from gallery.ui.views.map_room import Boxes, Room, edges, touching

HALO = 2.0
LANDMARK = 52.0
LONGEST = 160.0
# More would be tried in vain: the screen is full.
MOST_NAMES = 120
# So far beyond the bulk of its cluster a name still belongs to it, in points.
BESIDE = 30.0
# A name goes as many points farther rather than hide a whole cluster, or stand below its own; one
# that hides more than so much of a cluster is left out.
HIDDEN, BELOW, MOST_HIDDEN = 1500.0, 12.0, 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that found room; `picture` is where its landmark goes, empty without one."""

    anchor: Anchor
    text: str
    box: QRectF
    picture: QRectF


def placed(
    anchors: Sequence[Anchor], places: Sequence[QPointF], font: QFont, room: Room
) -> list[Placed]:
    """Return the names that fit, the largest cluster's first; the others are left out.

    Args:
        anchors: clusters, in any order.
        places: where each one's anchor is on the screen.
        font: of the names.
        room: the screen, and what on it is taken.
    """
    metrics = QFontMetricsF(font)
    taken = edges(room.taken)
    result: list[Placed] = []
    seen = [at for at, place in enumerate(places) if room.view.contains(place)]
    order = sorted(seen, key=lambda at: (-anchors[at].size, anchors[at].number))
    for at in order[:MOST_NAMES]:
        anchor, place = anchors[at], places[at]
        text = metrics.elidedText(anchor.name, Qt.TextElideMode.ElideRight, LONGEST)
        size = QSizeF(metrics.horizontalAdvance(text) + 2 * HALO, metrics.height() + 2)
        spot = Spot(place, anchor.reach * room.scale, size)
        found = _fit(spot, LANDMARK, room, taken) if anchor.landmark >= 0 else None
        found = found or _fit(spot, 0.0, room, taken)
        if found is not None:
            taken = np.concatenate([taken, edges(box for box in found if not box.isEmpty())])
            result.append(Placed(anchor, text, *found))
    return result


@dataclass(frozen=True, slots=True)
class Spot:
    """A cluster on the screen: its middle, how far it reaches, and the size of its name."""

    middle: QPointF
    reach: float
    size: QSizeF


def _fit(spot: Spot, side: float, room: Room, taken: Boxes) -> tuple[QRectF, QRectF] | None:
    """Return a box for the name of a cluster and one for its landmark of `side`, or None.

    Of the free places the one that is near and hides little; in doubt above the cluster.
    """
    size = spot.size
    wide, high = max(size.width(), side), size.height() + (side + 2 if side else 0)
    half = np.array([wide / 2, high / 2])
    view = room.view.adjusted(4, 4, -4, -4)
    first = np.array([view.left(), view.top()]) + half
    last = np.array([view.right(), view.bottom()]) - half
    wanted = np.array([spot.middle.x(), spot.middle.y()])
    middles = wanted + _AROUND * (half[0] + 10, 1)
    middles = np.maximum(np.minimum(middles, last), first)
    boxes = np.concatenate([middles - half, middles + half], axis=1)
    hidden = room.crowd.hidden(boxes)
    down = middles[:, 1] - wanted[1]
    away = np.hypot(middles[:, 0] - wanted[0], down)
    far = away > spot.reach + BESIDE + half[0]
    weight = HIDDEN / 12 if side else HIDDEN  # a landmark shows more than it hides
    costs = weight * hidden + away + BELOW * (down > 0)
    costs[far | (hidden > MOST_HIDDEN) | touching(boxes, taken)] = np.inf
    best = int(np.argmin(costs))
    if not np.isfinite(costs[best]):
        return None
    x, top, bottom = float(middles[best, 0]), float(boxes[best, 1]), float(boxes[best, 3])
    name = QRectF(x - size.width() / 2, bottom - size.height(), size.width(), size.height())
    return name, QRectF(x - side / 2, top, side, side)


# To the side in widths of the name, up and down in points.
_AROUND = np.array([(x, y) for x in (0, -1, 1) for y in range(-150, 151, 10)], np.float64)


@lru_cache(maxsize=512)
def haloed(text: str, colours: tuple[str, str], font: QFont, ratio: float) -> QImage:
    """Return `text` drawn once in (text, halo) `colours`, on nothing, for one pixel ratio."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + 2 * HALO
    height = metrics.height() + 2
    image = QImage(
        round(width * ratio) + 1,
        round(height * ratio) + 1,
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    path = QPainterPath()
    path.addText(HALO, 1 + metrics.ascent(), font, text)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    halo = QColor(colours[1])
    halo.setAlpha(225)
    pen = QPen(halo, 2 * HALO + 1, Qt.PenStyle.SolidLine)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.setFont(font)
    painter.setPen(QColor(colours[0]))
    painter.drawText(QPointF(HALO, 1 + metrics.ascent()), text)
    painter.end()
    return image
