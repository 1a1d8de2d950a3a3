"""Work of the engine beside that on folders: a download, other clusters."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gallery.engine import messages
from gallery.engine.messages import Message, Progress
from gallery.ui.link import EngineLink

Errand = messages.FetchEncoder | messages.Recluster


class Errands(QObject):
    """At most one of a kind; those that an engine took with it are sent to the next one.

    Signals:
        progressed: the newest is further (Progress).
        ended: one is over (what was asked, and Done, Cancelled or Failed).
    """

    progressed = Signal(object)
    ended = Signal(object, object)

    def __init__(self, link: EngineLink) -> None:
        super().__init__()
        self._link = link
        self._under_way: dict[int, Errand] = {}
        link.progressed.connect(self._progressed)
        link.restarted.connect(self._restarted)
        for ending in (link.done, link.cancelled, link.failed):
            ending.connect(self._ended)

    def __bool__(self) -> bool:
        return bool(self._under_way)

    def begin(self, errand: Errand) -> None:
        """Have something done in place of the last of its kind: that is not wanted any more."""
        for request, other in list(self._under_way.items()):
            if type(other) is type(errand):
                del self._under_way[request]
                self._link.send(messages.Cancel(request=request))
        self._under_way[errand.request] = errand
        self._link.send(errand)

    def cancel(self) -> None:
        """Stop the newest."""
        for request in list(self._under_way)[-1:]:
            self._link.send(messages.Cancel(request=request))

    @Slot(object)
    def _progressed(self, message: Progress) -> None:
        if message.request in list(self._under_way)[-1:]:
            self.progressed.emit(message)

    @Slot(object)
    def _ended(self, message: Any) -> None:
        errand: Message | None = self._under_way.pop(message.request, None)
        if errand is not None:
            self.ended.emit(errand, message)

    @Slot()
    def _restarted(self) -> None:
        for errand in self._under_way.values():
            self._link.send(errand)
