"""The id of an encoder: what must be equal for two vectors to be comparable."""

import hashlib

from gallery.core.encoder_names import stem
from gallery.core.picture import Preprocessing


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
    return f"{stem(name)}-{digest.hexdigest()}"
