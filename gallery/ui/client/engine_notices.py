"""What a person is told of the engine when it stops."""

from PySide6.QtCore import QObject, Signal, Slot

from gallery.core.codes import Code
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Topic
from gallery.ui.client.engine_link import EngineLink


class EngineNotices(QObject):
    """Says that the engine died, was given up, or works again.

    Signals:
        noticed: the line to be shown (Notice); one that says nothing takes it away.
    """

    noticed = Signal(object)

    def __init__(self, link: EngineLink) -> None:
        super().__init__()
        link.died.connect(self._died)
        link.given_up.connect(self._given_up)
        link.restarted.connect(self._restarted)

    def _tell(self, said: Sentence | None = None, *, again: bool = False) -> None:
        self.noticed.emit(Notice(topic=Topic.ENGINE, said=said, again=again))

    @Slot()
    def _died(self) -> None:
        self._tell(Sentence(Code.ENGINE_DIED))

    @Slot()
    def _given_up(self) -> None:
        self._tell(Sentence(Code.ENGINE_GIVEN_UP), again=True)

    @Slot()
    def _restarted(self) -> None:
        self._tell()
