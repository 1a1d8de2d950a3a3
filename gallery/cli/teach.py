"""Bend likeness by your own labels: shows what is gained, and keeps it only when told to."""

import argparse

from gallery.analysis import teaching
from gallery.cli import streams, work
from gallery.cli.main import add_encoder, name_of
from gallery.core.errors import LookalikeError
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json
from gallery.engine.jobs import lessons
from gallery.engine.jobs.embed import Subject
from gallery.library import lessons as kept
from gallery.library.lessons import SavedLesson


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument(
        "--from",
        dest="source",
        choices=(lessons.FOLDERS, lessons.LABELS),
        help="learn from the names of sub-folders, or from labels that were given",
    )
    command.add_argument(
        "--keep", metavar="NAME", type=name_of, help="keep what is learned, and switch it on"
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument("--on", metavar="NAME", type=name_of, help="switch a kept lesson on")
    what.add_argument("--off", action="store_true", help="switch what is on off")
    what.add_argument("--forget", metavar="NAME", type=name_of, help="take a kept lesson back")
    add_encoder(command)


def run(options: argparse.Namespace) -> JsonObject:
    """Return what was learned and what it is worth, and the lessons that are kept."""
    folder = work.folder_of(options.folder)
    with work.session() as session:
        subject, _known = work.embedded(session, folder, work.encoder_of(options.encoder))
        learned = _learned(session, subject, options) if options.source else None
        _switch(session, subject, options)
        known = kept.of_folder(session.context.store.reading, subject.folder, subject.encoder_row)
    return {
        **as_json(folder, "folder"),
        "encoder": subject.encoder.name,
        **({"learned": learned} if learned else {}),
        "lessons": [{"name": one.name, "on": one.is_on, **_figures(one)} for one in known],
    }


def _learned(
    session: work.WorkSession, subject: Subject, options: argparse.Namespace
) -> JsonObject:
    store = session.context.store
    taught = lessons.teach(store, subject, options.source, session.control.check)
    if taught.few:
        streams.say(teaching.too_few(taught.few))
    if options.keep:
        lessons.keep(store, subject, options.keep, taught)
    gain = taught.gain
    return {
        "classes": list(taught.lesson.classes),
        "too_few": [{"name": name, "pictures": count} for name, count in taught.few],
        "before": round(gain.before, 4),
        "after": round(gain.after, 4),
        "stays": round(gain.stays, 4),
        "kept": bool(options.keep),
    }


def _switch(session: work.WorkSession, subject: Subject, options: argparse.Namespace) -> None:
    store, where = session.context.store, (subject.folder, subject.encoder_row)
    name = options.on or options.forget
    if options.off:
        kept.switch(store, *where, 0)
    if not name:
        return
    known = {one.name: one for one in kept.of_folder(store.reading, *where)}
    if name not in known:
        named = ", ".join(f"“{one}”" for one in known) or "none"
        raise LookalikeError(f"There is no lesson “{name}” here; known: {named}.")
    if options.on:
        kept.switch(store, *where, known[name].id)
    else:
        kept.take_back(store, known[name].id)


def _figures(lesson: SavedLesson) -> JsonObject:
    return {
        "classes": list(lesson.classes),
        "before": round(lesson.before, 4),
        "after": round(lesson.after, 4),
        "stays": round(lesson.stays, 4),
    }


def text(result: JsonObject) -> str:
    """Return what was learned and what it is worth, then one line for each lesson."""
    lines = []
    if "learned" in result:
        learned = result["learned"]
        lines = [
            f"{len(learned['classes'])} classes: {', '.join(learned['classes'])}",
            f"of the ten nearest are of the same class: {learned['before']:.0%} before, "
            f"{learned['after']:.0%} after (on pictures that were not learned from)",
            f"of the ten nearest of other pictures stay: {learned['stays']:.0%}",
            "kept, and switched on" if learned["kept"] else "not kept; --keep NAME keeps it",
        ]
    for one in result["lessons"]:
        state = "on " if one["on"] else "off"
        lines.append(f"{state}  {one['name']}: {one['before']:.0%} -> {one['after']:.0%}")
    return "\n".join(lines) or "Nothing was taught here; --from folders or labels learns."
