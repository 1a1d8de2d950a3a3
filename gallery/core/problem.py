"""A file that could not be used, as data."""

from dataclasses import dataclass
from enum import StrEnum

from gallery.core.codes import Code
from gallery.core.sentence import Sentence


class Kind(StrEnum):
    """Why a file could not be used."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    UNSUPPORTED = "unsupported"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    SPECIAL_FILE = "special_file"
    LINK_LOOP = "link_loop"
    TIMEOUT = "timeout"
    DECODER_CRASHED = "decoder_crashed"
    ENCODER_CRASHED = "encoder_crashed"
    VANISHED = "vanished"


def reason(kind: Kind) -> Sentence:
    """Return the sentence of a kind: each has one of the same name."""
    return Sentence(Code(kind))


REASON = Sentence(Code.PLAIN)
"""Stands for the sentence of the kind where no closer one is given."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A candidate that could not become a picture.

    Attributes:
        path: absolute path, as the bytes the system gave.
        kind: the reason, for programs.
        said: the reason, for people.
    """

    path: bytes
    kind: Kind
    said: Sentence = REASON

    def __post_init__(self) -> None:
        if self.said is REASON:
            object.__setattr__(self, "said", reason(self.kind))

    @property
    def message(self) -> str:
        """The reason in one plain English sentence."""
        return str(self.said)
