"""What is read for the grid once scrolling has settled: what is on screen, and a page around it."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gallery.ui.grid.area import GridArea
from gallery.ui.grid.tiles import Tiles
from gallery.ui.model.thumbnail_cache import ThumbnailCache

SETTLE_MS = 50  # three frames: while a person scrolls, pictures are asked for no more often


class ReadAhead(QObject):
    """Has thumbnails read for an area, and says what is on screen.

    Signals:
        visible_changed: positions on screen, list[int].
    """

    visible_changed = Signal(list)

    def __init__(self, area: GridArea, thumbnails: ThumbnailCache, look: Tiles) -> None:
        super().__init__(area)
        self._area, self._thumbnails, self._look = area, thumbnails, look
        self._near: set[int] = set()
        self._told: list[int] = []
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)

    @property
    def is_waiting(self) -> bool:
        """Whether what is on screen has not settled yet."""
        return self._settle.isActive()

    def begin(self) -> None:
        """Wait for the places to settle, from now on."""
        self._settle.start()

    def go_on(self) -> None:
        """Wait for them to settle, where nothing waits already."""
        if not self._settle.isActive():
            self._settle.start()

    @Slot()
    def _settled(self) -> None:
        """Tell who is interested what is on screen; have a page around it read, nearest last."""
        area = self._area
        if self._look.side != area.side:
            self._drop(self._near)  # What is waited for has the size before.
            self._look.side = area.side
            area.viewport().update()
        height = area.viewport().height()
        near = area.geometry_.between(area.offset - height // 2, area.offset + 2 * height)
        around = set(area.order.positions[max(near.start, area.first) : near.stop].tolist())
        visible: list[int] = area.shown_positions().tolist()
        self._drop(self._near - around)
        self._near = around
        # The newest request is read first, so what is on top of the screen is asked for last.
        for position in (*(around - set(visible)), *reversed(visible)):
            self._look.image(position)
        if visible != self._told:
            self._told = visible
            self.visible_changed.emit(visible)

    def _drop(self, positions: set[int]) -> None:
        self._thumbnails.drop(positions, self._look.side, self._area.devicePixelRatioF())
