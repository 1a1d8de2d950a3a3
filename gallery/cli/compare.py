"""Compare pictures pair by pair: cosine similarity, angle, Euclidean distance.

With --vary the first picture is also changed in ways that people do not mind, and compared with
itself: raw pixels fall where a network holds.
"""

import argparse
import csv
import io
from itertools import combinations

import numpy as np

from gallery.analysis import ranking
from gallery.cli import outputs, streams, work
from gallery.cli.main import add_encoder, add_force, name_of
from gallery.cli.wording import counted, paths_in
from gallery.core.arrays import Vectors
from gallery.core.errors import LookalikeError
from gallery.core.json_types import JsonObject
from gallery.core.paths import all_as_json, as_json, as_text, exact, shown
from gallery.core.picture import Decoded
from gallery.core.problem import Kind, Problem
from gallery.encoders.protocol import Encoder
from gallery.engine.jobs import any_file, varied
from gallery.imaging.changes import CHANGES
from gallery.imaging.results import Failure, Want

MOST = 1000  # the answer has a line or a cell for every pair
MEASURES = ("cosine", "angle", "euclidean")


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("first", metavar="A", type=name_of)
    command.add_argument("others", metavar="B", nargs="+", type=name_of)
    command.add_argument(
        "--csv", metavar="FILE", type=name_of, help="also write a table with one row for each pair"
    )
    command.add_argument(
        "--vary",
        metavar="CHANGES",
        type=_changes,
        default=[],
        help=f"also change A and compare it with itself: {','.join(CHANGES)}",
    )
    add_force(command)
    add_encoder(command, several=True)


def run(options: argparse.Namespace) -> JsonObject:
    """Return the three matrices, row and column in the order of the arguments."""
    files = [work.absolute(name) for name in (options.first, *options.others)]
    if len(files) > MOST:
        raise LookalikeError(
            f"These are {len(files):,} pictures, and {MOST:,} can be compared at once."
        )
    written = _written(options)
    # With --vary pixels stand beside it without being asked for: the fall is what is to be seen.
    usual = [work.encoder_of(None), *(["pixels"] if options.vary else [])]
    names = list(dict.fromkeys(options.encoder or usual))
    with work.session() as session:
        outputs.check(session, written)
        encoders = [session.context.encoder(name) for name in names]
        paths, vectors, problems = _embedded(session, files, encoders)
        changes = _varied(session, paths, encoders, options.vary) if options.vary else []
    if len(paths) < 2:
        raise LookalikeError(_too_few(problems))
    for problem in problems:
        streams.say(_told(problem))
    tables: list[JsonObject] = [
        {"encoder": encoder.name, **_matrices(rows)}
        for encoder, rows in zip(encoders, vectors, strict=True)
    ]
    found = tables[0] if len(tables) == 1 else {"encoders": tables}
    result: JsonObject = {**all_as_json(paths), **found}
    if problems:
        result["problems"] = [
            {**as_json(p.path), "kind": p.kind, "message": p.message} for p in problems
        ]
    if changes:
        result["vary"] = changes
    for output in written:
        outputs.write(output.path, as_csv(result))
    return result


def _changes(text: str) -> list[str]:
    names = list(dict.fromkeys(text.split(",")))
    unknown = [name for name in names if name not in CHANGES]
    if unknown:
        known = ", ".join(CHANGES)
        raise argparse.ArgumentTypeError(f"there is no change “{unknown[0]}”; known are {known}")
    return names


def _varied(
    session: work.WorkSession, paths: list[bytes], encoders: list[Encoder], names: list[str]
) -> list[JsonObject]:
    """Return for each change of the first picture its cosine with itself, by encoder."""
    if not paths:
        return []
    pixels, tried = varied.picture(session.context, paths[0], session.control), varied.steps(names)
    columns = [varied.cosines(pixels, encoder, tried) for encoder in encoders]
    return [
        {
            "change": step.change,
            "amount": step.amount,
            "cosine": {e.name: round(found, 6) for e, found in zip(encoders, row, strict=True)},
        }
        for step, row in zip(tried, zip(*columns, strict=True), strict=True)
    ]


def _written(options: argparse.Namespace) -> list[outputs.Output]:
    if not options.csv:
        return []
    return [outputs.named(options.csv, ".csv", "--csv", force=options.force)]


def _told(problem: Problem) -> str:
    return f"{shown(problem.path)}: {problem.message}"


def _too_few(problems: list[Problem]) -> str:
    more = len(problems) - 1
    rest = f" Nor can {counted(more, 'other file')} be read." if more else ""
    return f"There are no two pictures to compare. {_told(problems[0])}{rest}"


def _embedded(
    session: work.WorkSession, files: list[bytes], encoders: list[Encoder]
) -> tuple[list[bytes], list[Vectors], list[Problem]]:
    """Return the paths of n pictures, their vectors [n, dim] by each encoder, and what is none."""
    paths, problems = [], []
    rows: list[list[Vectors]] = [[] for _encoder in encoders]
    for path in files:
        found = _vectors(session, path, encoders)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        paths.append(path)
        for table, vector in zip(rows, found, strict=True):
            table.append(vector)
    return paths, [np.array(table, np.float32) for table in rows], problems


def _vectors(
    session: work.WorkSession, path: bytes, encoders: list[Encoder]
) -> list[Vectors] | Problem:
    """Return the unit vector [dim] of one file by each encoder, or why there is none."""
    missing = work.missing(path)
    if missing:
        return missing
    found = []
    for encoder in encoders:
        want = Want(encoder.preprocessing)
        result = any_file.decode(session.context, path, "decode", want, session.control)
        if not isinstance(result, Decoded) or result.pixels is None:
            if isinstance(result, Failure):
                return Problem(path, result.kind, result.said)
            return Problem(path, Kind.DAMAGED)
        found.append(encoder.images(result.pixels[np.newaxis])[0])
    return found


def _matrices(vectors: Vectors) -> dict[str, list[list[float]]]:
    pairs = ranking.pairwise(vectors)
    matrices = (pairs.cosine, pairs.degrees, pairs.euclidean)
    return {name: np.round(m, 6).tolist() for name, m in zip(MEASURES, matrices, strict=True)}


def _tables(result: JsonObject) -> list[JsonObject]:
    tables: list[JsonObject] = result.get("encoders", [result])
    return tables


def as_csv(result: JsonObject) -> bytes:
    """Return one row for each pair and encoder, with the names of the columns above."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["encoder", "a", "b", *MEASURES, "a_b64", "b_b64"])
    for matrices in _tables(result):
        for (i, a), (j, b) in combinations(enumerate(paths_in(result)), 2):
            figures = [matrices[name][i][j] for name in MEASURES]
            row = [matrices["encoder"], as_text(a), as_text(b), *figures, exact(a), exact(b)]
            table.writerow(row)
    return out.getvalue().encode()


def text(result: JsonObject) -> str:
    """Return one line for each pair, with all three measures; a part for each encoder."""
    names = _names(paths_in(result))
    lines = []
    for table in _tables(result):
        lines += [f"{table['encoder']}", "cosine  degrees  distance"]
        lines += [
            f"{table['cosine'][i][j]:6.3f}  {table['angle'][i][j]:7.1f}"
            f"  {table['euclidean'][i][j]:8.3f}  {a} ~ {b}"
            for (i, a), (j, b) in combinations(enumerate(names), 2)
        ]
    return "\n".join([*lines, *_vary_lines(result.get("vary", []), names[0])])


def _vary_lines(rows: list[JsonObject], name: str) -> list[str]:
    """Return a table: one line for each change, one column for each encoder."""
    if not rows:
        return []
    encoders = list(rows[0]["cosine"])
    lines = ["", f"{name}, changed, with itself (cosine)", f"{'':16}  {'  '.join(encoders)}"]
    for row in rows:
        unit = CHANGES[row["change"]].unit
        amount = f" {row['amount']:+.0%}" if unit else ""
        cells = (f"{row['cosine'][e]:{len(e)}.3f}" for e in encoders)
        lines.append(f"{row['change'] + amount:16}  {'  '.join(cells)}")
    return lines


def _names(paths: list[bytes]) -> list[str]:
    """Return what to call the pictures: their names, or whole paths where names are the same."""
    names = [path.rpartition(b"/")[2] for path in paths]
    return [shown(p if names.count(n) > 1 else n) for p, n in zip(paths, names, strict=True)]
