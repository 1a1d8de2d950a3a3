"""The header: open, back and forward, search, views, thumbnail size, encoder."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from gallery.ui.actions import BY_ID, LAYOUTS, THEMES, Actions, keys_text
from gallery.ui.language import tr
from gallery.ui.style.theme import Appearance, icon
from gallery.ui.widgets.plain_slider import PlainSlider
from gallery.ui.widgets.search_field import SearchField

HEIGHT = 48
ICON = 18
WORDS_FROM = 1120
WORD = 72  # more of it for each layout beyond three
SLIDER_FROM = 1000
OPEN_FROM = 820
SMALLEST_TILE, LARGEST_TILE = 64, 512
WIDEST_NAME = "x" * 14


def button(actions: Actions, name: str, *, text: bool = False) -> QToolButton:
    """Return a flat button of an action."""
    made = QToolButton()
    made.setDefaultAction(actions[name])
    made.setIconSize(QSize(ICON, ICON))
    style = Qt.ToolButtonStyle
    made.setToolButtonStyle(style.ToolButtonTextBesideIcon if text else style.ToolButtonIconOnly)
    made.setAccessibleName(actions[name].text())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class Header(QWidget):
    """The row above everything.

    Signals:
        tile_size_chosen: the slider was moved; carries the side of a tile in pixels.
        encoder_wanted: the encoder button was clicked.
    """

    tile_size_chosen = Signal(int)
    encoder_wanted = Signal()

    def __init__(self, actions: Actions, search: SearchField, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._actions, self._appearance = actions, appearance
        self.search = search
        self._views = [button(actions, name, text=True) for name in actions.group(LAYOUTS)]
        self._open = button(actions, "open", text=True)
        for view in self._views:
            view.setAutoExclusive(True)  # read out as one of several, and not as a box to tick
        self.size_slider = PlainSlider(appearance, SMALLEST_TILE, LARGEST_TILE)
        self.encoder = QToolButton()
        self.theme = QToolButton()
        self.menu = QToolButton()
        self._set_up()
        self._lay_out()
        appearance.changed.connect(self.restyle)
        self.restyle()

    def _set_up(self) -> None:
        self.size_slider.setFixedWidth(72)
        self.size_slider.setAccessibleName(tr("Thumbnail size"))
        self.size_slider.setToolTip(tr("Thumbnail size  Ctrl++ and Ctrl+-"))
        self.size_slider.valueChanged.connect(self.tile_size_chosen)
        self.encoder.setObjectName("encoderButton")
        self.encoder.setAccessibleName(tr("Encoder"))
        self.encoder.setToolTip(tr("Encoder: what decides which pictures are alike  Ctrl+E"))
        self.encoder.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.encoder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.encoder.setIconSize(QSize(12, 12))
        self.encoder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.encoder.clicked.connect(self.encoder_wanted)
        self._set_up_menus()

    def _set_up_menus(self) -> None:
        themes = QMenu(self.theme)
        for name in self._actions.group(THEMES):
            themes.addAction(self._actions[name])
        parts = QMenu(self.menu)
        for part in self._actions.menus:
            parts.addMenu(part)
        for button, name, menu in (
            (self.theme, tr("Light or dark"), themes),
            (self.menu, tr("Menu"), parts),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setIconSize(QSize(ICON, ICON))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMenu(menu)
        menus = BY_ID["menus"]
        self.menu.setToolTip(f"{menus.title}  {keys_text(menus)}")
        self.menu.setShortcut(menus.keys[0])

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        layout.addWidget(self._open)
        layout.addWidget(button(self._actions, "back"))
        layout.addWidget(button(self._actions, "forward"))
        layout.addSpacing(8)
        layout.addStretch(1)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout.addWidget(self.search, 20)
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addWidget(self.size_slider)
        layout.addSpacing(4)
        for view in self._views:
            layout.addWidget(view)
        layout.addSpacing(4)
        layout.addWidget(self.encoder)
        layout.addWidget(button(self._actions, "inspector"))
        layout.addWidget(self.theme)
        layout.addWidget(self.menu)

    @Slot()
    def restyle(self) -> None:
        """Use the colours in force."""
        theme = self._appearance.theme
        self.encoder.setIcon(icon("chevron-down", theme, 12))
        self.theme.setIcon(icon("theme", theme))
        self.menu.setIcon(icon("menu", theme))

    def show_encoder(self, name: str, title: str) -> None:
        """Show what the encoder in use is called: its purpose, or the telling part of its name."""
        self.encoder.ensurePolished()
        # As wide for every name: nothing beside it moves when another is chosen.
        self.encoder.setText(WIDEST_NAME)
        self.encoder.setFixedWidth(self.encoder.sizeHint().width())
        metrics = self.encoder.fontMetrics()
        room = metrics.horizontalAdvance(WIDEST_NAME)
        self.encoder.setText(metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        called = name if title in name else f"{title} ({name})"
        self.encoder.setAccessibleName(tr("Encoder: {name}", name=called))

    def show_tile_size(self, side: int) -> None:
        """Move the slider without telling anyone."""
        self.size_slider.blockSignals(True)
        self.size_slider.setValue(side)
        self.size_slider.blockSignals(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words, then the slider, where the window is narrow."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wide = self.width() >= WORDS_FROM + WORD * max(0, len(self._views) - 3)
        for view in self._views:
            view.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
            )
        opens = self.width() >= OPEN_FROM
        self._open.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if opens else style.ToolButtonIconOnly
        )
        self.size_slider.setVisible(self.width() >= SLIDER_FROM)
