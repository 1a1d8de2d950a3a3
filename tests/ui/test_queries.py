"""Words and pictures from outside; the test is the engine."""

import os

import numpy as np
import pytest

from gallery.core.codes import Code
from gallery.core.sentence import Sentence
from gallery.engine.ipc import messages
from gallery.ui.client.controller import Controller
from gallery.ui.model.query import ALL, GridQuery, OutsidePicture, QueryKind
from tests.tables import altered, put
from tests.ui.fake_controller import table_of
from tests.ui.wire import SilentController

NAMES = [b"bear.jpg", b"lion_lion48.jpg", b"sea.jpg"]
WAIT = 20_000


@pytest.fixture
def controller(qtbot, home):
    made = SilentController(home)
    show(made, b"/photos", 1)
    yield made
    made.shutdown()


NO_WORD = Sentence.of(Code.NO_SUCH_WORD, word="Lion48")


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
    answer = messages.WordScores(request=request, unknown=NO_WORD)
    with qtbot.waitSignal(controller.state.order_changed, timeout=WAIT):
        controller.link.received.emit(answer)
    query = controller.state.query
    assert (query.ask, query.meaning) == (QueryKind.NAMES, str(NO_WORD))
    assert controller.state.order.positions.tolist() == [1]


def test_an_answer_to_words_of_another_folder_is_dropped(controller):
    request = ask(controller, "dog")
    show(controller, b"/others", 2)
    controller.link.received.emit(scores(request, 1))
    assert controller.state.query.ask is QueryKind.ALL


def test_an_answer_to_words_asked_before_others_is_dropped(controller):
    first, second = ask(controller, "dog"), ask(controller, "cat")
    controller.link.received.emit(scores(second, 2))
    controller.link.received.emit(scores(first, 1))
    assert controller.state.query.label == "cat"


def test_a_picture_from_outside_is_not_looked_for_in_another_folder(controller):
    controller.ask_files([b"/elsewhere/a.jpg"])
    request = controller.sent[-1].request
    show(controller, b"/others", 2)
    vector = np.eye(1, 8)[0].tolist()
    controller.link.received.emit(
        messages.QueryVector(request=request, encoder_id="some", label="", vector=vector)
    )
    assert controller.state.query.ask is QueryKind.ALL


def test_a_question_that_an_engine_took_with_it_is_asked_of_the_next(controller):
    ask(controller, "dog")
    question = controller.sent[-1]
    die(controller)
    assert controller.sent.count(question) == 2
    controller.link.received.emit(messages.Done(request=question.request))
    die(controller)
    assert controller.sent.count(question) == 2, "what was answered is not asked again"


def test_a_picture_of_this_folder_that_has_no_vector_is_asked_of_the_engine(controller):
    state = controller.state
    state.table = state.table.with_vectors(np.eye(3, dtype=np.float32))
    put(state, row=np.array([0, -1, 1]))
    controller.ask_files([b"/photos/bear.jpg"])
    assert controller.state.query.position == 0
    controller.state.ask(GridQuery())
    controller.ask_files([b"/photos/lion_lion48.jpg"])
    assert controller.sent[-1].path == "/photos/lion_lion48.jpg"


# ------------------------------------------------------------ several pictures


@pytest.fixture
def embedded(controller):
    """The three pictures have vectors, the job is over, and nothing was asked."""
    state = controller.state
    state.table = state.table.with_vectors(np.eye(3, 4, dtype=np.float32))
    done(controller, controller.sent[-1])
    controller.sent.clear()
    return controller


def done(controller, message):
    controller.link.received.emit(messages.Done(request=message.request))


def asked(controller):
    """Return what the engine is asked to embed, the newest last."""
    return [m for m in controller.sent if isinstance(m, messages.EmbedPicture)]


def embed(controller, axis):
    """Answer the newest question with a unit vector along an axis."""
    request = asked(controller)[-1].request
    vector = np.eye(4, dtype=np.float32)[axis].tolist()
    answer = messages.QueryVector(
        request=request, encoder_id="some", label="", vector=vector, image=f"{axis}.jpg"
    )
    controller.link.received.emit(answer)
    controller.link.received.emit(messages.Done(request=request))


def test_several_pictures_are_one_query_like_all_of_them(qtbot, embedded):
    embedded.ask_files([b"/photos/sea.jpg", b"/else/x.jpg", b"/photos/sea.jpg", b"/else/y.jpg"])
    assert [message.path for message in asked(embedded)] == ["/else/x.jpg"]
    embed(embedded, 1)
    assert [message.path for message in asked(embedded)] == ["/else/x.jpg", "/else/y.jpg"]
    with qtbot.waitSignal(embedded.state.order_changed, timeout=WAIT):
        embed(embedded, 3)
    query = embedded.state.query
    assert (query.ask, query.label, query.members) == (QueryKind.SEVERAL, "3 pictures", (2,))
    assert query.guests == (OutsidePicture("x.jpg", "1.jpg"), OutsidePicture("y.jpg", "3.jpg"))
    assert query.vector == pytest.approx(np.array([0, 1, 1, 1]) / np.sqrt(3))
    assert embedded.state.order.positions.tolist() == [2, 1, 0]


def test_pictures_of_the_folder_alone_need_no_engine(qtbot, embedded):
    with qtbot.waitSignal(embedded.state.order_changed, timeout=WAIT):
        embedded.ask_files([b"/photos/sea.jpg", b"/photos/bear.jpg"])
    assert asked(embedded) == []
    assert embedded.state.query.members == (2, 0)
    assert embedded.state.order.positions.tolist() == [2, 0, 1]


def test_of_several_those_that_can_be_read_are_asked_about(embedded):
    told: list[str] = []
    embedded.failed.connect(told.append)
    embedded.ask_files([b"/else/x.jpg", b"/else/notes.txt"])
    embed(embedded, 1)
    request = asked(embedded)[-1].request
    embedded.link.received.emit(
        messages.Failed(request=request, said=Sentence.of("notes.txt: no picture."))
    )
    assert told == ["1 file of 2 could not be read. notes.txt: no picture."]
    assert (embedded.state.query.ask, embedded.state.query.label) == (QueryKind.OUTSIDE, "x.jpg")


def test_who_goes_elsewhere_meanwhile_stays_there(embedded):
    embedded.ask_files([b"/else/x.jpg", b"/else/y.jpg"])
    embedded.state.find_lookalikes(1)
    embed(embedded, 1)
    assert len(asked(embedded)) == 1
    assert embedded.state.query.position == 1


def test_a_picture_of_the_folder_without_a_vector_is_not_from_outside(qtbot, embedded):
    put(embedded.state, row={1: -1})
    embedded.ask_files([b"/photos/lion_lion48.jpg"])
    embed(embedded, 2)
    query = embedded.state.query
    assert (query.members, query.guests, query.label) == ((1,), (), "lion_lion48.jpg")
    qtbot.waitUntil(lambda: embedded.state.order.positions.tolist()[:1] == [1])
    assert embedded.state.order.score(1) is None, "its own has none to compare yet"
    assert embedded.state.order.score(0) == pytest.approx(0)


def test_a_folder_that_is_being_opened_is_waited_for(controller):
    controller.open_folder(b"/new")
    controller.ask_files([b"/new/b.jpg"])
    assert asked(controller) == [], "where it lies in the folder is not known yet"
    show(controller, b"/new", 2)
    assert asked(controller) == []
    table = table_of([b"a.jpg", b"b.jpg"], root=b"/new")
    table = altered(table, row={0: -1, 1: -1})
    controller.state.set_folder(table, table.by_path())
    assert [message.path for message in asked(controller)] == ["/new/b.jpg"]
    embed(controller, 0)
    assert controller.state.query.members == (1,)


def test_what_a_finished_folder_does_not_hold_is_asked_of_the_engine(controller):
    told: list[str] = []
    controller.failed.connect(told.append)
    controller.ask_files([b"/photos/notes.txt"])
    job = controller.sent[-1]
    assert asked(controller) == []
    done(controller, job)
    (question,) = asked(controller)
    controller.link.received.emit(
        messages.Failed(request=question.request, said=Sentence.of("notes.txt: no picture."))
    )
    assert told == ["notes.txt: no picture."]
    assert controller.state.query == ALL
