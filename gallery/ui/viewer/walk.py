"""The way through the pictures in the grid's order, one at a time."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.sentences import score


class ShowsOne(Protocol):
    """Shows one picture at a time."""

    position: int

    def open(self, position: int) -> None:
        """Show another one."""


class Walk:
    """Has the pictures before and after the one that is shown opened."""

    def __init__(self, viewer: ShowsOne, state: GalleryState) -> None:
        self._viewer, self._state = viewer, state

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what carries out each action."""
        return {
            "next": self.next,
            "previous": self.previous,
            "first": self.first,
            "last": self.last,
        }

    def place(self) -> tuple[int, int]:
        """Return the number of the picture in the grid's order, from 1, and how many there are.

        The number is 0 for a picture that is in no order, as a file with a problem.
        """
        order = self._state.order.positions
        at = np.flatnonzero(order == self._viewer.position)
        return (int(at[0]) + 1 if len(at) else 0), len(order)

    def neighbours(self) -> list[int]:
        """Return the pictures after and before the one that is shown, by position.

        The next one first, for most people go forward.
        """
        number, count = self.place()
        around = (number, number - 2) if number else ()
        return [int(self._state.order.positions[at]) for at in around if 0 <= at < count]

    def caption(self) -> str:
        """Return name, place in the order, and score."""
        position = self._viewer.position
        if position < 0:
            return ""
        number, count = self.place()
        parts = [self._state.table.name(position)]
        if number:
            parts.append(tr("{number} of {count}", number=number, count=count))
            alike = self._state.order.score(position)
            if alike is not None:
                parts.append(score(alike))
        return "  ·  ".join(parts)

    def next(self) -> None:
        """Show the next picture of the grid's order."""
        self._go(1)

    def previous(self) -> None:
        """Show the picture before this one."""
        self._go(-1)

    def first(self) -> None:
        """Show the first picture of the grid's order."""
        self._open_at(0)

    def last(self) -> None:
        """Show the last picture of the grid's order."""
        self._open_at(len(self._state.order.positions) - 1)

    def _go(self, step: int) -> None:
        number, _count = self.place()
        self._open_at(number - 1 + step if number else 0)

    def _open_at(self, index: int) -> None:
        positions = self._state.order.positions
        if 0 <= index < len(positions):
            self._viewer.open(int(positions[index]))
