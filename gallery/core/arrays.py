"""Array types, and the one place where a vector is made unit length."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Unit vectors, one row for each picture, float32 [n, d]; a single vector is [d]."""
Rows: TypeAlias = NDArray[np.intp]
"""Indices of rows, [n]."""
Floats: TypeAlias = NDArray[np.float32]
"""Any numbers in single precision."""
Doubles: TypeAlias = NDArray[np.float64]
"""Any numbers in double precision."""
Scores: TypeAlias = NDArray[np.float32]
"""How well each picture answers a query, float32 [n]."""
Labels: TypeAlias = NDArray[np.int32]
"""The cluster of each picture as an analysis numbers them, int32 [n]."""
AnyLabels: TypeAlias = NDArray[np.integer]
"""The same in any integer type."""
ShortLabels: TypeAlias = NDArray[np.int16]
"""The cluster of each picture as the table holds them, int16 [n]; -1 for none."""
Pixels: TypeAlias = NDArray[np.uint8]
"""sRGB pixels, 0 to 255, [height, width, 3]; a batch is [n, side, side, 3]."""


def normalise(vectors: NDArray[np.floating]) -> Vectors:
    """Return the rows of `vectors` [n, d] (or one vector [d]) with length 1, as float32.

    A row of zeros has no direction and stays zero, so its cosine with everything is 0.
    """
    vectors = np.asarray(vectors, np.float32)
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return unit
