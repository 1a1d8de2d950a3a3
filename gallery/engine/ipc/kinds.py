"""The kinds of work, of change and of notices that messages tell of."""

from enum import StrEnum

from gallery.core.changes import Change as Change


class Stage(StrEnum):
    """What a job is doing, in order."""

    SCAN = "scan"
    EMBED = "embed"
    CLUSTER = "cluster"
    MAP = "map"
    DOWNLOAD = "download"
    COMPARE = "compare"
    FILES = "files"  # moved or copied


class Topic(StrEnum):
    """What a notice is about; of each there is one at a time."""

    STORE = "store"
    LOCK = "lock"
    SPACE = "space"
    # Told by the window itself, of what the engine cannot tell:
    ENGINE = "engine"
    AWAY = "away"
    ENCODER = "encoder"
    HOME = "home"
    PASSING = "passing"
