import os

from PySide6.QtCore import QUrl

from gallery.ui.commands import path_of, urls_of
from tests.ui.fake_controller import table_of


class _State:
    table = table_of([b"caf\xe9 #1.jpg", "caf\u00e9?.jpg".encode()])


def test_names_of_any_bytes_survive_the_clipboard():
    urls = urls_of(_State, [0, 1])
    assert [path_of(url) for url in urls] == [
        b"/pictures/Holiday/caf\xe9 #1.jpg",
        "/pictures/Holiday/caf\u00e9?.jpg".encode(),
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
