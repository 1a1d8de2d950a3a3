"""The controller with the real engine process and the real store."""

import os
import shutil
import signal

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from gallery.core import settings
from gallery.core.sentence import Sentence
from gallery.engine.ipc import messages
from gallery.library.records import Clusters
from gallery.ui.client.controller import Controller
from gallery.ui.client.replies import Listener
from gallery.ui.model.query import QueryKind
from resources import SAMPLE
from resources import path as resource

WAIT = 120_000


def paint(path, seed, size=(120, 90)):
    rng = np.random.default_rng(seed)
    low = Image.fromarray(rng.integers(0, 255, (3, 4, 3), dtype=np.uint8))
    path.parent.mkdir(parents=True, exist_ok=True)
    low.resize(size, Image.Resampling.BICUBIC).save(path, quality=90)


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    for number in range(14):
        paint(folder / f"{'a' if number < 7 else 'b'}" / f"{number:02}.jpg", number)
    shutil.copy(folder / "a" / "03.jpg", folder / "b" / "twin.jpg")
    (folder / "broken.jpg").write_bytes(b"no picture at all")
    return folder


@pytest.fixture
def controller(qtbot, home):
    made = Controller(home, workers=1)
    made.encoder = "pixels"
    made.start()
    yield made
    made.shutdown()


def open_(qtbot, controller, folder):
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        controller.open_folder(os.fsencode(folder))
    qtbot.waitUntil(lambda: controller.state.map_method == "umap", timeout=WAIT)
    return caught.args[0]


def position_of(controller, name):
    return controller.state.table.paths.index(name)


def test_a_folder_is_opened_embedded_clustered_and_mapped(qtbot, controller, photos):
    ended = open_(qtbot, controller, photos)
    state = controller.state
    assert isinstance(ended, messages.Done)
    qtbot.waitUntil(lambda: len(state.order.positions) == 15, timeout=WAIT)
    assert (state.table.row[state.order.positions] >= 0).all()
    assert np.isfinite(state.table.xy[state.order.positions]).all()
    assert state.clusters is not None
    assert sum(row.size for row in state.clusters.rows) == 15  # copies count as well
    qtbot.waitUntil(lambda: len(controller.problems) == 1, timeout=WAIT)
    assert controller.problems[0].path == b"broken.jpg"
    assert controller.problems[0].kind == "not_an_image"


def test_a_click_finds_the_twin_first(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    asked = position_of(controller, b"a/03.jpg")
    controller.state.find_lookalikes(asked)
    qtbot.waitUntil(lambda: controller.state.order.scores is not None, timeout=WAIT)
    second = controller.state.order.positions[1]
    assert controller.state.table.paths[second] == b"b/twin.jpg"
    assert controller.nearest(asked, 1)()[0][0] == second
    with qtbot.waitSignal(controller.facts_ready, timeout=WAIT) as caught:
        controller.ask_facts(asked)
    position, facts = caught.args
    assert position == asked
    assert (facts.width, facts.height, facts.format) == (120, 90, "JPEG")


def test_a_known_folder_is_shown_before_the_engine_answers(qtbot, controller, photos, home):
    open_(qtbot, controller, photos)
    controller.link.close()
    with qtbot.waitSignal(controller.state.folder_changed, timeout=WAIT):
        controller.open_folder(os.fsencode(photos))
    state = controller.state
    qtbot.waitUntil(lambda: state.map_method == "umap", timeout=WAIT)
    assert len(state.order.positions) == 15
    assert state.can_ask(position_of(controller, b"a/03.jpg"))


def test_added_renamed_and_removed_files_are_noticed(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    paint(photos / "new.jpg", 99)
    (photos / "a" / "05.jpg").rename(photos / "a" / "renamed.jpg")
    (photos / "a" / "06.jpg").unlink()
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        controller.rescan()
    assert "1 new" in str(caught.args[0].report)
    assert "1 moved" in str(caught.args[0].report)
    assert "1 removed" in str(caught.args[0].report)

    def names():
        table = controller.state.table
        return {table.paths[p] for p in controller.state.order.positions}

    qtbot.waitUntil(lambda: b"new.jpg" in names() and b"a/06.jpg" not in names(), timeout=WAIT)
    assert b"a/renamed.jpg" in names()
    assert b"a/05.jpg" not in names()
    state = controller.state
    qtbot.waitUntil(lambda: state.can_ask(position_of(controller, b"a/renamed.jpg")), timeout=WAIT)


def test_a_pasted_picture_is_a_query(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    image = QImage(str(photos / "b" / "11.jpg"))
    controller.ask_image(image)
    state = controller.state
    qtbot.waitUntil(lambda: state.query.ask is QueryKind.OUTSIDE, timeout=WAIT)
    qtbot.waitUntil(lambda: state.order.scores is not None, timeout=WAIT)
    assert state.query.label == "pasted picture"
    assert os.path.isfile(state.query.image)
    assert state.table.paths[state.order.positions[0]] == b"b/11.jpg"


def test_pictures_are_asked_about_together_while_their_folder_is_opened(
    qtbot, controller, photos, tmp_path
):
    paint(tmp_path / "outside.jpg", 3)
    inside = photos / "a" / "05.jpg"
    controller.open_folder(os.fsencode(photos))
    controller.ask_files([os.fsencode(path) for path in (tmp_path / "outside.jpg", inside)])
    state = controller.state
    qtbot.waitUntil(lambda: state.query.ask is QueryKind.SEVERAL, timeout=WAIT)
    assert state.query.members == (position_of(controller, b"a/05.jpg"),)
    assert [guest.name for guest in state.query.guests] == ["outside.jpg"]

    def ranked():  # before, they may stand in the order without a query
        return state.order.scores is not None and len(state.order.positions) == 15

    qtbot.waitUntil(ranked, timeout=WAIT)
    first = [state.table.name(int(position)) for position in state.order.positions[:3]]
    assert first[0] == "05.jpg"
    assert set(first[1:]) == {"03.jpg", "twin.jpg"}


def test_more_folders_follow_and_are_in_the_list(qtbot, controller, photos, tmp_path):
    for name in ("more", "most"):
        paint(tmp_path / name / "0.jpg", 50)
    folders = [os.fsencode(path) for path in (photos, tmp_path / "more", tmp_path / "most")]
    controller.open_folder(*folders)

    def done():
        return {entry.path for entry in controller.folders if entry.pictures and not entry.busy}

    qtbot.waitUntil(lambda: done() == set(folders), timeout=WAIT)
    assert controller.folder == folders[0]


def test_without_words_file_names_are_searched(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    assert not controller.words
    state = controller.state
    with qtbot.waitSignal(state.order_changed):
        controller.search_words("TWIN")
    assert state.query.ask is QueryKind.NAMES
    assert [state.table.paths[p] for p in state.order.positions] == [b"b/twin.jpg"]


def test_a_view_hands_over_pixels(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    answers: list[messages.ViewReady] = []
    endings: list[messages.Ending] = []
    listener = Listener(answered=answers.append, ended=endings.append)
    controller.view(os.fsencode(photos / "a" / "00.jpg"), 4096, listener)
    qtbot.waitUntil(lambda: len(endings) == 1, timeout=WAIT)
    (ready,) = answers
    assert (ready.width, ready.height) == (120, 90)
    assert os.path.getsize(ready.file) == 120 * 90 * 4
    controller.view(os.fsencode(photos / "broken.jpg"), 4096, listener)
    qtbot.waitUntil(lambda: len(endings) == 2, timeout=WAIT)
    assert isinstance(endings[1], messages.Failed)
    assert endings[1].said


def test_an_engine_that_dies_is_started_again_and_the_work_goes_on(qtbot, controller, photos):
    with qtbot.waitSignal(controller.opened, timeout=WAIT):
        controller.open_folder(os.fsencode(photos))
    first = controller.link.pid
    with qtbot.waitSignal(controller.link.restarted, timeout=WAIT):
        os.kill(first, signal.SIGKILL)
    assert controller.link.pid != first
    qtbot.waitUntil(lambda: not controller.busy, timeout=WAIT)
    qtbot.waitUntil(lambda: len(controller.state.order.positions) == 15, timeout=WAIT)


def test_links_are_followed_as_soon_as_that_is_chosen(qtbot, controller, photos, home):
    shutil.copytree(photos / "a", photos / ".hidden")
    (photos / "link").symlink_to(".hidden")
    open_(qtbot, controller, photos)
    state = controller.state
    qtbot.waitUntil(lambda: len(state.order.positions) == 15, timeout=WAIT)
    controller.follow_links(True)
    qtbot.waitUntil(lambda: len(state.order.positions) == 22, timeout=WAIT)
    assert b"link/03.jpg" in state.table.paths
    assert settings.load(home.settings).follow_links
    controller.follow_links(False)
    qtbot.waitUntil(lambda: len(state.order.positions) == 15, timeout=WAIT)


def test_a_folder_that_is_not_there_gets_one_sentence(qtbot, controller, tmp_path):
    with qtbot.waitSignal(controller.failed, timeout=WAIT) as caught:
        controller.open_folder(os.fsencode(tmp_path / "nowhere"))
    assert "There is no folder" in caught.args[0]
    qtbot.waitUntil(lambda: controller.folder is None, timeout=WAIT)


def test_after_a_folder_that_is_not_there_the_one_before_is_shown(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    with qtbot.waitSignal(controller.failed, timeout=WAIT):
        controller.open_folder(os.fsencode(photos / "nowhere"))
    qtbot.waitUntil(lambda: controller.folder == os.fsencode(photos), timeout=WAIT)
    qtbot.waitUntil(lambda: len(controller.state.order.positions) == 15, timeout=WAIT)
    qtbot.waitUntil(lambda: not controller.busy, timeout=WAIT)


def test_all_that_is_known_is_shown_before_the_engine_is_there(qtbot, controller, photos, home):
    controller.change_settings(encoder="pixels")
    open_(qtbot, controller, photos)
    controller.shutdown()
    later = Controller(home, workers=1)
    later.feed.start()  # and no engine
    try:
        later.open_folder(os.fsencode(photos))
        state = later.state
        qtbot.waitUntil(lambda: state.map_method == "umap", timeout=WAIT)
        assert state.clusters is not None
        position = position_of(later, b"a/03.jpg")
        with qtbot.waitSignal(state.order_changed, timeout=WAIT):
            state.find_lookalikes(position)
        assert state.order.scores is not None
    finally:
        later.shutdown()


def test_a_known_folder_that_is_away_is_shown_from_the_first_moment(
    qtbot, controller, photos, home, tmp_path
):
    open_(qtbot, controller, photos)
    controller.shutdown()
    photos.rename(tmp_path / "unplugged")
    later = Controller(home, workers=1)
    later.encoder = "pixels"
    later.start()
    failures: list[str] = []
    kinds: list[list[str]] = []
    later.failed.connect(failures.append)
    try:
        with qtbot.waitSignal(later.finished, timeout=WAIT):
            later.open_folder(os.fsencode(photos))
        qtbot.waitUntil(lambda: len(later.state.order.positions) == 15, timeout=WAIT)
        later.paths.ask("test", [os.fsencode(photos)], kinds.append)  # what came before is done
        qtbot.waitUntil(lambda: kinds == [["away"]], timeout=WAIT)
        assert later.folder == os.fsencode(photos)
        assert failures == []
    finally:
        later.shutdown()


def test_the_sample_is_opened_at_once_where_it_lies(qtbot, controller):
    controller.open_sample()
    assert controller.folder == os.fsencode(resource(SAMPLE))
    qtbot.waitUntil(lambda: len(controller.state.order.positions) == 360, timeout=WAIT)
    qtbot.waitUntil(lambda: controller.stoppable, timeout=WAIT)
    with qtbot.waitSignal(controller.finished, timeout=WAIT) as caught:
        controller.cancel()
    assert isinstance(caught.args[0], messages.Cancelled)


def test_problems_can_be_tried_again(qtbot, controller, photos):
    open_(qtbot, controller, photos)
    qtbot.waitUntil(lambda: len(controller.problems) == 1, timeout=WAIT)
    paint(photos / "broken.jpg", 77)
    with qtbot.waitSignal(controller.finished, timeout=WAIT):
        controller.retry([controller.problems[0].file])
    qtbot.waitUntil(lambda: not controller.problems, timeout=WAIT)
    qtbot.waitUntil(
        lambda: controller.state.can_ask(position_of(controller, b"broken.jpg")), timeout=WAIT
    )


def test_when_clusters_cannot_be_kept_the_old_ones_are_shown_again(qtbot, home, monkeypatch):
    controller = Controller(home)  # not started: the test is the engine
    controller.feed.folder = 1
    old = Clusters(2, 2, 0.5, ())
    controller.state.set_clusters(old)
    sent: list[messages.Recluster] = []
    monkeypatch.setattr(controller.link, "send", sent.append)
    controller.recluster(3)
    full = messages.Failed(request=sent[0].request, said=Sentence.of("There is no space left."))
    with qtbot.waitSignals([controller.failed, controller.state.clusters_changed], timeout=WAIT):
        controller.link.received.emit(full)
    assert controller.state.clusters is old
    controller.shutdown()
