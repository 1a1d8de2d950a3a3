"""Words and pictures from outside; the test is the engine."""

import os

import numpy as np
import pytest

from gallery.engine import messages
from gallery.ui.controller import Controller
from gallery.ui.query import Ask
from tests.ui.fake_controller import table_of

NAMES = [b"bear.jpg", b"lion_lion48.jpg", b"sea.jpg"]
WAIT = 20_000


@pytest.fixture
def controller(qtbot, home):
    made = Controller(home)
    made.sent = []
    made.link.send = made.sent.append
    show(made, b"/photos", 1)
    yield made
    made.shutdown()


def show(controller, root, number):
    """Open a folder, as if store and engine had told what is in it."""
    controller.open_folder(root)
    table = table_of(NAMES, root=root)
    controller.state.set_folder(table, table.by_path())
    job = next(m for m in reversed(controller.sent) if isinstance(m, messages.OpenFolder))
    opened = messages.Opened(
        request=job.request, folder=number, path=os.fsdecode(root), encoder=controller.encoder,
        encoder_id="some", dim=3, words=True, away=False,
    )  # fmt: skip
    controller.link.received.emit(opened)


def ask(controller, words):
    controller.search_words(words)
    assert isinstance(controller.sent[-1], messages.SearchWords)
    return controller.sent[-1].request


def die(controller):
    """Take the engine away and give another."""
    controller.link.died.emit()
    controller.link.listening.emit()


def scores(request, *contents, meaning="dog"):
    chances = [0.9] * len(contents)
    return messages.WordScores(
        request=request, meaning=meaning, contents=list(contents), scores=chances
    )


def test_words_are_known_once_the_engine_has_told(qtbot, home):
    made = Controller(home)
    assert made.words is None
    made.shutdown()


def test_words_are_shown_as_they_were_understood(qtbot, controller):
    request = ask(controller, "red dog")
    with qtbot.waitSignal(controller.state.order_changed, timeout=WAIT):
        controller.link.received.emit(scores(request, 3, 1))
    assert controller.state.order.positions.tolist() == [2, 0]
    assert (controller.state.query.label, controller.state.query.meaning) == ("red dog", "dog")


def test_where_no_word_is_known_file_names_are_searched(qtbot, controller):
    request = ask(controller, "Lion48")
    answer = messages.WordScores(request=request, unknown="There is no such word, “Lion48”.")
    with qtbot.waitSignal(controller.state.order_changed, timeout=WAIT):
        controller.link.received.emit(answer)
    query = controller.state.query
    assert (query.ask, query.meaning) == (Ask.NAMES, answer.unknown)
    assert controller.state.order.positions.tolist() == [1]


def test_an_answer_to_words_of_another_folder_is_dropped(controller):
    request = ask(controller, "dog")
    show(controller, b"/others", 2)
    controller.link.received.emit(scores(request, 1))
    assert controller.state.query.ask is Ask.ALL


def test_an_answer_to_words_asked_before_others_is_dropped(controller):
    first, second = ask(controller, "dog"), ask(controller, "cat")
    controller.link.received.emit(scores(second, 2))
    controller.link.received.emit(scores(first, 1))
    assert controller.state.query.label == "cat"


def test_a_picture_from_outside_is_not_looked_for_in_another_folder(controller):
    controller.ask_file(b"/elsewhere/a.jpg", "a.jpg")
    request = controller.sent[-1].request
    show(controller, b"/others", 2)
    vector = np.eye(1, 8)[0].tolist()
    controller.link.received.emit(
        messages.QueryVector(request=request, encoder_id="some", label="", vector=vector)
    )
    assert controller.state.query.ask is Ask.ALL


def test_a_question_that_an_engine_took_with_it_is_asked_of_the_next(controller):
    ask(controller, "dog")
    question = controller.sent[-1]
    die(controller)
    assert controller.sent.count(question) == 2
    controller.link.received.emit(messages.Done(request=question.request))
    die(controller)
    assert controller.sent.count(question) == 2, "what was answered is not asked again"


def test_a_picture_of_this_folder_that_has_no_vector_is_asked_of_the_engine(controller):
    controller.state.vectors = np.eye(3, dtype=np.float32)
    controller.state.table.row = np.array([0, -1, 1])
    controller.ask_file(b"/photos/bear.jpg")
    assert controller.state.query.position == 0
    controller.ask_file(b"/photos/lion_lion48.jpg")
    assert controller.sent[-1].path == "/photos/lion_lion48.jpg"
