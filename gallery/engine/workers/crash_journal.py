"""Pictures that an encoder was at work on when the program died, remembered beside the store.

An encoder is native code and may take the engine with it. Before pictures are handed to it, their
file ids are written down; afterwards they are struck out. What still stands there when the next
writer begins was in hand when the last one died: each of those files has one death to its name
and is embedded alone from then on, which tells the guilty from those beside it. After three
deaths a file is given up.

The program killed as a whole leaves the same trace, so an innocent file may get a death counted;
all it costs is to be embedded alone once. An orderly end strikes everything out. The file is never
synced: the system keeps what a dead process wrote, and what a power cut loses was no crash.
"""

import contextlib
import json
import logging
import threading
from collections.abc import Iterator

from gallery.core.paths import Home

log = logging.getLogger(__name__)

MARK = "in-hand.json"
MOST_DEATHS = 3


class CrashJournal:
    """The files in the encoder's hands now, and the deaths counted against files so far.

    Shared by the jobs of one engine. Only the holder of the store's lock may `take_over`.
    """

    def __init__(self, home: Home) -> None:
        self._path = home.root / MARK
        self._guard = threading.Lock()
        self._hand: set[int] = set()
        self._deaths: dict[int, int] = {}
        self._closed = False

    def take_over(self) -> None:
        """Count one death for each file that the last writer died with."""
        with self._guard:
            hand, self._deaths = self._read()
            for file in hand:
                self._deaths[file] = self._deaths.get(file, 0) + 1
            if hand:
                log.warning("the program died while an encoder had files %s", sorted(hand))
                self._write()

    def deaths(self, file: int) -> int:
        """Return how many deaths are counted against a file."""
        return self._deaths.get(file, 0)

    @contextlib.contextmanager
    def holding(self, files: list[int]) -> Iterator[None]:
        """Keep `files` written down while an encoder works on them; it is innocent who returns."""
        with self._guard:
            self._hand.update(files)
            self._write()
        try:
            yield
        finally:
            with self._guard:
                self._hand.difference_update(files)
                for file in files:
                    # Returned, also with an exception: it did not kill.
                    self._deaths.pop(file, None)
                self._write()

    def give_up(self, file: int) -> None:
        """Note that a file became a problem; tried again, it is given up after one more death."""
        with self._guard:
            # Not forgotten: tried again by a person it gets one more chance, not three more deaths.
            self._deaths[file] = MOST_DEATHS - 1
            self._write()

    def close(self) -> None:
        """Strike out what is in hand: the program ends in order, whatever still runs."""
        with self._guard:
            if self._hand:
                self._hand.clear()
                self._write()
            self._closed = True  # what still runs writes nothing down any more

    def _read(self) -> tuple[list[int], dict[int, int]]:
        try:
            kept = json.loads(self._path.read_bytes())
            return (
                [int(file) for file in kept["hand"]],
                {int(file): int(deaths) for file, deaths in kept["deaths"].items()},
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return [], {}

    def _write(self) -> None:
        """Write all down; a full disk costs the memory of it, not the work."""
        if self._closed:
            return
        with contextlib.suppress(OSError):
            # No file stands for "nothing in hand", the state of nearly every start.
            if not self._hand and not self._deaths:
                self._path.unlink(missing_ok=True)
                return
            text = json.dumps({"hand": sorted(self._hand), "deaths": self._deaths})
            self._path.write_text(text, "ascii")
            self._path.chmod(0o600)
