"""Pictures that are asked about and are not in the folder: they stand first in the grid."""

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QImage

from gallery.ui.language import mark
from gallery.ui.model.order import Order
from gallery.ui.model.query import GridQuery, OutsidePicture

MARK = mark("from outside")
# In the grid's order guests have numbers below -1, which stands for no picture everywhere.
FIRST = -2


def with_guests(order: Order, query: GridQuery) -> Order:
    """Return `order` with the guests of `query` before it; nothing stands before no pictures."""
    if not query.guests or not len(order.positions):
        return order
    numbers = FIRST - np.arange(len(query.guests), dtype=order.positions.dtype)
    kept, count = order.kept, len(numbers)
    if kept is not None:
        kept = replace(kept, asked=kept.asked + count, count=kept.count + count)
    return replace(order, positions=np.concatenate([numbers, order.positions]), kept=kept)


def guest_of(query: GridQuery, number: int) -> OutsidePicture | None:
    """Return the guest that has a number in the grid's order, None where there is none."""
    place = FIRST - number
    return query.guests[place] if 0 <= place < len(query.guests) else None


class OutsideImages:
    """The thumbnails of guests, read once each."""

    def __init__(self) -> None:
        self._images: dict[tuple[str, bool], QImage] = {}

    def image(self, guest: OutsidePicture, fill: bool) -> QImage | None:
        """Return the middle square of a guest's thumbnail for `fill`, else the whole of it."""
        key = (guest.image, fill)
        if key not in self._images:
            if len(self._images) > 200:
                self._images.clear()
            image = QImage(guest.image) if guest.image else QImage()
            if fill and not image.isNull():
                side = min(image.width(), image.height())
                left, top = (image.width() - side) // 2, (image.height() - side) // 2
                image = image.copy(left, top, side, side)
            self._images[key] = image
        image = self._images[key]
        return None if image.isNull() else image
