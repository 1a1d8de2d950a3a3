"""Vectors on disk: one flat file of float32 rows for each encoder, mapped by whoever reads.

A row counts only once the database names it, so a file that ends in a half-written row, or in
rows of a transaction that was never finished, is not damaged: those rows are written again.
"""

import os
import re
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Rows, Vectors
from gallery.core.paths import Home

ROW_BYTES = 4


def vector_file(home: Home, key: str) -> Path:
    """Return the file that holds the vectors of the encoder with id `key`."""
    # Ids are made of these characters alone; this only bars a path that a damaged store may name.
    return home.vectors / (re.sub(r"[^A-Za-z0-9._@+-]", "_", key) + ".f32")


def mapped(home: Home, key: str, dim: int) -> Vectors:
    """Return all rows of an encoder, float32 [N, dim], mapped read-only; [0, dim] if none."""
    path = vector_file(home, key)
    try:
        rows = path.stat().st_size // (ROW_BYTES * dim)  # a half-written row at the end is none
    except OSError:
        rows = 0
    if rows == 0:
        return np.zeros((0, dim), np.float32)
    return np.memmap(path, np.float32, "r", shape=(rows, dim))


def write_rows(home: Home, key: str, first: int, vectors: Vectors) -> None:
    """Write `vectors` [m, dim] as the rows from `first` on. OSError when the disk is full."""
    path = vector_file(home, key)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.lseek(handle, first * vectors.shape[1] * ROW_BYTES, os.SEEK_SET)
        view = memoryview(np.ascontiguousarray(vectors, np.float32).tobytes())
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)


def checksum(vector: Vectors) -> int:
    """Return the CRC-32 of one row's bytes."""
    return zlib.crc32(np.ascontiguousarray(vector, np.float32).tobytes())


def damaged(vectors: Vectors, rows: Rows, checksums: NDArray[np.int64]) -> Rows:
    """Return the indices into `rows` whose vector is missing or not what was written."""
    # As plain bytes: slicing a mapped array costs more than the sum itself.
    width, data = vectors.shape[1] * ROW_BYTES, vectors.reshape(-1).view(np.uint8).data
    bad = [
        i
        for i, (row, known) in enumerate(zip(rows.tolist(), checksums.tolist(), strict=True))
        if row >= len(vectors) or zlib.crc32(data[row * width : (row + 1) * width]) != known
    ]
    return np.array(bad, np.intp)
