"""Colours, light and dark, and icons recoloured from them."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from gallery.core import colours
from resources import path as resource


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one appearance, as #RRGGBB."""

    dark: bool
    ground: str
    panel: str
    hairline: str
    text: str
    dimmed: str
    accent: str
    accent_ground: str
    placeholder: str


LIGHT = Theme(
    False, "#F6F6F4", "#FFFFFF", "#E3E3DF", "#1F2023", "#6D6F75", "#2F6FEB", "#EEF3FE", "#E9E9E6"
)
DARK = Theme(
    True, "#17181A", "#1E1F22", "#2D2F33", "#E9E9E6", "#93959B", "#6EA0FF", "#22304D", "#26282C"
)


@cache
def cluster_colour(number: int) -> QColor:
    """Return the colour of a cluster; grey for -1."""
    return QColor(colours.cluster_colour(number))


class Appearance(QObject):
    """The theme in force, applied to the whole application; follows the system when told to."""

    changed = Signal()

    def __init__(self, choice: str = "system") -> None:
        super().__init__()
        self._choice = choice
        self.theme = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """Use "light", "dark" or "system" from now on."""
        self._choice = choice
        dark = choice == "dark"
        if choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self._apply(DARK if dark else LIGHT)

    def _system_changed(self) -> None:
        self.choose(self._choice)

    def _apply(self, theme: Theme) -> None:
        self.theme = theme
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(palette(theme))
        self.changed.emit()


def palette(theme: Theme) -> QPalette:
    """Return the Qt palette of a theme; used instead of setColorScheme, which does nothing
    where there is no desktop (offscreen, bare X servers)."""
    # From two colours Qt derives all roles; those that are not set would be black.
    result = QPalette(QColor(theme.panel), QColor(theme.ground))
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.ground),
        (roles.Base, theme.panel),
        (roles.AlternateBase, theme.ground),
        (roles.Button, theme.panel),
        (roles.ToolTipBase, theme.panel),
        (roles.WindowText, theme.text),
        (roles.Text, theme.text),
        (roles.ButtonText, theme.text),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.dimmed),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, "#FFFFFF" if not theme.dark else "#10131A"),
        (roles.Link, theme.accent),
        (roles.Mid, theme.hairline),
        (roles.Midlight, theme.hairline),
        (roles.Dark, theme.hairline),
    ):
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.dimmed))
    return result


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return the outline icon `name` drawn in `colour`, `size` points wide, sharp at `ratio`."""
    image = QImage(_mask(name, round(size * ratio)))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor(colour))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@cache
def _mask(name: str, pixels: int) -> QImage:
    """Return the icon in black; parsing SVG is what takes time, colouring is nothing."""
    image = QImage(QSize(pixels, pixels), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg = QByteArray(resource(f"icons/ui/{name}.svg").read_bytes())
    QSvgRenderer(svg).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image


@cache
def icon(name: str, theme: Theme, size: int = 18) -> QIcon:
    """Return the outline icon `name` in the colours of `theme`: normal, checked, disabled."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(pixmap(name, theme.text, size, ratio))
        result.addPixmap(pixmap(name, theme.accent, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
        result.addPixmap(pixmap(name, theme.dimmed, size, ratio), QIcon.Mode.Disabled)
    return result
