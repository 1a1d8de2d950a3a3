"""What is exported of a folder's pictures, in the formats of other programs."""

import csv
import io
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.cli import work
from gallery.cli.outputs import CONFIG, OWN_TEXT, write
from gallery.cli.wording import path_lines
from gallery.core.arrays import Vectors
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.paths import as_text, exact, shown
from gallery.imaging import plot
from gallery.library.marks import NO_MARKS, PictureMarks
from gallery.library.reading import Reader

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run as one; OWASP's list
COLUMNS = ("path", "path_b64", "cluster", "x", "y", "cluster_name", "folder", "size", "content")
MARKS = ("labels", "stars")


@dataclass(frozen=True, slots=True)
class ExportRows:
    """What is exported of n pictures.

    Attributes:
        root: the folder they lie in.
        paths: absolute.
        contents: content ids, int64 [n].
        vectors: unit vectors, float32 [n, dim].
        labels: cluster of each, [n].
        xy: place on the map, [n, 2].
        cluster_names: by the number of the cluster.
        files: digest of the bytes, and how many there are, by content id.
        encoder: id of the encoder.
        marks: what a person said of pictures, by content id.
    """

    root: bytes
    paths: list[bytes]
    contents: NDArray[np.int64]
    vectors: Vectors
    labels: NDArray[np.integer]
    xy: NDArray[np.floating]
    cluster_names: list[str]
    files: dict[int, tuple[bytes, int]]
    encoder: str
    marks: dict[int, PictureMarks]

    @property
    def texts(self) -> list[str]:
        """Paths to look at: undecodable bytes as U+FFFD."""
        return [as_text(path) for path in self.paths]

    @property
    def exact(self) -> list[str]:
        """Paths as base64 of their bytes."""
        return [exact(path) for path in self.paths]

    @property
    def names(self) -> list[str]:
        """Name of the cluster of each picture."""
        return [self.cluster_names[label] for label in self.labels.tolist()]

    @property
    def folders(self) -> list[str]:
        """Sub-folder that each lies in, relative to the folder; "" at the top."""
        start = len(self.root.rstrip(b"/")) + 1
        return [as_text(path[start:].rpartition(b"/")[0]) for path in self.paths]

    @property
    def sizes(self) -> list[int]:
        """Bytes of each file."""
        return [self.files[content][1] for content in self.contents.tolist()]

    @property
    def digests(self) -> list[str]:
        """BLAKE2b of the bytes of each file, 40 hexadecimal digits: the same for copies."""
        return [self.files[content][0].hex() for content in self.contents.tolist()]

    @property
    def own_labels(self) -> list[str]:
        """A person's own labels of each picture, separated by a semicolon."""
        return ["; ".join(said.labels) for said in self._said]

    @property
    def stars(self) -> list[int]:
        """Stars of each picture, 0 to 5."""
        return [said.stars for said in self._said]

    @property
    def _said(self) -> list[PictureMarks]:
        return [self.marks.get(content, NO_MARKS) for content in self.contents.tolist()]


def npz(target: Path, rows: ExportRows, _session: work.WorkSession) -> None:
    """Write arrays for numpy, none of which is pickled."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        paths=np.array(rows.texts, dtype=np.str_),
        paths_b64=np.array(rows.exact, dtype=np.str_),
        vectors=rows.vectors.astype(np.float32),
        cluster=rows.labels.astype(np.int32),
        xy=rows.xy.astype(np.float32),
        cluster_name=np.array(rows.names, dtype=np.str_),
        folder=np.array(rows.folders, dtype=np.str_),
        size=np.array(rows.sizes, dtype=np.int64),
        content=np.array(rows.digests, dtype=np.str_),
        labels=np.array(rows.own_labels, dtype=np.str_),
        stars=np.array(rows.stars, dtype=np.int8),
    )
    write(target, out.getvalue())


def comma_separated(target: Path, rows: ExportRows, _session: work.WorkSession) -> None:
    """Write a table for spreadsheets, vectors last."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([*COLUMNS, *MARKS, *(f"v{i}" for i in range(rows.vectors.shape[1]))])
    # Six digits hold all that a float32 knows of a place; a vector is written with seven.
    xy = [f"{x:.6g}" for x in rows.xy.ravel().tolist()]
    columns = (rows.texts, rows.exact, rows.labels.tolist(), xy[::2], xy[1::2])
    more = (rows.names, rows.folders, rows.sizes, rows.digests, rows.own_labels, rows.stars)
    for cells, vector in zip(zip(*columns, *more, strict=True), rows.vectors, strict=True):
        table.writerow([*map(_safe, cells), *(f"{v:.7g}" for v in vector.tolist())])
    write(target, out.getvalue().encode("utf-8"))


def _safe(cell: object) -> object:
    """Return a text that no program that opens tables takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        # What reads as a number is one, although it begins with a minus.
        return text.startswith(FORMULA)
    return False


def parquet(target: Path, rows: ExportRows, _session: work.WorkSession) -> None:
    """Write a table for data frames; the vectors are one column."""
    import pyarrow
    import pyarrow.parquet

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
            "cluster_name": pyarrow.array(rows.names, pyarrow.string()),
            "folder": pyarrow.array(rows.folders, pyarrow.string()),
            "size": pyarrow.array(rows.sizes, pyarrow.int64()),
            "content": pyarrow.array(rows.digests, pyarrow.string()),
            "labels": pyarrow.array(rows.own_labels, pyarrow.string()),
            "stars": pyarrow.array(rows.stars, pyarrow.int8()),
        }
    ).replace_schema_metadata(
        {"encoder_id": rows.encoder, "dim": str(dim), "normalised": "true", "schema": "1"}
    )
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    write(target, out.getvalue())


def need_pyarrow() -> None:
    """Raise LookalikeError, which says how to get it, where pyarrow is not installed."""
    if find_spec("pyarrow") is not None:
        return
    if getattr(sys, "frozen", False):
        raise LookalikeError("This build cannot write Parquet; .npz and .csv hold the same.")
    raise LookalikeError(
        f"Parquet needs pyarrow. Install it with: {sys.executable} -m pip install 'pyarrow>=18'"
    )


def projector(target: Path, rows: ExportRows, session: work.WorkSession) -> None:
    """Write a folder that the projector of TensorBoard opens: tensorboard --logdir FOLDER."""
    if not rows.paths:
        raise LookalikeError("There are no pictures, and projectors show nothing of none.")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LookalikeError(Code.CANNOT_MAKE, path=target, reason=error.strerror) from error
    side = plot.sprite_side(len(rows.paths))
    write(target / CONFIG, _config(side).encode())
    vectors = "\n".join("\t".join(f"{v:.6g}" for v in row) for row in rows.vectors.tolist())
    write(target / "vectors.tsv", vectors.encode() + b"\n")
    write(target / "metadata.tsv", _metadata(rows).encode())
    reader = Reader(session.context.home)
    try:
        pictures = (reader.thumbnail_of_content(content) for content in rows.contents.tolist())
        write(target / "sprite.png", plot.sprite(pictures, len(rows.paths)))
    finally:
        reader.close()


def _config(side: int) -> str:
    """Return the projector's settings: paths are relative to the folder they lie in."""
    return (
        f"# {OWN_TEXT}\n"
        "embeddings {\n"
        '  tensor_name: "pictures"\n'
        '  tensor_path: "vectors.tsv"\n'
        '  metadata_path: "metadata.tsv"\n'
        "  sprite {\n"
        '    image_path: "sprite.png"\n'
        f"    single_image_dim: {side}\n"
        f"    single_image_dim: {side}\n"
        "  }\n"
        "}\n"
    )


def _metadata(rows: ExportRows) -> str:
    """Return one line for each picture; tabs and ends of lines in names are replaced."""
    lines = ["path\tcluster\tcluster_name\tfolder\tsize\tcontent\tlabels\tstars"]
    columns = (rows.paths, rows.labels.tolist(), rows.names, rows.folders)
    said = (map(shown, map(str.encode, rows.own_labels)), rows.stars)
    for cells in zip(*columns, rows.sizes, rows.digests, *said, strict=True):
        path, cluster, name, folder, *rest = cells
        # The projector has no quoting: a tab or a line break in a name would shift all that
        # follows.
        texts = (shown(path), cluster, shown(name.encode()), shown(folder.encode()), *rest)
        lines.append("\t".join(map(str, texts)))
    return "\n".join(lines) + "\n"


def list_of_paths(target: Path, paths: list[bytes], *, nul: bool) -> None:
    """Write the exact paths, one a line, or each ended by NUL."""
    write(target, path_lines(paths, nul=nul))


WRITERS = {".npz": npz, ".csv": comma_separated, ".parquet": parquet, "": projector}
