"""Icons, pictures and built-in weights that come with the program."""

from importlib.resources import files
from pathlib import Path

SAMPLE = "sample/Sample library"
"""A folder of pictures to try everything with; it is opened where it lies, and never written."""


def path(name: str) -> Path:
    """Return where the resource `name` ("icons/ui/back.svg") lies; also in a frozen bundle.

    It need not exist: weights, for one, are not in every build.
    """
    return Path(str(files("resources"))).joinpath(*name.split("/"))
