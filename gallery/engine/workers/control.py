"""The handle by which a running job is paused and cancelled."""

import threading

from gallery.core.errors import CancelledError


class Control:
    """Shared by the thread that runs a job and the one that commands it."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()  # a job begins unpaused
        self._woken = threading.Event()

    def cancel(self) -> None:
        """Let the job end at its next check."""
        # Also what holds or rests is woken: a paused job would never reach its next check.
        self._cancelled.set()
        self._running.set()
        self._woken.set()

    def wake(self) -> None:
        """Let a job that rests go on at once; one that is at work does not notice."""
        self._woken.set()

    def rest(self, seconds: float) -> bool:
        """Wait for so long, and return whether the job was woken before.

        Raises:
            CancelledError: it was cancelled meanwhile.
        """
        woken = self._woken.wait(seconds)
        self._woken.clear()
        self.check()
        return woken

    def pause(self, paused: bool) -> None:
        """Hold the job at its next check, or let it go on."""
        if paused:
            self._running.clear()
        else:
            self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the job is held."""
        return not self._running.is_set()

    def check(self) -> None:
        """Wait while paused; raise CancelledError once cancelled."""
        self._running.wait()
        if self._cancelled.is_set():
            raise CancelledError
