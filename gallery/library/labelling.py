"""Which class each picture of a data set belongs to, and which split: by folders or by a table."""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.paths import as_text

SPLITS = ("train", "training", "val", "valid", "validation", "dev", "test", "testing")
PATHS = ("path", "file", "filename", "file_name", "filepath", "image", "image_path", "name")
LABELS = ("label", "class", "category", "labels", "target")


@dataclass(frozen=True, slots=True)
class Labelling:
    """Label and split of each picture; "" where it has none."""

    labels: list[str]
    splits: list[str]


def by_folders(root: bytes, paths: Sequence[bytes], splits: Sequence[str]) -> Labelling:
    """Return what the folders say: the split is a folder so named, the label the last other one.

    Args:
        root: of the data set, absolute.
        paths: of the pictures, absolute.
        splits: names of folders that are splits; with none, the usual ones where there are two.
    """
    parts = [_folders(root, path) for path in paths]
    known = {name.lower() for name in splits} or _usual(parts)
    found_labels, found_splits = [], []
    for names in parts:
        split = [name for name in names if name.lower() in known]
        label = [name for name in names if name.lower() not in known]
        found_splits.append(split[0].lower() if split else "")
        found_labels.append(label[-1] if label else "")
    return Labelling(found_labels, found_splits)


def _folders(root: bytes, path: bytes) -> list[str]:
    below = path[len(root.rstrip(b"/")) + 1 :]
    return [as_text(part) for part in below.split(b"/")[:-1]]


def _usual(parts: Iterable[Sequence[str]]) -> set[str]:
    there = {name.lower() for names in parts for name in names if name.lower() in SPLITS}
    # A single folder called "test" is more likely a class, or an album, than a split.
    return there if len(there) > 1 else set()


def by_table(table: Path, root: bytes, paths: Sequence[bytes]) -> list[str]:
    """Return the labels that a CSV gives pictures; paths in it are relative to `root`, or absolute.

    Raises:
        LookalikeError: it cannot be read, has no columns for paths and labels, or names nothing
            that is there.
    """
    try:
        # With a mark at the start, as Excel writes it; other bytes survive as surrogates.
        with table.open(newline="", encoding="utf-8-sig", errors="surrogateescape") as file:
            rows = csv.DictReader(file)
            columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
            path_column, label_column = _column(columns, PATHS), _column(columns, LABELS)
            if path_column is None or label_column is None:
                raise LookalikeError(Code.NO_COLUMNS, table=table)
            said = {
                os.path.normpath(os.path.join(root, os.fsencode(row[path_column] or ""))): (
                    row[label_column] or ""
                ).strip()
                for row in rows
            }
    except OSError as error:
        raise LookalikeError(Code.CANNOT_READ, path=table, reason=error.strerror) from error
    except (csv.Error, UnicodeError) as error:
        raise LookalikeError(Code.NO_TABLE, table=table, reason=error) from error
    found = [said.get(os.path.normpath(path), "") for path in paths]
    if paths and not any(found):
        raise LookalikeError(Code.LABELS_NOTHING, table=table)
    return found


def _column(columns: dict[str, str], wanted: Sequence[str]) -> str | None:
    return next((columns[name] for name in wanted if name in columns), None)
