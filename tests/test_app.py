"""Opening the window from the command line: which folders it is opened on."""

import os
import shutil
import time

import pytest

from gallery import app
from gallery.ui.shell import run
from tests.cli_tools import run as command
from tests.engine_tools import folder_of


@pytest.fixture
def opened(home, monkeypatch):
    """The folders that windows were opened on."""
    folders = []
    monkeypatch.setattr(run, "run", lambda folder: folders.append(folder) or 0)
    return folders


def test_a_folder_that_never_was_is_refused_in_a_sentence(opened, tmp_path, capsys):
    assert app.main([str(tmp_path / "nowhere")]) == 1
    assert opened == []
    assert capsys.readouterr().err == f"lookalike: there is no folder {tmp_path / 'nowhere'}\n"


def test_a_known_folder_whose_drive_is_away_is_opened(opened, tmp_path):
    root = folder_of(tmp_path / "drive", 2)
    assert command("index", str(root), "--encoder", "pixels")[0] == 0
    shutil.rmtree(root)
    assert app.main([str(root)]) == 0
    assert opened == [os.fsencode(root)]


def test_a_drive_that_does_not_answer_does_not_hold_the_window(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(app, "ANSWER_S", 0.05)
    monkeypatch.setattr(os.path, "isdir", lambda folder: time.sleep(1) or False)
    assert app.main([str(tmp_path / "stalled")]) == 0
    assert opened == [os.fsencode(tmp_path / "stalled")]


def test_two_folders_are_wrong_usage(opened, capsys):
    assert app.main(["a", "b"]) == 2
    assert opened == []
    assert "one folder" in capsys.readouterr().err
