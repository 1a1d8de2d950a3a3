"""File names shortened to the room there is, so that the number in them stays readable."""

import bisect
import re
from collections.abc import Callable

DOTS = "…"
LONGEST_SUFFIX = 5
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")

Width = Callable[[str], float]


def shortened(name: str, room: float, width: Width) -> str:
    """Return `name` cut at its end, and where that would cost its last number, before that.

    "IMG_0412.jpg" becomes "IMG_0412…", and "Holiday in Spain 0412.jpg" "Holiday…0412": pictures
    of one camera differ in nothing but the number, which the middle or the end of a name may hold.

    Args:
        name: a file name, with or without its suffix.
        room: how wide the result may be, in the unit of `width`.
        width: returns how wide a text is.
    """
    if width(name) <= room:
        return name
    stem = _stem(name)
    number = _LAST_NUMBER.search(stem)
    if number is None or width(stem[: number.end()] + DOTS) <= room:
        return _cut(name, DOTS, room, width)
    tail = DOTS + number.group() + (DOTS if number.end() < len(stem) else "")
    if width(tail) > room:
        return _cut(name, DOTS, room, width)
    return _cut(stem[: number.start()], tail, room, width)


def _stem(name: str) -> str:
    stem, _dot, suffix = name.rpartition(".")
    return stem if stem and len(suffix) <= LONGEST_SUFFIX else name


def _cut(text: str, tail: str, room: float, width: Width) -> str:
    """Return as much of `text` as fits before `tail`."""
    lengths = range(1, len(text) + 1)
    fitting = bisect.bisect_right(lengths, room, key=lambda n: width(text[:n].rstrip() + tail))
    return text[:fitting].rstrip() + tail
