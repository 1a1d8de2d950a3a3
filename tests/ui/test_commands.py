import os

import numpy as np
import pytest
from PySide6.QtCore import QUrl

from gallery.ui.mime_data import PART, GalleryMimeData
from gallery.ui.shell.commands import path_of
from tests.ui.fake_controller import table_of


def test_names_of_any_bytes_survive_the_clipboard():
    table = table_of([b"caf\xe9 #1.jpg", "caf\u00e9?.jpg".encode()])
    carried = GalleryMimeData(table, np.arange(2), text=True)
    assert [path_of(url) for url in carried.urls()] == [
        b"/pictures/Holiday/caf\xe9 #1.jpg",
        "/pictures/Holiday/caf\u00e9?.jpg".encode(),
    ]


def test_of_very_many_pictures_all_are_copied():
    names = [b"%d 100%%.jpg" % number for number in range(3 * PART + 7)]
    carried = GalleryMimeData(table_of(names), np.arange(len(names))[::-1], text=True)
    assert [path_of(url) for url in carried.urls()] == [
        b"/pictures/Holiday/" + name for name in reversed(names)
    ]
    assert carried.text().splitlines() == [
        f"/pictures/Holiday/{name.decode()}" for name in reversed(names)
    ]


def test_urls_of_elsewhere_are_no_paths():
    assert path_of(QUrl("https://example.org/a.jpg")) == b""


def test_urls_of_other_programs_are_understood(tmp_path):
    folder = tmp_path / "über 100 %"
    assert path_of(QUrl.fromLocalFile(str(folder))) == os.fsencode(folder)


def test_a_file_that_is_gone_is_not_shown_but_said(gallery):
    gallery.state.set_focus(0)
    gallery.actions_["reveal"].trigger()
    assert gallery.notices.texts() == ["/pictures/Holiday/bear000.jpg is not there any more."]


@pytest.mark.qt_log_ignore("does not support")
def test_where_no_file_manager_answers_the_folder_is_said(gallery, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"")
    gallery.commands.reveal_path(os.fsencode(picture))
    said = f"No file manager answers. The folder is {tmp_path}"
    qtbot.waitUntil(lambda: gallery.notices.texts() == [said])
