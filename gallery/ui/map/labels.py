"""Names of clusters on the map, set with a halo, and never over one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from gallery.ui.map.label_space import Boxes, LabelSpace, edges, touching
from gallery.ui.map.layout import Anchor

HALO = 2.0
LANDMARK = 52.0
LONGEST = 160.0  # points; a longer name ends with an ellipsis
# More would be tried in vain: the screen is full.
MOST_NAMES = 120
# So far beyond the bulk of its cluster a name still belongs to it, in points.
BESIDE = 30.0
# A name goes as many points farther rather than hide a whole cluster, stand below its own, or
# nearer to another one; one that hides more than so much of a cluster is left out.
HIDDEN, BELOW, ASTRAY, MOST_HIDDEN = 1500.0, 12.0, 60.0, 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that found room; `picture` is where its landmark goes, empty without one."""

    anchor: Anchor
    text: str
    box: QRectF
    picture: QRectF


def placed(
    anchors: Sequence[Anchor], places: Sequence[QPointF], font: QFont, room: LabelSpace
) -> list[Placed]:
    """Return the names that fit, the largest cluster's first; the others are left out.

    Args:
        anchors: clusters, in any order.
        places: where each one's anchor is on the screen.
        font: of the names.
        room: the screen, and what on it is taken.
    """
    metrics = QFontMetricsF(font)
    seen = [at for at, place in enumerate(places) if room.view.contains(place)]
    order = sorted(seen, key=lambda at: (-anchors[at].size, anchors[at].number))[:MOST_NAMES]
    chosen = [anchors[at] for at in order]
    names = [metrics.elidedText(a.name, Qt.TextElideMode.ElideRight, LONGEST) for a in chosen]
    spots = Spots(
        np.array([places[at].toTuple() for at in order]).reshape(-1, 2),
        np.array([anchor.reach * room.scale for anchor in chosen]),
        np.array([metrics.horizontalAdvance(text) + 2 * HALO for text in names]),
        metrics.height() + 2,
    )
    with_landmark = any(anchor.landmark >= 0 for anchor in chosen)
    offers = [_offers(spots, side, room) for side in ((LANDMARK, 0.0) if with_landmark else (0.0,))]
    taken = edges(room.taken)
    result: list[Placed] = []
    for at, (anchor, text) in enumerate(zip(chosen, names, strict=True)):
        for offer in offers if anchor.landmark >= 0 else offers[-1:]:
            box = offer.best(at, taken)
            if box is not None:
                taken = np.concatenate([taken, box[None]])
                size = QSizeF(spots.widths[at], spots.height)
                result.append(Placed(anchor, text, *_divided(box, size, offer.side)))
                break
    return result


@dataclass(frozen=True, slots=True)
class Spots:
    """Clusters on the screen: middles [n, 2], how far they reach, and the size of their names."""

    middles: NDArray[np.float64]
    reaches: NDArray[np.float64]
    widths: NDArray[np.float64]
    height: float


@dataclass(frozen=True, slots=True)
class Offers:
    """Places for names with a landmark of `side`: boxes [n, c, 4], and what each costs, [n, c].

    `middles` are those of the clusters, [n, 2].
    """

    side: float
    middles: NDArray[np.float64]
    boxes: NDArray[np.float64]
    costs: NDArray[np.float64]

    def best(self, at: int, taken: Boxes) -> NDArray[np.float64] | None:
        """Return the cheapest free box for one name, [4]; None without room."""
        free = np.isfinite(self.costs[at]) & ~touching(self.boxes[at], taken)
        boxes, costs = self.boxes[at, free], self.costs[at, free]
        if not len(boxes):
            return None
        gaps = _gaps(boxes, self.middles)
        best: NDArray[np.float64] = boxes[np.argmin(costs + ASTRAY * (gaps.min(1) < gaps[:, at]))]
        return best


def _offers(spots: Spots, side: float, room: LabelSpace) -> Offers:
    """Return where names could stand: near, hiding little, and in doubt above their clusters."""
    high = np.full(len(spots.widths), spots.height + (side + 2 if side else 0))
    half = np.stack([np.maximum(spots.widths, side), high], axis=1)[:, None] / 2
    view, wanted = room.view.adjusted(4, 4, -4, -4), spots.middles[:, None]
    places = wanted + _AROUND * (half * (1, 0) + (10, 1))
    # Pushed back into the view, so that names of clusters at its edge are read whole.
    places = np.minimum(places, np.array([view.right(), view.bottom()]) - half)
    places = np.maximum(places, np.array([view.left(), view.top()]) + half)
    boxes = np.concatenate([places - half, places + half], axis=2)
    hidden = room.crowd.hidden(boxes.reshape(-1, 4)).reshape(boxes.shape[:2])
    away = np.hypot(*np.moveaxis(places - wanted, 2, 0))
    weight = HIDDEN / 12 if side else HIDDEN  # a landmark shows more than it hides
    costs = weight * hidden + away + BELOW * (places > wanted)[..., 1]
    gaps = np.hypot(*np.moveaxis(np.maximum(np.abs(places - wanted) - half, 0), 2, 0))
    far = gaps > spots.reaches[:, None] + BESIDE
    costs[far | (hidden > MOST_HIDDEN)] = np.inf
    return Offers(side, spots.middles, boxes, costs)


def _gaps(boxes: Boxes, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each of `boxes` [c, 4] is from each of `points` [n, 2], squared, [c, n]."""
    x, y = points.T
    left, top, right, bottom = (column[:, None] for column in boxes.T)
    across = np.maximum(np.maximum(left - x, x - right), 0)
    along = np.maximum(np.maximum(top - y, y - bottom), 0)
    squared: NDArray[np.float64] = across * across + along * along
    return squared


def _divided(box: NDArray[np.float64], size: QSizeF, side: float) -> tuple[QRectF, QRectF]:
    """Return where in `box` a name of `size` stands, and above it its landmark of `side`."""
    left, top, right, bottom = box.tolist()
    middle = (left + right) / 2
    corner = QPointF(middle - size.width() / 2, bottom - size.height())
    return QRectF(corner, size), QRectF(middle - side / 2, top, side, side)


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
