import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Opened, Topic
from gallery.ui.grid.view import GridView
from gallery.ui.map.lasso import Shape
from gallery.ui.map.toolbar import Tool
from gallery.ui.map.view import MapView
from gallery.ui.model.query import QueryKind
from gallery.ui.widgets.sidebar import Sidebar
from tests.ui.map_library import place

Key = Qt.Key
Modifier = Qt.KeyboardModifier
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _drop(window, data):
    where = QPointF(300, 300)
    copy = Qt.DropAction.CopyAction
    left = Qt.MouseButton.LeftButton
    none = Modifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), copy, data, left, none)
    window.dragEnterEvent(enter)
    drop = QDropEvent(where, copy, data, left, none)
    window.dropEvent(drop)
    return enter.isAccepted()


def _urls(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_without_a_folder_the_welcome_page_is_shown(window):
    assert window.pages.currentWidget() is window.welcome


def test_an_opened_folder_shows_its_pictures_and_its_name(gallery):
    assert gallery.pages.currentWidget() is gallery.gallery
    assert gallery.windowTitle() == "Holiday - Lookalike"


def test_every_control_has_a_name_to_be_read_out(gallery):
    nameless = [
        widget
        for kind in (QToolButton, QPushButton)
        for widget in gallery.header.findChildren(kind) + gallery.status.findChildren(kind)
        if not (widget.accessibleName() or widget.text().strip())
    ]
    assert nameless == []


def test_file_names_are_never_taken_for_markup(gallery, controller):
    controller.show_folder(names=[b"<img src=x>.jpg", b"<b>b.jpg"])
    gallery.state.find_lookalikes(0)
    texts = gallery.findChildren(QLabel)
    assert [
        label.text()
        for label in texts
        if label.textFormat() != Qt.TextFormat.PlainText and label.text()
    ] == []


def test_space_opens_the_viewer_and_space_returns(gallery, qtbot):
    gallery.state.set_focus(4)
    qtbot.keyClick(gallery.findChild(GridView), Key.Key_Space)
    assert gallery.pages.currentWidget() is gallery.viewer
    assert gallery.viewer.position == 4
    qtbot.keyClick(gallery.viewer, Key.Key_Space)
    assert gallery.pages.currentWidget() is gallery.gallery


def test_the_picture_shown_last_has_the_focus_after_the_viewer(gallery, qtbot):
    gallery.navigation.view(2)
    qtbot.keyClick(gallery.viewer, Key.Key_Right)
    qtbot.keyClick(gallery.viewer, Key.Key_Escape)
    assert gallery.state.place.focus == gallery.state.order.positions[3]


def test_escape_takes_off_one_layer_after_the_other(gallery, qtbot):
    state = gallery.state
    state.toggle_cluster(1)
    state.find_lookalikes(1)
    qtbot.waitUntil(lambda: state.order.scores is not None)
    state.select([4])
    gallery.navigation.view(4)
    gone = []
    for _ in range(4):
        qtbot.keyClick(gallery, Key.Key_Escape)
        page = gallery.pages.currentWidget() is gallery.viewer
        gone.append((page, bool(state.selected.any()), state.query.ask, state.filter.cluster))
    assert gone == [
        (False, True, QueryKind.PICTURE, 1),
        (False, False, QueryKind.PICTURE, 1),
        (False, False, QueryKind.ALL, 1),
        (False, False, QueryKind.ALL, -1),
    ]


@pytest.mark.parametrize("page", ["grid", "map", "viewer"])
def test_mouse_buttons_4_and_5_go_back_and_forward(gallery, qtbot, page):
    state = gallery.state
    state.toggle_cluster(1)
    gallery.actions_[page if page != "viewer" else "both"].trigger()
    grid = gallery.findChild(GridView).viewport()
    view = {"grid": grid, "map": gallery.findChild(MapView)}.get(page)
    if view is None:
        gallery.navigation.view(4)
        view = gallery.viewer
    seen = []
    for button in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
        qtbot.mouseClick(view, button)
        seen.append(state.filter.cluster)
    qtbot.mouseDClick(view, Qt.MouseButton.BackButton)
    qtbot.mouseRelease(view, Qt.MouseButton.BackButton)
    assert [*seen, state.filter.cluster] == [-1, 1, -1]


def test_f6_f7_f8_choose_what_is_shown(gallery, qtbot):
    grid, view, seen = gallery.findChild(GridView), gallery.findChild(MapView), []
    for key in (Key.Key_F6, Key.Key_F7, Key.Key_F8):
        qtbot.keyClick(gallery, key)
        seen.append((grid.isVisible(), view.isVisible()))
    assert seen == [(True, False), (False, True), (True, True)]
    assert gallery.controller.settings.layout == "both"


@pytest.mark.parametrize("part", [GridView, MapView, Sidebar])
def test_the_keys_of_the_map_are_heard_beside_it_too(gallery, qtbot, part):
    view, widget = gallery.findChild(MapView), gallery.findChild(part)
    keys = {Key.Key_L: "map_lasso", Key.Key_R: "map_rectangle"}
    qtbot.keyClick(gallery, Key.Key_F8)
    for key, name in keys.items():
        qtbot.keyClick(widget, key)
        assert gallery.actions_[name].isChecked()
        assert view.findChild(QToolButton, name).isChecked()
        qtbot.keyClick(gallery, Key.Key_Escape)
        assert not gallery.actions_[name].isChecked()
    view.zoom(2.0)
    qtbot.keyClick(widget, Key.Key_F)
    qtbot.waitUntil(lambda: view.camera == view._whole())


def test_a_map_that_is_not_shown_answers_no_key_and_no_menu(gallery, qtbot):
    qtbot.keyClick(gallery, Key.Key_F6)
    qtbot.keyClick(gallery.findChild(GridView), Key.Key_L)
    assert gallery.findChild(MapView).tool is Tool.PAN
    assert not gallery.actions_["map_lasso"].isEnabled()
    assert not gallery.actions_["landmarks"].isEnabled()


def test_landmarks_are_switched_by_menu_and_button_alike(gallery):
    view, action = gallery.findChild(MapView), gallery.actions_["landmarks"]
    button = view.findChild(QToolButton, "map_picture")
    action.trigger()
    assert view.scene.landmarks
    assert button.isChecked()
    button.click()
    assert not view.scene.landmarks
    assert not action.isChecked()


def test_what_is_selected_on_the_map_comes_to_the_grids_screen(window, controller, qtbot):
    controller.show_folder(300)
    grid, view = window.findChild(GridView), window.findChild(MapView)
    last = int(window.state.order.positions[-1])
    assert not grid.is_visible(last)
    around = Shape(Tool.RECTANGLE, place(view, last) - QPointF(2, 2))
    around.drag(place(view, last) + QPointF(2, 2))
    view.select_inside(around, "only")
    assert window.state.selected[last]
    qtbot.waitUntil(lambda: grid.is_visible(window.state.chosen()[0]))


def test_a_dropped_folder_is_opened(gallery, controller, tmp_path):
    assert _drop(gallery, _urls(tmp_path))
    assert controller.called("open_folder") == [(str(tmp_path).encode(),)]


def test_a_dropped_picture_is_asked_for(gallery, controller, tmp_path):
    picture = tmp_path / "outside.jpg"
    picture.write_bytes(b"x")
    _drop(gallery, _urls(picture))
    assert controller.called("ask_files") == [([str(picture).encode()],)]


def test_a_picture_dropped_on_the_welcome_page_opens_its_folder(window, controller, tmp_path):
    picture = tmp_path / "first.jpg"
    picture.write_bytes(b"x")
    _drop(window, _urls(picture))
    assert controller.called("open_folder") == [(str(tmp_path).encode(),)]


def test_a_pasted_picture_is_asked_for(gallery, controller, qtbot):
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(gallery.findChild(GridView), Key.Key_V, Modifier.ControlModifier)
    assert controller.called("ask_image") == [(20, 10)]


def test_what_cannot_be_pasted_is_said(gallery, qtbot):
    QGuiApplication.clipboard().setText("only words")
    qtbot.keyClick(gallery.findChild(GridView), Key.Key_V, Modifier.ControlModifier)
    assert gallery.notices.texts() == ["There is no picture to paste."]


def test_copying_puts_files_and_paths_on_the_clipboard(gallery, qtbot):
    gallery.state.select([0, 2])
    qtbot.keyClick(gallery.findChild(GridView), Key.Key_C, Modifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in data.urls()] == [
        "/pictures/Holiday/bear000.jpg",
        "/pictures/Holiday/bear002.jpg",
    ]
    assert data.text().splitlines()[1] == "/pictures/Holiday/bear002.jpg"


def test_another_try_is_one_click_away_while_the_disk_is_full(gallery, controller, qtbot):
    button = gallery.notices.findChild(QPushButton, "tryAgain")
    assert button is None
    full = Notice(topic=Topic.SPACE, said=Sentence.of("There is no space left."), again=True)
    controller.notice_changed.emit(full)
    button = gallery.notices.findChild(QPushButton, "tryAgain")
    assert button.isVisible()
    assert button.text() == "Try again"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert controller.called("try_again") == [()]
    assert button.text() == "Looking…"
    controller.notice_changed.emit(full)
    assert button.text() == "Try again"
    controller.notice_changed.emit(Notice(topic=Topic.SPACE))
    assert not button.isVisible()


def test_notices_stay_until_they_are_taken_back(gallery, controller):
    controller.notice_changed.emit(
        Notice(topic=Topic.SPACE, said=Sentence.of("There is no space left."))
    )
    controller.failed.emit("The words could not be searched.")
    assert gallery.notices.texts() == [
        "There is no space left.",
        "The words could not be searched.",
    ]
    controller.notice_changed.emit(Notice(topic=Topic.SPACE))
    assert gallery.notices.texts() == ["The words could not be searched."]


def test_only_the_selected_pictures_can_be_left(gallery):
    gallery.state.select([3, 5, 7])
    gallery.actions_["only"].trigger()
    assert sorted(gallery.state.order.positions.tolist()) == [3, 5, 7]
    assert gallery.state.filter.label == "3 chosen pictures"


def test_the_others_can_be_selected(gallery):
    gallery.state.select([0, 1])
    gallery.actions_["invert"].trigger()
    assert gallery.state.selected.sum() == 28


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_context_menu_is_about_the_picture_under_the_pointer(gallery):
    gallery.findChild(GridView).context_requested.emit(6, QPoint(400, 300))
    assert gallery.state.place.focus == 6


def test_shortcuts_are_shown_and_left_by_the_same_key(gallery, qtbot):
    qtbot.keyClick(gallery, Key.Key_F1)
    texts = [label.text() for label in gallery.pages.shortcuts.findChildren(QLabel)]
    assert "Find look-alikes" in texts
    assert "Ctrl+F or /" in texts
    assert {"All menus", "F10", "Rectangle on the map", "R", "Shift+drag"} <= set(texts)
    qtbot.keyClick(gallery, Key.Key_F1)
    assert gallery.pages.currentWidget() is gallery.gallery


def test_nothing_is_cut_off_in_a_small_window(gallery, qtbot):
    gallery.actions_["inspector"].trigger()
    gallery.resize(900, 600)
    qtbot.waitUntil(lambda: gallery.width() == 900)
    buttons = gallery.header.findChildren(QToolButton, options=DIRECT)
    for widget in filter(QToolButton.isVisible, buttons):
        assert gallery.header.rect().contains(widget.geometry()), widget.accessibleName()


def test_an_encoder_that_is_here_is_used(gallery, controller):
    gallery.show_encoders()
    first = gallery.encoders.rows()[0]
    first.choose()
    assert controller.called("set_encoder") == [("pixels",)]
    assert gallery.encoders.isHidden()


def test_an_encoder_that_is_not_here_says_why_and_offers_its_download(gallery, controller, qtbot):
    gallery.show_encoders()
    row = gallery.encoders.rows()[1]
    row.choose()
    assert controller.called("set_encoder") == []
    button = row.findChild(QPushButton, "fetchButton")
    assert button.isVisibleTo(gallery.encoders)
    assert button.text() == "Download 605 MB"
    texts = [label.text() for label in row.findChildren(QLabel)]
    assert "Its weights are not on this computer." in texts
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert controller.called("fetch_encoder") == [("clip",)]


def test_a_folder_without_pictures_promises_no_map(gallery, controller):
    view = gallery.findChild(MapView)
    controller.busy = True
    controller.show_folder(0)
    assert view.accessibleDescription() == "Looking for pictures…"
    controller.busy = False
    controller.folders_changed.emit()
    assert view.accessibleDescription() == "There are no pictures in this folder."


def test_an_empty_folder_says_so(gallery, controller):
    controller.show_folder(names=[b"a.jpg"])
    gallery.search.searched.emit("zebra")
    assert gallery.findChild(GridView).empty_text == "No file name holds “zebra”."


def test_the_size_of_the_window_is_kept(gallery, controller):
    gallery.resize(1100, 700)
    gallery.close()
    assert (controller.settings.width, controller.settings.height) == (1100, 700)


def test_a_folder_that_is_away_says_so_until_it_is_back(gallery, controller):
    for away in (True, False):
        controller.opened.emit(
            Opened(
                request=1,
                folder=1,
                path="/pictures/Holiday",
                encoder="pixels",
                encoder_id="p",
                dim=8,
                words=False,
                away=away,
            )
        )
        assert bool(gallery.notices.texts()) is away


def test_the_encoders_fold_up_when_one_clicks_beside_them(gallery, qtbot):
    gallery.show_encoders()
    assert gallery.encoders.isVisible()
    qtbot.mouseClick(gallery.status, Qt.MouseButton.LeftButton)
    assert gallery.encoders.isHidden()


def test_tab_leads_through_every_part(gallery, qtbot):
    gallery.activateWindow()
    gallery.findChild(GridView).setFocus()
    names = set()
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        names.add(widget.accessibleName())
    assert "" not in names
    assert {"Pictures", "Search pictures", "Thumbnail size", "Number of clusters", "Menu"} <= names


def test_links_are_followed_by_an_action_of_the_library_menu(window, controller):
    action = window.actions_["follow_links"]
    assert not action.isChecked()
    action.trigger()
    action.trigger()
    assert controller.called("follow_links") == [(True,), (False,)]


def test_the_folder_is_looked_over_when_the_window_is_activated(gallery, controller):
    controller.calls.clear()
    gallery.activateWindow()
    QApplication.sendEvent(gallery, QEvent(QEvent.Type.ActivationChange))
    assert controller.called("look_over") == ([()] if gallery.isActiveWindow() else [])
