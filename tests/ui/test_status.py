import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Cancelled, Done, Failed, Notice, Progress, Stage, Topic
from tests.tables import put


def test_the_left_side_says_what_is_shown(gallery, qtbot):
    assert gallery.status.sentence() == "30 pictures"
    gallery.state.find_lookalikes(3)
    qtbot.waitUntil(lambda: gallery.state.order.scores is not None)
    kept = gallery.state.order.kept
    found, below = kept.found, kept.below
    assert (found, below) == (kept.count - 1, 30 - kept.count)
    assert found > 1
    assert below > 1
    said = f"{found} look-alikes of bear003.jpg · less alike: {below}"
    assert gallery.status.sentence() == said


def test_a_filter_is_named(gallery):
    gallery.state.toggle_cluster(0)
    assert gallery.status.sentence() == "10 pictures in bears"


def test_the_selection_is_counted_with_its_size(gallery):
    gallery.state.select([1, 2, 3])
    assert gallery.status.findChild(object, "selectionText").text() == "· 3 selected, 6.0 MB"


def test_progress_is_told_in_figures(gallery, controller):
    controller.busy = True
    controller.progressed.emit(
        Progress(request=1, stage=Stage.EMBED, done=824, total=1330, per_second=41, seconds_left=12)
    )
    assert gallery.status.doing.text() == "Embedding 824 / 1,330 · 41 a second · 12 s left"
    assert (gallery.status.bar.value(), gallery.status.bar.maximum()) == (824, 1330)
    assert gallery.status.bar.isVisible()


def test_pause_and_cancel_reach_the_engine(gallery, controller):
    controller.busy = True
    controller.progressed.emit(Progress(request=1, stage=Stage.EMBED, done=1, total=9))
    gallery.actions_["pause"].trigger()
    assert controller.called("pause") == [(True,)]
    assert gallery.status.doing.text().endswith("paused")
    gallery.actions_["cancel"].trigger()
    assert controller.called("cancel") == [()]


def test_work_that_waits_for_room_tells_no_time_left(gallery, controller):
    controller.busy = True
    controller.progressed.emit(
        Progress(request=1, stage=Stage.EMBED, done=824, total=1330, per_second=41, seconds_left=12)
    )
    controller.notice_changed.emit(
        Notice(topic=Topic.SPACE, said=Sentence.of("There is no space left."))
    )
    held = "Embedding 824 / 1,330 · waiting for room on the disk"
    assert gallery.status.doing.text() == held
    controller.notice_changed.emit(Notice(topic=Topic.SPACE))
    assert gallery.status.doing.text().endswith("12 s left")


def test_what_is_not_about_a_folder_can_be_stopped_as_well(gallery, controller):
    controller.errand = True
    controller.progressed.emit(Progress(request=1, stage=Stage.DOWNLOAD, done=8, total=360))
    assert gallery.actions_["cancel"].isEnabled()
    assert not gallery.actions_["pause"].isEnabled()
    controller.folders_changed.emit()
    assert gallery.status.bar.isVisible()
    controller.errand = False
    controller.errand_ended.emit(Done(request=1, report=Sentence.of("clip is here now.")))
    assert gallery.status.doing.text() == "clip is here now."
    assert not gallery.status.bar.isVisible()
    assert not gallery.actions_["cancel"].isEnabled()


def test_work_of_an_engine_that_was_given_up_tells_no_time_left(gallery, controller, qtbot):
    controller.busy = True
    controller.progressed.emit(
        Progress(request=1, stage=Stage.EMBED, done=824, total=1330, per_second=41, seconds_left=12)
    )
    controller.notice_changed.emit(
        Notice(topic=Topic.ENGINE, said=Sentence.of("It was given up."), again=True)
    )
    assert gallery.status.doing.text() == "Embedding 824 / 1,330 · the engine has stopped"
    qtbot.mouseClick(gallery.notices.findChild(QPushButton, "tryAgain"), Qt.MouseButton.LeftButton)
    assert controller.called("try_again") == [()]
    controller.notice_changed.emit(Notice(topic=Topic.ENGINE))
    assert gallery.status.doing.text().endswith("12 s left")


def test_the_end_of_the_work_is_told_and_the_bar_goes(gallery, controller):
    controller.busy = True
    controller.progressed.emit(Progress(request=1, stage=Stage.MAP, done=0, total=0))
    controller.busy = False
    controller.finished.emit(Done(request=1, report=Sentence.of("1,330 pictures, 12 new")))
    assert gallery.status.doing.text() == "1,330 pictures, 12 new"
    assert not gallery.status.bar.isVisible()


def test_after_a_stop_it_is_told_how_far_it_came_until_it_goes_on(gallery, controller, qtbot):
    status, state = gallery.status, controller.state
    put(state, row=np.where(np.arange(30) < 12, np.arange(30), -1))
    assert not status.go_on.isVisible()
    controller.finished.emit(Cancelled(request=1))
    assert status.go_on.isVisible()
    status._rest.stop()
    status._rest.timeout.emit()
    assert status.doing.text() == "12 of 30 ready"
    put(state, row=np.where(np.arange(30) < 20, np.arange(30), -1))
    controller.state.pictures_changed.emit()
    assert status.doing.text() == "20 of 30 ready"
    qtbot.mouseClick(status.go_on, Qt.MouseButton.LeftButton)
    assert controller.called("rescan") == [()]
    controller.busy = True
    controller.folders_changed.emit()
    assert not status.go_on.isVisible()
    controller.busy = False
    controller.finished.emit(Done(request=2, report=Sentence.of("30 pictures")))
    status._rest.stop()
    status._rest.timeout.emit()
    assert status.doing.text() == ""
    assert not status.go_on.isVisible()


def test_a_download_that_is_stopped_leaves_no_folder_unfinished(gallery, controller):
    controller.errand_ended.emit(Cancelled(request=1))
    assert not gallery.status.go_on.isVisible()


def test_that_nothing_is_new_is_told_in_words_and_not_as_a_number_again(gallery, controller):
    controller.finished.emit(Done(request=1, report=Sentence.of("1,330 pictures, 12 new")))
    assert gallery.status.doing.text() == "1,330 pictures, 12 new"
    controller.finished.emit(Done(request=1, report=Sentence.of("1,330 pictures"), is_news=False))
    assert gallery.status.doing.text() == "Up to date"


def test_a_failure_is_told_once_under_the_header(gallery, controller):
    sentence = "The folder may not be read."
    controller.progressed.emit(Progress(request=1, stage=Stage.SCAN, done=1, total=0))
    controller.failed.emit(sentence)
    controller.finished.emit(Failed(request=1, said=Sentence.of(sentence)))
    assert gallery.notices.texts() == [sentence]
    assert gallery.status.doing.text() == ""
