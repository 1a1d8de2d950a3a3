"""The book of requests: what the engine was asked, and who hears what comes of it.

    asked -> answered, progressed (any number) -> ended (exactly once), or dropped (never)

When the engine dies, each open request is sent to the next one, or ends with one Failed: none is
lost, and none ends twice.
"""

import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from gallery.core.codes import Code
from gallery.core.sentence import Sentence
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Answer, Cancelled, Done, Ending, Failed, Progress, Question

LOST = Sentence(Code.ENGINE_LOST)

FOREVER = 1_000_000
"""How often work is sent again that goes on where it was, and gives up single files by itself."""


def _nobody(_message: object) -> None:
    """Hear nothing."""


class Link(Protocol):
    """The way to the engine, as `EngineLink` is one; its signals and attributes are told there."""

    @property
    def received(self) -> SignalInstance: ...
    @property
    def listening(self) -> SignalInstance: ...
    @property
    def died(self) -> SignalInstance: ...
    @property
    def given_up(self) -> SignalInstance: ...
    @property
    def is_dead(self) -> bool: ...
    @property
    def is_given_up(self) -> bool: ...

    def send(self, message: messages.Message) -> None:
        """Have a message sent, without waiting for the engine."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears what comes of a request, on the window's thread and never within `ask`.

    Attributes:
        answered: called with each answer.
        progressed: called as the work gets further.
        ended: called once with Done, Cancelled or Failed, when the request is not open any more.
    """

    answered: Callable[[Any], None] = _nobody
    progressed: Callable[[Progress], None] = _nobody
    ended: Callable[[Ending], None] = _nobody


@dataclass(slots=True, eq=False)
class Reply:
    """A request that was asked, and how it stands.

    Attributes:
        message: what was asked, with the id that it was given.
        purpose: what it is for; of each purpose one request is open at most. None: any number.
        resend: to how many more engines it may be sent.
        is_paused: the work is held.
    """

    message: Question
    listener: Listener
    purpose: Hashable
    resend: int
    _client: "Client" = field(repr=False)
    is_paused: bool = False
    is_cancelled: bool = False
    is_answered: bool = False

    @property
    def request(self) -> int:
        """Id of the request."""
        return self.message.request

    def pause(self, paused: bool) -> None:
        """Hold the work, or let it go on; that holds for the next engine too."""
        self.is_paused = paused
        self._client.send(messages.Pause(request=self.request, paused=paused))

    def cancel(self) -> None:
        """Have it stopped; `ended` tells when it is, and whether it was done before."""
        self._client.cancel(self)

    def drop(self) -> None:
        """Have it stopped and hear nothing of it any more."""
        self._client.drop(self)


class Client(QObject):
    """Asks the engine.

    Signals:
        changed: the store holds more (Changed).
        notice: something to know that ends nothing (Notice).
    """

    changed = Signal(object)
    notice = Signal(object)

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._numbers = itertools.count(1)
        self._open: dict[int, Reply] = {}
        link.received.connect(self._received)
        link.listening.connect(self._send_all)
        link.died.connect(self._died)
        link.given_up.connect(self._given_up)

    def ask(
        self,
        message: Question,
        listener: Listener,
        *,
        purpose: Hashable = None,
        resend: int = 1,
    ) -> Reply:
        """Send a request; its id is set here.

        One that is open for the same `purpose` is dropped. `resend` is to how many engines it is
        sent after the first: what kills each engine that it is sent to must fail in the end.
        """
        before = self.find(purpose) if purpose is not None else None
        if before is not None:
            self.drop(before)
        asked: Question = replace(message, request=next(self._numbers))
        reply = Reply(asked, listener, purpose, resend, self)
        self._open[reply.request] = reply
        # Nobody will hear it. Work that goes on by itself waits for an engine that may be revived.
        if self._link.is_given_up and resend < FOREVER:
            self._later(reply, Failed(request=reply.request, said=LOST))
        else:
            self.send(asked)
        return reply

    def send(self, message: messages.Request) -> None:
        """Send what needs no answer; it is lost where no engine listens."""
        self._link.send(message)

    def open(self, kinds: type | tuple[type, ...]) -> list[Reply]:
        """Return the open requests of some kinds of message, the newest last."""
        return [reply for reply in self._open.values() if isinstance(reply.message, kinds)]

    def find(self, purpose: Hashable) -> Reply | None:
        """Return the open request for a purpose, or None."""
        return next((reply for reply in self._open.values() if reply.purpose == purpose), None)

    def cancel(self, reply: Reply) -> None:
        """Have a request stopped; without an engine it ends at once."""
        if reply.request not in self._open:
            return
        reply.is_cancelled = True
        if self._link.is_dead:
            self._later(reply, Cancelled(request=reply.request))
        else:
            self.send(messages.Cancel(request=reply.request))

    def drop(self, reply: Reply) -> None:
        """Have a request stopped and hear nothing of it any more."""
        if self._close(reply.request) is not None:
            self.send(messages.Cancel(request=reply.request))

    # ------------------------------------------------------------ what the engine says

    @Slot(object)
    def _received(self, message: messages.Event) -> None:
        match message:
            case messages.Changed():
                self.changed.emit(message)
            case messages.Notice():
                self.notice.emit(message)
            case Done() | Cancelled() | Failed():
                self._end(message)
            case _:
                self._hear(message)

    def _hear(self, message: Answer | Progress) -> None:
        reply = self._open.get(message.request)
        if reply is None:
            return
        if isinstance(message, Progress):
            reply.listener.progressed(message)
        else:
            reply.is_answered = True
            reply.listener.answered(message)

    def _end(self, message: Ending) -> None:
        listener = self._close(message.request)
        if listener is not None:
            listener.ended(message)

    def _close(self, request: int) -> Listener | None:
        """Strike a request out, and return who listened to it; None if it is not open."""
        reply = self._open.pop(request, None)
        if reply is None:
            return None
        # Who keeps the reply and listens to it would be a circle, and be freed on any thread.
        listener, reply.listener = reply.listener, Listener()
        return listener

    def stop(self) -> None:
        """Strike all out, without a word to anybody."""
        for request in list(self._open):
            self._close(request)

    def _later(self, reply: Reply, ending: Ending) -> None:
        # Not within the call that asks: who asks may not be ready to hear.
        QTimer.singleShot(0, self, lambda: self._end(ending))

    # ------------------------------------------------------------ when the engine dies

    @Slot()
    def _died(self) -> None:
        """End what needs no other engine, and what has been sent to enough of them."""
        # A copy: whoever hears of an end may ask again, and that request must not be ended as well.
        for reply in list(self._open.values()):
            if reply.is_cancelled:
                self._end(Cancelled(request=reply.request))
            # What was asked is there; only the word that it was all got lost.
            elif reply.is_answered and reply.resend < FOREVER:
                self._end(Done(request=reply.request))
            elif not reply.resend:
                self._end(Failed(request=reply.request, said=LOST))
            else:
                reply.resend -= reply.resend < FOREVER

    @Slot()
    def _given_up(self) -> None:
        """End all but the work that goes on whenever an engine is started again."""
        for reply in list(self._open.values()):
            if reply.resend < FOREVER:
                reply.resend = 0
        self._died()

    @Slot()
    def _send_all(self) -> None:
        for reply in list(self._open.values()):
            self.send(reply.message)
            if reply.is_paused:
                self.send(messages.Pause(request=reply.request, paused=True))
