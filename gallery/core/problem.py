"""A file that could not be used, as data."""

from dataclasses import dataclass
from enum import StrEnum


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


SENTENCES = {
    Kind.EMPTY: "The file is empty.",
    Kind.NOT_AN_IMAGE: "The file holds no picture.",
    Kind.UNSUPPORTED: "This kind of picture cannot be read yet.",
    Kind.TRUNCATED: "The file ends too early; part of the picture is missing.",
    Kind.DAMAGED: "The file is damaged and cannot be decoded.",
    Kind.TOO_LARGE: "The picture is too large to open.",
    Kind.UNREADABLE: "The file may not be read; check its permissions.",
    Kind.SPECIAL_FILE: "This is not an ordinary file but a pipe, socket or device.",
    Kind.LINK_LOOP: "This link leads back to itself.",
    Kind.TIMEOUT: "Decoding took too long and was stopped.",
    Kind.DECODER_CRASHED: "The decoder stopped working on this file.",
    Kind.ENCODER_CRASHED: "The program stopped three times while the encoder had this picture.",
    Kind.VANISHED: "The file disappeared or changed while it was being read.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A candidate that could not become a picture.

    Attributes:
        path: absolute path, as the bytes the system gave.
        kind: the reason, for programs.
        message: the reason in one plain sentence, for people.
    """

    path: bytes
    kind: Kind
    message: str = ""

    def __post_init__(self) -> None:
        if not self.message:
            object.__setattr__(self, "message", SENTENCES[self.kind])
