"""What is dropped on the window: copied and never moved, and nothing is passed over in silence."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from gallery.ui.shell.commands import MOST_ASKED

COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
REST = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def urls(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window, data, actions=COPY):
    """Drop `data` as a source does that offers `actions`."""
    event = QDropEvent(QPointF(300, 300), actions, data, *REST)
    window.dropEvent(event)
    return event


@pytest.mark.parametrize("offered", [COPY, COPY | MOVE])
def test_a_drop_is_always_a_copy(gallery, tmp_path, offered):
    data = urls(tmp_path)
    for kind, handle in (
        (QDragEnterEvent, gallery.dragEnterEvent),
        (QDragMoveEvent, gallery.dragMoveEvent),
    ):
        event = kind(QPoint(300, 300), offered, data, *REST)
        event.setDropAction(MOVE)
        handle(event)
        assert (event.isAccepted(), event.dropAction()) == (True, COPY)
    dropped = QDropEvent(QPointF(300, 300), offered, data, *REST)
    dropped.setDropAction(MOVE)
    gallery.dropEvent(dropped)
    assert (dropped.isAccepted(), dropped.dropAction()) == (True, COPY)


def test_of_several_folders_the_first_is_shown_and_the_others_follow(gallery, controller, tmp_path):
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    drop(gallery, urls(*folders))
    assert controller.called("open_folder") == [tuple(str(path).encode() for path in folders)]
    assert gallery.notices.texts() == [
        "2 more folders are indexed afterwards, and can then be opened in the sidebar."
    ]


def pictures(folder, count):
    made = [folder / f"{number}.jpg" for number in range(count)]
    for picture in made:
        picture.write_bytes(b"x")
    return made


def test_several_pictures_are_asked_about_together(gallery, controller, tmp_path):
    gallery.navigation.show_problems()
    dropped = pictures(tmp_path, 3)
    drop(gallery, urls(*dropped))
    assert controller.called("ask_files") == [([str(path).encode() for path in dropped],)]
    assert gallery.notices.texts() == []
    assert gallery.pages.currentWidget() is gallery.gallery, "the answer is where one can see it"


def test_of_very_many_pictures_it_is_said_how_many_are_asked_about(gallery, controller, tmp_path):
    drop(gallery, urls(*pictures(tmp_path, MOST_ASKED + 1)))
    ((asked,),) = controller.called("ask_files")
    assert len(asked) == MOST_ASKED
    assert gallery.notices.texts() == ["The first 60 of 61 files are asked about."]


def test_a_picture_on_the_welcome_page_opens_its_folder_and_is_asked_about(
    window, controller, tmp_path
):
    (picture,) = pictures(tmp_path, 1)
    drop(window, urls(picture))
    controller.folder = b"/pictures/Holiday"
    window.navigation.show_welcome()
    drop(window, urls(picture))
    assert controller.called("open_folder") == [(str(tmp_path).encode(),)] * 2
    assert controller.called("ask_files") == [([str(picture).encode()],)] * 2


def test_what_is_not_there_is_said(gallery, controller, tmp_path):
    drop(gallery, urls(tmp_path / "gone.jpg"))
    assert controller.called("ask_files") == []
    assert gallery.notices.texts() == [f"{tmp_path}/gone.jpg is not there."]
    there = pictures(tmp_path, 1)
    drop(gallery, urls(*there, tmp_path / "a.jpg", tmp_path / "b.jpg"))
    assert len(controller.called("ask_files")) == 1
    assert gallery.notices.texts() == [f"{tmp_path}/a.jpg is not there, and 1 other file neither."]


def test_pictures_beside_a_folder_are_not_passed_over_in_silence(gallery, controller, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.jpg").write_bytes(b"x")
    drop(gallery, urls(tmp_path / "a.jpg", tmp_path / "folder"))
    assert len(controller.called("open_folder")) == 1
    assert gallery.notices.texts() == ["1 dropped file beside the folders: not asked about."]


def test_what_lies_elsewhere_is_said(gallery):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.jpg")])
    drop(gallery, data)
    assert gallery.notices.texts() == ["This lies elsewhere: save it on this computer first."]
