"""What of a folder the store may hold more of, or anew."""

from enum import StrEnum


class Change(StrEnum):
    """What the store holds more of, or anew."""

    FILES = "files"
    VECTORS = "vectors"
    PROBLEMS = "problems"
    CLUSTERS = "clusters"
    MAP = "map"
