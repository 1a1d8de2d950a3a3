"""Two programs on one library: what is waited for is said."""

import json

from gallery.library.store import WriterLock
from tests.cli_tools import start

PIXELS = ("--encoder", "pixels")
WAITS = b"lookalike: waiting for another Lookalike, which is adding pictures to this library.\n"


def test_a_command_says_that_it_waits_and_goes_on_by_itself(home, photos):
    other = WriterLock(home.create())
    process = start("index", str(photos), *PIXELS, "--json")
    try:
        assert process.stderr.readline() == WAITS
    finally:
        other.release()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out)["embedded"] == 10
