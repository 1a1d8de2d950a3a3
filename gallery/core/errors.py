"""Errors that a person can mend. Each carries one clear sentence; anything else is a bug."""


class LookalikeError(Exception):
    """Something could not be done; `str(error)` is the sentence that is shown."""


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
