"""One style sheet made from the colours in force, and the fonts of the window."""

from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from gallery.ui.style.theme import Theme

BASE_PX = 13
CAPTION_PX = 11
GAP = 4


def base_font() -> QFont:
    """Return the system's font at 13 px, or larger if the system says so; figures tabular."""
    font = QFont(QApplication.font())
    font.setPixelSize(max(BASE_PX, QFontInfo(font).pixelSize()))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def caption_font() -> QFont:
    """Return the font of small captions: two pixels below the base."""
    font = base_font()
    font.setPixelSize(font.pixelSize() - (BASE_PX - CAPTION_PX))
    return font


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour `share` of the way from `one` to `other`, 0 to 1, as #RRGGBB."""
    a, b = QColor(one), QColor(other)
    parts = zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(x + (y - x) * share) for x, y in parts)).name()


def sheet(theme: Theme) -> str:
    """Return the style sheet of the whole program for `theme`."""
    hover = mixed(theme.panel, theme.text, 0.06)
    pressed = mixed(theme.panel, theme.text, 0.11)
    values = {
        "ground": theme.ground,
        "panel": theme.panel,
        "line": theme.hairline,
        "text": theme.text,
        "dimmed": theme.dimmed,
        "accent": theme.accent,
        "soft": theme.accent_ground,
        "hover": hover,
        "pressed": pressed,
        "strong": mixed(theme.accent, theme.text, 0.12),
        "on": "#10131A" if theme.dark else "#FFFFFF",
        "scroll": mixed(theme.ground, theme.text, 0.22),
        "warm": "#3A3220" if theme.dark else "#FFF6DF",
        "caption": f"{CAPTION_PX}px",
    }
    text = _SHEET
    for name, value in values.items():
        text = text.replace(f"@{name};", f"{value};").replace(f"@{name} ", f"{value} ")
    return text


_SHEET = """
QMainWindow, QWidget#frame, QStackedWidget#pages { background: @ground; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px 6px; }
QLabel { background: transparent; color: @text; }
QLabel[dimmed="true"] { color: @dimmed; }
QLabel[caption="true"] { color: @dimmed; font-size: @caption; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[title="true"] { font-size: 22px; font-weight: 600; }
QLabel[heading="true"] { font-size: 15px; font-weight: 600; }

QWidget#header, QWidget#sidebar, QWidget#rail, QWidget#inspector, QWidget#statusBar {
  background: @panel; }
QWidget#header { border-bottom: 1px solid @line; }
QWidget#statusBar { border-top: 1px solid @line; }
QWidget#sidebar, QWidget#rail { border-right: 1px solid @line; }
QWidget#inspector { border-left: 1px solid @line; }
QWidget#page { background: @ground; }
QAbstractScrollArea#mapStrip { background: @ground; border-top: 1px solid @line; }
QSplitter::handle { background: @line; }
QSplitter#parts::handle { background: transparent; }

QToolButton { background: transparent; border: none; border-radius: 6px; padding: 0 6px;
  min-height: 30px; color: @text; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @pressed; }
QToolButton:checked { background: @soft; color: @accent; }
QToolButton:disabled { color: @dimmed; }
QToolButton:focus { border: 1px solid @accent; padding: 0 5px; min-height: 28px; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[small="true"] { padding: 0 3px; min-height: 22px; border-radius: 5px; }
QToolButton[small="true"]:focus { padding: 0 2px; min-height: 20px; }

QPushButton { background: @panel; border: 1px solid @line; border-radius: 6px; padding: 0 12px;
  min-height: 28px; color: @text; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @dimmed; }
QPushButton[primary="true"] { background: @accent; border: 1px solid @accent; color: @on;
  min-height: 38px; padding: 0 20px; font-size: 14px; font-weight: 500; border-radius: 7px; }
QPushButton[primary="true"]:hover { background: @strong; border-color: @strong; }
QPushButton[primary="true"]:focus { border: 2px solid @text; padding: 0 19px; min-height: 36px; }
QPushButton[link="true"] { background: transparent; border: none; color: @accent; padding: 0 4px;
  min-height: 24px; }
QPushButton[caption="true"] { font-size: @caption; padding: 0; min-height: 16px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:disabled { color: @dimmed; text-decoration: none; }
QPushButton[link="true"]:focus { border: 1px solid @accent; border-radius: 5px; padding: 0 3px;
  min-height: 22px; }

QFrame#searchField { background: @ground; border: 1px solid @line; border-radius: 7px; }
QFrame#searchField[active="true"] { border-color: @accent; background: @panel; }
QFrame#searchField QLineEdit { background: transparent; border: none; color: @text;
  selection-background-color: @accent; selection-color: @on; }
QFrame#hint, QFrame#panel { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame#notice { background: @warm; border-bottom: 1px solid @line; }
QFrame#encoderRow { background: transparent; border-radius: 6px; }
QFrame#encoderRow:hover { background: @hover; }
QFrame#encoderRow[current="true"] { background: @soft; }
QLineEdit#installCommand { background: @ground; border: 1px solid @line; border-radius: 6px;
  padding: 0 8px; min-height: 28px; color: @text; selection-background-color: @accent;
  selection-color: @on; }

QMenuBar { background: @panel; color: @text; border-bottom: 1px solid @line; padding: 1px 8px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 5px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 5px; margin: 0 2px; }
QMenu::item:selected { background: @soft; color: @text; }
QMenu::item:disabled { color: @dimmed; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QMenu::icon { padding-left: 6px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 6px; }

QProgressBar { background: @line; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }

QAbstractItemView { background: transparent; border: none; outline: none; color: @text; }
QListView#suggestions { background: @panel; border: 1px solid @line; padding: 0 4px; }
QListView#suggestions::item { padding: 5px 8px; border-radius: 5px; }
QListView#suggestions::item:selected, QListView#suggestions::item:hover { background: @soft;
  color: @text; }
QHeaderView { background: @panel; }
QHeaderView::section { background: @panel; color: @text; border: none; padding: 2px 6px;
  border-bottom: 1px solid @line; }
QScrollArea, QScrollArea > QWidget > QWidget#inside { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @dimmed; }
#viewer QScrollBar::handle { background: #3C3D41; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
