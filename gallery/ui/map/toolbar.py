"""The quiet panels that float over the map: their ground, and the bar of tools."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gallery.ui.language import mark, tr
from gallery.ui.style import theme as colours
from gallery.ui.style.theme import Appearance, Theme

RADIUS = 8.0


class Tool(Enum):
    """What dragging on the ground does."""

    PAN = "pan"
    RECTANGLE = "rectangle"
    LASSO = "lasso"


class FloatingPanel(QWidget):
    """A panel with round corners and a hairline, in the colours of the theme in force."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of the panel."""
        theme = self.appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def icon(name: str, theme: Theme) -> QIcon:
    """Return an icon of the theme; an empty one where the drawing is missing."""
    try:
        return colours.icon(name, theme)
    except FileNotFoundError:
        return QIcon()


class ToolBar(FloatingPanel):
    """The buttons over the map: fit, rectangle, lasso, landmarks.

    Signals:
        fit_asked: the whole map is to be shown.
        tool_chosen: carries a Tool.
        landmarks_chosen: whether clusters show their most typical picture.
    """

    fit_asked = Signal()
    tool_chosen = Signal(object)
    landmarks_chosen = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("mapTools")
        self.setAccessibleName(tr("Map tools"))
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(1)
        self._buttons: dict[str, QToolButton] = {}
        for name, label, help_ in _BUTTONS:
            button = QToolButton(self)
            button.setObjectName(f"map_{name}")
            button.setAccessibleName(tr(label))
            button.setAccessibleDescription(tr(help_))
            button.setToolTip(tr(help_))
            button.setIconSize(QSize(18, 18))
            button.setFixedSize(32, 30)
            button.setAutoRaise(True)
            button.setCheckable(name != "fit")
            row.addWidget(button)
            self._buttons[name] = button
        self._buttons["fit"].clicked.connect(self.fit_asked)
        self._buttons["rectangle"].clicked.connect(self._rectangle)
        self._buttons["lasso"].clicked.connect(self._lasso)
        self._buttons["picture"].clicked.connect(self.landmarks_chosen)
        appearance.changed.connect(self.dress)
        self.dress()

    @Slot()
    def dress(self) -> None:
        """Take the icons of the theme in force."""
        for name, button in self._buttons.items():
            button.setIcon(icon(name, self.appearance.theme))
        self.update()

    def show_tool(self, tool: Tool) -> None:
        """Show which tool is in use."""
        self._buttons["rectangle"].setChecked(tool is Tool.RECTANGLE)
        self._buttons["lasso"].setChecked(tool is Tool.LASSO)

    def show_landmarks(self, on: bool) -> None:
        """Show whether clusters show their most typical picture."""
        self._buttons["picture"].setChecked(on)

    @Slot(bool)
    def _rectangle(self, on: bool) -> None:
        self.tool_chosen.emit(Tool.RECTANGLE if on else Tool.PAN)

    @Slot(bool)
    def _lasso(self, on: bool) -> None:
        self.tool_chosen.emit(Tool.LASSO if on else Tool.PAN)


_BUTTONS = (
    (
        "fit",
        mark("Show the whole map"),
        mark("Show the whole map (F, or double click on the ground)"),
    ),
    (
        "rectangle",
        mark("Select a rectangle"),
        mark("Select with a rectangle (R, or Shift and drag)"),
    ),
    ("lasso", mark("Select with a lasso"), mark("Draw around pictures to select them (L)")),
    ("picture", mark("Landmarks"), mark("Show the most typical picture of each cluster")),
)
