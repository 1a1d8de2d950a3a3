"""Folders that are away are looked for now and then, in the engine, until they are back."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gallery.engine import messages
from gallery.engine.messages import Seen
from gallery.ui.link import EngineLink

LOOK_MS = 3000


class AwayWatch(QObject):
    """Has the engine look for folders; a look that takes long is waited for.

    Signals:
        back: more of a folder is there than before (bytes); the store knows of it.
    """

    back = Signal(object)

    def __init__(self, link: EngineLink, number: Callable[[str], int]) -> None:
        """`number` returns the id of a new request with the meaning that it is given."""
        super().__init__()
        self._link, self._number = link, number
        self._folders: list[bytes] = []
        self._asked: list[bytes] = []
        self._news: list[bytes] = []
        self._request = 0
        # How many files were there at the last look; and whose first look has brought it back.
        self._present: dict[bytes, int] = {}
        self._tried: set[bytes] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        link.seen.connect(self._seen)
        link.restarted.connect(self._forget)
        for ending in (link.done, link.cancelled, link.failed):
            ending.connect(self._ended)

    def watch(self, folders: Iterable[bytes]) -> None:
        """Look for `folders` from now on, and for no other."""
        self._folders = list(folders)
        self._tried.intersection_update(self._folders)
        self._present = {f: n for f, n in self._present.items() if f in self._folders}
        if not self._folders:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self._request:
            return
        self._request, self._asked = self._number("look"), self._folders
        names = [os.fsdecode(folder) for folder in self._asked]
        self._link.send(messages.LookFor(request=self._request, folders=names))

    @Slot(object)
    def _seen(self, message: Seen) -> None:
        if message.request != self._request:
            return
        looked = zip(self._asked, message.present, message.of, strict=True)
        self._news = [folder for folder, *counts in looked if self._is_news(folder, *counts)]

    def _is_news(self, folder: bytes, present: int, of: int) -> bool:
        """Return whether opening the folder is worth it.

        It is when more is there than before; and once when all is there at the first look, for
        it may have come back before that.
        """
        before = self._present.get(folder)
        self._present[folder] = present
        if before is not None:
            return present > before
        if present != of or folder in self._tried:
            return False
        self._tried.add(folder)
        return True

    @Slot(object)
    def _ended(self, message: Any) -> None:
        if message.request != self._request:
            return
        news = self._news
        self._forget()
        for folder in news:
            # Counted anew after it was opened: what is still missing may come later.
            self._present.pop(folder, None)
            self.back.emit(folder)

    @Slot()
    def _forget(self) -> None:
        self._request, self._asked, self._news = 0, [], []
