"""Errors that a person can mend. Each carries one clear sentence; anything else is a bug."""

from gallery.core.codes import Code
from gallery.core.sentence import Sentence


class LookalikeError(Exception):
    """Something could not be done.

    Args:
        code: what; or, at the command line alone, the sentence itself.
        args: what stands in the places of the code's template.
    """

    said: Sentence

    def __init__(self, code: Code | str, /, **args: object) -> None:
        super().__init__(code)
        self.said = Sentence.of(code, **args)

    def __str__(self) -> str:
        return str(self.said)


class UsageError(LookalikeError):
    """A command was called in a way that means nothing."""


class FolderError(LookalikeError):
    """A folder is missing, is not a folder, or may not be read."""


class StoreError(LookalikeError):
    """The store cannot be read or written."""


class StoreBusyError(StoreError):
    """Another Lookalike writes to this store."""


class StoreTooNewError(StoreError):
    """The store was made by a newer Lookalike."""


class StoreFullError(StoreError):
    """There is no space left where the store lies."""


class EncoderError(LookalikeError):
    """An encoder is unknown, or cannot be used on this machine."""


class EncoderMismatchError(EncoderError):
    """Vectors of two encoders were brought together."""


class WeightsError(EncoderError):
    """Weights are missing, incomplete, or not what they should be."""


class DownloadError(LookalikeError):
    """A download did not arrive."""


class MessageError(LookalikeError):
    """Bytes on the pipe are no message of this version."""


class CancelledError(Exception):
    """The person, or the program's end, stopped the work. Not an error to show."""
