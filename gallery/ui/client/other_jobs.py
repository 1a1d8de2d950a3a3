"""Work of the engine beside that on folders: a download, other clusters."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Progress
from gallery.ui.client.replies import Client, Listener, Reply

Errand = messages.FetchEncoder | messages.Recluster
KINDS = (messages.FetchEncoder, messages.Recluster)


class OtherJobs(QObject):
    """At most one of a kind is under way.

    Signals:
        progressed: the newest is further (Progress).
        ended: one is over (what was asked, and Done, Cancelled or Failed).
    """

    progressed = Signal(object)
    ended = Signal(object, object)

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    def __bool__(self) -> bool:
        return bool(self._under_way())

    def begin(self, errand: Errand) -> None:
        """Have something done in place of the last of its kind: that is not wanted any more."""
        ended = partial(self.ended.emit, errand)
        listener = Listener(progressed=self._progressed, ended=ended)
        self._client.ask(errand, listener, purpose=type(errand).__name__)

    def cancel(self) -> None:
        """Stop the newest."""
        for reply in self._under_way()[-1:]:
            reply.cancel()

    def _under_way(self) -> list[Reply]:
        return self._client.open(KINDS)

    def _progressed(self, message: Progress) -> None:
        if message.request == self._under_way()[-1].request:
            self.progressed.emit(message)
