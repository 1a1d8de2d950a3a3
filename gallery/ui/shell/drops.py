"""What is dropped on the window: folders are opened, pictures are asked about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from gallery.ui.client.roles import HoldsFolder
from gallery.ui.language import tr
from gallery.ui.pages.welcome import WelcomePage
from gallery.ui.shell.commands import Commands
from gallery.ui.widgets.status_bar import StatusBar


class Drops:
    """Says while something is held over the window what a drop would do, and does it."""

    def __init__(
        self, library: HoldsFolder, welcome: WelcomePage, status: StatusBar, commands: Commands
    ) -> None:
        self._library, self._welcome = library, welcome
        self._status, self._commands = status, commands

    def enter(self, event: QDragEnterEvent) -> None:
        """Accept folders and pictures from outside."""
        # What was dragged out of this window is not dropped into it again.
        ours = event.source() is not None
        if not ours and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            accept_copy(event)
            self._welcome.area.set_over(True)
            if self._library.folder is not None:
                self._status.say(
                    tr("Drop pictures to find what is like them, or folders to open them")
                )

    def leave(self) -> None:
        """Put out the light of the drop area."""
        self._welcome.area.set_over(False)
        self._status.show_shown()

    def drop(self, event: QDropEvent, *, anew: bool) -> None:
        """Open the folder, or ask for look-alikes of the picture; `anew` as for `Commands.take`."""
        self.leave()
        if self._commands.take(event.mimeData(), anew=anew):
            accept_copy(event)


def accept_copy(event: QDropEvent) -> None:
    """Accept what is dropped as a copy: after a move its source would remove the files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
