"""A program: the window on a folder; once it is read, look-alikes are asked for; then it closes.

Prints what it has told and shown as JSON. Run with the folder, and the number of its pictures.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer, Slot

from gallery.ui.shell import run

LOOK_MS = 20


class Visited(run.MainWindow):
    """The window, which closes itself when all is there."""

    def __init__(self, controller, appearance):
        super().__init__(controller, appearance)
        self._wanted, self._note = int(sys.argv[2]), ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)
        controller.finished.connect(self._finished)

    @Slot(object)
    def _finished(self, message):
        self._note = str(getattr(message, "report", repr(message)))

    @Slot()
    def _look(self):
        state = self.state
        there = self._note and state.clusters and state.map_method
        embedded = sum(map(state.can_ask, range(len(state.table))))
        if not there or embedded < self._wanted:
            return
        if state.order.scores is None:
            state.find_lookalikes(0)
            return
        self._timer.stop()
        self._tell()
        self.close()

    def _tell(self):
        home = Path(self.controller._home.root)
        told = {
            "note": self._note,
            "notices": self.notices.texts(),
            "order": len(self.state.order.positions),
            "theme": self.controller.settings.theme,
            "home": str(home),
            "mode": home.stat().st_mode & 0o777,
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    run.MainWindow = Visited
    code = run.run(os.fsencode(sys.argv[1]))
    sys.exit(code)
