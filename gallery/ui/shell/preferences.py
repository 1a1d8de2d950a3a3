"""How a person likes the window: layout, theme, sides; applied at once, and kept."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from gallery.ui import language
from gallery.ui.actions import LAYOUTS, THEMES, Actions
from gallery.ui.client.roles import KeepsSettings, TellsFailures
from gallery.ui.language import tr
from gallery.ui.pages.gallery import GalleryPage
from gallery.ui.style.theme import Appearance


class PreferencesSource(KeepsSettings, TellsFailures, Protocol):
    """What the preferences change."""

    def follow_links(self, wanted: bool) -> None:
        """Follow links to folders from now on, or leave them out."""


class Preferences(QObject):
    """Carries out the actions of the View menu."""

    def __init__(
        self, controller: PreferencesSource, actions: Actions, gallery: GalleryPage
    ) -> None:
        super().__init__()
        self._controller, self._actions = controller, actions
        self._gallery = gallery
        actions.bind(self._handlers())

    def _handlers(self) -> dict[str, Callable[[], object]]:
        handlers: dict[str, Callable[[], object]] = {
            "inspector": self._show_inspector,
            "sidebar": self._show_sidebar,
            "follow_links": self._follow_links,
        }
        layouts = self._actions.group(LAYOUTS)
        return handlers | {name: partial(self.choose_layout, name) for name in layouts}

    def offer_themes(self, appearance: Appearance) -> None:
        """Bind the themes to `appearance`."""
        for name in self._actions.group(THEMES):
            self._actions.bind({name: partial(self._choose_theme, appearance, name)})

    def offer_languages(self) -> None:
        """Bind the languages: the one that is chosen is spoken from the next start on."""
        for code in ("", *language.NAMES):
            chosen = partial(self._choose_language, code)
            self._actions.bind({f"language_{code}": chosen})

    def _choose_language(self, code: str) -> None:
        if code != self._controller.settings.language:
            self._controller.change_settings(language=code)
            self._controller.failed.emit(
                tr("The language changes when Lookalike is started again.")
            )

    def apply(self, window: QMainWindow) -> None:
        """Take over what was kept."""
        settings, actions = self._controller.settings, self._actions
        least = window.minimumSize()
        window.resize(max(least.width(), settings.width), max(least.height(), settings.height))
        layout, themes = self._gallery.registry.known(settings.layout), actions.group(THEMES)
        theme = settings.theme if settings.theme in themes else themes[0]
        spoken = settings.language if settings.language in language.NAMES else ""
        for name in (layout, theme, "sidebar", f"language_{spoken}"):
            actions[name].setChecked(True)
        actions["inspector"].setChecked(settings.inspector)
        actions["follow_links"].setChecked(settings.follow_links)
        self._gallery.show_layout(layout)
        self._gallery.show_inspector(settings.inspector)
        for view in self._gallery.views.values():
            view.restore(settings)

    def keep_size(self, window: QMainWindow) -> None:
        """Keep the size to come back to, which is not that of the screen."""
        if not (window.isFullScreen() or window.isMaximized()):
            size = window.size()
            self._controller.change_settings(width=size.width(), height=size.height())

    def choose_layout(self, name: str) -> None:
        """Show the views of a layout."""
        self._actions[name].setChecked(True)
        self._gallery.show_layout(name)
        if not self._gallery.registry.layouts()[name].passing:
            self._controller.change_settings(layout=name)

    @Slot()
    def return_to_layout(self) -> None:
        """Show again what was shown before a view that was only looked into."""
        self.choose_layout(self._gallery.registry.known(self._controller.settings.layout))

    def _choose_theme(self, appearance: Appearance, name: str) -> None:
        appearance.choose(name)
        self._controller.change_settings(theme=name)

    @Slot()
    def _follow_links(self) -> None:
        self._controller.follow_links(self._actions["follow_links"].isChecked())

    @Slot()
    def _show_inspector(self) -> None:
        wanted = self._actions["inspector"].isChecked()
        self._gallery.show_inspector(wanted)
        self._controller.change_settings(inspector=wanted)

    @Slot()
    def _show_sidebar(self) -> None:
        self._gallery.show_sidebar(self._actions["sidebar"].isChecked())
