"""Give pictures labels and stars, or list those of a folder; they belong to the picture's bytes."""

import argparse

from gallery.cli import work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import path_shown
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError, UsageError
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json, shown
from gallery.imaging.results import Failure
from gallery.imaging.source import hash_file
from gallery.library import files, marks
from gallery.library.reading import Reader


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("files", metavar="FILE", nargs="*", type=name_of)
    command.add_argument("--add", metavar="NAME", action="append", default=[], type=name_of)
    command.add_argument("--remove", metavar="NAME", action="append", default=[], type=name_of)
    command.add_argument("--stars", metavar="N", type=_stars, help="0 to 5; 0 takes them away")
    command.add_argument(
        "--list", dest="folder", metavar="FOLDER", type=name_of, help="tell what a folder has"
    )
    add_encoder(command)


def _stars(text: str) -> int:
    if text not in ("0", "1", "2", "3", "4", "5"):
        raise argparse.ArgumentTypeError("stars are 0 to 5")
    return int(text)


def run(options: argparse.Namespace) -> JsonObject:
    """Return what the pictures have now; the files themselves are not written."""
    # Neither, or both at once: --list takes no pictures.
    if bool(options.folder) == bool(options.files):
        raise UsageError("Name pictures, or a folder with --list.")
    changes = options.add or options.remove or options.stars is not None
    if options.folder and changes:
        raise UsageError("--list tells what is there, and changes nothing.")
    with work.session() as session:
        if options.folder:
            found = _in_folder(session, work.folder_of(options.folder))
        else:
            found = [
                (path, _content(session, path)) for path in map(work.picture_of, options.files)
            ]
            _change(session, {content for _path, content in found}, options)
        said = marks.marks_of(session.context.store.reading, {c for _path, c in found})
    rows = [(path, said.get(content, marks.NO_MARKS)) for path, content in found]
    if options.folder:
        rows = [(path, one) for path, one in rows if one != marks.NO_MARKS]
    return {
        "labels": [
            {**as_json(path), "labels": list(one.labels), "stars": one.stars} for path, one in rows
        ]
    }


def _change(session: work.WorkSession, contents: set[int], options: argparse.Namespace) -> None:
    store = session.context.store
    if options.add or options.remove:
        marks.change_labels(store, contents, options.add, options.remove)
    if options.stars is not None:
        marks.set_stars(store, contents, options.stars)


def _content(session: work.WorkSession, path: bytes) -> int:
    """Return the content id of a picture that was indexed, wherever its bytes lay then."""
    found = hash_file(path)
    if isinstance(found, Failure):
        raise LookalikeError(Code.NAMED, name=shown(path), why=found.said)
    # By the bytes and not by the path: a copy of a picture that was indexed is known as well.
    content, _embedded = files.find_content(session.context.store, found[0], 0)
    if not content:
        raise LookalikeError(
            f"{shown(path)} is not known yet. Index its folder first: lookalike index FOLDER"
        )
    return content


def _in_folder(session: work.WorkSession, folder: bytes) -> list[tuple[bytes, int]]:
    number = files.known_folder(session.context.store, folder)
    if not number:
        raise LookalikeError(f"{shown(folder)} is not known yet. Index it first.")
    reader = Reader(session.context.home)
    try:
        rows = reader.files(number)
    finally:
        reader.close()
    known = zip(rows.paths, rows.content.tolist(), rows.gone.tolist(), strict=True)
    start = folder.rstrip(b"/") + b"/"
    return sorted((start + path, content) for path, content, gone in known if content and not gone)


def text(result: JsonObject) -> str:
    """Return one line for each picture."""
    lines = []
    for row in result["labels"]:
        names = ", ".join(shown(name.encode()) for name in row["labels"])
        lines.append(f"{'*' * row['stars']:5}  {path_shown(row)}  {names}".rstrip())
    return "\n".join(lines) or "No labels."
