"""What the engine is asked to do, and asked again: folders, and what else takes a while."""

import pytest

from gallery.engine.ipc.messages import (
    Cancel,
    Cancelled,
    Done,
    FetchEncoder,
    OpenFolder,
    Progress,
    Recluster,
    Retry,
    Stage,
)
from gallery.ui.client.folder_jobs import FolderJobs
from gallery.ui.client.other_jobs import OtherJobs
from gallery.ui.client.replies import Client
from tests.ui.wire import Wire


@pytest.fixture
def wire(qapp):
    return Wire()


@pytest.fixture
def jobs(wire):
    return FolderJobs(Client(wire))


@pytest.fixture
def errands(wire):
    return OtherJobs(Client(wire))


def kinds(messages):
    return [type(message) for message in messages]


def test_a_folder_is_opened_once_however_often_it_is_shown(jobs, wire):
    jobs.index(b"/a", "compact")
    jobs.index(b"/a", "compact")
    (opened,) = wire.take()
    wire.received.emit(Done(request=opened.request))
    assert wire.take() == []
    assert jobs.get(b"/a") is None


def test_a_folder_under_way_with_another_encoder_is_begun_anew(jobs, wire):
    jobs.index(b"/a", "compact")
    jobs.index(b"/a", "pixels")
    assert kinds(wire.sent) == [OpenFolder, Cancel, OpenFolder]
    assert wire.sent[-1].encoder == "pixels"


def test_folders_that_are_lined_up_are_worked_on_one_after_another(jobs, wire):
    jobs.index(b"/a", "compact")
    jobs.line_up([b"/b", b"/c"], "compact")
    jobs.line_up([b"/d", b"/a"], "compact")
    assert [message.folder for message in wire.sent] == ["/a"]
    jobs.index(b"/c", "compact")  # it is wanted now
    first, now = wire.take()
    assert now.folder == "/c"
    wire.received.emit(Done(request=first.request))
    assert wire.take() == [], "that would be a second one"
    wire.received.emit(Cancelled(request=now.request))
    for folder in ("/b", "/d"):
        (next_,) = wire.take()
        assert next_.folder == folder
        wire.received.emit(Done(request=next_.request))
    assert wire.take() == []


def test_a_rescan_of_what_is_under_way_follows_it(jobs, wire):
    jobs.index(b"/a", "compact")
    (first,) = wire.take()
    jobs.rescan(b"/a", "compact")
    jobs.rescan(b"/a", "compact")
    assert wire.take() == []
    wire.received.emit(Done(request=first.request))
    (second,) = wire.take()
    assert second.folder == "/a"
    assert jobs.get(b"/a").reply.request == second.request
    wire.received.emit(Done(request=second.request))
    assert wire.take() == []


def test_what_was_to_follow_is_dropped_when_all_is_stopped(jobs, wire):
    jobs.index(b"/a", "compact")
    (first,) = wire.take()
    jobs.rescan(b"/a", "compact")
    jobs.cancel(b"/a")
    wire.received.emit(Cancelled(request=first.request))
    assert kinds(wire.take()) == [Cancel]


@pytest.mark.parametrize(
    ("first", "second", "both"), [([1], [2], [1, 2]), ([1], [], []), ([], [2], [])]
)
def test_files_tried_again_meanwhile_follow_all_of_them(jobs, wire, first, second, both):
    jobs.index(b"/a", "compact")
    (opened,) = wire.take()
    jobs.retry(b"/a", 7, "compact", first)
    jobs.retry(b"/a", 7, "compact", second)
    wire.received.emit(Done(request=opened.request))
    (retry,) = wire.take()
    assert isinstance(retry, Retry)
    assert retry.files == both


def test_other_clusters_take_the_place_of_those_asked_for_before(errands, wire):
    errands.begin(Recluster(folder=1, encoder="compact", k=5))
    errands.begin(Recluster(folder=1, encoder="compact", k=7))
    assert wire.sent[1] == Cancel(request=1)
    ended = []
    errands.ended.connect(lambda errand, message: ended.append((errand.k, type(message))))
    wire.received.emit(Cancelled(request=1))
    wire.received.emit(Done(request=2))
    assert ended == [(7, Done)]
    assert not errands


def test_the_newest_is_told_of_and_stopped(errands, wire):
    errands.begin(FetchEncoder(encoder="clip"))
    errands.begin(Recluster(folder=1, encoder="compact", k=5))
    told = []
    errands.progressed.connect(lambda progress: told.append(progress.request))
    for request in (1, 2, 3):
        wire.received.emit(Progress(request=request, stage=Stage.CLUSTER, done=1, total=2))
    assert told == [2]
    errands.cancel()
    assert wire.sent[-1] == Cancel(request=2)
    wire.received.emit(Cancelled(request=2))
    errands.cancel()
    assert wire.sent[-1] == Cancel(request=1)


def test_what_an_engine_took_with_it_is_asked_of_the_next(errands, wire):
    errands.begin(FetchEncoder(encoder="clip"))
    wire.take()
    wire.die()
    assert wire.take() == [FetchEncoder(request=1, encoder="clip")]
