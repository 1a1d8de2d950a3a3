"""Pasted pictures are kept as files, for the engine to read."""

import logging
import os
import time

from PySide6.QtGui import QImage

from gallery.core.paths import Home

log = logging.getLogger(__name__)

KEEP = 8  # the history may lead back to the query of an older one


def keep(image: QImage, home: Home) -> bytes:
    """Write a picture into the cache and return its path, b"" if it could not be written.

    A large one takes a while. Only the newest few are kept: they are the person's own, and nobody
    else's business.
    """
    folder = home.cache / "pasted"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.png"))[:-KEEP]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a pasted picture could not be kept: %s", error)
        return b""
    path = folder / f"pasted-{time.time_ns()}.png"
    return os.fsencode(path) if image.save(str(path)) else b""
