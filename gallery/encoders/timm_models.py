"""The networks of timm, without their classifier."""

from pathlib import Path

from gallery.core.errors import EncoderError
from gallery.core.paths import Home
from gallery.encoders.hub import Fetch
from gallery.encoders.protocol import Encoder


def load(name: str, home: Home, *, path: Path | None, fetch: Fetch | None) -> Encoder:
    """Return the encoder called `name`."""
    raise EncoderError(f"The encoder {name!r} cannot be used yet.")
