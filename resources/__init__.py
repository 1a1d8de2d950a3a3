"""Icons, pictures and built-in weights that come with the program."""

from importlib.resources import files
from pathlib import Path


def path(name: str) -> Path:
    """Return where the resource `name` ("icons/ui/back.svg") lies; also in a frozen bundle.

    Raises:
        FileNotFoundError: there is no such resource.
    """
    found = Path(str(files("resources"))).joinpath(*name.split("/"))
    if not found.exists():
        raise FileNotFoundError(f"There is no resource named {name}.")
    return found
