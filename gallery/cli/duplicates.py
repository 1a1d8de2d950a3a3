"""Find pictures that are there several times: same bytes, saved again, or only alike."""

import argparse

from gallery.cli import codes, work
from gallery.cli.main import add_encoder, name_of
from gallery.cli.wording import counted, path_in, path_shown
from gallery.core.errors import UsageError
from gallery.core.findings import GroupKind, Reason
from gallery.core.json_types import JsonObject
from gallery.core.paths import as_json
from gallery.engine.ipc.messages import Progress, Stage
from gallery.engine.jobs.duplicates import ALL_KINDS, DuplicateGroup, Finding, Member, Options
from gallery.engine.jobs.index import subject_of
from gallery.library import files


def arguments(command: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    command.add_argument("folder", metavar="FOLDER", type=name_of)
    command.add_argument(
        "--against",
        metavar="FOLDER",
        type=name_of,
        help="only what lies in this folder as well; its pictures are the ones to keep",
    )
    command.add_argument(
        "--kind",
        type=_kinds,
        default=ALL_KINDS,
        metavar="KIND,...",
        help="exact (same bytes), same (saved again, resized, turned ...), alike (bursts)",
    )
    command.add_argument(
        "--threshold",
        type=_cosine,
        metavar="T",
        help="cosine from which pictures are alike, 0 to 1",
    )
    command.add_argument(
        "--protect",
        metavar="FOLDER",
        action="append",
        default=[],
        type=name_of,
        help="pictures in this folder are kept first; can be repeated",
    )
    add_encoder(command)


def _kinds(text: str) -> tuple[GroupKind, ...]:
    try:
        wanted = {GroupKind(word.strip()) for word in text.split(",")}
    except ValueError as error:
        known = ", ".join(GroupKind)
        raise argparse.ArgumentTypeError(f"the kinds are {known}") from error
    # In the order of the kinds, however they were named: that is also the order of the groups.
    return tuple(kind for kind in GroupKind if kind in wanted)


def _cosine(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("it is to be a number") from error
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError("it is to be above 0, and 1 at most")
    return value


def run(options: argparse.Namespace) -> JsonObject:
    """Return the groups; nothing is written but what was found out about pictures."""
    folder = work.folder_of(options.folder)
    against = work.folder_of(options.against) if options.against else None
    # A picture that lies in both would be its own duplicate, and the one to go.
    if against is not None and _overlap(folder, against):
        raise UsageError("--against: name two folders, neither of which lies in the other.")
    encoder = work.encoder_of(options.encoder)
    places = [folder] if against is None else [folder, against]
    with work.session() as session:
        for place in places:
            session.index(place, encoder)
        context = session.context
        subjects = [
            subject_of(context, files.known_folder(context.store, place), place, encoder)
            for place in places
        ]
        protected = tuple(work.folder_of(name) for name in options.protect)
        wanted = Options(options.kind, options.threshold, protected)

        def report(_stage: str, done: int, total: int) -> None:
            session.bar(Progress(request=0, stage=Stage.COMPARE, done=done, total=total))

        found = Finding(context, subjects, wanted, session.control, report).run()
        session.bar.close()
    return {
        **as_json(folder, "folder"),
        **(as_json(against, "against") if against is not None else {}),
        "encoder": encoder,
        "groups": [group_as_json(group) for group in found],
    }


def _overlap(one: bytes, other: bytes) -> bool:
    a, b = one.rstrip(b"/") + b"/", other.rstrip(b"/") + b"/"
    return a.startswith(b) or b.startswith(a)


def group_as_json(group: DuplicateGroup) -> JsonObject:
    """Return a group: `keeper` is not among its `members`."""
    return {
        "kind": str(group.kind),
        **as_json(group.keeper.path, "keeper"),
        "reason": str(group.reason),
        "lowest": round(group.lowest, 6),
        "bytes": group.to_win,
        "members": [_member(member) for member in group.members],
    }


def _member(member: Member) -> JsonObject:
    return {
        **as_json(member.item.path),
        "cosine": round(member.cosine, 6),
        "hamming": member.hamming,
        "agreement": round(member.agreement, 4),
        "change": [str(change) for change in member.changes],
    }


def paths(result: JsonObject) -> list[bytes]:
    """Return what is there once more than needed: not the keepers, and nothing only alike."""
    return [
        path_in(member)
        for group in result["groups"]
        if group["kind"] != GroupKind.ALIKE
        for member in group["members"]
    ]


def text(result: JsonObject) -> str:
    """Return each group with its keeper, why it is kept, and the others."""
    lines = []
    for group in result["groups"]:
        kind = codes.KINDS[GroupKind(group["kind"])]
        reason = codes.REASONS[Reason(group["reason"])]
        lines.append(f"{kind}: {path_shown(group, 'keeper')}  ({reason})")
        for member in group["members"]:
            changed = codes.changes_in_words(member["change"])
            told = f"  ({changed})" if changed and group["kind"] == GroupKind.SAME else ""
            lines.append(f"  {member['cosine']:.3f}  {path_shown(member)}{told}")
    return "\n".join([*lines, _summary(result)])


def _summary(result: JsonObject) -> str:
    some = [g for g in result["groups"] if g["kind"] != GroupKind.ALIKE]
    if not result["groups"]:
        return "No duplicates."
    spare = sum(len(group["members"]) for group in some)
    size = codes.size_in_words(sum(group["bytes"] for group in some))
    groups = counted(len(result["groups"]), "group")
    return f"{groups}; {counted(spare, 'picture')} there once more than needed ({size})"
