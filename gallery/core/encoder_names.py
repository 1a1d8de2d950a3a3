"""How the id of an encoder's vectors tells which encoder made them."""

import re

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80  # the id names a file, and some file systems end at 143 characters


def stem(name: str) -> str:
    """Return what the ids of the encoder called `name` begin with: letters that files may have."""
    return _SAFE.sub("_", name)[:_LONGEST]


def made_by(key: str, name: str) -> bool:
    """Return whether vectors with the id `key` ("compact-90ab12cd34ef") were made by `name`."""
    return key.rpartition("-")[0] == stem(name)
