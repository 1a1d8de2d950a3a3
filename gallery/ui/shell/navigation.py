"""Which page is shown, and the way back: panels and pages first, then the state's layers."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gallery.ui.client.roles import HoldsFolder, HoldsState
from gallery.ui.pages.gallery import GalleryPage
from gallery.ui.pages.problems import ProblemsPage
from gallery.ui.pages.shortcuts import ShortcutsPage
from gallery.ui.pages.welcome import WelcomePage
from gallery.ui.viewer.page import Viewer
from gallery.ui.widgets.encoder_menu import EncoderPanel
from gallery.ui.widgets.search_field import SearchField


class Pages(QStackedWidget):
    """All pages; the gallery keeps its place while another one is before it."""

    def __init__(
        self,
        gallery: GalleryPage,
        viewer: Viewer,
        problems: ProblemsPage,
        welcome: WelcomePage,
        shortcuts: ShortcutsPage,
    ) -> None:
        super().__init__()
        self.setObjectName("pages")
        self.gallery, self.viewer, self.problems, self.welcome = gallery, viewer, problems, welcome
        self.shortcuts = shortcuts
        for page in (welcome, gallery, problems, shortcuts, viewer):
            self.addWidget(page)


class NavigationSource(HoldsState, HoldsFolder, Protocol):
    """What the way leads through."""


class Navigation(QObject):
    """Turns the pages.

    Signals:
        nothing_left: Esc found no layer to take off.
    """

    nothing_left = Signal()

    def __init__(
        self, library: NavigationSource, pages: Pages, search: SearchField, encoders: EncoderPanel
    ) -> None:
        super().__init__()
        self._library, self._state = library, library.state
        self._pages, self._search, self._encoders = pages, search, encoders
        gallery = pages.gallery
        for page in (pages.problems, pages.shortcuts, pages.viewer):
            page.closed.connect(self.leave)
        gallery.inspector.opened.connect(self.view)
        for view in gallery.views.values():
            view.opened.connect(self.view)
        pages.problems.list.view_wanted.connect(self._view_file)
        for side in (gallery.sidebar, gallery.rail):
            side.problems_wanted.connect(self.show_problems)
        self._state.folder_changed.connect(self._start)
        self._viewed_from: QWidget | None = None

    def _show(self, page: QWidget) -> None:
        self._search.hide_hint()
        self._encoders.hide()
        self._pages.setCurrentWidget(page)
        self._focus(page)

    def _focus(self, page: QWidget | None) -> None:
        if page is self._pages.gallery:
            self._pages.gallery.focus_pictures()
        elif page is self._pages.problems:
            self._pages.problems.list.setFocus()
        elif page is not None:
            page.setFocus()

    @Slot()
    def show_gallery(self) -> None:
        """Show the pictures."""
        self._show(self._pages.gallery)

    @Slot()
    def show_asked(self) -> None:
        """Show the pictures that something is asked of, if there are any."""
        if self._library.folder is not None:
            self.show_gallery()

    @Slot()
    def leave(self) -> None:
        """Return from viewer, problems or shortcuts to where one was."""
        pages = self._pages
        if pages.currentWidget() is pages.viewer and self._viewed_from is pages.problems:
            self.show_problems()
        else:
            self._start()

    @Slot()
    def _start(self) -> None:
        has_folder = self._library.folder is not None
        self._show(self._pages.gallery if has_folder else self._pages.welcome)

    @Slot()
    def show_welcome(self) -> None:
        """Show all libraries there are."""
        self._show(self._pages.welcome)

    @Slot()
    def show_problems(self) -> None:
        """Show the files that could not be used."""
        self._show(self._pages.problems)

    @Slot()
    def show_shortcuts(self) -> None:
        """Show all shortcuts, or leave them."""
        if self._pages.currentWidget() is self._pages.shortcuts:
            self.leave()
        else:
            self._show(self._pages.shortcuts)

    @Slot(int)
    def view(self, position: int) -> None:
        """Show a picture large."""
        if 0 <= position < len(self._state.table):
            # From picture to picture within the viewer the way back stays the one that led into it.
            if self._pages.currentWidget() is not self._pages.viewer:
                self._viewed_from = self._pages.currentWidget()
            self._pages.viewer.open(position)
            self._show(self._pages.viewer)

    @Slot(int)
    def _view_file(self, file: int) -> None:
        self.view(int(self._state.table.positions(np.array([file], np.int64))[0]))

    @Slot()
    def view_focused(self) -> None:
        """Show the focused picture large."""
        self.view(self._state.place.focus)

    @Slot()
    def peel(self) -> None:
        """Take off one layer: panel, page, tool, then selection, query, filter."""
        pages = self._pages
        page = pages.currentWidget()
        if self._encoders.isVisible():
            self._encoders.hide()
        elif page in (pages.viewer, pages.problems, pages.shortcuts):
            self.leave()
        elif self._search.line.hasFocus():
            self._search.line.clear()
            self._search.hide_hint()
            self._focus(page)
        elif page is pages.welcome and self._library.folder is not None:
            self.leave()
        elif not pages.gallery.peel() and not self._state.peel():
            self.nothing_left.emit()
