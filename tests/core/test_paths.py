import base64
import os

import pytest

from gallery.core.paths import Home, all_as_json, as_json, as_text, shown, suffix


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"a.JPG", b"jpg"),
        (b"a.b.Jpeg", b"jpeg"),
        (b"none", b""),
        (b".jpg", b""),
        (b"a.", b""),
        (b"\xff.png", b"png"),
    ],
)
def test_a_suffix_is_in_lower_case_and_has_no_dot(name, expected):
    assert suffix(name) == expected


def test_a_name_that_is_text_is_given_as_it_is():
    assert as_json("/ä/猫.jpg".encode()) == {"path": "/ä/猫.jpg"}


@pytest.mark.parametrize("path", [b"/a\xff.jpg", b"/\xed\xb2\x80.jpg", b"/a\xc3"])
def test_a_name_that_is_no_text_is_given_exactly_beside(path):
    given = as_json(path)
    assert "�" in given["path"]
    assert base64.b64decode(given["path_b64"]) == path
    assert as_text(path) == given["path"]


def test_a_field_has_the_name_that_it_is_given():
    assert as_json(b"/a", "folder") == {"folder": "/a"}
    assert set(as_json(b"/\xff", "folder")) == {"folder", "folder_b64"}


def test_a_list_of_names_is_given_exactly_where_one_is_no_text():
    assert all_as_json([b"/a", b"/b"]) == {"paths": ["/a", "/b"]}
    given = all_as_json([b"/a", b"/\xff"])
    assert given["paths"] == ["/a", "/�"]
    assert [base64.b64decode(text) for text in given["paths_b64"]] == [b"/a", b"/\xff"]


def test_a_name_is_shown_in_one_line_and_given_as_it_is():
    name = "a\nb\tc\x1b[31m\u202egpj.é".encode()
    assert shown(name) == "a�b�c�[31m�gpj.é"
    assert as_json(name) == {"path": "a\nb\tc\x1b[31m\u202egpj.é"}


def test_the_environment_names_the_home(tmp_path, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_HOME", str(tmp_path / "here"))
    assert Home.default().database == tmp_path / "here" / "library.db"


def test_a_home_is_its_owners_alone(tmp_path):
    home = Home(tmp_path / "a" / "b").create()
    for folder in (home.root, home.vectors, home.models, home.cache):
        assert os.stat(folder).st_mode & 0o777 == 0o700
