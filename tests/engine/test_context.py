"""What the jobs of one engine share: encoders, each loaded once and none waiting for another."""

import multiprocessing
import threading

import pytest

from gallery.encoders import registry
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine import requests, service
from gallery.engine.context import Context
from gallery.engine.ipc import messages
from gallery.engine.workers.control import Control
from tests.engine_tools import folder_of

WAIT_S = 30


@pytest.fixture
def context(home):
    home.create()
    made = Context.open(home, 1)
    yield made
    made.close()


def test_an_encoder_is_there_at_once_while_another_takes_long_to_load(context, monkeypatch):
    going, go_on, loaded = threading.Event(), threading.Event(), []

    def load(name, home, *, fetch=None):
        loaded.append(name)
        if name == "slow":
            going.set()
            assert go_on.wait(WAIT_S)
        return PixelsEncoder()

    monkeypatch.setattr(registry, "load", load)
    slow = [threading.Thread(target=context.encoder, args=("slow",)) for _job in range(2)]
    for thread in slow:
        thread.start()
    assert going.wait(WAIT_S)
    quick = threading.Thread(target=context.encoder, args=("quick",))
    quick.start()
    quick.join(WAIT_S)
    was_held = quick.is_alive()
    go_on.set()
    for thread in (quick, *slow):
        thread.join(WAIT_S)
    assert not was_held
    assert sorted(loaded) == ["quick", "slow"], "each is loaded once, whoever asks meanwhile"


def test_an_encoder_that_was_fetched_is_not_loaded_a_second_time(context, monkeypatch):
    loaded = []

    def load(name, home, *, fetch=None):
        loaded.append((name, fetch is not None))
        return PixelsEncoder()

    monkeypatch.setattr(registry, "load", load)
    message = messages.FetchEncoder(request=1, encoder="clip")
    requests.answer(context, message, Control(), lambda _event: None)
    context.encoder("clip")
    assert loaded == [("clip", True)]


def test_memory_is_given_back_after_work_on_folders_and_not_after_questions(
    home, tmp_path, monkeypatch
):
    given = []
    monkeypatch.setattr(service, "_give_back_memory", lambda: given.append(None))
    ours, theirs = multiprocessing.Pipe()
    home.create()
    made = service.Service(theirs, home, 1)
    picture = str(folder_of(tmp_path / "photos", 1) / "0000.jpg")
    questions = [
        messages.WhatAre(request=1, paths=[picture]),
        messages.ListEncoders(request=2),
        messages.LookFor(request=3, folders=[str(tmp_path)]),
        messages.ViewPicture(request=4, path=picture, longest=64),
    ]
    try:
        for message in questions:
            made._work(message, message.request, Control())
        assert given == []
        folder = messages.OpenFolder(request=5, folder=str(tmp_path / "nowhere"), encoder="pixels")
        made._work(folder, 5, Control())
        assert given == [None]
    finally:
        made.close()
        ours.close()
