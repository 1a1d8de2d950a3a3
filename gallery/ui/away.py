"""Whether folders are there, looked for in the engine: once when shown; now and then while away."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gallery.engine import messages
from gallery.engine.messages import Seen
from gallery.ui.link import EngineLink

LOOK_MS = 3000


@dataclass(slots=True)
class _Look:
    """A look for one folder: a drive that does not answer holds the looks for no other."""

    folder: bytes
    present: int = 0
    of: int = 0
    is_answered: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nothing of the folder is there, as where a drive leaves an empty one behind."""
        return self.present < 0 or self.present == 0 < self.of


class AwayWatch(QObject):
    """Has the engine look for folders; a look that takes long is waited for.

    Signals:
        back: more of a folder is there than before (bytes); the store knows of it.
        missed: `missing` is another one.

    Attributes:
        missing: folders that were not there when they were looked for; the store, which knows
            what was so when they were last open, may not know of it.
    """

    back = Signal(object)
    missed = Signal()

    def __init__(self, link: EngineLink, number: Callable[[str], int]) -> None:
        """`number` returns the id of a new request with the meaning that it is given."""
        super().__init__()
        self._link, self._number = link, number
        self.missing: set[bytes] = set()
        self._watched: list[bytes] = []
        self._looks: dict[int, _Look] = {}
        self._shown: set[bytes] = set()
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

    def look_once(self, folders: Iterable[bytes]) -> None:
        """Look for those of `folders` that were not looked for yet."""
        for folder in folders:
            if folder not in self._shown:
                self._shown.add(folder)
                self._look_for(folder)

    def watch(self, folders: Iterable[bytes]) -> None:
        """Look for `folders` now and then from now on, and for no other."""
        self._watched = list(folders)
        self._tried.intersection_update(self._watched)
        self._present = {f: n for f, n in self._present.items() if f in self._watched}
        if not self._watched:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        for folder in self._watched:
            self._look_for(folder)

    def _look_for(self, folder: bytes) -> None:
        if all(look.folder != folder for look in self._looks.values()):
            request = self._number("look")
            self._looks[request] = _Look(folder)
            self._link.send(messages.LookFor(request=request, folders=[os.fsdecode(folder)]))

    @Slot(object)
    def _seen(self, message: Seen) -> None:
        look = self._looks.get(message.request)
        if look is not None:
            (look.present,), (look.of,) = message.present, message.of
            look.is_answered = True

    @Slot(object)
    def _ended(self, message: Any) -> None:
        look = self._looks.pop(message.request, None)
        if look is None or not look.is_answered:
            return
        news = look.folder in self._watched and self._is_news(look)
        if look.is_missing != (look.folder in self.missing):
            self.missing.symmetric_difference_update((look.folder,))
            self.missed.emit()
        if news:
            # Counted anew after it was opened: what is still missing may come later.
            self._present.pop(look.folder, None)
            self.back.emit(look.folder)

    def _is_news(self, look: _Look) -> bool:
        """Return whether opening the folder is worth it.

        It is when more is there than before; and once when all is there at the first look, for
        it may have come back before that.
        """
        before = self._present.get(look.folder)
        self._present[look.folder] = look.present
        if before is not None:
            return look.present > before
        if look.present != look.of or look.folder in self._tried:
            return False
        self._tried.add(look.folder)
        return True

    @Slot()
    def _forget(self) -> None:
        self._shown.difference_update(look.folder for look in self._looks.values())
        self._looks.clear()
