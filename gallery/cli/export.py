"""Write the vectors of a folder for other programs: .npz, .csv, .parquet, or a folder."""

import argparse
import csv
import io
import os
from pathlib import Path
from typing import Any

import numpy as np

from gallery.cli import work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.map import layout, write
from gallery.cli.wording import counted, path_shown
from gallery.core.errors import LookalikeError
from gallery.core.paths import as_json, as_text, exact
from gallery.imaging import plot
from gallery.library.reading import Reader

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument("--to", metavar="FILE", required=True, help="its suffix is the format")
    add_encoder(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Write the file and return what it holds."""
    folder, encoder = work.folder_of(options.folder), work.encoder_of(options.encoder)
    target = Path(options.to)
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        known = ", ".join(suffix or "a folder" for suffix in WRITERS)
        raise LookalikeError(f"{target.suffix} is no format that can be written; known: {known}.")
    with work.session() as session:
        subject, known_pictures = work.embedded(session, folder, encoder)
        xy, labels, _method = layout(session, known_pictures)
        rows = Rows(known_pictures, labels, xy, subject.encoder.id)
        writer(target, rows, session)
    return {
        **as_json(folder, "folder"),
        "encoder": encoder,
        **as_json(os.fsencode(target.absolute()), "file"),
        "pictures": len(known_pictures.paths),
    }


class Rows:
    """What is exported of n pictures, and by which encoder."""

    def __init__(self, known: work.Embedded, labels: Any, xy: Any, encoder: str) -> None:
        self.paths, self.vectors = known.paths, known.vectors
        self.contents = known.contents.tolist()
        self.labels, self.xy, self.encoder = labels, xy, encoder

    @property
    def texts(self) -> list[str]:
        """Paths to look at: undecodable bytes as U+FFFD."""
        return [as_text(path) for path in self.paths]

    @property
    def exact(self) -> list[str]:
        """Paths as base64 of their bytes."""
        return [exact(path) for path in self.paths]


def _npz(target: Path, rows: Rows, _session: Any) -> None:
    out = io.BytesIO()
    np.savez_compressed(
        out,
        paths=np.array(rows.texts, dtype=np.str_),
        paths_b64=np.array(rows.exact, dtype=np.str_),
        vectors=rows.vectors.astype(np.float32),
        cluster=rows.labels.astype(np.int32),
        xy=rows.xy.astype(np.float32),
    )
    write(target, out.getvalue())


def _csv(target: Path, rows: Rows, _session: Any) -> None:
    out = io.StringIO()
    table = csv.writer(out)
    dim = rows.vectors.shape[1]
    table.writerow(["path", "path_b64", "cluster", "x", "y", *(f"v{i}" for i in range(dim))])
    for i, (text_, b64) in enumerate(zip(rows.texts, rows.exact, strict=True)):
        # A path is absolute and starts with a slash or a drive, but programs that open tables
        # take these characters for a formula.
        safe = f"'{text_}" if text_.startswith(FORMULA) else text_
        x, y = rows.xy[i].tolist()
        numbers = (f"{v:.7g}" for v in rows.vectors[i].tolist())
        table.writerow([safe, b64, int(rows.labels[i]), f"{x:.6g}", f"{y:.6g}", *numbers])
    write(target, out.getvalue().encode("utf-8"))


def _parquet(target: Path, rows: Rows, _session: Any) -> None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise LookalikeError(
            "Parquet needs pyarrow. Install it with: pip install 'lookalike[parquet]'"
        ) from error
    dim = rows.vectors.shape[1]
    flat = pyarrow.array(rows.vectors.astype(np.float32).ravel())
    table = pyarrow.table(
        {
            "path": rows.texts,
            "path_bytes": pyarrow.array(rows.paths, pyarrow.binary()),
            "vector": pyarrow.FixedSizeListArray.from_arrays(flat, dim),
            "cluster": rows.labels.astype(np.int32),
            "x": rows.xy[:, 0].astype(np.float32),
            "y": rows.xy[:, 1].astype(np.float32),
        }
    ).replace_schema_metadata(
        {"encoder_id": rows.encoder, "dim": str(dim), "normalised": "true", "schema": "1"}
    )
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    write(target, out.getvalue())


def _projector(target: Path, rows: Rows, session: Any) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LookalikeError(f"{target} cannot be made: {error.strerror}.") from error
    vectors = "\n".join("\t".join(f"{v:.6g}" for v in row) for row in rows.vectors.tolist())
    write(target / "vectors.tsv", vectors.encode() + b"\n")
    lines = ["path\tcluster"]
    clean = (text_.translate({9: " ", 10: " ", 13: " "}) for text_ in rows.texts)
    lines += [f"{name}\t{label}" for name, label in zip(clean, rows.labels.tolist(), strict=True)]
    write(target / "metadata.tsv", "\n".join(lines).encode() + b"\n")
    reader = Reader(session.context.home)
    try:
        pictures = (reader.thumbnail_of_content(content) for content in rows.contents)
        write(target / "sprite.png", plot.sprite(pictures, len(rows.paths)))
    finally:
        reader.close()


WRITERS = {".npz": _npz, ".csv": _csv, ".parquet": _parquet, "": _projector}


def text(result: dict[str, Any]) -> str:
    """Return what was written."""
    return f"{counted(result['pictures'], 'picture')} written to {path_shown(result, 'file')}"
