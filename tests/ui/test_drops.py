"""What is dropped on the window: copied and never moved, and nothing is passed over in silence."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

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
    event = QDropEvent(QPointF(300, 300), offered, data, *REST)
    event.setDropAction(MOVE)
    gallery.dropEvent(event)
    assert (event.isAccepted(), event.dropAction()) == (True, COPY)


def test_several_folders_are_all_opened_and_the_first_is_shown(gallery, controller, tmp_path):
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    drop(gallery, urls(*folders))
    opened = [path for (path,) in controller.called("open_folder")]
    assert opened == [str(folder).encode() for folder in reversed(folders)]


def test_of_several_pictures_it_is_said_which_is_asked_about(gallery, controller, tmp_path):
    pictures = [tmp_path / f"{name}.jpg" for name in "abc"]
    for picture in pictures:
        picture.write_bytes(b"x")
    drop(gallery, urls(*pictures))
    assert controller.called("ask_file") == [(str(pictures[0]).encode(), "a.jpg")]
    assert gallery.notices.texts() == ["Only a.jpg is asked about; 2 other files not."]


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
