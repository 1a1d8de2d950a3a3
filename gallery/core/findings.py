"""The words for what is found in a folder: kinds, reasons and changes as codes.

They are made into sentences where they are shown, and nowhere else.
"""

from enum import StrEnum


class GroupKind(StrEnum):
    """What the pictures of a group are to each other."""

    EXACT = "exact"  # the same bytes
    SAME = "same"  # the same picture, saved again in another way
    ALIKE = "alike"  # another picture of the same: a burst, a scene


class Reason(StrEnum):
    """What made one picture of a group the one to keep."""

    PROTECTED = "protected"  # lies in a folder that is to stay as it is
    PAIR = "pair"  # has a raw file or a film of the same moment beside it
    PIXELS = "pixels"
    BYTES = "bytes"
    OLDER = "older"
    SHORTER_PATH = "shorter_path"
    FIRST = "first"  # nothing tells them apart but the order of their names


class Alteration(StrEnum):
    """How a picture of a group differs from the one to keep."""

    SAVED_AGAIN = "saved_again"
    SMALLER = "smaller"
    LARGER = "larger"
    RECOLOURED = "recoloured"
    GREY = "grey"
    MIRRORED = "mirrored"
    TURNED = "turned"
    TILTED = "tilted"
    CROPPED = "cropped"
    UNCROPPED = "uncropped"  # shows more: the one to keep is a part of it, or it has a border
    CHANGED_INSIDE = "changed_inside"  # text, a stamp, a mended spot
    ANOTHER = "another"  # not the same exposure


class CheckKind(StrEnum):
    """What a check of a labelled folder looks for."""

    LEAK = "leak"
    LABEL = "label"
    ODD = "odd"
