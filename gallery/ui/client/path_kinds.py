"""What lies at a path is asked of the engine.

The window itself touches no drive but the one of its own store: a drive that does not answer
would hold it, and could hold its process even after its end.
"""

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gallery.engine.ipc.messages import Ending, Failed, WhatAre
from gallery.ui.client.replies import Client, Listener
from gallery.ui.language import say

OnKinds = Callable[[list[str]], None]


class PathKinds(QObject):
    """Questions about paths; of each purpose the newest alone is answered.

    Signals:
        failed: what lies there could not be found out; one sentence.
    """

    failed = Signal(str)

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    def ask(self, purpose: str, paths: list[bytes], then: OnKinds, *, quiet: bool = False) -> None:
        """Have `then` called with what lies at each of some paths.

        That is "folder", "file", "away" for a known folder that is not there, or "" for nothing.
        `quiet`: that it cannot be found out is told by others.
        """
        names = [os.fsdecode(path) for path in paths]
        listener = Listener(
            answered=lambda message: then(message.kinds),
            ended=lambda ending: None if quiet else self._ended(ending),
        )
        self._client.ask(WhatAre(paths=names), listener, purpose=("paths", purpose))

    def _ended(self, ending: Ending) -> None:
        if isinstance(ending, Failed):
            self.failed.emit(say(ending.said))
