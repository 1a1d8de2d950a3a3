"""Nothing of the window's frame moves, stays or speaks without a reason."""

import os
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Done, Notice, Progress, Stage, Topic
from gallery.ui.map.view import MapView
from gallery.ui.shell import commands


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """Points and cameras are where they are going at once."""
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")


def _settle(window):
    for _ in range(8):  # layouts are posted, and each may post the next
        QApplication.processEvents()


def test_dragging_the_number_of_clusters_moves_nothing_below_it(gallery):
    sidebar = gallery.gallery.sidebar
    slider = sidebar.k.slider
    _settle(gallery)
    before = (sidebar.clusters.y(), sidebar.k.height(), slider.y())
    slider.setSliderDown(True)
    for k in (4, 3, 12, 4):  # 4 is the suggested number
        slider.setSliderPosition(k)
        _settle(gallery)
        assert (sidebar.clusters.y(), sidebar.k.height(), slider.y()) == before


@pytest.mark.parametrize("name", ["clip", "compact", "timm:vit_base_patch14_reg4_dinov2.lvd142m"])
def test_another_encoder_moves_nothing_in_the_header(gallery, name):
    header = gallery.header
    _settle(gallery)
    before = [(part.x(), part.width()) for part in (header.search, header.encoder, header.theme)]
    header.show_encoder(name, name)
    _settle(gallery)
    assert [
        (part.x(), part.width()) for part in (header.search, header.encoder, header.theme)
    ] == before
    wide = header.encoder.fontMetrics().horizontalAdvance(header.encoder.text())
    assert wide < header.encoder.width()


def test_the_header_calls_the_encoder_by_its_purpose_before_the_engine_has_told(gallery):
    gallery.controller.encoder = "efficientnet-lite0"
    gallery._show_encoder()
    assert gallery.header.encoder.text() == "Standard"


@pytest.mark.parametrize("layout", ["both", "grid"])
def test_no_card_stays_when_the_layout_changes(gallery, qtbot, layout):
    gallery.actions_["map"].trigger()
    _settle(gallery)
    view, state = gallery.findChild(MapView), gallery.state
    view.hover(QPointF(*view.camera.screen(*state.table.xy[0].tolist())))
    assert view.card.isVisible()
    gallery.actions_[layout].trigger()
    _settle(gallery)
    qtbot.waitUntil(view.card.isHidden)
    gallery.actions_["map"].trigger()
    assert view.card.isHidden()
    assert state.hovered == -1


def test_no_card_stays_when_the_map_flies_away_under_the_pointer(gallery):
    gallery.actions_["map"].trigger()
    _settle(gallery)
    view, state = gallery.findChild(MapView), gallery.state
    view.hover(QPointF(*view.camera.screen(*state.table.xy[0].tolist())))
    assert view.card.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.card.isHidden()


def test_a_bar_never_stands_without_a_word(gallery, controller):
    status = gallery.status
    controller.busy = True
    controller.folders_changed.emit()
    assert status.bar.isVisible()
    assert status.doing.text() == "Getting ready…"
    controller.notice_changed.emit(
        Notice(topic=Topic.LOCK, said=Sentence.of("Another Lookalike is at work."))
    )
    assert status.doing.text() == "Waiting for another Lookalike"
    controller.notice_changed.emit(Notice(topic=Topic.LOCK))
    controller.errand = True
    controller.progressed.emit(Progress(request=1, stage=Stage.DOWNLOAD, done=9, total=9))
    controller.errand = False
    controller.errand_ended.emit(Done(request=1))
    assert status.bar.isVisible()
    assert status.doing.text() == "Getting ready…"


def test_the_map_is_fitted_anew_in_a_larger_window_unless_one_looks_closer(gallery):
    gallery.actions_["map"].trigger()
    _settle(gallery)
    view = gallery.findChild(MapView)
    view.pan(12, 0)  # all is still in sight
    gallery.resize(1600, 1000)
    _settle(gallery)
    assert view.camera == view.scene.layout.extent.fitted(view.width(), view.height())
    view.zoom(8.0)
    view._flight.go(view._flight.target)
    scale = view.camera.scale
    gallery.resize(1280, 800)
    _settle(gallery)
    assert view.camera.scale == scale


class _FileManager:
    """Stands where the file manager is asked over D-Bus, and keeps what it was asked to mark."""

    def __init__(self, monkeypatch):
        self.marked = []
        monkeypatch.setattr(commands, "_shown_by_desktop", self._mark)

    def _mark(self, paths):
        self.marked.append(paths)
        return True


@pytest.fixture
def manager(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    return _FileManager(monkeypatch)


def _folder_of(controller, tmp_path, names):
    for name in names:
        path = os.path.join(os.fsencode(tmp_path), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb"):
            pass
    controller.show_folder(names=names)
    state = controller.state
    state.table = replace(state.table, root=os.fsencode(tmp_path))


def test_all_chosen_pictures_are_shown_in_their_folder(
    window, controller, qtbot, tmp_path, manager
):
    _folder_of(controller, tmp_path, [b"a.jpg", b"b.jpg", b"c.jpg"])
    window.state.select([0, 2])
    window.actions_["reveal"].trigger()
    qtbot.waitUntil(lambda: bool(manager.marked))
    root = os.fsencode(tmp_path)
    assert manager.marked == [[root + b"/a.jpg", root + b"/c.jpg"]]
    assert window.notices.texts() == []


def test_chosen_pictures_that_are_not_shown_are_told_of(
    window, controller, qtbot, tmp_path, manager
):
    names = [b"%d/a.jpg" % number for number in range(commands.MOST_FOLDERS + 3)]
    _folder_of(controller, tmp_path, names)
    os.remove(os.path.join(os.fsencode(tmp_path), names[0]))
    window.state.select_all()
    window.actions_["reveal"].trigger()
    qtbot.waitUntil(lambda: bool(manager.marked))
    assert len(manager.marked[0]) == commands.MOST_FOLDERS - 1
    said = "3 of 7 chosen pictures are shown in the file manager."
    assert window.notices.texts() == [said]
