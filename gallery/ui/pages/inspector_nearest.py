"""The nearest pictures for the inspector, found in a thread: a million vectors take a while."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

Nearest = list[tuple[int, float]]


class NearestFinder(QObject):
    """Answers the last question only; earlier ones that were not begun are dropped.

    Signals:
        found: carries the picture asked about, and its nearest with their scores.
    """

    found = Signal(int, object)
    _answered = Signal(int, int, object)

    def __init__(self, controller: Any) -> None:
        super().__init__()
        self._controller = controller
        self._last = 0
        self._stopped = False
        self._thread = ThreadPoolExecutor(1, "nearest")
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, position: int, k: int) -> None:
        """Have the `k` nearest of a picture found."""
        if not self._stopped:
            self._last += 1
            self._thread.submit(self._work, self._last, position, k)

    def stop(self) -> None:
        """End the thread."""
        self._stopped = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _work(self, number: int, position: int, k: int) -> None:
        if number != self._last:
            return
        try:
            nearest = self._controller.nearest(position, k)
        except IndexError:
            # Another folder was opened while this was under way; nobody waits for the answer.
            return
        self._answered.emit(number, position, nearest)

    @Slot(int, int, object)
    def _take(self, number: int, position: int, nearest: Nearest) -> None:
        if number == self._last:
            self.found.emit(position, nearest)
