"""Originals are never written, moved, renamed, deleted or re-dated, and nothing is added."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from gallery.engine import messages
from tests.cli_tools import ROOT, environment
from tests.engine_tools import folder_of, names, running_engine

INDEX = [sys.executable, str(ROOT / "main.py"), "index", "--encoder", "pixels", "--json"]


def photos(tmp_path):
    root = folder_of(tmp_path / "photos", 20)
    (root / "bad.jpg").write_bytes(b"no picture")
    (root / "link.jpg").symlink_to("0001.jpg")
    return root


def test_everything_the_engine_does_leaves_them_as_they_were(home, tmp_path):
    root = photos(tmp_path)
    before = names(root)
    with running_engine(home) as engine:
        engine.ending(engine.open(root))
        folder = engine.of(messages.Opened)[0].folder
        picture = str(root / "0002.jpg")
        for request in (
            engine.ask(messages.Recluster, folder=folder, encoder="pixels", k=3),
            engine.ask(messages.EmbedPicture, path=picture, encoder="pixels"),
            engine.ask(messages.ViewPicture, path=picture, longest=64),
            engine.ask(messages.ViewPicture, path=str(root / "bad.jpg"), longest=64),
            engine.ask(messages.Retry, folder=folder, encoder="pixels", files=[]),
            engine.open(root),
        ):
            engine.ending(request)
    assert names(root) == before


def test_a_folder_on_a_read_only_drive_is_the_normal_case(tmp_path):
    if (
        not shutil.which("unshare")
        or subprocess.run(["unshare", "-m", "true"], check=False).returncode
    ):
        pytest.skip("mounting is not allowed here")
    root = photos(tmp_path)
    mounts = (
        'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && ! touch "$0/x" && exec "$@"'
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", mounts, str(root), *INDEX, str(root)],
        env=environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b'"embedded": 20' in done.stdout


@pytest.mark.long
def test_no_file_below_the_folder_is_opened_for_writing(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    root, log = photos(tmp_path), tmp_path / "trace"
    calls = (
        "trace=openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,utimensat,chmod,fchmodat"
    )
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", calls, "-o", str(log), *INDEX, str(root)],
        env=environment(),
        capture_output=True,
        timeout=600,
        check=False,
    )
    if done.returncode and b"ptrace" in done.stderr:
        pytest.skip("tracing is not allowed here")
    assert done.returncode == 0, done.stderr
    lines = [line for line in log.read_text(errors="replace").splitlines() if str(root) in line]
    assert any("0003.jpg" in line for line in lines)
    writes = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|unlink|rename|utimensat|chmod|creat\(")
    assert [line for line in lines if writes.search(line)] == []
    assert os.listdir(root)
