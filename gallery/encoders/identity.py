"""The id of an encoder: what must be equal for two vectors to be comparable."""

import hashlib
import re

from gallery.core.picture import Preprocessing

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80  # the id names a file, and some file systems end at 143 characters


def encoder_id(name: str, weights: bytes, preprocessing: Preprocessing) -> str:
    """Return `name` and 12 hex digits that stand for weights and preprocessing.

    Args:
        name: what the person types, without the "@PATH" of local weights: the digest, not the
            place, tells whose weights they are.
        weights: digest of the weights' bytes, or a version where there are none.
        preprocessing: all of it counts, for each part changes the vectors.

    Returns:
        Letters, digits, ".", "_" and "-" only: the id is also the name of a file.
    """
    digest = hashlib.blake2b(weights, digest_size=6)
    digest.update(repr(preprocessing).encode())
    if preprocessing.stretch != 1:
        digest.update(f"stretch={preprocessing.stretch}".encode())
    return f"{_SAFE.sub('_', name)[:_LONGEST]}-{digest.hexdigest()}"
