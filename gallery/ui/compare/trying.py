"""A picture changed in ways that people do not mind, and what encoders make of it, live."""

import os
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from gallery.core.arrays import Pixels
from gallery.engine.ipc.likeness_messages import ChangePicture, ChangesTried
from gallery.engine.ipc.messages import Ending, Failed
from gallery.imaging.alter import altered
from gallery.ui.background import Background
from gallery.ui.client.replies import Listener
from gallery.ui.client.roles import AsksEngine, OpenRequest
from gallery.ui.language import say

LONGEST = 768  # pixels of what is changed, as in the engine

Changes = tuple[tuple[str, float], ...]


class Trying(QObject):
    """Changes one picture, and asks each encoder for its likeness to what it was.

    Of each encoder one question is open; the newest changes are asked about once it is answered.

    Signals:
        changed: `image` or `cosines` are others.
        failed: one sentence about what could not be tried.

    Attributes:
        image: the changed picture; None before it is drawn.
        cosines: by the name of the encoder; None while it is being found.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, client: AsksEngine) -> None:
        super().__init__()
        self._client = client
        self._drawing = Background("changing", self)
        self._path = b""
        self._pixels: QImage | None = None
        self._open: dict[str, tuple[Changes, OpenRequest]] = {}
        self.changes: Changes = ()
        self.image: QImage | None = None
        self.cosines: dict[str, float] = {}

    def start(self, path: bytes, encoders: list[str]) -> None:
        """Try another picture, unchanged, by some encoders."""
        self.forget()
        self._path = path
        self.cosines = dict.fromkeys(encoders, 1.0)
        self.changed.emit()

    def forget(self) -> None:
        """Stop what is asked and drawn."""
        for _changes, reply in self._open.values():
            reply.drop()
        self._open.clear()
        self._drawing.drop()
        self._pixels = self.image = None
        self.changes = ()

    def take_pixels(self, image: QImage | None) -> None:
        """Draw from these pixels from now on, which may be a thumbnail at first."""
        if image is None or image is self._pixels:
            return
        self._pixels = image
        self._draw()

    def change(self, changes: Changes) -> None:
        """Make other changes, one after another."""
        if changes == self.changes:
            return
        self.changes = changes
        self._draw()
        for encoder in self.cosines:
            self._ask(encoder)

    def _draw(self) -> None:
        if self._pixels is not None:
            work = partial(changed_image, self._pixels, self.changes)
            self._drawing.run(work, self._take)

    def _take(self, image: QImage) -> None:
        self.image = image
        self.changed.emit()

    def _ask(self, encoder: str) -> None:
        if encoder in self._open:
            return
        names, amounts = [one[0] for one in self.changes], [one[1] for one in self.changes]
        message = ChangePicture(
            path=os.fsdecode(self._path),
            encoder=encoder,
            changes=names,
            amounts=amounts,
            together=True,
        )
        listener = Listener(partial(self._answered, encoder), ended=partial(self._ended, encoder))
        self._open[encoder] = (self.changes, self._client.ask(message, listener))

    def _answered(self, encoder: str, message: ChangesTried) -> None:
        self.cosines[encoder] = message.cosines[0]
        self.changed.emit()

    def _ended(self, encoder: str, message: Ending) -> None:
        asked, _reply = self._open.pop(encoder)
        if isinstance(message, Failed):
            self.failed.emit(say(message.said))
        elif asked != self.changes:
            self._ask(encoder)

    def stop(self) -> None:
        """End the drawing."""
        self._drawing.stop()


def changed_image(image: QImage, changes: Changes) -> QImage:
    """Return a picture after changes, its longer side at most LONGEST."""
    if max(image.width(), image.height()) > LONGEST:
        mode = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio, mode)
    return as_image(altered(as_pixels(image), changes))


def as_pixels(image: QImage) -> Pixels:
    """Return the pixels of an image, uint8 [height, width, 3]."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def as_image(pixels: Pixels) -> QImage:
    """Return pixels, uint8 [height, width, 3], as an image of its own."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)
