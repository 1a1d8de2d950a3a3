"""What the commands share that rank the pictures of a folder: examples in, ranked paths out."""

import argparse
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np

from gallery.analysis import ranking
from gallery.cli import streams, work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import path_in, path_shown
from gallery.core.arrays import Rows, Scores, Vectors
from gallery.core.errors import LookalikeError
from gallery.core.json_types import JsonObject
from gallery.core.paths import all_as_json, as_json, shown
from gallery.core.query import Box, Crop, Outside, Part, Query, QuerySource, Words
from gallery.encoders.protocol import Encoder
from gallery.engine.ipc.messages import Progress, Stage
from gallery.engine.jobs import any_file, steered
from gallery.engine.jobs.embed import Subject
from gallery.library import analyses


def add_place(command: argparse.ArgumentParser) -> None:
    """Add what says where to look, how far, and by which encoder."""
    command.add_argument("--in", dest="folder", metavar="FOLDER", required=True, type=name_of)
    command.add_argument(
        "-k", type=work.count, default=None, metavar="N", help=f"how many ({work.USUAL})"
    )
    add_encoder(command)


def add_examples(command: argparse.ArgumentParser, name: str, help_text: str) -> None:
    """Add an option that names a picture, and may be given several times."""
    command.add_argument(
        name, action="append", default=[], metavar="IMAGE", type=name_of, help=help_text
    )


def add_crop(command: argparse.ArgumentParser, of: str) -> None:
    """Add the option that takes a part of the first picture."""
    command.add_argument(
        "--crop",
        type=_rectangle,
        metavar="X,Y,W,H",
        help=f"only this part of the first {of}, in pixels of the upright picture",
    )


def _rectangle(text: str) -> tuple[int, int, int, int]:
    numbers = text.split(",")
    if len(numbers) != 4 or not all(n.strip().isdecimal() and len(n) < 10 for n in numbers):
        raise argparse.ArgumentTypeError("it is to be four whole numbers: X,Y,W,H")
    left, top, width, height = (int(number) for number in numbers)
    if not width or not height:
        raise argparse.ArgumentTypeError("width and height are to be 1 or more")
    return left, top, width, height


@dataclass(frozen=True, slots=True)
class Examples:
    """What a command line asks for.

    Attributes:
        like: absolute paths of pictures that are wanted.
        unlike: of those that are not.
        crop: left, top, width and height of what is meant of the first, in pixels of the upright
            picture; None for all of it.
        words: what is to be seen; "" for nothing said.
    """

    like: list[bytes]
    unlike: list[bytes]
    crop: tuple[int, int, int, int] | None = None
    words: str = ""

    def query(self, session: work.WorkSession) -> Query:
        """Return them as a query; LookalikeError where the crop does not lie in its picture."""
        parts = [Part(Outside(path)) for path in self.like]
        if self.crop:
            box = _shares(session, self.like[0], self.crop)
            parts[0] = Part(Crop(Outside(self.like[0]), box))
        parts += [Part(Outside(path), wanted=False) for path in self.unlike]
        return Query((*parts, *([Part(Words(self.words))] if self.words else [])))


def _shares(session: work.WorkSession, path: bytes, crop: tuple[int, int, int, int]) -> Box:
    facts = any_file.facts_of(session.context, path, session.control)
    left, top, width, height = crop
    if left + width > facts.width or top + height > facts.height:
        raise LookalikeError(
            f"{shown(os.path.basename(path))} has {facts.width} x {facts.height} pixels; the "
            f"rectangle {left},{top},{width},{height} does not lie in it."
        )
    return Box(left / facts.width, top / facts.height, width / facts.width, height / facts.height)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query whose files were read.

    Attributes:
        query: what is asked.
        ready: unit vectors [dim] of the files.
    """

    query: Query
    ready: dict[QuerySource, Vectors]


def asked(session: work.WorkSession, encoder: Encoder, examples: Examples) -> Asked:
    """Return a query, its files read and embedded; LookalikeError if one is no picture."""
    query = examples.query(session)
    ready = steered.embedded(session.context, encoder, query, session.control)
    return Asked(query, ready)


@dataclass(frozen=True, slots=True, eq=False)
class FoundPictures:
    """What a query found in a folder.

    Attributes:
        paths: of its pictures, absolute, sorted.
        answer: their scores, and where likeness ends.
        own: positions of the pictures asked about.
        boxes: of a crop, the most alike part of each, in pixels: left, top, width, height.
    """

    paths: list[bytes]
    answer: steered.SteeredAnswer
    own: frozenset[int]
    boxes: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        session: work.WorkSession,
        found: tuple[Subject, work.EmbeddedFolder],
        asked: Asked,
        own: Collection[bytes],
    ) -> "FoundPictures":
        """Ask a folder, some pictures of which are asked about themselves."""
        subject, known = found
        at = [i for i, path in enumerate(known.paths) if path in own]

        def told(done: int, total: int) -> None:
            session.bar(Progress(request=0, stage=Stage.EMBED, done=done, total=total))

        asking = steered.Asking(session.context, subject, session.control, asked.ready, told)
        among = steered.KnownPicture(known.contents, known.vectors)
        answer = asking.answer(asked.query, among, at)
        session.bar.close()
        sizes = analyses.sizes_of(
            session.context.store, known.contents[list(answer.boxes)].tolist()
        )
        boxes = {
            i: _pixels(box, *sizes[int(known.contents[i])][1:]) for i, box in answer.boxes.items()
        }
        return cls(known.paths, answer, frozenset(at), boxes)

    def count(self, *, others: bool = False) -> int:
        """Return how many pictures can be given; without those asked about for `others`."""
        return len(self.paths) - (len(self.own) if others else 0)

    def kept(self, *, others: bool = False) -> int:
        """Return how many of them lie above the edge."""
        return self.answer.edge.found if others else self.answer.edge.kept

    def best(self, count: int, *, others: bool = False) -> list[JsonObject]:
        """Return the first `count` results as JSON, best first."""
        scores = self.answer.ranking.scores
        order = ranking.ranked(scores)
        if others:
            # After ranking: their scores belong to the folder's, whether they are shown or not.
            order = order[~np.isin(order, list(self.own))]
        best = order[:count]
        results = ranked(self.paths, best, scores[best])
        for row, result in zip(best.tolist(), results, strict=True):
            if row in self.boxes:
                result["box"] = self.boxes[row]
        return results

    def say_where_it_ends(self) -> None:
        """Tell that nothing looks like what is asked about, where that is so."""
        if not self.answer.edge.found and self.count(others=True):
            streams.say("Nothing here looks like it; the nearest are given.")


def _pixels(box: Box, width: int, height: int) -> list[int]:
    """Return left, top, width and height of a part of a picture in its pixels."""
    left, top = round(box.left * width), round(box.top * height)
    right, bottom = round((box.left + box.width) * width), round((box.top + box.height) * height)
    return [left, top, right - left, bottom - top]


def examples_as_json(likes: list[bytes], unlikes: list[bytes]) -> dict[str, list[str]]:
    """Return the fields that name examples and counter-examples: `like`, `unlike`, each if any."""
    fields = {}
    for name, paths in (("like", likes), ("unlike", unlikes)):
        if paths:
            for key, value in all_as_json(paths).items():
                fields[key.replace("paths", name)] = value
    return fields


def within(folder: bytes, pictures: Iterable[bytes]) -> set[bytes]:
    """Return the paths by which files are known in a folder, whatever way they were named by."""
    root, inside = os.path.realpath(folder).rstrip(b"/") + b"/", set()
    for picture in pictures:
        # The folder keeps the name that it was opened by: results carry it, whatever it links to.
        real = os.path.realpath(picture)
        if real.startswith(root):
            inside.add(folder.rstrip(b"/") + b"/" + real[len(root) :])
    return inside


def ranked(known: list[bytes], rows: Rows, scores: Scores) -> list[JsonObject]:
    """Return results as JSON: rank from 1, path, score."""
    pairs = zip(np.asarray(rows).tolist(), np.asarray(scores).tolist(), strict=True)
    return [
        {"rank": rank, **as_json(known[row]), "score": round(score, 6)}
        for rank, (row, score) in enumerate(pairs, 1)
    ]


def paths(result: JsonObject) -> list[bytes]:
    """Return the exact paths, best first."""
    return [path_in(found) for found in result["results"]]


def text(result: JsonObject) -> str:
    """Return one line for each result: score and path."""
    lines = [f"{found['score']:.3f}  {path_shown(found)}" for found in result["results"]]
    return "\n".join(lines) or "No pictures."
