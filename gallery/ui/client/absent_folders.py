"""Whether folders are there, looked for in the engine: once when shown; now and then while away."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gallery.engine.ipc.messages import Ending, LookFor, Seen
from gallery.ui.client.replies import FOREVER, Client, Listener

LOOK_MS = 3000  # a drive that is plugged in is noticed while a person still looks at the window


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


# What is known of one folder, by the number of its files that were there (`_present`):
#
#   not looked at --first look--> all there: back, but once only (`_tried`)
#                 |            > some or none: its number is kept
#                 later looks ---> more than before: back, and the number is forgotten
#                                > as many, or fewer: the number is kept
#
# Once only, for else a folder whose store still says "away" would be opened every three seconds.
# `watch` without the folder forgets all of it. `missing` is told apart from this: it is what lists
# show, and changes with each answer.
class AbsentFolders(QObject):
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

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self.missing: set[bytes] = set()
        self._watched: list[bytes] = []
        self._shown: set[bytes] = set()
        # How many files were there at the last look; and whose first look has brought it back.
        self._present: dict[bytes, int] = {}
        self._tried: set[bytes] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

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
        purpose = ("look", folder)
        if self._client.find(purpose) is None:
            look = _Look(folder)
            listener = Listener(partial(self._seen, look), ended=partial(self._ended, look))
            message = LookFor(folders=[os.fsdecode(folder)])
            # For ever: a look that kills no engine, and which nobody else would ask for again.
            self._client.ask(message, listener, purpose=purpose, resend=FOREVER)

    def _seen(self, look: _Look, message: Seen) -> None:
        (look.present,), (look.of,) = message.present, message.of
        look.is_answered = True

    def _ended(self, look: _Look, _message: Ending) -> None:
        # Failed or cancelled: nothing was seen, which says nothing of the folder.
        if not look.is_answered:
            return
        news = look.folder in self._watched and self._is_news(look)
        if look.is_missing != (look.folder in self.missing):
            self.missing.symmetric_difference_update((look.folder,))
            self.missed.emit()
        if news:
            # Counted again after it was opened: what is still missing may come later.
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
