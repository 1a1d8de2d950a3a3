"""Pasted pictures are kept as files, for the engine to read; a large one takes a while to write."""

import logging
import os
import threading
import time

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from gallery.core.paths import Home

log = logging.getLogger(__name__)

KEEP = 8


class Pasting(QObject):
    """Writes pasted pictures into the cache, on a thread.

    Signals:
        kept: the file, and what it is called.
        failed: it could not be kept; a sentence.
    """

    kept = Signal(object, str)
    failed = Signal(str)
    _written = Signal(str)

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self._written.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def keep(self, image: QImage) -> None:
        """Write a picture; `kept` tells where."""
        threading.Thread(
            target=self._work, args=(image.copy(),), name="pasting", daemon=True
        ).start()

    @Slot(str)
    def _tell(self, path: str) -> None:
        if path:
            self.kept.emit(os.fsencode(path), "pasted picture")
        else:
            self.failed.emit("The pasted picture could not be kept; there may be no space left.")

    def _work(self, image: QImage) -> None:
        try:
            path = _write(image, self._home)
        except OSError as error:
            log.warning("a pasted picture could not be kept: %s", error)
            path = ""
        self._written.emit(path)


def _write(image: QImage, home: Home) -> str:
    """Return the file that a picture was written to, "" if it could not be.

    Only the newest few are kept: they are the person's own, and nobody else's business.
    """
    folder = home.cache / "pasted"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in sorted(folder.glob("*.png"))[:-KEEP]:
        old.unlink(missing_ok=True)
    path = folder / f"pasted-{time.time_ns()}.png"
    return str(path) if image.save(str(path)) else ""
