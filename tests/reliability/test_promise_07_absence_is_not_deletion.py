"""A folder that is gone, empty, or half missing is away: rows stay, and all comes back."""

import json
import os
import subprocess
import sys

import pytest

from gallery.core.errors import FolderError
from gallery.encoders.pixels import PixelsEncoder
from gallery.library.reading import Reader
from tests.cli_tools import environment
from tests.engine_tools import folder_of, index, paint
from tests.reliability import programs

COUNT = 120


@pytest.fixture
def root(tmp_path, context):
    root = folder_of(tmp_path / "drive" / "photos", COUNT)
    index(context, root)
    return root


def shown(context, root):
    """Pictures a window shows of the folder: known, there or away, with a vector; and `away`."""
    reader = Reader(context.home)
    folder = reader.folder_id(os.fsencode(root))
    rows, _ = reader.all_rows(folder, PixelsEncoder().id)
    away = next(row.away for row in reader.folders() if row.id == folder)
    problems = reader.problems(folder)
    reader.close()
    assert problems == []
    return len(rows.file), away


def all_back(context, root):
    report, _ = index(context, root)
    assert (report.found, report.embedded, report.reused) == (COUNT, 0, COUNT)
    assert shown(context, root) == (COUNT, False)


def test_a_drive_that_is_unplugged(context, root):
    root.parent.rename(root.parents[1] / "unplugged")
    with pytest.raises(FolderError):
        index(context, root)
    assert shown(context, root) == (COUNT, True)
    (root.parents[1] / "unplugged").rename(root.parent)
    all_back(context, root)


def test_a_mount_point_that_is_empty(context, root):
    kept = root.rename(root.parent / "elsewhere")
    root.mkdir()
    report, _ = index(context, root)
    assert (report.away, report.removed) == (True, 0)
    assert shown(context, root) == (COUNT, True)
    root.rmdir()
    kept.rename(root)
    all_back(context, root)


def test_a_part_that_is_missing(context, root):
    kept = root.parent / "kept"
    kept.mkdir()
    for number in range(60):
        (root / f"{number:04}.jpg").rename(kept / f"{number:04}.jpg")
    report, _ = index(context, root)
    assert (report.away, report.removed, report.found) == (True, 0, COUNT - 60)
    assert report.found == report.embedded + report.reused + report.problems
    assert shown(context, root) == (COUNT, True)
    for path in kept.iterdir():
        path.rename(root / path.name)
    all_back(context, root)


def test_a_few_that_are_deleted_are_gone_and_come_back_with_their_vectors(context, root):
    kept = root.parent / "kept"
    kept.mkdir()
    for number in range(5):
        (root / f"{number:04}.jpg").rename(kept / f"{number:04}.jpg")
    report, _ = index(context, root)
    assert (report.away, report.removed) == (False, 5)
    assert shown(context, root) == (COUNT - 5, False)
    for path in kept.iterdir():
        path.rename(root / path.name)
    all_back(context, root)


def test_half_the_tree_is_renamed(context, root):
    (root / "new").mkdir()
    for number in range(60):
        (root / f"{number:04}.jpg").rename(root / "new" / f"{number}.jpg")
    report, _ = index(context, root)
    assert (report.moved, report.removed, report.embedded, report.away) == (60, 0, 0, False)
    assert report.reused == COUNT
    assert shown(context, root) == (COUNT, False)


def test_a_drive_that_is_unplugged_while_its_pictures_are_read(context, tmp_path):
    root = folder_of(tmp_path / "other" / "photos", 200, 5000)

    class Unplugging(PixelsEncoder):
        batches = 0

        def images(self, batch):
            self.batches += 1
            if self.batches == 2:
                root.rename(tmp_path / "unplugged")
            return super().images(batch)

    context._encoders["pixels"] = Unplugging()
    with pytest.raises(FolderError):
        index(context, root)
    context._encoders.clear()
    done, away = shown(context, root)
    assert away
    assert 16 <= done < 200
    (tmp_path / "unplugged").rename(root)
    report, _ = index(context, root)
    assert (report.reused, report.embedded, report.problems) == (done, 200 - done, 0)


def test_a_file_that_vanishes_between_scan_and_reading_is_told_and_tried_again(context, tmp_path):
    root = folder_of(tmp_path / "other", 100, 7000)
    victim = root / "7099.jpg"

    class Deleting(PixelsEncoder):
        def images(self, batch):
            victim.unlink(missing_ok=True)
            return super().images(batch)

    context._encoders["pixels"] = Deleting()
    report, _ = index(context, root)
    context._encoders.clear()
    assert (report.found, report.embedded, report.problems) == (100, 99, 1)
    kinds = context.store.reading.execute("SELECT kind FROM problem").fetchall()
    assert kinds == [("vanished",)]
    paint(victim, 7099)
    report, _ = index(context, root)
    assert (report.found, report.embedded, report.reused, report.problems) == (100, 1, 99, 0)


UNPLUG = """
import json, os, subprocess, sys, time
from gallery.core.paths import Home
from tests.cli.test_processes import vectors
from tests.cli_tools import run, start
disk, drive = sys.argv[1:]
index = ("index", drive, "--encoder", "pixels", "--json")
def call(*command):
    subprocess.run(command, check=True)
if __name__ == "__main__":
    call("mount", "--bind", disk, drive)
    process = start(*index)
    while vectors(Home.default()) < 40 and process.poll() is None:
        time.sleep(0.02)
    call("umount", "--lazy", drive)
    out, err = process.communicate(timeout=300)
    during = [process.returncode, err.decode(), vectors(Home.default())]
    between = [json.loads(run(*index)[1]) for _ in range(2)]
    call("mount", "--bind", disk, drive)
    print(json.dumps([during, between, [json.loads(run(*index)[1]) for _ in range(2)]]))
"""


def test_a_drive_is_unmounted_during_a_scan_and_between_two(home, tmp_path):
    """A real mount, of which the folder is the very top: without it, it is there and empty."""
    count, drive = 1500, tmp_path / "drive"
    disk, script = folder_of(tmp_path / "disk", count), tmp_path / "unplug.py"
    script.write_text(UNPLUG)
    drive.mkdir()
    done = subprocess.run(
        [*programs.with_mounts(), sys.executable, str(script), str(disk), str(drive)],
        env=environment(),
        capture_output=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (code, err, kept), empty, (back, again) = json.loads(done.stdout)
    assert (code, err.count("\n")) == (1, 1), err
    assert err.startswith("lookalike: ")
    assert 40 <= kept < count
    for told in empty:
        assert (told["found"], told["removed"], told["problems"]) == (0, 0, 0)
    assert (back["found"], back["reused"], back["embedded"]) == (count, kept, count - kept)
    assert (again["found"], again["reused"], again["problems"]) == (count, count, 0)
