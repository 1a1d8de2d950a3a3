"""What is on the map: dots, thumbnails, landmarks and names, painted once for each view of it."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, SignalInstance
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPen, QTransform

from gallery.core.arrays import Rows
from gallery.ui.map.camera import MapCamera
from gallery.ui.map.dots import Dots, Groups, dot_side
from gallery.ui.map.label_space import Crowd, LabelSpace
from gallery.ui.map.labels import Placed, haloed, placed
from gallery.ui.map.layout import Anchor, MapLayout
from gallery.ui.map.points import MapPoints
from gallery.ui.map.raster import PAD
from gallery.ui.map.thumbnails import SMALL, STEP, Chooser
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import QueryKind
from gallery.ui.style import theme as colours
from gallery.ui.style.sheet import caption_font, mixed
from gallery.ui.style.theme import Theme

REACH = 10.0  # points around the pointer in which a dot is meant
RADIUS = 5.0
# Names are left out once one looks at single pictures.
NAMES_UP_TO = 9.0
MANY_PICTURES = 80  # with more of them there is no room for names
# What a thumbnail is asked for, so that one serves all levels of zoom.
ASKED = round(SMALL * STEP)
CARDS = 1000
# Within one frame, pictures are framed for so long; the rest follow in the next.
FRAMING_S = 0.006

CardKey = tuple[int, int, str, float]
"""Content, side, colour of the border, and pixel ratio."""


class ThumbnailSource(Protocol):
    """What the map needs of the thumbnails: an image or None, never waiting."""

    @property
    def arrived(self) -> SignalInstance:
        """Told when it is worth asking again."""

    def image(self, position: int, side: int, fill: bool) -> QImage | None:
        """Return a thumbnail of at most `side` device pixels, or None and ask for it."""

    def exact(self, position: int, side: int, fill: bool) -> bool:
        """Return whether `image` is in the size asked for, and not another one in its place."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """From where the map is painted: camera, scale of the fitted map, pixel ratio, theme."""

    camera: MapCamera
    fit_scale: float
    ratio: float
    theme: Theme

    @property
    def zoom(self) -> float:
        """How near one is; 1 for the fitted map."""
        return self.camera.scale / self.fit_scale


class MapScene:
    """The points of a state, and how they are painted and found again under the pointer."""

    def __init__(self, state: GalleryState, thumbnails: ThumbnailSource) -> None:
        self._state, self._thumbnails = state, thumbnails
        self.layout = MapLayout()
        self.points = self.layout.points
        self.landmarks = False
        self.unfinished = False
        self.boxes: list[tuple[int, QRectF]] = []
        self.names: list[Placed] = []
        self.kept: NDArray[np.bool_] | None = None
        self._origin: MapPoints | None = None
        self._dots = Dots()
        self._chooser = Chooser()
        self._framing_s = 0.0
        self._cards: OrderedDict[CardKey, QImage] = OrderedDict()

    # ------------------------------------------------------------ what is on it

    def lay(self, layout: MapLayout) -> None:
        """Take over a new layout; its points are at their places at once."""
        self.layout, self._origin = layout, None
        self._set_points(layout.points)
        self.regroup()

    def forget(self) -> None:
        """Drop what was of another folder."""
        self._cards.clear()
        self.lay(MapLayout())

    def glide_from(self, before: MapPoints) -> None:
        """Put the points where they were `before`; `glide` then takes them to their places."""
        target = self.layout.points
        at = np.searchsorted(before.positions, target.positions)
        # searchsorted points behind the last one; the comparison below says no to it.
        at = np.minimum(at, max(len(before) - 1, 0))
        known = before.positions[at] == target.positions
        x = np.where(known, before.x[at], target.x)
        y = np.where(known, before.y[at], target.y)
        self._origin = replace(target, x=x, y=y)

    def glide(self, share: float) -> None:
        """Put the points `share` of the way, 0 to 1, to their new places."""
        origin, target = self._origin, self.layout.points
        if origin is None:
            return
        if share >= 1:
            self.lay(self.layout)
            return
        part = np.float32(share)
        x, y = origin.x + (target.x - origin.x) * part, origin.y + (target.y - origin.y) * part
        self._set_points(replace(target, x=x, y=y))

    @property
    def gliding(self) -> bool:
        """Whether points are on their way."""
        return self._origin is not None

    @property
    def selected(self) -> Rows:
        """The rows of the points that are selected."""
        return self._dots.groups.selected

    def _set_points(self, points: MapPoints) -> None:
        if points is not self.points:
            self.points = points
            self._dots.set_points(points)

    def regroup(self) -> None:
        """Take over filter and selection."""
        state, count = self._state, len(self._state.table)
        kept: NDArray[np.bool_] | None = None
        query = state.query
        if state.filter or query.ask is QueryKind.NAMES or query.contents is not None:
            kept = np.zeros(count, np.bool_)
            kept[state.order.positions] = True
            kept = kept[self.points.positions]
        self.kept = kept
        self._dots.groups = self._grouped(kept)
        asked = self.points.rows(np.array(query.about, np.intp))
        first = np.concatenate([asked, self.layout.typical])
        self._chooser.set_points(self.points, first.astype(np.intp), kept)

    def _grouped(self, kept: NDArray[np.bool_] | None) -> Groups:
        selected = np.zeros(len(self._state.table), np.bool_)
        selected[: len(self._state.selected)] = self._state.selected
        selected = selected[self.points.positions]
        if kept is None and not selected.any():
            return Groups()
        kept = np.ones(len(self.points), np.bool_) if kept is None else kept
        return Groups(
            np.flatnonzero(kept & ~selected),
            np.flatnonzero(~kept & ~selected),
            np.flatnonzero(selected),
        )

    # ------------------------------------------------------------ what is under the pointer

    def at(self, camera: MapCamera, point: QPointF) -> int:
        """Return the position of the picture at a point of the screen; -1 for the ground."""
        row = next((row for row, box in reversed(self.boxes) if box.contains(point)), -1)
        if row < 0 and not self.gliding:
            place = camera.world(point.x(), point.y())
            row = self.layout.index.nearest(*place, REACH / camera.scale)
        return int(self.points.positions[row]) if row >= 0 else -1

    def covered(self, row: int, at: QPointF) -> bool:
        """Return whether a point at `at` lies under the thumbnail of another."""
        return any(box.contains(at) for other, box in self.boxes if other != row)

    def box(self, row: int) -> QRectF | None:
        """Return where the thumbnail of a point is on the screen; None where it is a dot."""
        return next((box for other, box in self.boxes if other == row), None)

    # ------------------------------------------------------------ painting

    def paint(self, stand: Viewpoint, taken: tuple[QRectF, ...]) -> QImage:
        """Return the map as seen from `stand`; no name is set on boxes that are `taken`."""
        camera, ratio = stand.camera, stand.ratio
        side = dot_side(len(self.points), stand.zoom)
        dots = self._dots.draw(camera, ratio, side, stand.theme)
        image = dots.copy(PAD, PAD, dots.width() - 2 * PAD, dots.height() - 2 * PAD)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.boxes = []
        self.unfinished = False
        self._framing_s = FRAMING_S
        if not self.gliding:
            self._paint_pictures(painter, stand)
            self._paint_names(painter, stand, taken)
        painter.end()
        return image

    def _paint_pictures(self, painter: QPainter, stand: Viewpoint) -> None:
        shown = self._chooser.shown(stand.camera, stand.fit_scale)
        for row, box in shown.boxes(self.points, stand.camera):
            card = self._card(row, ASKED, stand)
            if card is not None:
                painter.drawImage(box, card)
                self.boxes.append((row, box))

    def _paint_names(self, painter: QPainter, stand: Viewpoint, taken: tuple[QRectF, ...]) -> None:
        self.names = []
        if stand.zoom > NAMES_UP_TO or len(self.boxes) > MANY_PICTURES:
            return
        taken = (*taken, *(box for _, box in self.boxes))
        camera = stand.camera
        anchors: Sequence[Anchor] = self.layout.anchors
        if not self.landmarks or self.boxes:
            anchors = [replace(anchor, landmark=-1) for anchor in anchors]
        places = [QPointF(*camera.screen(anchor.x, anchor.y)) for anchor in anchors]
        view = QRectF(0, 0, camera.width, camera.height)
        font = label_font()
        crowd = self.layout.crowd
        dots = Crowd(self.points.x[crowd], self.points.y[crowd], self.layout.shares, camera)
        self.names = placed(anchors, places, font, LabelSpace(view, taken, dots, camera.scale))
        alone, theme = self._state.filter.cluster, stand.theme
        for name in self.names:
            self._paint_landmark(painter, name, stand)
            aside = alone not in (-1, name.anchor.number)
            inks = (mixed(theme.text, theme.ground, 0.6) if aside else theme.text, theme.ground)
            painter.drawImage(name.box.topLeft(), haloed(name.text, inks, font, stand.ratio))

    def _paint_landmark(self, painter: QPainter, name: Placed, stand: Viewpoint) -> None:
        if name.picture.isEmpty():
            return
        card = self._card(name.anchor.landmark, round(name.picture.width()), stand)
        if card is not None:
            painter.drawImage(name.picture, card)
            self.boxes.append((name.anchor.landmark, name.picture))

    def _card(self, row: int, side: int, stand: Viewpoint) -> QImage | None:
        """Return a picture with round corners and the border of its cluster, made once."""
        position = int(self.points.positions[row])
        chosen = self._state.selected
        selected = position < len(chosen) and bool(chosen[position])
        colour = colours.cluster_colour(int(self.points.cluster[row])).name()
        if selected:
            colour = stand.theme.accent
        # By content: a file that was changed in its place has a new picture.
        # A file not read yet has none.
        content = int(self._state.table.content[position]) or -1 - position
        key = (content, side, colour + "!" * selected, stand.ratio)
        card = self._cards.get(key)
        if card is not None:
            self._cards.move_to_end(key)
            return card
        pixels = round(side * stand.ratio)
        image = self._thumbnails.image(position, pixels, True)
        if image is None or image.isNull():
            return None
        # One of another size is drawn until the right one arrives, but not kept: it is blurred.
        exact = self._thumbnails.exact(position, pixels, True)
        if self._framing_s <= 0:
            self.unfinished |= exact
            return None
        began = time.perf_counter()
        card = _framed(image, pixels, colour, (4 if selected else 2))
        # Counted down within one frame: the rest of the cards come in the next, and dots stand for
        # them.
        self._framing_s -= time.perf_counter() - began
        if exact:
            self._keep(key, card)
        return card

    def _keep(self, key: CardKey, card: QImage) -> None:
        self._cards[key] = card
        if len(self._cards) > CARDS:
            self._cards.popitem(last=False)


def label_font() -> QFont:
    """Return the font of names on the map."""
    font = caption_font()
    font.setPixelSize(font.pixelSize() + 1)
    font.setWeight(QFont.Weight.Medium)
    return font


def _framed(image: QImage, side: int, colour: str, border: int) -> QImage:
    """Return `image` as a square of `side` pixels with round corners and a border."""
    result = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    scale = side / ASKED
    inset = border * scale / 2
    box = QRectF(0, 0, side, side).adjusted(inset, inset, -inset, -inset)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    brush = QBrush(image)
    larger = side / max(1, min(image.width(), image.height()))
    middle = QTransform.fromTranslate(
        (side - image.width() * larger) / 2, (side - image.height() * larger) / 2
    )
    brush.setTransform(QTransform.fromScale(larger, larger) * middle)
    painter.setBrush(brush)
    painter.setPen(QPen(QColor(colour), border * scale))
    painter.drawRoundedRect(box, RADIUS * scale, RADIUS * scale)
    painter.end()
    return result
