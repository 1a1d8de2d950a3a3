"""Whether the folder on screen is still as it was when it was looked through last.

    waiting -> looking -> the same: waiting, a little longer where looking takes long
                       -> changed: told once; whoever hears it has the folder looked through

The engine compares names, sizes and times with the store, without opening any file. So every kind
of drive is watched alike, files that are overwritten in place are noticed as well, and the window
touches no drive: the system's own notices reach neither network drives nor bytes that are written
into a file of a watched folder.
"""

import os
import time
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from gallery.engine.ipc.messages import Compared, CompareFolder, Ending
from gallery.ui.client.replies import Client, Listener

LEAST_S, MOST_S = 3.0, 600.0  # between two looks, however short or long one takes
SHARE = 50  # of the time, one part in so many is spent on looking
PURPOSE = "compare"


class FolderWatch(QObject):
    """Has one folder compared with the store now and then.

    Signals:
        changed: something was added, removed or overwritten in the folder (bytes).
    """

    changed = Signal(object)

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self._folder: bytes | None = None
        self._follow_links = False
        # How often in a row it was changed: while files are copied into it, and should looking
        # through it not bring store and folder together, it is looked at less and less often.
        self._changes = 0
        self._looked = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def watch(self, folder: bytes | None, follow_links: bool = False) -> None:
        """Watch a folder from now on, and no other; None while it is worked on."""
        self._follow_links = follow_links
        if folder == self._folder:
            return
        self._folder = folder
        self._stop()
        if folder is not None:
            self._wait(0.0)

    def look(self) -> None:
        """Look at it now, unless that is under way or was done a moment ago."""
        # The window asks at each activation; going back and forth between two windows is no news.
        moment = time.monotonic() - self._looked < LEAST_S / 3
        if self._folder is None or moment or self._client.find(PURPOSE) is not None:
            return
        self._timer.stop()
        folder = self._folder
        message = CompareFolder(folder=os.fsdecode(folder), follow_links=self._follow_links)
        listener = Listener(partial(self._compared, folder), ended=partial(self._ended, folder))
        self._client.ask(message, listener, purpose=PURPOSE)

    def _compared(self, folder: bytes, message: Compared) -> None:
        self._looked = time.monotonic()
        self._changes = self._changes + 1 if message.differs else 0
        if folder != self._folder:
            return
        self._wait(message.seconds)
        if message.differs:
            self.changed.emit(folder)

    def _ended(self, folder: bytes, _message: Ending) -> None:
        # Without an answer, as where the folder is not there: it may be the next time.
        if folder == self._folder and not self._timer.isActive():
            self._wait(0.0)

    def _wait(self, looking_s: float) -> None:
        # Doubled with each change in a row, up to 256 times.
        pause = max(LEAST_S, looking_s * SHARE) * 2 ** min(self._changes, 8)
        self._timer.start(round(1000 * min(pause, MOST_S)))

    def _stop(self) -> None:
        self._timer.stop()
        under_way = self._client.find(PURPOSE)
        if under_way is not None:
            under_way.drop()
