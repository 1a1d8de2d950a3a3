"""The words for what is found in a folder: kinds, reasons and changes as codes.

They are made into sentences where they are shown, and nowhere else.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Same:
    """How much two pictures agree where both show something.

    Attributes:
        agreement: share of the parts with structure that show the same, 0 to 1.
        whole: correlation of all that lies over each other, -1 to 1.
        turn: orientation of the second picture: quarter turns against the clock, after it was
            mirrored for 4 to 7.
        rotation: degrees beyond that.
        scale: pixels of the second for each of the first, both with the same longer side.
        covered: share of the first and of the second picture that the other one shows.
        blocks: parts that were compared.
    """

    agreement: float
    whole: float
    turn: int
    rotation: float
    scale: float
    covered: tuple[float, float]
    blocks: int
