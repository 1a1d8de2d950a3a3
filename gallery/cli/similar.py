"""Rank the pictures of a folder by similarity to one picture, or to several at once."""

import argparse

from gallery.cli import query, work
from gallery.cli.main import name_of
from gallery.cli.query import paths, text
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json

__all__ = ["arguments", "paths", "run", "text"]


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument(
        "images",
        metavar="IMAGE",
        nargs="+",
        type=name_of,
        help="a picture, in the folder or not; several: like all of them together",
    )
    query.add_examples(command, "--unlike", "less like this one; can be repeated")
    query.add_crop(command, "IMAGE")
    command.add_argument("--others", action="store_true", help="leave the IMAGEs themselves out")
    query.add_place(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Return the `k` most similar pictures; score is the cosine with the query.

    `kept` is how many of all results lie above the edge: those that really are look-alikes, the
    pictures asked about among them where they lie in the folder.
    """
    images = [work.picture_of(image) for image in options.images]
    unlike = [work.picture_of(image) for image in options.unlike]
    folder = work.folder_of(options.folder)
    examples = query.Examples(images, unlike, options.crop)
    with work.session() as session:
        encoder = session.context.encoder(work.encoder_of(options.encoder))
        asked = query.asked(session, encoder, examples)
        there = work.embedded(session, folder, encoder.name)
        found = query.FoundPictures.of(session, there, asked, query.within(folder, images))
    found.say_where_it_ends()
    wanted = work.enough(options.k, found.count(others=options.others))
    several = len(images) > 1 or bool(unlike)
    return {
        **as_json(images[0], "query"),
        **(query.examples_as_json(images, unlike) if several else {}),
        "encoder": encoder.name,
        "results": found.best(wanted, others=options.others),
        "kept": found.kept(others=options.others),
    }
