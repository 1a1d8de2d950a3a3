"""What lies at a path is asked of the engine.

The window itself touches no drive but the one of its own store: a drive that does not answer
would hold it, and could hold its process even after its end.
"""

import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from gallery.engine import messages
from gallery.engine.messages import PathsAre
from gallery.ui.link import EngineLink

MOST = 100

Then = Callable[[list[str]], None]


class Paths(QObject):
    """Questions about paths; of each purpose the newest alone is answered."""

    def __init__(self, link: EngineLink, number: Callable[[str], int]) -> None:
        """`number` returns the id of a new request with the meaning that it is given."""
        super().__init__()
        self._link, self._number = link, number
        self._asked: dict[str, tuple[int, Then]] = {}
        link.paths_are.connect(self._answer)

    def ask(self, purpose: str, paths: list[bytes], then: Then) -> None:
        """Have `then` called with what lies at each of the first MOST paths.

        That is "folder", "file", "away" for a known folder that is not there, or "" for nothing.
        """
        request = self._number("look")
        self._asked[purpose] = (request, then)
        names = [os.fsdecode(path) for path in paths[:MOST]]
        self._link.send(messages.WhatAre(request=request, paths=names))

    @Slot(object)
    def _answer(self, message: PathsAre) -> None:
        asked: list[Any] = [p for p, (r, _then) in self._asked.items() if r == message.request]
        for purpose in asked:
            self._asked.pop(purpose)[1](message.kinds)
