"""What lies in a folder beside its pictures, sorted by the suffix of its name."""

from enum import StrEnum


class LeftOut(StrEnum):
    """Kinds of entries that a scan leaves out in silence."""

    VIDEO = "video"
    SOUND = "sound"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    HIDDEN = "hidden"
    LINK = "link"
    OTHER = "other"


_SUFFIXES = {
    LeftOut.VIDEO: "mp4 m4v mov avi mkv webm mpg mpeg mts m2ts wmv flv 3gp ogv vob ts insv",
    LeftOut.SOUND: "mp3 m4a aac flac ogg oga opus wav wma aif aiff mid midi",
    LeftOut.DOCUMENT: "pdf txt md rtf doc docx odt xls xlsx ods csv ppt pptx odp html htm epub tex",
    LeftOut.ARCHIVE: "zip 7z rar tar gz tgz bz2 tbz xz txz zst cbz cbr iso dmg",
}
_KINDS = {end.encode(): kind for kind, ends in _SUFFIXES.items() for end in ends.split()}


def kind_of(suffix: bytes) -> LeftOut:
    """Return the kind of a file that is no picture, by its suffix in lower case."""
    return _KINDS.get(suffix, LeftOut.OTHER)
