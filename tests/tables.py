"""Tables that exist only in memory, and what tests alter in them."""

from collections.abc import Sequence

import numpy as np

from gallery.library.columns import COLUMNS, AnyArray, ColumnValues
from gallery.library.table import Table
from gallery.ui.model.filters import Filter, OnlyThese

NAMED = {column.name: column for column in COLUMNS}


def made(root: bytes, paths: Sequence[bytes], **columns: AnyArray) -> Table:
    """Return a table of pictures, with file ids from 1 on; of columns that are not given, none."""
    count = len(paths)
    ids = np.arange(1, count + 1, dtype=np.int64)
    rows = np.arange(count, dtype=np.int64)
    values: dict[str, AnyArray] = {"file": ids, "content": ids, "row": rows, **columns}
    return Table(root).grown(ColumnValues(values["file"], values, paths=tuple(paths)))


def altered(table, **columns):
    """Return a table with other columns: each a whole one, or values by position."""
    new = {}
    for name, given in columns.items():
        column = NAMED[name]
        if isinstance(given, dict):
            array = table[column].copy()
            for at, value in given.items():
                array[at] = value
            given = array
        new[column] = given
    return table.replaced(new)


def put(state, **columns):
    """Swap a state's table for one with other columns."""
    state.table = altered(state.table, **columns)


def more(table, paths, **columns):
    """Return a table with more pictures, which have no vector unless `columns` say so."""
    first = int(table.file[-1]) + 1 if len(table) else 1
    ids = np.arange(first, first + len(paths), dtype=np.int64)
    values = {"file": ids, "content": ids, **columns}
    return table.grown(ColumnValues(values["file"], values, paths=tuple(paths)))


def only(chosen, label):
    """Return the filter that leaves the pictures chosen in bool [n]."""
    return Filter((OnlyThese.of(chosen, label),))
