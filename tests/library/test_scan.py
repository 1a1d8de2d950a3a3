import os
import socket
import sqlite3

import pytest

from gallery.core.errors import FolderError
from gallery.core.problem import Kind
from gallery.library import scan as scanning
from gallery.library.scan import Count, check_folder, scan


def make(root, *paths):
    for path in paths:
        where = os.path.join(os.fsencode(root), path)
        os.makedirs(os.path.dirname(where), exist_ok=True)
        with open(where, "wb") as file:
            file.write(b"x")
    return os.fsencode(root)


def found(root, **more):
    return {item.path: item.problem for item in scan(os.fsencode(root), Count(), **more)}


def test_paths_come_in_the_order_of_the_database(tmp_path):
    names = [b"b.jpg", b"a/z.jpg", b"a-b.jpg", b"a.jpg", b"a/b/c.png", b"a!/d.gif", b"\xff.jpg"]
    names += ["é.jpg".encode(), b"A.JPG", b"a/b.jpg", b"a0.jpg", b"b/a.jpg"]
    root = make(tmp_path, *names)
    seen = [item.path for item in scan(root, Count())]
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (path BLOB)")
    db.executemany("INSERT INTO t VALUES (?)", [(name,) for name in names])
    assert seen == [row[0] for row in db.execute("SELECT path FROM t ORDER BY path")]
    db.close()


def test_hidden_files_litter_and_other_suffixes_are_left_out_and_counted(tmp_path):
    left_out = [b".a.jpg", b"._b.jpg", b".hidden/c.jpg", b"@eaDir/d.jpg", b"$RECYCLE.BIN/e.jpg"]
    left_out += [b"Thumbs.db", b"notes.txt", b"none", b".Trash-1000/f.jpg"]
    root = make(tmp_path, b"good.JPEG", *left_out)
    count = Count()
    assert [item.path for item in scan(root, count)] == [b"good.JPEG"]
    assert count.ignored == len(left_out)


def test_what_is_left_out_is_counted_by_kind(tmp_path):
    names = [b"a.MP4", b"b/c.mov", b"d.zip", b"e.pdf", b"f.mp3", b"g.xyz", b"none", b".hidden.jpg"]
    root = make(tmp_path, b"good.jpg", *names)
    (tmp_path / "link.jpg").symlink_to("good.jpg")
    count = Count()
    assert len(list(scan(root, count))) == 1
    expected = {"video": 2, "archive": 1, "document": 1, "sound": 1, "other": 2, "hidden": 1}
    assert count.left == expected | {"link": 1}
    assert count.ignored == 9


def test_links_are_left_out_and_loops_are_told(tmp_path):
    make(tmp_path, b"real/a.jpg")
    (tmp_path / "link.jpg").symlink_to("real/a.jpg")
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "out.jpg").symlink_to("/dev/zero")
    (tmp_path / "dangling.jpg").symlink_to("nothing")
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    assert found(tmp_path) == {b"real/a.jpg": None, b"loop.jpg": Kind.LINK_LOOP}


def test_links_to_folders_of_the_library_can_be_followed_once_and_in_order(tmp_path):
    make(tmp_path, b"real/a.jpg", b"again-.jpg", b"realm/b.jpg")
    (tmp_path / "again").symlink_to("real")
    (tmp_path / "real" / "up").symlink_to("..")
    (tmp_path / "real" / "side").symlink_to("../realm")
    (tmp_path / "out").symlink_to("/usr")
    items = list(scan(os.fsencode(tmp_path), Count(), follow_links=True))
    paths = [item.path for item in items]
    assert paths == sorted(paths)
    assert b"again/a.jpg" in paths
    assert b"real/a.jpg" in paths
    loops = {item.path for item in items if item.problem is Kind.LINK_LOOP}
    assert b"real/up/" in loops
    assert not any(path.startswith(b"out") for path in paths)


def test_pipes_and_sockets_are_told_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as ear:
        here = os.getcwd()
        os.chdir(tmp_path)
        try:
            ear.bind("s.png")
        finally:
            os.chdir(here)
        assert found(tmp_path) == {
            b"pipe.jpg": Kind.SPECIAL_FILE,
            b"s.png": Kind.SPECIAL_FILE,
        }


def test_a_folder_with_a_pictures_name_is_a_folder(tmp_path):
    make(tmp_path, b"dir.jpg/a.jpg")
    assert found(tmp_path) == {b"dir.jpg/a.jpg": None}


def test_a_folder_that_may_not_be_listed_is_told_in_its_place(tmp_path, monkeypatch):
    root = make(tmp_path, b"a/x.jpg", b"a-.jpg", b"b.jpg")
    real = os.scandir

    def refuse(path):
        if path.endswith(b"/a/"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(scanning.os, "scandir", refuse)
    items = [(item.path, item.problem) for item in scan(root, Count())]
    assert items == [(b"a-.jpg", None), (b"a/", Kind.UNREADABLE), (b"b.jpg", None)]


def test_a_folder_that_vanishes_meanwhile_is_no_problem(tmp_path):
    root = make(tmp_path, b"a/x.jpg", b"b.jpg")
    walk = scan(root, Count())
    os.rename(tmp_path / "a", tmp_path.parent / "elsewhere")
    assert [item.path for item in walk] == [b"b.jpg"]


def test_a_link_that_vanishes_while_it_is_looked_at_is_left_out(tmp_path, monkeypatch):
    make(tmp_path, b"real.jpg")
    (tmp_path / "link.jpg").symlink_to("real.jpg")

    def gone(path):
        raise FileNotFoundError(2, "No such file or directory", path)

    monkeypatch.setattr("os.readlink", gone)
    assert found(tmp_path) == {b"real.jpg": None}


def test_folders_may_lie_deeper_than_functions_may(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("deep.jpg", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    paths = list(found(tmp_path))
    assert len(paths) == 1
    assert paths[0].endswith(b"d/d/deep.jpg")
    for _ in range(1500):  # rmtree is recursive
        os.rename(tmp_path / "d", tmp_path / "old")
        if (tmp_path / "old" / "d").exists():
            os.rename(tmp_path / "old" / "d", tmp_path / "d")
        else:
            (tmp_path / "old" / "deep.jpg").unlink()
        (tmp_path / "old").rmdir()
        if not (tmp_path / "d").exists():
            break


@pytest.mark.parametrize("name", ["missing", "file.jpg"])
def test_what_is_no_folder_is_told_in_one_sentence(tmp_path, name):
    make(tmp_path, b"file.jpg")
    with pytest.raises(FolderError, match=r"^[^\n]+\.$"):
        check_folder(os.fsencode(tmp_path / name))
