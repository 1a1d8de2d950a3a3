"""The one place where the codes of groups and checks become words for a terminal."""

from gallery.core.deeds import Hindrance, Left
from gallery.core.findings import Alteration, GroupKind, Reason
from gallery.core.paths import shown

KINDS = {
    GroupKind.EXACT: "the same bytes",
    GroupKind.SAME: "the same picture",
    GroupKind.ALIKE: "alike",
}

REASONS = {
    Reason.PROTECTED: "lies in a folder that stays as it is",
    Reason.PAIR: "has a raw file or a film beside it",
    Reason.PIXELS: "has the most pixels",
    Reason.BYTES: "is the largest file",
    Reason.OLDER: "is the oldest",
    Reason.SHORTER_PATH: "has the shortest path",
    Reason.FIRST: "comes first by name",
}

ALTERATIONS = {
    Alteration.SAVED_AGAIN: "saved again",
    Alteration.SMALLER: "smaller",
    Alteration.LARGER: "larger",
    Alteration.RECOLOURED: "other colours",
    Alteration.GREY: "without colour",
    Alteration.MIRRORED: "mirrored",
    Alteration.TURNED: "turned",
    Alteration.TILTED: "tilted",
    Alteration.CROPPED: "cropped",
    Alteration.UNCROPPED: "shows more around it",
    Alteration.CHANGED_INSIDE: "something was drawn over it",
    Alteration.ANOTHER: "another picture",
}


HINDRANCES = {
    Hindrance.VANISHED: "it is not there any more",
    Hindrance.CHANGED: "it was changed since",
    Hindrance.LAST_COPY: "the one that is to stay is not there, or not what it was",
    Hindrance.NOT_ALLOWED: "that is not allowed",
    Hindrance.NO_ROOM: "there is no room left",
    Hindrance.FAILED: "it did not work",
    Hindrance.ALREADY_THERE: "it lies there already",
    Hindrance.TAKEN: "another file has its old name",
    Hindrance.NOT_FOUND: "it was not found in the trash",
}


def left_in_words(left: Left) -> str:
    """Return "a.jpg was left: there is no room left"."""
    more = f" ({left.detail})" if left.why is Hindrance.FAILED and left.detail else ""
    return f"{shown(left.path)} was left: {HINDRANCES[left.why]}{more}."


def changes_in_words(codes: list[str]) -> str:
    """Return "mirrored, smaller"."""
    return ", ".join(ALTERATIONS[Alteration(code)] for code in codes)


def size_in_words(size: int) -> str:
    """Return "512 bytes", "3.4 MB"."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            value = size / unit
            return f"{value:.1f} {name}" if value < 10 else f"{value:,.0f} {name}"
    return f"{size} bytes"
