"""Sort the pictures of a folder into clusters that look alike (KMeans)."""

import argparse

import numpy as np
from numpy.typing import NDArray

from gallery.cli import streams, work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import counted, paths_in
from gallery.core.json_types import JsonObject
from gallery.core.paths import all_as_json, as_json, shown
from gallery.library.analyses import SavedClusters
from gallery.library.records import ClusterRow


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument("-k", type=work.count, default=None, metavar="N", help="how many clusters")
    add_encoder(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Return the clusters, largest first, and of each the most typical picture first."""
    folder = work.folder_of(options.folder)
    with work.session() as session:
        name = work.encoder_of(options.encoder)
        subject, known = work.embedded(session, folder, name)
        with work.analysis(session, subject) as analysis:
            found = analysis.clusters(options.k or 0)
        at = work.places_in(found.contents, known)
    if options.k and len(found.rows) < options.k:
        given = counted(len(found.rows), "cluster")
        streams.say(f"-k {options.k}: {given}, for more would be empty.")
    return {
        **as_json(folder, "folder"),
        "encoder": name,
        "k": len(found.rows),
        "suggested_k": found.suggested_k,
        "silhouette": round(found.silhouette, 4),
        "clusters": [_cluster(row, known, found, at) for row in found.rows],
    }


def _cluster(
    row: ClusterRow, known: work.EmbeddedFolder, found: SavedClusters, at: NDArray[np.intp]
) -> JsonObject:
    """Return a cluster with its paths, the most typical first; `at` is where `found` has each."""
    members = np.flatnonzero(found.labels[at] == row.number)
    members = members[np.argsort(found.ranks[at[members]], kind="stable")]
    paths = [known.paths[i] for i in members.tolist()]
    return {"id": row.number, "name": row.name, "size": len(paths), **all_as_json(paths)}


def paths(result: JsonObject) -> list[bytes]:
    """Return the exact paths, cluster by cluster."""
    return [path for cluster in result["clusters"] for path in paths_in(cluster)]


def text(result: JsonObject) -> str:
    """Return one line for each cluster: size, name, first paths."""
    lines = [f"{counted(result['k'], 'cluster')} ({result['suggested_k']} suggested)"]
    for cluster in result["clusters"]:
        some = ", ".join(shown(path.rpartition(b"/")[2]) for path in paths_in(cluster)[:4])
        lines.append(f"{cluster['size']:6,}  {cluster['name'] or '(no name)'}: {some}")
    return "\n".join(lines)
