"""The window: it puts header, pages and status bar together and binds the actions."""

import os
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from gallery.core.codes import Code
from gallery.core.encoder_names import title
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Opened, Topic
from gallery.ui.actions import LAYOUTS, Actions, Scope
from gallery.ui.client.roles import WholeClient
from gallery.ui.language import tr
from gallery.ui.pages.gallery import GalleryPage
from gallery.ui.pages.problems import ProblemsPage
from gallery.ui.pages.shortcuts import ShortcutsPage
from gallery.ui.pages.welcome import WelcomePage
from gallery.ui.registry import REGISTRY, Registry
from gallery.ui.shell.availability import Availability
from gallery.ui.shell.clipboard import Clipboard
from gallery.ui.shell.commands import Commands
from gallery.ui.shell.drops import Drops, accept_copy
from gallery.ui.shell.navigation import Navigation, Pages
from gallery.ui.shell.preferences import Preferences
from gallery.ui.shell.word_search import WordSearch
from gallery.ui.style import sheet
from gallery.ui.style.theme import Appearance
from gallery.ui.view import ViewBus, ViewContext
from gallery.ui.viewer.page import Viewer
from gallery.ui.widgets.encoder_menu import EncoderPanel
from gallery.ui.widgets.header import Header
from gallery.ui.widgets.notice_bar import NoticeBar
from gallery.ui.widgets.search_field import SearchField
from gallery.ui.widgets.status_bar import StatusBar

TITLE = "Lookalike"
LEAST_WIDTH, LEAST_HEIGHT = 720, 480


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(
        self, controller: WholeClient, appearance: Appearance, registry: Registry = REGISTRY
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setAcceptDrops(True)
        self.controller, self.state, self.appearance = controller, controller.state, appearance
        QApplication.setFont(sheet.base_font())
        self._restyle()
        self.actions_ = Actions(self, registry.actions())
        self.actions_.restyle(appearance.theme)
        self.search = SearchField(self.state, controller.thumbnails, appearance)
        self.header = Header(self.actions_, self.search, appearance)
        self.notices = NoticeBar(appearance)
        self.welcome = WelcomePage(controller, appearance)
        self.bus = ViewBus()
        context = ViewContext(controller, appearance, self.actions_, self.bus)
        self.gallery = GalleryPage(context, registry)
        self.problems = ProblemsPage(controller, appearance)
        self.viewer = Viewer(controller, self.actions_, appearance)
        self.commands = Commands(controller)
        self.copying = Clipboard(self.state, self.viewer.pixels)
        self.status = StatusBar(controller, self.actions_)
        shortcuts = ShortcutsPage(self.actions_.declared)
        self.pages = Pages(self.gallery, self.viewer, self.problems, self.welcome, shortcuts)
        self.encoders = EncoderPanel(controller, self)
        self.navigation = Navigation(controller, self.pages, self.search, self.encoders)
        self.words = WordSearch(controller, self.search, self.navigation)
        self.drops = Drops(controller, self.welcome, self.status, self.commands)
        self.availability = Availability(self.state, self.actions_)
        self.preferences = Preferences(controller, self.actions_, self.gallery)
        self._lay_out()
        self._bind()
        self._connect()
        self.preferences.offer_themes(appearance)
        self.preferences.offer_languages()
        self.preferences.apply(self)
        self._show_encoder()
        self.setFocus()

    def _lay_out(self) -> None:
        frame = QWidget()
        frame.setObjectName("frame")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, self.notices):
            layout.addWidget(widget)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(frame)
        self.actions_.fill_menu_bar(self.menuBar())
        self.menuBar().setVisible(False)
        self.actions_.listen(self.gallery, Scope.GALLERY)
        for view in self.gallery.views.values():
            self.actions_.listen(view.keyboard, Scope.PICTURES)

    def _bind(self) -> None:
        controller, state, commands = self.controller, self.state, self.commands
        handlers: dict[str, Callable[[], object]] = {
            "open": self.choose_folder,
            "sample": controller.open_sample,
            "welcome": self.navigation.show_welcome,
            "rescan": controller.rescan,
            "pause": self._pause,
            "cancel": controller.cancel,
            "problems": self.navigation.show_problems,
            "encoder": self.show_encoders,
            "quit": self.close,
            "copy": self.copying.copy,
            "paste": commands.paste,
            "select_all": state.select_all,
            "select_none": state.select_none,
            "invert": commands.invert,
            "find": self.search.focus_line,
            "menu_bar": self._show_menu_bar,
            "full_screen": self._full_screen,
            "back": state.back,
            "forward": state.forward,
            "peel": self.navigation.peel,
            "everything": self._show_everything,
            "similar": commands.similar,
            "viewer": self.navigation.view_focused,
            "only": commands.only,
            "cluster": commands.cluster,
            "reveal": commands.reveal,
            "shortcuts": self.navigation.show_shortcuts,
        }
        layouts = self.actions_.group(LAYOUTS)
        self.actions_.bind(handlers | dict.fromkeys(layouts, self.navigation.show_asked))

    def _connect(self) -> None:
        controller, state, gallery = self.controller, self.state, self.gallery
        self.appearance.changed.connect(self._restyle)
        self.header.encoder_wanted.connect(self.show_encoders)
        self.search.picture_pasted.connect(self.commands.paste)
        self.commands.asked.connect(self.navigation.show_asked)
        self.bus.words_wanted.connect(self.words.search)
        self.bus.encoder_wanted.connect(self.show_encoders)
        self.bus.told.connect(self.status.tell)
        self.bus.left.connect(self.preferences.return_to_layout)
        self.bus.tile_shown.connect(self.header.show_tile_size)
        self.header.tile_size_chosen.connect(self.bus.tile_chosen)
        self.welcome.open_wanted.connect(self.choose_folder)
        self.welcome.sample_wanted.connect(controller.open_sample)
        self.welcome.folder_wanted.connect(controller.open_folder)
        for side in (gallery.sidebar, gallery.rail):
            side.everything_wanted.connect(self._show_everything)
        gallery.empty.open_wanted.connect(self.choose_folder)
        gallery.empty.sample_wanted.connect(controller.open_sample)
        gallery.empty.problems_wanted.connect(self.navigation.show_problems)
        gallery.emptied.connect(self.header.size_slider.setDisabled)
        for view in gallery.views.values():
            view.context_requested.connect(self._context_menu)
        self.problems.show_wanted.connect(self.commands.reveal_relative)
        self.copying.copied.connect(self.status.tell)
        self.viewer.shown.connect(state.set_focus)
        self.navigation.nothing_left.connect(self._nothing_left)
        controller.failed.connect(self.notices.say)
        controller.notice_changed.connect(self.notices.show_notice)
        self.notices.again_wanted.connect(controller.try_again)
        controller.opened.connect(self._opened)
        controller.settings_changed.connect(self._show_encoder)
        controller.folders_changed.connect(self._show_folder)
        self.pages.currentChanged.connect(self._show_page)
        self._show_page()

    @Slot()
    def _restyle(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyleSheet(sheet.sheet(self.appearance.theme))
        if hasattr(self, "actions_"):
            self.actions_.restyle(self.appearance.theme)

    # ------------------------------------------------------------ what is shown

    @Slot()
    def _show_folder(self) -> None:
        current = next((entry for entry in self.controller.folders if entry.current), None)
        self.setWindowTitle(f"{current.name} - {TITLE}" if current else TITLE)

    @Slot()
    def _show_page(self) -> None:
        for part in (self.search, self.status):
            part.set_bare(self._is_start())

    def _is_start(self) -> bool:
        return self.pages.currentWidget() is self.welcome

    @Slot(object)
    def _opened(self, message: Opened) -> None:
        said = Sentence(Code.AWAY) if message.away else None
        self.notices.show_notice(Notice(topic=Topic.AWAY, said=said))

    @Slot()
    def _show_encoder(self) -> None:
        name = self.controller.encoder
        self.header.show_encoder(name, tr(title(name)))

    @Slot()
    def show_encoders(self) -> None:
        """Unfold the encoders under their button, or fold them up."""
        self.encoders.toggle_under(self.header.encoder)

    @Slot()
    def _nothing_left(self) -> None:
        if self.isFullScreen():
            self._full_screen()

    # ------------------------------------------------------------ what a person does

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Open a folder of pictures"))
        if chosen:
            self.controller.open_folder(os.fsencode(chosen))

    @Slot()
    def _show_everything(self) -> None:
        self.commands.everything()
        self.navigation.show_gallery()

    @Slot()
    def _pause(self) -> None:
        self.controller.pause(self.actions_["pause"].isChecked())

    @Slot()
    def _full_screen(self) -> None:
        full = not self.isFullScreen()
        self.actions_["full_screen"].setChecked(full)
        (self.showFullScreen if full else self.showNormal)()

    @Slot()
    def _show_menu_bar(self) -> None:
        self.menuBar().setVisible(self.actions_["menu_bar"].isChecked())

    @Slot(int, QPoint)
    def _context_menu(self, position: int, point: QPoint) -> None:
        if position >= 0:
            self.state.set_focus(position)
        menu = self.actions_.context_menu(self, picture=position >= 0)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    # ------------------------------------------------------------ events

    def changeEvent(self, event: QEvent) -> None:
        """Look whether the folder was changed in another program, as one comes back from it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.controller.look_over()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept folders and pictures from outside."""
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on to accept what was accepted as it came in, as a copy."""
        accept_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Put out the light of the drop area."""
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the folder, or ask for look-alikes of the picture."""
        self.drops.drop(event, anew=self._is_start())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go back and forward with the mouse's side buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self.state.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.state.forward()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the size of the window, and end the threads of the pages."""
        self.preferences.keep_size(self)
        self.viewer.stop()
        for view in self.gallery.views.values():
            view.stop()
        self.gallery.inspector.stop()
        self.gallery.sidebar.drafts.stop()
        super().closeEvent(event)
