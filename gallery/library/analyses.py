"""Clusterings and maps of a folder: what the engine writes, and reads to go on from."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.library.records import ClusterRow
from gallery.library.store import Store

CLUSTERING = "chosen_k, suggested_k, silhouette, contents, labels, clusters, ranks, recipe"
MAP = "method, contents, xy, recipe"


@dataclass(frozen=True, slots=True)
class Members:
    """The pictures of a folder that have a vector, one for each content.

    In the order of the contents' digests: it depends on the pictures alone, and not on when which
    was found.

    Attributes:
        contents: content ids, int64 [n].
        rows: rows of their vectors, int64 [n].
        checksums: CRC-32 of each row, int64 [n].
    """

    contents: NDArray[np.int64]
    rows: NDArray[np.int64]
    checksums: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SavedClusters:
    """A clustering as it is kept.

    Attributes:
        chosen_k: number that a person asked for, 0 for the suggested one.
        suggested_k, silhouette: as in `records.Clusters`.
        contents: content ids, int64 [n], ascending.
        labels: cluster of each, int16 [n].
        rows: the clusters, by number.
        ranks: place of each in its cluster, int32 [n]; 0 is the most typical.
        recipe: how it was computed, where it is final; "" for one that is shown meanwhile.
    """

    chosen_k: int
    suggested_k: int
    silhouette: float
    contents: NDArray[np.int64]
    labels: NDArray[np.int16]
    rows: tuple[ClusterRow, ...]
    ranks: NDArray[np.int32]
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class SavedMap:
    """A map as it is kept; `xy` float32 [n, 2] belong to `contents` int64 [n], ascending.

    `recipe` says how it was computed, where it is final; "" for one that is shown meanwhile.
    """

    method: str
    contents: NDArray[np.int64]
    xy: NDArray[np.float32]
    recipe: str = ""


def members(store: Store, folder: int, encoder: int) -> Members:
    """Return the embedded contents of a folder."""
    rows = store.reading.execute(
        "SELECT DISTINCT v.content, v.row, v.checksum, c.digest FROM file f"
        " JOIN vector v ON v.content = f.content AND v.encoder = ?"
        " JOIN content c ON c.id = v.content"
        " LEFT JOIN problem p ON p.file = f.id"
        " WHERE f.folder = ? AND f.gone = 0 AND p.file IS NULL ORDER BY c.digest",
        (encoder, folder),
    ).fetchall()
    columns = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3)
    return Members(columns[:, 0], columns[:, 1], columns[:, 2])


def tags_of(store: Store, encoder: int, contents: NDArray[np.int64]) -> dict[int, bytes]:
    """Return the packed tags of contents that have some, by content id."""
    wanted = set(contents.tolist())
    rows = store.reading.execute(
        "SELECT content, tags FROM vector WHERE encoder = ? AND tags IS NOT NULL", (encoder,)
    )
    return {content: tags for content, tags in rows if content in wanted}


def encoder_of(store: Store, encoder: int) -> tuple[str, int]:
    """Return the id of an encoder and the dimension of its vectors, by its row."""
    row = store.reading.execute("SELECT key, dim FROM encoder WHERE id = ?", (encoder,)).fetchone()
    return (str(row[0]), int(row[1])) if row else ("", 0)


def vector_rows(store: Store, encoder: int, contents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the row of the vector of each content, int64 [n]; 0 for one that has none."""
    rows = store.reading.execute("SELECT content, row FROM vector WHERE encoder = ?", (encoder,))
    # All of the encoder's at once: a question for each of 100,000 contents takes seconds.
    known = dict(rows)
    return np.array([known.get(content, 0) for content in contents.tolist()], np.int64)


def sizes_of(store: Store, contents: Iterable[int]) -> dict[int, tuple[bytes, int, int]]:
    """Return digest, width and height in pixels of contents, by content id; known sizes alone."""
    # One by one: they are 2,000 at most, and SQLite takes no list as a parameter.
    found = {}
    for content in contents:
        row = store.reading.execute(
            "SELECT digest, width, height FROM content WHERE id = ?", (content,)
        ).fetchone()
        if row and row[1] and row[2]:
            found[content] = (bytes(row[0]), int(row[1]), int(row[2]))
    return found


def path_of(store: Store, folder: int, content: int) -> bytes:
    """Return the path, relative to a folder, of the first file with this content; b"" if none."""
    row = store.reading.execute(
        "SELECT path FROM file WHERE folder = ? AND content = ? AND gone = 0 ORDER BY path",
        (folder, content),
    ).fetchone()
    return bytes(row[0]) if row else b""


def colours_of(store: Store, folder: int) -> dict[int, bytes]:
    """Return the shares of colours of a folder's contents, uint8 [15] as bytes, where known."""
    rows = store.reading.execute(
        "SELECT DISTINCT c.id, c.colours FROM file f JOIN content c ON c.id = f.content"
        " WHERE f.folder = ? AND f.gone = 0 AND c.colours IS NOT NULL",
        (folder,),
    )
    return {int(content): bytes(colours) for content, colours in rows}


def sub_folders(store: Store, folder: int) -> Iterator[tuple[int, bytes]]:
    """Yield each content of a folder with the path of the sub-folder it lies in, b"" at the top.

    In the order of paths; a content that lies in several places comes several times.
    """
    rows = store.connection.execute(
        "SELECT content, path FROM file WHERE folder = ? AND gone = 0 AND content IS NOT NULL"
        " ORDER BY path",
        (folder,),
    )
    return ((content, path.rpartition(b"/")[0]) for content, path in rows)


def save_clusters(store: Store, folder: int, encoder: int, saved: SavedClusters) -> None:
    """Keep a clustering instead of the last one."""
    rows = json.dumps([[r.number, r.name, r.size, list(r.typical)] for r in saved.rows])
    with store.transaction() as db:
        db.execute(
            "INSERT OR REPLACE INTO clustering (folder, encoder, chosen_k, suggested_k, silhouette,"
            " contents, labels, clusters, ranks, recipe) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                folder,
                encoder,
                saved.chosen_k,
                saved.suggested_k,
                saved.silhouette,
                saved.contents.astype(np.int64).tobytes(),
                saved.labels.astype(np.int16).tobytes(),
                rows,
                saved.ranks.astype(np.int32).tobytes(),
                saved.recipe,
            ),
        )


def load_clusters(store: Store, folder: int, encoder: int) -> SavedClusters | None:
    """Return the clustering that is kept, or None."""
    row = store.reading.execute(
        f"SELECT {CLUSTERING} FROM clustering WHERE folder = ? AND encoder = ?",
        (folder, encoder),
    ).fetchone()
    return parse_clusters(row) if row else None


def parse_clusters(row: tuple[int, int, float, bytes, bytes, str, bytes, str]) -> SavedClusters:
    """Return a clustering from its row of the database, the columns of CLUSTERING."""
    chosen, suggested, silhouette, contents, labels, clusters, ranks, recipe = row
    rows = tuple(ClusterRow(n, name, size, tuple(t)) for n, name, size, t in json.loads(clusters))
    return SavedClusters(
        chosen,
        suggested,
        silhouette,
        np.frombuffer(contents, np.int64),
        np.frombuffer(labels, np.int16),
        rows,
        # Clusters that were kept before ranks were have none.
        np.frombuffer(ranks, np.int32) if ranks else np.zeros(len(labels) // 2, np.int32),
        recipe,
    )


def save_map(store: Store, folder: int, encoder: int, saved: SavedMap) -> None:
    """Keep a map instead of the last one."""
    with store.transaction() as db:
        db.execute(
            "INSERT OR REPLACE INTO map (folder, encoder, method, contents, xy, recipe)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                folder,
                encoder,
                saved.method,
                saved.contents.astype(np.int64).tobytes(),
                saved.xy.astype(np.float32).tobytes(),
                saved.recipe,
            ),
        )


def load_map(store: Store, folder: int, encoder: int) -> SavedMap | None:
    """Return the map that is kept, or None."""
    row = store.reading.execute(
        f"SELECT {MAP} FROM map WHERE folder = ? AND encoder = ?",
        (folder, encoder),
    ).fetchone()
    return parse_map(row) if row else None


def parse_map(row: tuple[str, bytes, bytes, str]) -> SavedMap:
    """Return a map from its row of the database, the columns of MAP."""
    method, contents, xy, recipe = row
    places = np.frombuffer(xy, np.float32).reshape(-1, 2)
    return SavedMap(method, np.frombuffer(contents, np.int64), places, recipe)
