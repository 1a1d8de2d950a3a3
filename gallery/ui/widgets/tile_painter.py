"""How one tile of the grid looks."""

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from gallery.ui.language import mark
from gallery.ui.sentences import score
from gallery.ui.style import theme as colours
from gallery.ui.style.elided import shortened
from gallery.ui.style.theme import Theme

RADIUS = 5.0
SHADE = QColor(16, 17, 20, 176)
PAPER = QColor("#FFFFFF")
STAMPS = 1000  # small things painted once; scores and clusters are fewer than that
CHIP, EDGE = 18, 5


class TileButton(Enum):
    """The two small buttons on the tile under the pointer, with what their tooltips say."""

    SELECT = mark("Select")
    LOOKALIKES = mark("Find look-alikes")


@dataclass(slots=True)
class Tile:
    """What is to be seen of one picture."""

    name: str
    image: QImage | None = None
    score: float | None = None
    alike: str | None = None
    cluster: int = -1
    query: bool = False
    selected: bool = False
    focused: bool = False
    hovered: bool = False
    pointed: TileButton | None = None
    unasked: bool = False
    leaving: bool = False
    mark: str = ""
    opacity: float = 1.0


def button(rect: QRect, action: TileButton) -> QRect:
    """Return where a small button lies on the tile `rect`."""
    edge = 24 if rect.width() >= 104 else 20
    place = 1 if action is TileButton.SELECT else 2
    return QRect(rect.right() + 1 - 5 - place * edge - (place - 1) * 4, rect.top() + 5, edge, edge)


def button_at(rect: QRect, x: int, y: int) -> TileButton | None:
    """Return which button of the tile `rect` lies at a point, or None."""
    return next((action for action in TileButton if button(rect, action).contains(x, y)), None)


def chip_corner(picture: QRect, left: int) -> QPoint:
    """Return where a chip that begins at `left` stands at the foot of a picture.

    Its distance from the lower edge shrinks where the picture is hardly higher than the chip, as a
    panorama that is shown whole.
    """
    edge = min(EDGE, max(0, (picture.height() - CHIP) // 2))
    return QPoint(left, picture.bottom() + 1 - edge - CHIP)


class TilePainter:
    """Paints tiles in one theme, at one number of device pixels per point."""

    def __init__(self, theme: Theme, font: QFont, ratio: float) -> None:
        self.theme, self.ratio = theme, ratio
        self._ground, self._accent = QColor(theme.ground), QColor(theme.accent)
        self._tint = QColor(theme.accent)
        self._tint.setAlpha(56)
        self._font = QFont(font)
        self._font.setPixelSize(11)
        self._font.setWeight(QFont.Weight.Medium)
        self._font.setFeature(QFont.Tag("tnum"), 1)
        self._metrics = QFontMetricsF(self._font)
        self._on_accent = "#10131A" if theme.dark else "#FFFFFF"
        self._corners: dict[int, QPainterPath] = {}
        self._stamps: dict[tuple[str, str], QPixmap] = {}
        self._widths: dict[str, int] = {}
        self._icons: dict[tuple[str, str, int], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, tile: Tile) -> None:
        """Paint `tile` at `rect`; `rect` leaves 4 points around itself for the rings."""
        painter.setOpacity(tile.opacity)
        self._picture(painter, rect, tile)
        if tile.leaving:
            self._round(painter, rect)
            painter.setOpacity(1.0)
            return
        painter.setFont(self._font)
        if tile.selected:
            painter.fillRect(rect, self._tint)
        self._round(painter, rect)
        self._rings(painter, rect, tile)
        picture = self._place(rect, tile.image).toAlignedRect()
        if tile.cluster >= 0:
            self._dot(painter, picture, tile.cluster)
        if tile.mark:
            self._mark(painter, picture, tile.mark)
        if tile.hovered:
            self._strip(painter, rect, tile)
            for action in TileButton:
                self._button(painter, button(rect, action), action, tile)
        else:
            self._chip(painter, picture, tile)
            if tile.selected:
                self._button(painter, button(rect, TileButton.SELECT), TileButton.SELECT, tile)
        painter.setOpacity(1.0)

    def _picture(self, painter: QPainter, rect: QRect, tile: Tile) -> None:
        image = tile.image
        if image is None:
            painter.fillRect(rect, QColor(self.theme.placeholder))
            return
        target = self._place(rect, image)
        if target.size() != QRectF(rect).size():
            painter.fillRect(rect, QColor(self.theme.placeholder))
        # Pixel for pixel nothing has to be smoothed, which costs most of the painting.
        exact = round(target.width() * self.ratio) == image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
        painter.drawImage(target, image)

    def _place(self, rect: QRect, image: QImage | None) -> QRectF:
        """Return where a picture lies in its tile: all of `rect`, or the middle of it."""
        if image is None:
            return QRectF(rect)
        size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(QRectF(rect).center())
        if round(size.width() * self.ratio) == image.width():
            # A pixel of the image on a pixel of the screen, also at 150 %.
            left, top = target.left() * self.ratio, target.top() * self.ratio
            target.moveTo(round(left) / self.ratio, round(top) / self.ratio)
        return target

    def _round(self, painter: QPainter, rect: QRect) -> None:
        """Round the corners by laying the ground over them: clipping would cost far more."""
        path = self._corners.get(rect.width())
        if path is None:
            whole = QRectF(0, 0, rect.width(), rect.height())
            path = QPainterPath()
            path.addRect(whole.adjusted(-0.5, -0.5, 0.5, 0.5))
            path.addRoundedRect(whole, RADIUS, RADIUS)
            self._corners[rect.width()] = path
        painter.save()
        painter.translate(rect.topLeft())
        painter.fillPath(path, self._ground)
        painter.restore()

    def _rings(self, painter: QPainter, rect: QRect, tile: Tile) -> None:
        if tile.selected:
            self._ring(painter, rect, -1.5, QPen(self._accent, 3))
        if tile.query:
            self._ring(painter, rect, 2.5, QPen(self._accent, 3))
        if tile.focused:
            inside = tile.query
            self._ring(painter, rect, -1.0 if inside else 2.5, QPen(QColor(self.theme.text), 2))

    def _ring(self, painter: QPainter, rect: QRect, outside: float, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = max(RADIUS + outside, 2.0)
        painter.drawRoundedRect(
            QRectF(rect).adjusted(-outside, -outside, outside, outside), radius, radius
        )

    def _dot(self, painter: QPainter, picture: QRect, cluster: int) -> None:
        key = ("dot", str(cluster))
        if key not in self._stamps:
            with self._stamp(key, 14, 14) as inner:
                inner.setPen(QPen(QColor(255, 255, 255, 230), 1.5))
                inner.setBrush(colours.cluster_colour(cluster))
                inner.drawEllipse(QPointF(7, 7), 5.0, 5.0)
        painter.drawPixmap(picture.topLeft() + QPoint(3, 3), self._stamps[key])

    def _mark(self, painter: QPainter, picture: QRect, mark: str) -> None:
        """Draw a word at the picture's lower left, shortened where the picture is narrow."""
        room = picture.width() - 2 * EDGE - 12
        text = self._metrics.elidedText(mark, Qt.TextElideMode.ElideLeft, room)
        width = math.ceil(self._metrics.horizontalAdvance(text)) + 12
        place = QRectF(chip_corner(picture, picture.left() + EDGE), QSize(width, CHIP))
        self._shade(painter, place)
        painter.setPen(PAPER)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _chip(self, painter: QPainter, picture: QRect, tile: Tile) -> None:
        text = score(tile.score) if tile.score is not None else ""
        if tile.alike is not None and self._chip_width(tile.alike) <= picture.width() - 2 * EDGE:
            text = tile.alike  # else the figure has to do
        if not text and not tile.unasked:
            return
        key, width = ("chip", text), self._chip_width(text)
        if key not in self._stamps:
            with self._stamp(key, width, CHIP) as inner:
                chip = QRectF(0, 0, width, CHIP)
                self._shade(inner, chip)
                if text:
                    inner.setFont(self._font)
                    inner.setPen(PAPER)
                    inner.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
                else:
                    self._icon(inner, chip, "clock", "#FFFFFF", 12)
        corner = chip_corner(picture, picture.right() + 1 - EDGE - width)
        painter.drawPixmap(corner, self._stamps[key])

    def _chip_width(self, text: str) -> int:
        width = self._widths.get(text)
        if width is None:
            width = math.ceil(self._metrics.horizontalAdvance(text)) + 12 if text else 18
            self._widths[text] = width
        return width

    @contextlib.contextmanager
    def _stamp(self, key: tuple[str, str], width: int, height: int) -> Iterator[QPainter]:
        """Paint a small thing once that is drawn on many tiles; text above all takes its time."""
        if len(self._stamps) > STAMPS:
            self._stamps.clear()
        ratio = self.ratio
        pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        yield painter
        painter.end()
        self._stamps[key] = pixmap

    def _strip(self, painter: QPainter, rect: QRect, tile: Tile) -> None:
        """Draw the name at the foot, and beside it the score or why there is none."""
        strip = QRectF(rect.left() + 4, rect.bottom() + 1 - 4 - 22, rect.width() - 8, 22)
        self._shade(painter, strip)
        room = strip.adjusted(7, 0, -7, 0)
        painter.setPen(PAPER)
        if tile.score is not None:
            text = score(tile.score)
            painter.drawText(room, _RIGHT, text)
            room.setRight(room.right() - self._metrics.horizontalAdvance(text) - 8)
        elif tile.unasked:
            self._icon(
                painter, QRectF(room.right() - 12, strip.top(), 12, 22), "clock", "#FFFFFF", 12
            )
            room.setRight(room.right() - 20)
        if room.width() < 24:
            return  # Too narrow for a name; the tooltip says it.
        # drawText knows plain text only, whatever a file is called.
        name = shortened(tile.name, room.width(), self._metrics.horizontalAdvance)
        painter.drawText(room, _LEFT, name)

    def _button(self, painter: QPainter, place: QRect, action: TileButton, tile: Tile) -> None:
        pointed, on = tile.pointed is action, action is TileButton.SELECT and tile.selected
        painter.setPen(Qt.PenStyle.NoPen)
        if on:
            painter.setBrush(self._accent)
        else:
            painter.setBrush(QColor(16, 17, 20, 225) if pointed else SHADE)
        painter.drawRoundedRect(QRectF(place), 5, 5)
        if pointed:
            painter.setPen(QPen(PAPER, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(0.75, 0.75, -0.75, -0.75), 4.5, 4.5)
        name = "check" if action is TileButton.SELECT else "similar"
        self._icon(painter, QRectF(place), name, self._on_accent if on else "#FFFFFF", 16)

    def _shade(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SHADE)
        painter.drawRoundedRect(place, 4, 4)

    def _icon(self, painter: QPainter, place: QRectF, name: str, colour: str, size: int) -> None:
        key = (name, colour, size)
        if key not in self._icons:
            self._icons[key] = colours.pixmap(name, colour, size, self.ratio)
        centre = place.center()
        painter.drawPixmap(QPointF(centre.x() - size / 2, centre.y() - size / 2), self._icons[key])


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
