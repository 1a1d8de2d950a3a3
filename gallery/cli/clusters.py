"""Sort the pictures of a folder into clusters that look alike (KMeans)."""

import argparse
from typing import Any

from gallery.analysis import clusters
from gallery.cli import streams, work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import counted, paths_in
from gallery.core.paths import all_as_json, as_json, shown
from gallery.engine import naming


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument("-k", type=work.count, default=None, metavar="N", help="how many clusters")
    add_encoder(command)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the clusters, largest first."""
    folder = work.folder_of(options.folder)
    with work.session() as session:
        name = work.encoder_of(options.encoder)
        subject, known = work.embedded(session, folder, name)
        found = clusters.cluster(
            known.vectors, options.k, cancelled=lambda: session.control.cancelled
        )
        session.control.check()
        if options.k and found.k < options.k:
            streams.say(f"-k {options.k}: {counted(found.k, 'cluster')}, for more would be empty.")
        suggested = found.suggested_k or clusters.suggest_k(known.vectors)[0]
        names = naming.cluster_names(
            session.context.store,
            (subject.folder, subject.encoder_row),
            known.contents,
            found.labels,
            found.k,
        )
    return {
        **as_json(folder, "folder"),
        "encoder": name,
        "k": found.k,
        "suggested_k": int(suggested),
        "silhouette": round(float(found.silhouette), 4),
        "clusters": [_cluster(number, names[number], known, found) for number in range(found.k)],
    }


def _cluster(number: int, name: str, known: Any, found: Any) -> dict[str, Any]:
    members = [known.paths[i] for i in (found.labels == number).nonzero()[0]]
    return {"id": number, "name": name, "size": len(members), **all_as_json(members)}


def paths(result: dict[str, Any]) -> list[bytes]:
    """Return the exact paths, cluster by cluster."""
    return [path for cluster in result["clusters"] for path in paths_in(cluster)]


def text(result: dict[str, Any]) -> str:
    """Return one line for each cluster: size, name, first paths."""
    lines = [f"{counted(result['k'], 'cluster')} ({result['suggested_k']} suggested)"]
    for cluster in result["clusters"]:
        some = ", ".join(shown(path.rpartition(b"/")[2]) for path in paths_in(cluster)[:4])
        lines.append(f"{cluster['size']:6,}  {cluster['name'] or '(no name)'}: {some}")
    return "\n".join(lines)
