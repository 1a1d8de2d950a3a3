"""What encoders are called, and how the id of their vectors tells which one made them."""

import re

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80  # the id names a file, and some file systems end at 143 characters

PURPOSES = {
    "efficientnet-lite0": "Standard",
    "compact": "Quick",
    "clip": "Best for words",
    "timm:vit_small_patch14_reg4_dinov2.lvd142m": "Best for looks",
}


def title(name: str) -> str:
    """Return what an encoder is called: its purpose, or the telling part of its name.

    "efficientnet-lite0" is "Standard", "timm:resnet50.a1_in1k" is "resnet50".
    """
    telling = name.rpartition(":")[2].partition(".")[0].partition("/")[0]
    return PURPOSES.get(name) or telling


def stem(name: str) -> str:
    """Return what the ids of the encoder called `name` begin with: letters that files may have."""
    return _SAFE.sub("_", name)[:_LONGEST]


def made_by(key: str, name: str) -> bool:
    """Return whether vectors with the id `key` ("compact-90ab12cd34ef") were made by `name`."""
    return key.rpartition("-")[0] == stem(name)
