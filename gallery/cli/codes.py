"""The one place where the codes of groups and checks become words for a terminal."""

from gallery.core.findings import Alteration, GroupKind, Reason

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
