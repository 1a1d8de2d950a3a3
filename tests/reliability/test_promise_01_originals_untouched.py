"""Originals are never written, moved, renamed, deleted or re-dated, and nothing is added."""

import json
import os
import re
import subprocess
import sys

import pytest

from gallery.core.paths import Home
from gallery.engine.ipc import messages
from tests.cli_tools import ROOT, environment
from tests.engine_tools import folder_of, names, running_engine
from tests.reliability import programs
from tests.reliability.conftest import MARKUP, drive_window, photos

MAIN = [sys.executable, str(ROOT / "main.py")]
PIXELS = ["--encoder", "pixels", "--json"]
# Run in mounts of its own: the folder lies on a drive that cannot be written.
READ_ONLY = (
    'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && ! touch "$0/x" 2>&- && exec "$@"'
)
CHANGES = (
    "open,openat,creat,unlink,unlinkat,rename,renameat,renameat2,truncate,ftruncate,mkdir,mkdirat"
    ",rmdir,link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime"
    ",utimes,utimensat,futimesat,mknod,mknodat,setxattr,fsetxattr,lsetxattr"
)
# A call that another thread interrupts is written down in two parts; the first one has it all.
READS = re.compile(r"open(at)?\((?!.*(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC))|<\.\.\. open(at)? resumed")


def run(*command, **more):
    """Run one command to its end and return its JSON document."""
    done = subprocess.run(
        command, env=environment() | more, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_everything_a_person_does_in_the_window_leaves_them_as_they_were(ran):
    assert ran.after == ran.before
    assert ran.seen["pictures"] == 8 + len(MARKUP)
    assert programs.no_trouble(ran.said)


def test_everything_the_engine_does_leaves_them_as_they_were(home, tmp_path):
    root = photos(tmp_path / "photos")
    before = names(root)
    with running_engine(home) as engine:
        engine.ending(engine.open(root))
        folder = engine.of(messages.Opened)[0].folder
        picture = str(root / "0002.jpg")
        for request in (
            engine.ask(messages.Recluster, folder=folder, encoder="pixels", k=3),
            engine.ask(messages.EmbedPicture, path=picture, encoder="pixels"),
            engine.ask(messages.ViewPicture, path=picture, longest=64),
            engine.ask(messages.ViewPicture, path=str(root / "<i>bad.jpg"), longest=64),
            engine.ask(messages.Retry, folder=folder, encoder="pixels", files=[]),
            engine.open(root),
        ):
            engine.ending(request)
    assert names(root) == before


@pytest.mark.long
def test_every_command_leaves_them_as_they_were(tmp_path):
    root, picture = photos(tmp_path / "photos", 30), str(tmp_path / "photos" / "0003.jpg")
    before = names(root)
    place = str(root)
    for command in (
        ("index", place),
        ("similar", picture, "--in", place),
        ("search", "dog", "--in", place, "--encoder", "compact"),
        ("clusters", place),
        ("map", place, "--png", str(tmp_path / "map.png"), "--svg", str(tmp_path / "map.svg")),
        ("compare", picture, str(root / "0004.jpg")),
        ("export", place, "--to", str(tmp_path / "out.csv")),
        ("export", place, "--to", str(tmp_path / "out")),
        ("problems", place),
    ):
        chosen = "--encoder" in command or command[0] == "problems"
        assert run(*MAIN, *command, *(["--json"] if chosen else PIXELS))
        assert names(root) == before, command


def test_a_folder_on_a_read_only_drive_is_the_normal_case(tmp_path):
    root = photos(tmp_path / "photos")
    begins = [*programs.with_mounts(), "sh", "-c", READ_ONLY, str(root)]
    assert run(*begins, *MAIN, "index", str(root), *PIXELS)["embedded"] == 16


@pytest.mark.long
def test_the_window_on_a_read_only_drive(tmp_path):
    root = photos(tmp_path / "photos")
    begins = [*programs.with_mounts(), "sh", "-c", READ_ONLY, str(root)]
    done = drive_window(root, Home(tmp_path / "home"), *begins)
    assert json.loads(done.stdout)["pictures"] == 16
    assert programs.no_trouble(done.stderr)


def of_somebody_else(place):
    """A folder of another user, in which one folder and one file may be read by nobody else."""
    root = folder_of(place / "photos", 8)
    folder_of(root / "private", 3, 100).chmod(0)
    (root / "0005.jpg").chmod(0)
    programs.give_away(root)
    return root


def allow(root):
    (root / "private").chmod(0o755)
    (root / "0005.jpg").chmod(0o644)


def test_a_folder_of_another_user_is_read_as_far_as_it_may_be(tmp_path):
    begins, root = programs.as_another_user(), of_somebody_else(tmp_path)
    listed = sorted(os.listdir(root))
    told = run(*begins, *MAIN, "index", str(root), *PIXELS)
    assert (told["found"], told["embedded"], told["problems"]) == (9, 7, 2)
    problems = run(*begins, *MAIN, "problems", str(root), "--json")["problems"]
    found = {(os.path.basename(p["path"]), p["kind"]) for p in problems}
    assert found == {("private", "unreadable"), ("0005.jpg", "unreadable")}
    assert sorted(os.listdir(root)) == listed
    allow(root)
    told = run(*begins, *MAIN, "index", str(root), *PIXELS)
    assert (told["found"], told["embedded"], told["problems"]) == (11, 4, 0)


@pytest.mark.long
def test_the_window_of_a_person_who_owns_nothing_of_it(tmp_path):
    begins, root = programs.as_another_user(), of_somebody_else(tmp_path)
    before = [(name, os.lstat(root / name)) for name in sorted(os.listdir(root))]
    done = drive_window(root, Home(tmp_path / "home"), *begins)
    seen = json.loads(done.stdout)
    assert (seen["pictures"], len(seen["problems"])) == (7, 2)
    assert {kind for kind, _ in seen["problems"]} == {"unreadable"}
    after = [(name, os.lstat(root / name)) for name in sorted(os.listdir(root))]
    assert [(n, s.st_mtime_ns, s.st_mode) for n, s in after] == [
        (n, s.st_mtime_ns, s.st_mode) for n, s in before
    ]
    allow(root)  # so that it can be cleared away


@pytest.mark.long
def test_no_call_of_the_window_or_its_processes_could_change_anything(tmp_path):
    root, log = photos(tmp_path / "photos"), tmp_path / "trace"
    drive_window(root, Home(tmp_path / "home"), *programs.traced(log, CHANGES))
    lines = log.read_text(errors="replace").splitlines()
    ours = [line for line in lines if str(root) in line]
    assert any("0003.jpg" in line for line in ours)
    assert [line for line in ours if not READS.search(line)] == []
    # The trace holds what would be changes: the store's own files are among it.
    assert any("library.db" in line and not READS.search(line) for line in lines)


@pytest.mark.long
def test_no_call_of_a_command_could_change_anything(tmp_path):
    root, log = photos(tmp_path / "photos"), tmp_path / "trace"
    run(*programs.traced(log, CHANGES), *MAIN, "clusters", str(root), *PIXELS)
    ours = [line for line in log.read_text(errors="replace").splitlines() if str(root) in line]
    assert any("0003.jpg" in line for line in ours)
    assert [line for line in ours if not READS.search(line)] == []
