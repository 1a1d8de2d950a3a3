"""What did not work is told in one place, and only where the person is."""

import gc
import os
import weakref

import pytest
from PIL import Image

from gallery.core.sentence import Sentence
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Failed
from gallery.ui.client.controller import Controller
from tests.ui.wire import SilentController

SENTENCE = "The folder may not be read."


@pytest.fixture
def controller(qtbot, home):
    """A controller whose engine is the test."""
    made = SilentController(home)
    yield made
    made.shutdown()


def fail(controller, kind):
    """Let the last request of a kind fail."""
    asked = next(m for m in reversed(controller.sent) if isinstance(m, kind))
    controller.link.received.emit(Failed(request=asked.request, said=Sentence.of(SENTENCE)))


def test_a_folder_that_cannot_be_read_is_told_of_once(controller):
    controller.open_folder(b"/photos")
    fail(controller, messages.OpenFolder)
    fail(controller, messages.WhatAre)  # of the same folder, for the same reason
    assert controller.told == [SENTENCE]
    assert [type(message) for message in controller.ended] == [Failed]


def test_what_befalls_another_folder_is_not_told_on_this_one(controller):
    controller.open_folder(b"/others")
    asked = controller.sent[-1]
    controller.open_folder(b"/photos")
    controller.link.received.emit(Failed(request=asked.request, said=Sentence.of(SENTENCE)))
    assert (controller.told, controller.ended) == ([], [])


@pytest.mark.parametrize("first", ["job", "look"])
def test_a_folder_that_is_not_there_is_told_of_once_whoever_finds_out_first(controller, first):
    controller.open_folder(b"/nowhere")
    look = next(m for m in controller.sent if isinstance(m, messages.WhatAre))
    none = messages.PathsAre(request=look.request, kinds=[""])
    if first == "look":
        controller.link.received.emit(none)
    fail(controller, messages.OpenFolder)
    if first == "job":
        controller.link.received.emit(none)
    assert len(controller.told) == 1
    assert controller.folder is None


def test_words_that_cannot_be_looked_for_are_told_of_once_and_here_alone(controller):
    controller.open_folder(b"/photos")
    controller.feed.folder = 1
    controller.encoders._words[controller.encoder] = True
    controller.search_words("dog")
    fail(controller, messages.SearchWords)
    assert controller.told == [SENTENCE]
    controller.search_words("cat")
    asked = controller.sent[-1]
    controller.open_folder(b"/others")
    controller.link.received.emit(Failed(request=asked.request, said=Sentence.of(SENTENCE)))
    assert controller.told == [SENTENCE]


@pytest.mark.parametrize("ask", ["drop", "clusters", "encoders"])
def test_what_a_person_asked_for_beside_is_told_of_once(controller, ask):
    controller.feed.folder = 1
    kinds = {"drop": messages.WhatAre, "clusters": messages.Recluster}
    if ask == "drop":
        controller.paths.ask("take", [b"/a.jpg"], controller.ended.append)
    elif ask == "clusters":
        controller.recluster(3)
    else:
        controller.list_encoders()
    fail(controller, kinds.get(ask, messages.ListEncoders))
    assert (controller.told, controller.ended) == ([SENTENCE], [])


def test_a_controller_that_is_over_is_freed_at_once_on_this_thread(qtbot, home, tmp_path):
    # In a circle it would be freed by whichever thread collects next, and its timers with it.
    made = Controller(home, workers=1)
    made.encoder = "pixels"
    made.start()
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", (40, 30), "teal").save(folder / "a.jpg")
    with qtbot.waitSignal(made.finished, timeout=60_000):
        made.open_folder(os.fsencode(folder))
    made.paths.ask("take", [b"/nothing"], lambda _kinds: None)
    made.ask_files([os.fsencode(folder / "a.jpg")])
    made.rescan()
    gone = weakref.ref(made)
    gc.disable()
    try:
        made.shutdown()
        del made
        assert gone() is None
    finally:
        gc.enable()
