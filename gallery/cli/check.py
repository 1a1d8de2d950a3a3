"""Check a labelled folder: leaks between splits, doubtful labels, odd ones out."""

import argparse
from pathlib import Path

from gallery.cli import codes, work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import counted, path_shown, paths_in
from gallery.core.findings import GroupKind
from gallery.core.json_types import JsonObject
from gallery.core.paths import all_as_json, as_json, shown
from gallery.engine.ipc.messages import Progress, Stage
from gallery.engine.jobs.checks import Checking, Doubt, Leak, Odd
from gallery.engine.jobs.index import subject_of
from gallery.library import files
from gallery.library.labelling import Labelling, by_folders, by_table

FOLDERS = "folders"
SHOWN = 20  # rows of each kind in the text


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument(
        "--labels",
        metavar="folders|FILE.csv",
        default=FOLDERS,
        type=name_of,
        help="a picture's folder is its label, or a table with columns for path and label",
    )
    command.add_argument(
        "--splits",
        metavar="NAME,...",
        default="",
        help="folders that are splits (train, val, test ... where there are two of them)",
    )
    command.add_argument(
        "--varied",
        metavar="N",
        type=work.count,
        help="give the N pictures as well that show the most of what there is",
    )
    add_encoder(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Return what was found, the worst first."""
    folder, encoder = work.folder_of(options.folder), work.encoder_of(options.encoder)
    splits = [name.strip() for name in options.splits.split(",") if name.strip()]

    def label(paths: list[bytes]) -> Labelling:
        told = by_folders(folder, paths, splits)
        if options.labels == FOLDERS:
            return told
        return Labelling(by_table(Path(options.labels), folder, paths), told.splits)

    with work.session() as session:
        session.index(folder, encoder)

        def report(_stage: str, done: int, total: int) -> None:
            session.bar(Progress(request=0, stage=Stage.COMPARE, done=done, total=total))

        known = files.known_folder(session.context.store, folder)
        subject = subject_of(session.context, known, folder, encoder)
        checking = Checking(session.context, subject, label, session.control, report)
        found = checking.run()
        varied = checking.varied(options.varied) if options.varied else []
        session.bar.close()
    result = {
        **as_json(folder, "folder"),
        "encoder": encoder,
        "leaks": [_leak(leak) for leak in found.leaks],
        "labels": [_doubt(doubt) for doubt in found.doubts],
        "odd": [_odd(odd) for odd in found.odd],
    }
    if options.varied:
        result["varied"] = [as_json(item.path) for item in varied]
    return result


def _leak(leak: Leak) -> JsonObject:
    return {
        **all_as_json([item.path for item in leak.items]),
        "kind": str(leak.kind),
        "cosine": round(leak.cosine, 6),
    }


def _doubt(doubt: Doubt) -> JsonObject:
    return {
        **as_json(doubt.item.path),
        "label": doubt.label,
        "suggested": doubt.suggested,
        "confidence": round(doubt.confidence, 4),
    }


def _odd(odd: Odd) -> JsonObject:
    return {**as_json(odd.item.path), "distance": round(odd.distance, 6)}


def text(result: JsonObject) -> str:
    """Return the worst of each kind, one a line."""
    lines = [counted(len(result["leaks"]), "leak") + " between splits"]
    for leak in result["leaks"][:SHOWN]:
        one, other = map(shown, paths_in(leak))
        kind = codes.KINDS[GroupKind(leak["kind"])]
        lines.append(f"  {leak['cosine']:.3f}  {one} = {other}  ({kind})")
    lines.append(counted(len(result["labels"]), "doubtful label"))
    for row in result["labels"][:SHOWN]:
        said = f"{shown(row['label'].encode())}, rather {shown(row['suggested'].encode())}"
        lines.append(f"  {row['confidence']:.2f}  {path_shown(row)}: {said}")
    lines.append(counted(len(result["odd"]), "picture") + " unlike all others")
    lines += [f"  {row['distance']:.3f}  {path_shown(row)}" for row in result["odd"][:SHOWN]]
    if "varied" in result:
        lines.append("the most varied")
        lines += [f"  {path_shown(row)}" for row in result["varied"]]
    return "\n".join(lines)
