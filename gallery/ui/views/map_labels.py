"""Names of clusters on the map, set with a halo, and never over one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from gallery.ui.views.map_layout import Anchor

HALO = 2.0
LANDMARK = 52.0
LONGEST = 160.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that found room; `picture` is where its landmark goes, empty without one."""

    anchor: Anchor
    text: str
    box: QRectF
    picture: QRectF


def placed(
    anchors: Sequence[Anchor], places: Sequence[QPointF], font: QFont, room: "Room"
) -> list[Placed]:
    """Return the names that fit, the largest cluster's first; the others are left out.

    Args:
        anchors: clusters, in any order.
        places: where each one's anchor is on the screen.
        font: of the names.
        room: the screen, and what on it is taken.
    """
    metrics = QFontMetricsF(font)
    taken = list(room.taken)
    result: list[Placed] = []
    order = sorted(range(len(anchors)), key=lambda at: (-anchors[at].size, anchors[at].number))
    for at in order:
        anchor, place = anchors[at], places[at]
        if not room.view.contains(place):
            continue
        text = metrics.elidedText(anchor.name, Qt.TextElideMode.ElideRight, LONGEST)
        size = QSizeF(metrics.horizontalAdvance(text) + 2 * HALO, metrics.height() + 2)
        found = _fit(place, size, anchor.landmark >= 0, room.view, taken)
        found = found or _fit(place, size, False, room.view, taken)
        if found is not None:
            box, picture = found
            taken += [box] if picture.isEmpty() else [box, picture]
            result.append(Placed(anchor, text, box, picture))
    return result


@dataclass(frozen=True, slots=True)
class Room:
    """The screen, and boxes on it that no name may cover."""

    view: QRectF
    taken: tuple[QRectF, ...] = ()


def _fit(
    place: QPointF, size: QSizeF, landmark: bool, view: QRectF, taken: Iterable[QRectF]
) -> tuple[QRectF, QRectF] | None:
    """Return a free box for a name and one for its landmark, near `place`; None without room."""
    wide, high = size.width(), size.height()
    side = LANDMARK if landmark else 0.0
    for right, down in _NEAR:
        whole = QRectF(0, 0, max(wide, side), high + (side + 2 if landmark else 0))
        whole.moveCenter(place + QPointF(right * (wide / 2 + 10), down * (high + 2)))
        _push_inside(whole, view)
        if not any(whole.intersects(box) for box in taken):
            box = QRectF(whole.center().x() - wide / 2, whole.bottom() - high, wide, high)
            return box, QRectF(whole.center().x() - side / 2, whole.top(), side, side)
    return None


_NEAR = ((0, 0), (0, -1), (0, 1), (0, -2), (0, 2), (-1, 0), (1, 0), (-1, -1), (1, -1), (0, -3))


def _push_inside(box: QRectF, view: QRectF) -> None:
    box.moveRight(min(box.right(), view.right() - 4))
    box.moveLeft(max(box.left(), view.left() + 4))
    box.moveBottom(min(box.bottom(), view.bottom() - 4))
    box.moveTop(max(box.top(), view.top() + 4))


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
