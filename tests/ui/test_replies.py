"""One book of requests: each is answered or failed once, whatever becomes of the engine."""

import os
import signal
import weakref
from collections import Counter

import pytest
from PIL import Image

from gallery.engine.ipc import spawn
from gallery.engine.ipc.messages import (
    Cancel,
    Cancelled,
    Done,
    Failed,
    ListEncoders,
    LookFor,
    OpenFolder,
    PathsAre,
    Pause,
    Progress,
    Stage,
    ViewPicture,
    WhatAre,
)
from gallery.ui.client import engine_link as linking
from gallery.ui.client.engine_link import EngineLink
from gallery.ui.client.replies import FOREVER, LOST, Client, Listener
from tests.ui import dying_engine
from tests.ui.wire import Wire

WAIT = 60_000


class Ear:
    """Hears what comes of requests."""

    def __init__(self):
        self.heard = []
        self.listener = Listener(*(self._hear(kind) for kind in ("answer", "progress", "end")))

    def _hear(self, kind):
        return lambda message: self.heard.append((kind, message))

    @property
    def kinds(self):
        return [kind for kind, _message in self.heard]

    @property
    def ends(self):
        return [message for kind, message in self.heard if kind == "end"]


@pytest.fixture
def wire(qapp):
    return Wire()


@pytest.fixture
def client(wire):
    return Client(wire)


@pytest.fixture
def ear():
    return Ear()


def test_who_asks_hears_the_answer_the_progress_and_one_end(client, wire, ear):
    reply = client.ask(WhatAre(paths=["/a"]), ear.listener)
    assert wire.take() == [WhatAre(request=reply.request, paths=["/a"])]
    for _twice in range(2):
        wire.received.emit(Progress(request=reply.request, stage=Stage.SCAN, done=1, total=2))
        wire.received.emit(PathsAre(request=reply.request, kinds=["folder"]))
        wire.received.emit(Done(request=reply.request))
    assert ear.kinds == ["progress", "answer", "end"]


def test_of_each_purpose_the_newest_alone_is_heard(client, wire, ear):
    first = client.ask(WhatAre(paths=["/a"]), ear.listener, purpose="take")
    other = client.ask(WhatAre(paths=["/b"]), ear.listener, purpose="open")
    second = client.ask(WhatAre(paths=["/c"]), ear.listener, purpose="take")
    assert Cancel(request=first.request) in wire.take()
    for reply in (first, other, second):
        wire.received.emit(PathsAre(request=reply.request, kinds=["file"]))
    assert [m.request for _kind, m in ear.heard] == [other.request, second.request]


def test_what_is_open_is_sent_to_the_next_engine_and_what_is_done_is_not(client, wire, ear):
    done = client.ask(WhatAre(paths=["/a"]), ear.listener)
    wire.received.emit(Done(request=done.request))
    waits = client.ask(WhatAre(paths=["/b"]), ear.listener)
    wire.take()
    wire.die()
    assert wire.take() == [waits.message]
    assert ear.kinds == ["end"]


def test_what_kills_each_engine_fails_once_and_the_next_engine_is_spared(client, wire, ear):
    client.ask(WhatAre(paths=["/a"]), ear.listener, resend=1)
    wire.die()
    assert not ear.heard
    wire.take()
    wire.die()
    wire.die()
    assert wire.take() == []
    assert [message.said for message in ear.ends] == [LOST]


def test_work_that_goes_on_is_sent_to_every_engine_held_where_it_was_held(client, wire, ear):
    job = client.ask(OpenFolder(folder="/a", encoder="pixels"), ear.listener, resend=FOREVER)
    job.pause(True)
    wire.take()
    for _engine in range(7):
        wire.die()
        assert wire.take() == [job.message, Pause(request=job.request, paused=True)]
    wire.give_up()
    wire.is_dead = wire.is_given_up = False
    wire.listening.emit()
    assert wire.take()[0] == job.message
    assert not ear.heard


def test_an_answer_that_came_is_not_asked_for_again(client, wire, ear):
    reply = client.ask(WhatAre(paths=["/a"]), ear.listener)
    wire.received.emit(PathsAre(request=reply.request, kinds=["folder"]))
    wire.take()
    wire.die()
    assert (wire.take(), ear.kinds) == ([], ["answer", "end"])
    assert isinstance(ear.ends[0], Done)


def test_work_that_was_being_stopped_is_not_begun_again(client, wire, ear):
    job = client.ask(OpenFolder(folder="/a", encoder="pixels"), ear.listener, resend=FOREVER)
    job.cancel()
    wire.take()
    wire.die()
    assert wire.take() == []
    assert [type(message) for message in ear.ends] == [Cancelled]


def test_without_an_engine_a_question_fails_soon_and_a_stop_stops(client, wire, ear, qtbot):
    job = client.ask(OpenFolder(folder="/a", encoder="pixels"), ear.listener, resend=FOREVER)
    wire.give_up()
    client.ask(WhatAre(paths=["/a"]), ear.listener)
    job.cancel()
    assert not ear.heard, "nobody is called within the call that asks"
    qtbot.waitUntil(lambda: len(ear.heard) == 2)
    assert [type(message) for message in ear.ends] == [Failed, Cancelled]


def test_what_was_dropped_is_never_heard_of(client, wire, ear):
    reply = client.ask(WhatAre(paths=["/a"]), ear.listener)
    reply.drop()
    reply.drop()
    reply.cancel()
    assert [type(message) for message in wire.take()] == [WhatAre, Cancel]
    wire.received.emit(PathsAre(request=reply.request, kinds=["file"]))
    wire.die()
    assert not ear.heard


def test_who_listens_is_let_go_of_once_it_is_over(client, wire):
    class Somebody:
        def hear(self, message):
            pass

    them = [Somebody() for _reply in range(3)]
    gone = [weakref.ref(somebody) for somebody in them]
    replies = [client.ask(ListEncoders(), Listener(ended=somebody.hear)) for somebody in them]
    del them
    wire.received.emit(Done(request=replies[0].request))
    replies[1].drop()
    client.stop()
    assert [somebody() for somebody in gone] == [None] * 3


# ---------------------------------------------------------------- real engines


@pytest.fixture
def engine(qtbot, home, monkeypatch):
    """Start real engines, or others, and end them."""
    monkeypatch.setattr(linking, "RESTART_MS", 1)
    link = EngineLink(home, workers=1)
    yield link
    link.close()


def questions(folder):
    """Return one of each kind of question that needs neither a folder's vectors nor a network."""
    picture = str(folder / "a.png")
    return [
        WhatAre(paths=[str(folder), picture]),
        ListEncoders(),
        LookFor(folders=[str(folder)]),
        ViewPicture(path=picture, longest=64),
        ViewPicture(path=str(folder / "nothing.png"), longest=64),
    ]


def test_of_a_killed_engine_each_question_is_answered_by_the_next_one(qtbot, engine, tmp_path):
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "a.png")
    client = Client(engine)
    engine.start()
    with qtbot.waitSignal(engine.received, timeout=WAIT):  # it is there, and says so
        pass
    killed = engine.pid
    os.kill(killed, signal.SIGSTOP)
    heard = [(question, Ear()) for question in questions(tmp_path) for _twice in range(2)]
    for question, ear in heard:
        client.ask(question, ear.listener)
    os.kill(killed, signal.SIGKILL)
    qtbot.waitUntil(lambda: all(ear.ends for _question, ear in heard), timeout=WAIT)
    assert engine.pid != killed
    for question, ear in heard:
        sound = getattr(question, "path", "").endswith("nothing.png") is False
        assert ear.kinds == (["answer", "end"] if sound else ["end"]), question
        assert isinstance(ear.ends[0], Done if sound else Failed), question
        assert getattr(ear.ends[0], "sentence", "") != LOST


def test_a_question_that_kills_engines_fails_once_and_others_are_answered(
    qtbot, engine, monkeypatch
):
    monkeypatch.setattr(spawn, "_serve", dying_engine.die_of_a_picture)
    client, deadly, others = Client(engine), Ear(), [Ear() for _question in range(5)]
    engine.start()
    for ear in others[:3]:
        client.ask(WhatAre(paths=["/a"]), ear.listener, resend=FOREVER)
    client.ask(ViewPicture(path="/deadly.png", longest=64), deadly.listener)
    for ear in others[3:]:
        client.ask(WhatAre(paths=["/a"]), ear.listener, resend=FOREVER)
    everybody = [deadly, *others]
    qtbot.waitUntil(lambda: all(ear.ends for ear in everybody), timeout=WAIT)
    assert [message.said for message in deadly.ends] == [LOST]
    assert Counter(tuple(ear.kinds) for ear in others) == {("answer", "end"): 5}


def test_where_no_engine_lives_each_question_fails_once(qtbot, engine, monkeypatch):
    monkeypatch.setattr(spawn, "_serve", dying_engine.serve)
    client, ears = Client(engine), [Ear() for _question in range(4)]
    engine.start()
    for ear in ears[:2]:
        client.ask(ListEncoders(), ear.listener, resend=4)
    qtbot.waitUntil(lambda: engine.is_given_up, timeout=WAIT)
    for ear in ears[2:]:
        client.ask(ListEncoders(), ear.listener)
    qtbot.waitUntil(lambda: all(ear.ends for ear in ears), timeout=WAIT)
    assert [message.said for ear in ears for message in ear.ends] == [LOST] * 4
