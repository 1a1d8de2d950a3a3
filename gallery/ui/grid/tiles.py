"""What the grid looks like: from the state to tiles."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gallery.analysis.likeness import HowAlike
from gallery.ui.grid.area import GridArea
from gallery.ui.grid.geometry import Band
from gallery.ui.grid.outside_pictures import MARK, OutsideImages, guest_of
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import QueryKind
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.sentences import perhaps
from gallery.ui.sentences_likeness import how_alike, likeness
from gallery.ui.style.theme import Appearance, Theme
from gallery.ui.widgets.tile_painter import Tile, TilePainter

DIMMED = 0.5  # what is less alike steps back, and can still be recognised


class Tiles:
    """Gathers what is to be seen of each picture, and has it painted.

    Attributes:
        fill: whether the pictures fill their squares.
        side: size in points that the thumbnails are read in, 0 before the first layout.
    """

    def __init__(
        self,
        area: GridArea,
        state: GalleryState,
        thumbnails: ThumbnailCache,
        appearance: Appearance,
    ) -> None:
        self._area, self._state = area, state
        self._thumbnails, self._appearance = thumbnails, appearance
        self._tiles: TilePainter | None = None
        self._made_for: tuple[object, ...] = ()
        self._guests = OutsideImages()
        self.fill = True
        self.side = 0

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._appearance.theme

    def image(self, position: int) -> QImage | None:
        """Return the thumbnail of a picture as the grid draws it, or have it read."""
        ratio = self._area.devicePixelRatioF()
        return self._thumbnails.image(position, self.side or self._area.side, self.fill, ratio)

    def stretched(self, side: int) -> None:
        """Take note of how large the tiles are now.

        Those of the size before are drawn larger or smaller until the width has settled: while
        a window is pulled wider, none should be read for sizes that are there for a moment.
        """
        self.side = self.side or side

    def begin(self) -> None:
        """Get ready to paint tiles."""
        font, ratio = self._area.font(), self._area.devicePixelRatioF()
        # A painter keeps what it has drawn for one theme, one font and one kind of screen.
        wanted = (self.theme, font.key(), ratio)
        if wanted != self._made_for:
            self._made_for = wanted
            self._tiles = TilePainter(self.theme, font, ratio)

    def tile(self, painter: QPainter, rect: QRect, position: int, opacity: float) -> None:
        """Paint the picture at `position` in `rect`."""
        assert self._tiles is not None
        tile = self.describe(position)
        tile.opacity = opacity
        self._tiles.paint(painter, rect, tile)

    def leaving(self, painter: QPainter, rect: QRect, position: int, opacity: float) -> None:
        """Paint a picture that fades out: the picture alone."""
        assert self._tiles is not None
        tile = Tile("", self.image(position), leaving=True, opacity=opacity)
        self._tiles.paint(painter, rect, tile)

    def describe(self, position: int) -> Tile:
        """Return what is to be seen of a picture."""
        state, touch = self._state, self._area.touch
        if position < 0:
            return self._guest(position)
        query = position in state.query.about
        return Tile(
            name=state.table.name(position),
            image=self.image(position),
            score=self.score(position),
            alike=self.how_alike(position),
            cluster=int(state.table.cluster[position]),
            query=query,
            selected=position < len(state.selected) and bool(state.selected[position]),
            focused=self._focused(position, query),
            hovered=state.hovered == position and touch.band is None,
            pointed=touch.pointed if touch.hovered == position else None,
            unasked=not state.can_ask(position),
        )

    def _guest(self, number: int) -> Tile:
        guest = guest_of(self._state.query, number)
        if guest is None:  # the query has gone, and its order is about to go
            return Tile("")
        return Tile(guest.name, self._guests.image(guest, self.fill), query=True, mark=tr(MARK))

    def told_of_guest(self, number: int) -> str:
        """Return what is said of a guest, "" where `number` is none's."""
        guest = guest_of(self._state.query, number)
        return f"{guest.name}\n{tr('From outside: it is not in this folder')}" if guest else ""

    def _focused(self, position: int, query: bool) -> bool:
        if position != self._state.place.focus or not self._area.hasFocus():
            return False
        # A click leaves the focus on the query, whose own ring is enough.
        return self._area.touch.by_keyboard or not query

    def score(self, position: int) -> float | None:
        """Return the score of a picture, or None when it has none in this order.

        Of words there is none to be shown: how sure they are is told by the bands.
        """
        if self._state.query.ask is QueryKind.WORDS:
            return None
        return self._area.order.score(position)

    def how_alike(self, position: int) -> str:
        """Return the score of a picture in words, "" for one that is asked about or unlike."""
        kept, score = self._area.order.kept, self._area.order.score(position)
        if kept is None or score is None or position in self._state.query.about:
            return ""
        return "" if kept.in_words(score) is HowAlike.LESS else how_alike(score, kept)

    def told(self, position: int) -> str:
        """Return the name of a picture, and all that its score says."""
        kept, score = self._area.order.kept, self._area.order.score(position)
        name = self._state.table.name(position)
        return name if kept is None or score is None else f"{name}\n{likeness(score, kept)}"

    def strength(self, index: int, position: int) -> float:
        """Return how strongly a tile is drawn: beneath where likeness ends it is dimmed."""
        kept, state = self._area.order.kept, self._state
        if kept is None or index < self._area.geometry_.split:
            return 1.0
        is_meant = position == state.hovered or bool(state.selected[position])
        return 1.0 if is_meant or position == state.place.focus else DIMMED

    def ground(self, painter: QPainter, rect: QRect) -> None:
        """Paint the ground under the tiles."""
        painter.fillRect(rect, QColor(self.theme.ground))

    def line(self, painter: QPainter, rect: QRect, count: int) -> None:
        """Draw the line in `rect` beneath which `count` pictures perhaps show what is asked."""
        text = perhaps(count)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        left = rect.left() + painter.fontMetrics().horizontalAdvance(text) + 12
        painter.setPen(QColor(self.theme.hairline))
        painter.drawLine(left, rect.center().y(), rect.right(), rect.center().y())

    def band(self, painter: QPainter, band: Band) -> None:
        """Draw the rubber band."""
        area, colour = self._area, QColor(self.theme.accent)
        painter.setPen(QPen(colour, 1))
        colour.setAlpha(40)
        painter.setBrush(colour)
        top, bottom = band.top - area.offset, band.bottom - area.offset
        # Cut to what is seen: far down, the coordinates do not fit into 32 bits.
        top, bottom = max(top, -10), min(bottom, area.viewport().height() + 10)
        painter.drawRect(QRect(QPoint(band.left, top), QPoint(band.right, bottom)))

    def empty(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Say in `text` that there is nothing to show."""
        painter.setPen(QColor(self.theme.dimmed))
        room = rect.adjusted(24, 24, -24, -24)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, text)
