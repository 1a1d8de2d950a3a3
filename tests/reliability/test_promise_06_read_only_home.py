"""Where the home cannot be written that is told, and viewing and search work all the same."""

import json
import shutil
import subprocess
import sys

import pytest

from gallery.core import settings
from tests.cli_tools import ROOT, environment
from tests.engine_tools import folder_of, names, paint, permissions_bind

COMMANDS = """
import json, sys
from gallery.cli.main import main
if __name__ == "__main__":
    for command in json.loads(sys.argv[1]):
        print(main([*command, "--json"]), flush=True)
"""
MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'


def may_mount():
    """Return whether a private mount can be made."""
    if not shutil.which("unshare"):
        return False
    command = ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(params=["mount", "permissions"])
def unwritable(request, home, tmp_path):
    """Run a program while the home cannot be written; what it said, and that nothing is left."""
    if request.param == "mount" and not may_mount():
        pytest.skip("mounting is not allowed here")
    if request.param == "permissions" and not permissions_bind(tmp_path):
        pytest.skip("who runs this may write everywhere")
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    def run(*arguments):
        command = [sys.executable, *arguments]
        if request.param == "mount":
            command = ["unshare", "-m", "sh", "-c", MOUNTED, str(home.root), *command]
        else:
            home.root.chmod(0o500)
        before = names(home.root)
        try:
            done = subprocess.run(
                command,
                env={**environment(), "TMPDIR": str(temporary)},
                capture_output=True,
                timeout=150,
                check=False,
            )
        finally:
            home.root.chmod(0o700)
        assert b"Traceback" not in done.stderr, done.stderr
        assert list(temporary.iterdir()) == []
        assert {path: kept[:2] for path, kept in names(home.root).items()} == {
            path: kept[:2] for path, kept in before.items()
        }
        return done

    return run


@pytest.fixture
def photos(tmp_path):
    return folder_of(tmp_path / "photos", 2)


def index(root):
    command = [sys.executable, str(ROOT / "main.py"), "index", str(root), "--encoder", "pixels"]
    subprocess.run(command, env=environment(), capture_output=True, timeout=150, check=True)


def test_every_command_answers_and_says_that_nothing_is_kept(unwritable, home, photos, tmp_path):
    index(photos)
    root, pixels, first = str(photos), ("--encoder", "pixels"), str(photos / "0000.jpg")
    commands = [
        ["similar", first, "--in", root, *pixels],
        ["clusters", root, *pixels],
        ["map", root, *pixels],
        ["export", root, "--to", str(tmp_path / "out.npz"), *pixels],
        ["problems", root],
        ["index", root, *pixels],
    ]
    script = tmp_path / "commands.py"
    script.write_text(COMMANDS)
    done = unwritable(str(script), json.dumps(commands))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[1::2] == [0] * 6
    similar, clusters, places, _exported, problems, indexed = lines[0::2]
    assert similar["results"][0]["path"] == first
    assert len(similar["results"]) == 2
    assert sum(cluster["size"] for cluster in clusters["clusters"]) == 2
    assert len(places["points"]) == 2
    assert problems["problems"] == []
    assert (indexed["found"], indexed["reused"]) == (2, 2)
    told = done.stderr.decode().splitlines()
    passing = f"lookalike: {home.root} cannot be written: what is found out now is not kept."
    assert told.count(passing) == 5


@pytest.mark.parametrize("known", [True, False], ids=["known", "empty"])
def test_the_window_shows_reads_and_ranks_until_it_is_closed(unwritable, home, photos, known):
    home.create()
    settings.save(settings.Settings(encoder="pixels", theme="dark"), home.settings)
    if known:
        index(photos)
        paint(photos / "taken_since.jpg", 77)
    count = 3 if known else 2
    done = unwritable("-m", "tests.reliability.short_visit", str(photos), str(count))
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert told["notices"] == [
        f"{home.root} cannot be written: what is found out now is kept only until this window"
        " closes."
    ]
    assert told["note"] == ("3 pictures, 1 new" if known else "2 pictures")
    assert told["order"] == count
    assert told["theme"] == "dark"
    assert told["home"] != str(home.root)
    assert told["mode"] == 0o700
