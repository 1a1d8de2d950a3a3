"""Every command under every odd condition of its arguments and of the names in a folder."""

import json
import os
import shutil

import pytest

from gallery.cli import COMMANDS
from tests.cli.test_streams import A_COMMAND
from tests.cli_tools import run
from tests.engine_tools import folder_of, paint

PIXELS = ("--encoder", "pixels")
LISTING = ("problems", "similar", "search", "clusters", "map")


@pytest.fixture
def odd(tmp_path):
    """Pictures and problems in a folder whose names are no single line, or no text."""
    root = folder_of(tmp_path / "od\nd", 3)
    paint(root / "two\nlines.jpg", 7)
    shutil.copy(root / "two\nlines.jpg", root / "again\nlines.jpg")
    os.rename(paint(root / "x.jpg", 8), os.fsencode(root) + b"/\xff\xe9.jpg")
    (root / "bad\nbad.jpg").write_bytes(b"no picture")
    return root


ODD_NAMES = {
    "compare": ("compare", "{photos}/two\nlines.jpg", "{photos}/\udcff\udce9.jpg", *PIXELS),
    "check": ("check", "{photos}", "--varied", "9", *PIXELS),
    "label": ("label", "{photos}/two\nlines.jpg", "--stars", "3"),
    "export": ("export", "{photos}", "--to", "{out}/ou\nt.csv", *PIXELS),
}
NAMELESS = ("encoders", "doctor", "sample", "teach")


def filled(command, odd, tmp_path):
    arguments = {**A_COMMAND, **ODD_NAMES}[command]
    return [argument.format(photos=odd, out=tmp_path) for argument in arguments]


@pytest.mark.parametrize("command", COMMANDS)
def test_names_are_one_line_of_text_and_exact_in_json(here, odd, tmp_path, command):
    here("index", odd, *PIXELS)
    code, out, err = here(*filled(command, odd, tmp_path))
    assert code == 0, err
    assert ("\ufffd" in out) == (command not in NAMELESS)
    assert not any(line.startswith(("lines", "bad.jpg", "d/")) for line in out.splitlines())
    code, out, _err = here(*filled(command, odd, tmp_path), "--json")
    assert code == 0
    assert "\\udc" not in out
    json.loads(out)


@pytest.mark.parametrize("command", LISTING)
def test_paths_alone_end_with_nul_and_without_it_are_refused(here, odd, tmp_path, command):
    here("index", odd, *PIXELS)
    code, out, err = here(*filled(command, odd, tmp_path), "--format", "paths")
    assert (code, out) == (1, "")
    assert "use -0" in err
    done = run(*filled(command, odd, tmp_path), "-0")
    listed = done[1].split(b"\0")
    assert listed.pop() == b""
    assert listed
    assert all(os.path.exists(path) for path in listed)


def test_paths_are_one_a_line(here, photos):
    code, out, _err = here(
        "similar", photos / "0003.jpg", "--in", photos, "-k", "1", "--format", "paths", *PIXELS
    )
    assert (code, out) == (0, f"{photos}/0003.jpg\n")


EMPTY = [
    ("index", ""),
    ("problems", ""),
    ("clusters", ""),
    ("map", ""),
    ("map", "a", "--png", ""),
    ("export", "", "--to", "x.npz"),
    ("export", "a", "--to", ""),
    ("export", "a", "--to", "x.npz", "--only", ""),
    ("similar", "", "--in", "a"),
    ("similar", "a", "--in", ""),
    ("search", "a", "--in", ""),
    ("search", "a", "--in", "b", "--like", ""),
    ("compare", "", "a"),
    ("compare", "a", "b", "--csv", ""),
    ("encoders", "--encoder", ""),
    ("doctor", "--encoder", ""),
    ("sample", "--encoder", ""),
    ("index", "a", "--encoder", ""),
]
ABSURD = ["0", "-1", "many", "1e3", "1.5", "", "9" * 5000, "٣x"]


@pytest.mark.parametrize("arguments", EMPTY)
def test_an_empty_name_is_wrong_usage_and_nothing_is_done(here, home, capfd, arguments):
    with pytest.raises(SystemExit) as left:
        here(*arguments, "--json")
    out, err = capfd.readouterr()
    assert left.value.code == 2
    assert json.loads(out)["error"].endswith("the name is empty")
    assert "Traceback" not in err
    assert not home.database.exists()


@pytest.mark.parametrize("number", ABSURD)
@pytest.mark.parametrize("command", [("clusters", "a"), ("similar", "a", "--in", "b")])
def test_a_number_that_is_none_is_wrong_usage(here, command, number):
    with pytest.raises(SystemExit) as left:
        here(*command, f"-k={number}")
    assert left.value.code == 2


@pytest.mark.parametrize("number", ["9999", "9" * 18])
def test_more_than_there_are_is_said(here, photos, number):
    for command in (
        ("similar", photos / "0001.jpg", "--in"),
        ("search", "--like", photos / "0001.jpg", "--in"),
    ):
        code, out, err = here(*command, photos, "-k", number, *PIXELS)
        assert (code, len(out.splitlines())) == (0, 10)
        assert err == f"lookalike: -k {number}: there are only 10 pictures; all are given.\n"
    code, _out, err = here("clusters", photos, "-k", number, *PIXELS)
    assert (code, err) == (0, f"lookalike: -k {number}: 8 clusters, for more would be empty.\n")


def test_one_is_not_many(here, tmp_path):
    root = folder_of(tmp_path / "one", 1)
    texts = [here("index", root, *PIXELS)[1], here("clusters", root, *PIXELS)[1]]
    texts.append(here("export", root, "--to", tmp_path / "x.txt", *PIXELS)[1])
    assert texts[0].startswith("1 picture found")
    assert texts[1].startswith("1 cluster (1 suggested)")
    assert texts[2].startswith("1 picture written")


def test_no_words_and_no_picture_is_wrong_usage(here, photos):
    for words in ((), ("",), ("  ", "")):
        code, out, _err = here("search", *words, "--in", photos, "--json", *PIXELS)
        assert code == 2
        assert json.loads(out)["error"].startswith("Name some words")


def test_a_folder_that_is_gone_from_under_us_is_a_sentence(tmp_path, home, here, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert here("index", "photos")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("frobnicate",), "neither a command nor a folder “frobnicate”"),
        (("simlar",), "did you mean “similar”?"),
        (("serach", "dog", "--in", "x"), "did you mean “search”?"),
        (("",), "the name of the folder is empty"),
        (("fro\nb",), "“fro\ufffdb”"),
    ],
)
def test_a_word_that_is_no_command_is_called_that(capfd, arguments, said):
    from gallery import app

    assert app.main([*arguments, "--json"] if len(arguments) > 1 else list(arguments)) == 2
    out, err = capfd.readouterr()
    assert said in err
    assert err.count("\n") == 1
    assert bool(out) == (len(arguments) > 1)
