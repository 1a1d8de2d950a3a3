"""Place the pictures of a folder on a map on which look-alikes lie together (UMAP)."""

import argparse

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import projection
from gallery.analysis.projection import XY
from gallery.cli import outputs, work
from gallery.cli.main import add_encoder, add_force, name_of
from gallery.cli.wording import path_in, path_shown
from gallery.core.colours import cluster_colour
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json
from gallery.engine.jobs.embed import Subject
from gallery.imaging import plot
from gallery.library.analyses import SavedClusters


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument("--png", metavar="FILE", type=name_of, help="also draw the map as PNG")
    command.add_argument("--svg", metavar="FILE", type=name_of, help="also draw the map as SVG")
    add_force(command)
    add_encoder(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Return the places of the pictures; x and y are about -1 to 1."""
    folder, encoder = work.folder_of(options.folder), work.encoder_of(options.encoder)
    drawn = [
        outputs.named(name, suffix, f"--{suffix[1:]}", force=options.force)
        for name, suffix in ((options.png, ".png"), (options.svg, ".svg"))
        if name
    ]
    with work.session() as session:
        outputs.check(session, drawn, [folder])
        subject, known = work.embedded(session, folder, encoder)
        xy, found, at = layout(session, subject, known)
    labels = found.labels[at]
    method = "pca" if len(found.contents) < projection.FEWEST else "umap"
    for output in drawn:
        outputs.write(output.path, DRAWERS[output.suffix](xy, labels))
    points = [
        {**as_json(path), "x": round(float(x), 5), "y": round(float(y), 5), "cluster": int(label)}
        for path, (x, y), label in zip(known.paths, xy, labels, strict=True)
    ]
    return {**as_json(folder, "folder"), "encoder": encoder, "method": method, "points": points}


def layout(
    session: work.WorkSession, subject: Subject, known: work.EmbeddedFolder
) -> tuple[XY, SavedClusters, NDArray[np.intp]]:
    """Return places float32 [n, 2], the clusters, and where they have each picture, [n]."""
    with work.analysis(session, subject) as analysis:
        found, placed = analysis.clusters(), analysis.map()
    at = work.places_in(found.contents, known)
    return placed.xy[work.places_in(placed.contents, known)], found, at


def svg(xy: XY, labels: NDArray[np.integer], width: int = 1600, height: int = 1200) -> bytes:
    """Return a map as SVG: places [n, 2] as circles in the colours of their clusters [n]."""
    circles = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{cluster_colour(int(label))}"/>'
        for (x, y), label in zip(plot.pixels(xy, width, height), np.asarray(labels), strict=True)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f"<desc>{outputs.OWN_TEXT}</desc>"
        '<rect width="100%" height="100%" fill="#F6F6F4"/>'
    )
    return "\n".join([head, *circles, "</svg>"]).encode()


DRAWERS = {".png": plot.draw_map, ".svg": svg}


def paths(result: JsonObject) -> list[bytes]:
    """Return the exact path of each picture."""
    return [path_in(point) for point in result["points"]]


def text(result: JsonObject) -> str:
    """Return one line for each picture."""
    return "\n".join(f"{p['x']:8.4f} {p['y']:8.4f}  {path_shown(p)}" for p in result["points"])
