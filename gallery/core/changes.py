"""What of a folder the store may hold more of, or anew."""

from enum import StrEnum


class Change(StrEnum):
    """A part of the store that has grown, or was written again."""

    FILES = "files"
    VECTORS = "vectors"
    PROBLEMS = "problems"
    CLUSTERS = "clusters"
    MAP = "map"
