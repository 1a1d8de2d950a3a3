"""What is done with a selection, and what may stand in the way, as codes."""

from dataclasses import dataclass, field
from enum import StrEnum


class DeedKind(StrEnum):
    """What is done with files."""

    TRASH = "trash"
    COPY = "copy"
    LINK = "link"


class DeedState(StrEnum):
    """How far it is with one file."""

    PLANNED = "planned"
    DONE = "done"
    LEFT = "left"  # not done; why is told
    UNDONE = "undone"


class Hindrance(StrEnum):
    """Hindrance a file was left as it was."""

    VANISHED = "vanished"
    CHANGED = "changed"  # other bytes than when it was looked at
    LAST_COPY = "last_copy"  # the one that is to stay is not there, or not what it was
    NOT_ALLOWED = "not_allowed"
    NO_ROOM = "no_room"
    FAILED = "failed"  # the system's own words are in `detail`
    ALREADY_THERE = "already_there"  # a file of that name has the same bytes
    TAKEN = "taken"  # another file has its old name by now
    NOT_FOUND = "not_found"  # in the trash; it can only be taken out by hand


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was left as it was."""

    path: bytes
    why: Hindrance
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a deed.

    Attributes:
        deed: its id, by which it is undone; 0 when nothing was begun.
        done: files it was done with, and where each went (b"" where the system does not say).
        left: the others.
        cancelled: it was stopped; the files after that are in neither list.
    """

    deed: int
    done: list[tuple[bytes, bytes]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    cancelled: bool = False
