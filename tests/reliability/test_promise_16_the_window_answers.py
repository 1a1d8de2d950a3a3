"""The window answers, and closes, whatever the drive with the pictures does."""

import itertools
import subprocess
import sys
import time

import psutil
import pytest

from tests.conftest import SHARED
from tests.engine_tools import folder_of
from tests.reliability.million import known_million
from tests.reliability.stalling_mount import ALL, READS, stalling
from tests.reliability.watched_window import watched

ANSWER_MS = 100
WAITING_MS = 5000  # a call that touches the drive waits until it answers again
BUSY = 3  # the promise is for a machine with nothing else to do; this one may be busy

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def drive(tmp_path):
    """A drive with pictures that stalls when told to."""
    source = folder_of(tmp_path / "source", 600)
    with stalling(source, tmp_path) as mount:
        yield mount


def answered(program):
    """Assert that the window's own thread worked on no turn of its event loop for too long."""
    report = program.tell("report")
    print("turns of at most so many milliseconds:", report["turns"])
    for column, name in enumerate(("on the clock", "by the whole program", "by the window's own")):
        longest = sorted(report["noted"], key=lambda gap: -gap[column])
        print(f"the longest {name}:", *longest[:5], sep="\n")
    assert not [gap for gap in report["noted"] if gap[2] > ANSWER_MS * BUSY]


def waited_for_nothing(program):
    """Assert that no turn of the event loop took as long as a call that waits for the drive."""
    report = program.tell("report")
    print("the longest, on the clock:", *report["noted"][:5], sep="\n")
    assert not [gap for gap in report["noted"] if gap[0] > WAITING_MS]


@pytest.mark.parametrize("sign", [ALL, pytest.param(READS, marks=pytest.mark.long)])
def test_a_drive_that_stalls_costs_the_window_nothing(home, tmp_path, drive, sign):
    other = folder_of(tmp_path / "other", 12, start=500)
    with watched(home) as program:
        program.tell("open", str(drive.root))
        program.until(lambda seen: seen["embedded"] >= 20)
        drive.hang(sign)
        program.tell("begin")
        program.tell("act", "rescan")
        for order in (
            ("click", 0.1), ("view", 0.9), ("key", "Right"), ("act", "peel"), ("focus", 0.9),
            ("act", "copy"), ("act", "reveal"), ("drop", str(drive.root)),
            ("drop", str(drive.root / "0003.jpg")), ("open", str(drive.root / "below")),
            ("act", "problems"), ("act", "welcome"), ("open", str(drive.root)),
        ):  # fmt: skip
            program.tell(*order)
        program.until(lambda seen: seen["page"] == "GalleryPage" and seen["busy"])

        asked = time.monotonic()
        program.tell("act", "cancel")
        program.until(lambda seen: not seen["busy"])
        assert time.monotonic() - asked < 1 * BUSY

        program.tell("open", str(other))
        program.until(lambda seen: seen["embedded"] == 12)
        waited_for_nothing(program)

        family = program.family()
        assert program.close() < 2 * BUSY
        drive.go_on()
        # Who waits for a drive cannot be ended before it answers; then nobody is left.
        assert not psutil.wait_procs(family, timeout=60)[1]


# ------------------------------------------------------------ the hostile folder

TOOL = SHARED / "tools" / "make_hostile.py"


@pytest.mark.long
@pytest.mark.skipif(not TOOL.is_file(), reason=f"needs {TOOL}")
def test_through_the_hostile_folder(home, tmp_path):
    folder = tmp_path / "hostile"
    subprocess.run([sys.executable, TOOL, folder, "--small"], check=True, stdout=subprocess.DEVNULL)
    orders = itertools.cycle(
        [
            ("click", 0.3), ("scroll", 900), ("act", "map"), ("view", 0.2), ("key", "Right"),
            ("act", "peel"), ("act", "both"), ("click", 0.8), ("act", "problems"),
            ("view_problem", 0), ("key", "Right"), ("act", "peel"), ("scroll", -500),
            ("act", "everything"), ("act", "select_all"), ("act", "grid"), ("focus", 0.6),
            ("act", "bigger"), ("view", 0.7), ("act", "full_size"), ("act", "peel"),
            ("act", "normal"), ("act", "both"), ("act", "select_none"), ("scroll", 9000),
        ]
    )  # fmt: skip
    with watched(home) as program:
        program.until(lambda seen: seen["engine"])
        program.tell("begin")
        program.tell("open", str(folder))
        program.until(lambda seen: seen["map"] == "umap" and not seen["busy"], 600, orders)
        seen = program.tell("seen")
        # Each picture and each problem of it is viewed once, now that all of them are known.
        for number in range(seen["problems"]):
            program.tell("view_problem", number)
        for number in range(seen["pictures"]):
            program.tell("view", number / seen["pictures"])
        answered(program)
        assert program.close() < 2 * BUSY


# ------------------------------------------------------------ a million rows

MANY = 1_000_000


@pytest.mark.long
def test_with_a_million_pictures(home, tmp_path):
    known_million(home, tmp_path / "away", MANY)
    with watched(home) as program:
        program.until(lambda seen: seen["engine"])
        program.tell("begin")
        program.tell("open", str(tmp_path / "away"))
        program.until(lambda seen: seen["pictures"] == MANY and seen["map"])
        for order in (("click", 0.5), ("key", "End"), ("key", "Home"), ("scroll", 50_000)):
            program.tell(*order)
            time.sleep(0.5)
        program.until(lambda seen: seen["ranked"])
        for order in (
            ("act", "back"), ("act", "map"), ("act", "both"), ("act", "select_all"),
            ("act", "copy"), ("act", "select_none"), ("act", "cluster"), ("act", "everything"),
            ("search", "picture"), ("search", "0007"), ("act", "inspector"), ("focus", 0.5),
            ("focus", 0.7),
        ):  # fmt: skip
            program.tell(*order)
            time.sleep(0.5)
        answered(program)
    with watched(home) as program:
        program.until(lambda seen: seen["engine"])
        program.tell("open", str(tmp_path / "away"))
        assert program.close() < 2 * BUSY, "the rows are not read to their end first"
