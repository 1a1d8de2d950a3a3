"""The panels that float over the map: tools in the upper right corner, legend in the lower left."""

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QWidget

from gallery.ui.map.legend import Legend
from gallery.ui.map.toolbar import ToolBar
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.style.theme import Appearance

EDGE = 10


class MapPanels:
    """Tools and legend of one map, and where they lie.

    Attributes:
        covered: so many points of the map's right side have something floating over them.
    """

    def __init__(self, ground: QWidget, state: GalleryState, appearance: Appearance) -> None:
        self._ground = ground
        self.covered = 0
        self.tools = ToolBar(appearance, ground)
        self.legend = Legend(state, appearance, ground)

    def show_tools(self, *, are_used: bool) -> None:
        """Show the tools where there is something to use them on, and room for all of them."""
        fits = self._ground.width() - self.covered >= self.tools.sizeHint().width() + 2 * EDGE
        self.tools.setVisible(are_used and fits)

    def boxes(self) -> list[QRectF]:
        """Return what of the map cannot be seen."""
        parts = [part for part in (self.tools, self.legend) if not part.isHidden()]
        boxes = [QRectF(part.geometry()).adjusted(-4, -4, 4, 4) for part in parts]
        width, height = self._ground.width(), self._ground.height()
        covered = QRectF(width - self.covered, 0, self.covered, height)
        return [*boxes, *([covered] if self.covered else [])]

    def arrange(self) -> QRectF:
        """Put both into their corners; return where the legend is, nothing where it is hidden."""
        bar, ground = self.tools.sizeHint(), self._ground
        left = max(EDGE, ground.width() - self.covered - bar.width() - EDGE)
        self.tools.setGeometry(QRect(QPoint(left, EDGE), bar))
        self.legend.set_room(max(120, min(440, ground.height() // 2)))
        self.legend.move(EDGE, ground.height() - self.legend.height() - EDGE)
        there = not self.legend.isHidden()
        return QRectF(self.legend.geometry()) if there else QRectF()
