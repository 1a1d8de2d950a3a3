"""What the window's actions do to pictures: paste, show in the file manager, select."""

import os
import subprocess
import sys
from functools import partial
from typing import Protocol
from urllib.parse import unquote_to_bytes

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from gallery.core.paths import shown
from gallery.ui.background import Background
from gallery.ui.client.roles import AsksPictures, HoldsState, ListsFolders, TellsFailures
from gallery.ui.language import counted, tr
from gallery.ui.mime_data import uri
from gallery.ui.model.filters import Filter, OnlyThese
from gallery.ui.model.history import HistoryEntry

# A file manager may have to be started before it answers.
WAIT_MS = 5000
# A query of more would be like nothing in particular, and each has to be read first.
MOST_ASKED = 60
# So many pictures, in so many folders, are shown in the file manager at once: it opens a window
# for each folder.
MOST_FILES, MOST_FOLDERS = 200, 4


def path_of(url: QUrl) -> bytes:
    """Return the path of a local URL as bytes, whatever they are; b"" for any other."""
    if not url.isLocalFile():
        return b""
    if sys.platform == "win32":
        return os.fsencode(url.toLocalFile())
    # Through the encoded form, for QUrl's own text replaces bytes that are no UTF-8.
    return unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded))


class CommandsSource(HoldsState, ListsFolders, AsksPictures, TellsFailures, Protocol):
    """What the commands ask, and tell."""


class Commands(QObject):
    """The actions about pictures; window and views are not known here.

    Signals:
        asked: what was pasted or dropped is asked about.
    """

    asked = Signal()

    def __init__(self, controller: CommandsSource) -> None:
        super().__init__()
        self._controller = controller
        self._state = controller.state
        self._revealing = Background("reveal", self)

    # ------------------------------------------------------------ clipboard and drops

    @Slot()
    def paste(self) -> None:
        """Ask for look-alikes of the picture that was copied elsewhere, or open the folder."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._controller.failed.emit(tr("There is no picture to paste."))

    def take(self, data: QMimeData, *, anew: bool = False) -> bool:
        """Act on what was pasted or dropped: folders are opened, pictures asked for together.

        `anew`: do not ask among the pictures on screen, but in the folder that they lie in.
        """
        paths = [path for path in map(path_of, data.urls()) if path]
        if paths:
            self._controller.paths.ask("take", paths, partial(self._take, paths, anew))
        elif data.hasImage():
            self._ask_image(QImage(data.imageData()))
        elif data.hasUrls():
            self._controller.failed.emit(tr("This lies elsewhere: save it on this computer first."))
        else:
            return False
        return True

    def _take(self, paths: list[bytes], anew: bool, kinds: list[str]) -> None:
        found = list(zip(paths, kinds, strict=True))
        folders = [path for path, kind in found if kind in ("folder", "away")]
        files = [path for path, kind in found if kind == "file"]
        gone = [path for path, kind in found if not kind]
        if folders:
            self._open(folders, len(files))
        elif files:
            self._ask(files, anew=anew)
        if gone:
            self._controller.failed.emit(_not_there(shown(gone[0]), len(gone) - 1))

    def _open(self, folders: list[bytes], files: int) -> None:
        self._controller.open_folder(*folders)
        if len(folders) > 1:
            told = counted(
                "{n} more folder is indexed afterwards, and can then be opened in the sidebar.",
                "{n} more folders are indexed afterwards, and can then be opened in the sidebar.",
                len(folders) - 1,
            )
            self._controller.failed.emit(told)
        if files:
            told = counted(
                "{n} dropped file beside the folders: not asked about.",
                "{n} dropped files beside the folders: not asked about.",
                files,
            )
            self._controller.failed.emit(told)

    def _ask(self, files: list[bytes], *, anew: bool) -> None:
        if anew or self._controller.folder is None:
            self._controller.open_folder(os.path.dirname(files[0]))
        self._controller.ask_files(files[:MOST_ASKED])
        self.asked.emit()
        if len(files) > MOST_ASKED:
            told = tr(
                "The first {some} of {all} files are asked about.", some=MOST_ASKED, all=len(files)
            )
            self._controller.failed.emit(told)

    def _ask_image(self, image: QImage) -> None:
        if self._controller.folder is None:
            self._controller.failed.emit(
                tr("Open a folder first, then paste a picture to compare.")
            )
        elif not image.isNull():
            self._controller.ask_image(image)
            self.asked.emit()

    # ------------------------------------------------------------ selection and filters

    @Slot()
    def invert(self) -> None:
        """Select what is not selected, of what the grid shows."""
        shown_now = self._state.order.positions
        self._state.select(shown_now[~self._state.selected[shown_now]])

    @Slot()
    def only(self) -> None:
        """Leave only the selected pictures in the grid."""
        count = int(np.count_nonzero(self._state.selected))
        if count:
            label = counted("{n} chosen picture", "{n} chosen pictures", count)
            self._state.set_filter(Filter((OnlyThese.of(self._state.selected, label),)))

    @Slot()
    def cluster(self) -> None:
        """Show the cluster of the focused picture alone, or all again."""
        focus = self._state.place.focus
        if 0 <= focus < len(self._state.table):
            number = int(self._state.table.cluster[focus])
            if number >= 0:
                self._state.toggle_cluster(number)

    @Slot()
    def similar(self) -> None:
        """Find look-alikes of the focused picture."""
        self._state.find_lookalikes(self._state.place.focus)

    @Slot()
    def everything(self) -> None:
        """Show all pictures, unsorted by any query."""
        self._state.select_none()
        self._state.go(HistoryEntry())

    # ------------------------------------------------------------ file manager

    @Slot()
    def reveal(self) -> None:
        """Show the chosen pictures in the file manager."""
        chosen = self._state.chosen()
        paths = [self._state.table.path(p) for p in chosen[:MOST_FILES].tolist()]
        if paths:
            self._reveal_all(_in_few_folders(paths), len(chosen))

    @Slot(object)
    def reveal_relative(self, relative: bytes) -> None:
        """Show a file of the library, given by its relative path."""
        root = self._controller.folder
        if root is not None:
            self.reveal_path(root.rstrip(b"/") + b"/" + relative)

    def reveal_path(self, path: bytes) -> None:
        """Show a file in the file manager: marked where that can be asked for, else its folder."""
        self._reveal_all([path], 1)

    def _reveal_all(self, paths: list[bytes], chosen: int) -> None:
        """Show some of so many chosen files, and say so where it is not all of them."""
        self._controller.paths.ask("reveal", paths, partial(self._reveal, paths, chosen))

    def _reveal(self, paths: list[bytes], chosen: int, kinds: list[str]) -> None:
        there = [path for path, kind in zip(paths, kinds, strict=True) if kind not in ("", "away")]
        if not there:
            told = tr("None of the chosen pictures is there any more.")
            if chosen == 1:
                told = tr("{name} is not there any more.", name=shown(paths[0]))
            self._controller.failed.emit(told)
            return
        if sys.platform == "darwin":
            subprocess.Popen([b"open", b"-R", *there])
        elif sys.platform == "win32":
            del there[1:]  # its file manager marks one file for each call
            # As one string: explorer parses its command line itself, and no path on Windows has
            # quotes.
            subprocess.Popen(f'explorer /select,"{os.fsdecode(there[0])}"')
        else:
            folders = list(dict.fromkeys(map(os.path.dirname, there)))
            self._revealing.run(
                partial(_shown_by_desktop, there), partial(self._open_unless, folders)
            )
        if len(there) < chosen:
            told = counted(
                "{n} of {chosen} chosen pictures is shown in the file manager.",
                "{n} of {chosen} chosen pictures are shown in the file manager.",
                len(there),
                chosen=chosen,
            )
            self._controller.failed.emit(told)

    def _open_unless(self, folders: list[bytes], marked: bool) -> None:
        for folder in [] if marked else folders:
            if not QDesktopServices.openUrl(QUrl.fromEncoded(uri(folder))):
                told = tr("No file manager answers. The folder is {folder}", folder=shown(folder))
                self._controller.failed.emit(told)
                return


def _in_few_folders(paths: list[bytes]) -> list[bytes]:
    """Return those of `paths` that lie in the first few folders among them."""
    few = list(dict.fromkeys(map(os.path.dirname, paths)))[:MOST_FOLDERS]
    return [path for path in paths if os.path.dirname(path) in few]


def _not_there(name: str, others: int) -> str:
    """Return that a file is not there, nor so many others."""
    if not others:
        return tr("{name} is not there.", name=name)
    return counted(
        "{name} is not there, and {n} other file neither.",
        "{name} is not there, and {n} other files neither.",
        others,
        name=name,
    )


def _shown_by_desktop(paths: list[bytes]) -> bool:
    """Ask the file manager over D-Bus to mark files; False where none listens."""
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
    except ImportError:
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    name = "org.freedesktop.FileManager1"
    call = QDBusMessage.createMethodCall(name, "/org/freedesktop/FileManager1", name, "ShowItems")
    # The empty text is the startup id that the interface asks for.
    call.setArguments([[uri(path).decode("ascii") for path in paths], ""])
    reply = bus.call(call, timeout=WAIT_MS)
    return reply.type() == QDBusMessage.MessageType.ReplyMessage
