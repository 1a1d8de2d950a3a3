"""Write the pictures of a folder for other programs: .npz, .csv, .parquet, .txt, or a folder."""

import argparse
import fnmatch
import os
import re
from pathlib import Path

from gallery.cli import codes, outputs, streams, tables, work
from gallery.cli.main import add_encoder, add_force, name_of
from gallery.cli.map import layout
from gallery.cli.wording import counted, path_shown
from gallery.core.errors import CancelledError, LookalikeError
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json, shown
from gallery.engine.jobs import copies
from gallery.engine.jobs.embed import Subject
from gallery.library.marks import marks_of
from gallery.library.reading import Reader

LIST = ".txt"
KNOWN = (*tables.WRITERS, LIST)


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    target = command.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "--to",
        metavar="FILE",
        type=name_of,
        help="its suffix is the format: .npz, .csv, .parquet; .txt for a list of paths;"
        " none for a folder that TensorBoard opens",
    )
    target.add_argument(
        "--copy-to", metavar="DIR", type=name_of, help="copy the pictures; nothing is overwritten"
    )
    target.add_argument(
        "--link-to", metavar="DIR", type=name_of, help="make symbolic links to the pictures"
    )
    command.add_argument(
        "--only",
        metavar="GLOB",
        action="append",
        default=[],
        type=name_of,
        help="pictures whose path in the folder, or name, matches; can be repeated",
    )
    command.add_argument(
        "-0", dest="nul", action="store_true", help="end the paths of a list with NUL"
    )
    add_force(command)
    add_encoder(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Write the file and return what it holds."""
    folder, encoder = work.folder_of(options.folder), work.encoder_of(options.encoder)
    if options.to is None:
        return _copied(options, folder, encoder)
    output = _output_of(options)
    with work.session() as session:
        # Before the folder is indexed: nobody should wait an hour to be told that a name is taken.
        outputs.check(session, [output], [folder])
        subject, known = work.embedded(session, folder, encoder)
        chosen = _chosen(folder, known.paths, options.only)
        if output.suffix == LIST:
            paths = [known.paths[i] for i in chosen]
            tables.list_of_paths(output.path, paths, nul=options.nul)
        else:
            rows = _rows(session, subject, known, chosen)
            tables.WRITERS[output.suffix](output.path, rows, session)
    return {
        **as_json(folder, "folder"),
        "encoder": encoder,
        **as_json(work.absolute(options.to), "file"),
        "pictures": len(chosen),
    }


def _copied(options: argparse.Namespace, folder: bytes, encoder: str) -> JsonObject:
    """Copy or link the chosen pictures; return how many, and those that were left."""
    link = options.link_to is not None
    place = work.absolute(options.link_to or options.copy_to)
    with work.session() as session:
        outputs.check_folder(session, place, folder, force=options.force)
        subject, known = work.embedded(session, folder, encoder)
        chosen = _chosen(folder, known.paths, options.only)
        # By them a second run, and an undo, know again what was copied.
        digests = _digests(session, subject)
        pictures = [(known.paths[i], digests[int(known.contents[i])][0]) for i in chosen]
        store, control = session.context.store, session.control
        outcome = copies.copy_to(
            store, pictures, copies.Folder(place, link), control, lambda _done, _total: None
        )
    if outcome.cancelled:
        raise CancelledError
    for left in outcome.left:
        streams.say(codes.left_in_words(left))
    return {
        **as_json(folder, "folder"),
        "encoder": encoder,
        **as_json(place, "file"),
        "pictures": len(outcome.done),
        "left": [{**as_json(left.path), "why": str(left.why)} for left in outcome.left],
    }


def _digests(session: work.WorkSession, subject: Subject) -> dict[int, tuple[bytes, int]]:
    reader = Reader(session.context.home)
    try:
        return reader.contents(subject.folder)
    finally:
        reader.close()


def _output_of(options: argparse.Namespace) -> outputs.Output:
    """Return what is to be written; LookalikeError before any work if it cannot be."""
    output = outputs.Output(Path(options.to), options.force)
    if output.suffix not in KNOWN:
        known = ", ".join(suffix or "a folder" for suffix in KNOWN)
        raise LookalikeError(f"{output.suffix} is no format that can be written; known: {known}.")
    if output.suffix == ".parquet":
        tables.need_pyarrow()
    return output


def _chosen(folder: bytes, paths: list[bytes], globs: list[str]) -> list[int]:
    """Return the positions of pictures that match one of `globs`; of all when there are none.

    Raises:
        LookalikeError: none matches.
    """
    start = len(folder.rstrip(b"/")) + 1
    # Translated from text: as bytes, a pattern of one character would be one byte.
    matches = [re.compile(fnmatch.translate(os.fsdecode(glob))).match for glob in globs]
    found = []
    for position, path in enumerate(paths):
        below = os.fsdecode(path[start:])
        # A pattern may be meant for the path or for the name: "*.png" finds it in any sub-folder.
        names = (below, below.rpartition("/")[2])
        if not globs or any(match(name) for match in matches for name in names):
            found.append(position)
    if globs and not found:
        raise LookalikeError(f"No picture in {shown(folder)} matches {', '.join(globs)}.")
    return found


def _rows(
    session: work.WorkSession, subject: Subject, known: work.EmbeddedFolder, chosen: list[int]
) -> tables.ExportRows:
    """Return what is exported of the `chosen` pictures; clusters and map are of all."""
    xy, found, at = layout(session, subject, known)
    return tables.ExportRows(
        root=subject.root,
        paths=[known.paths[i] for i in chosen],
        contents=known.contents[chosen],
        vectors=known.vectors[chosen],
        labels=found.labels[at[chosen]],
        xy=xy[chosen],
        cluster_names=[row.name for row in found.rows],
        files=_digests(session, subject),
        encoder=subject.encoder.id,
        marks=marks_of(session.context.store.reading, known.contents.tolist()),
    )


def text(result: JsonObject) -> str:
    """Return what was written."""
    return f"{counted(result['pictures'], 'picture')} written to {path_shown(result, 'file')}"
