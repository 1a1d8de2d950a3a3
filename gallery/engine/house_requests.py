"""What each request about duplicates and files does (`ipc/house_messages.py`)."""

import os
import time
from collections.abc import Callable
from typing import Any

from gallery.core.deeds import Hindrance, Left, Outcome
from gallery.core.paths import shown
from gallery.engine.context import Context, Emit
from gallery.engine.ipc import house_messages
from gallery.engine.ipc.messages import Change, Changed, Done, Event, Progress, Stage
from gallery.engine.jobs import copies, trash
from gallery.engine.jobs.duplicates import DuplicateGroup, Finding, Member, Options
from gallery.engine.jobs.index import subject_of
from gallery.engine.jobs.trash import Unwanted
from gallery.engine.jobs.undo import undo
from gallery.engine.workers.control import Control
from gallery.library import deeds, found_groups, marks
from gallery.library.found_groups import FoundDuplicates, FoundGroup, FoundMember, FoundPicture
from gallery.library.items import Item

LEAST_S = 0.1  # between two reports


class _Reporter:
    """Tells how far a job is, not more often than can be seen; a new total is told at once."""

    def __init__(self, request: int, stage: Stage, emit: Emit) -> None:
        self._request, self._stage, self._emit = request, stage, emit
        self._told, self._total = 0.0, -1

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if total == self._total and done < total and now - self._told < LEAST_S:
            return
        self._told, self._total = now, total
        self._emit(Progress(request=self._request, stage=self._stage, done=done, total=total))


# ---------------------------------------------------------------- duplicates


def _find(
    context: Context, message: house_messages.FindDuplicates, control: Control, emit: Emit
) -> Event:
    subject = subject_of(context, message.folder, b"", message.encoder)
    options = Options(protected=tuple(map(os.fsencode, message.protected)))
    report = _Reporter(message.request, Stage.COMPARE, emit)
    finding = Finding(context, [subject], options, control, lambda _stage, *n: report(*n))
    groups = finding.run()
    control.check()
    found = _found(groups, finding.pictures)
    found_groups.keep(context.store, (subject.folder, subject.encoder_row), found)
    pictures, request = found.pictures, message.request
    emit(house_messages.DuplicatesFound(request=request, groups=len(groups), pictures=pictures))
    return Done(request=request)


def _found(groups: list[DuplicateGroup], pictures: list[Item]) -> FoundDuplicates:
    return FoundDuplicates(
        tuple(map(_group, groups)),
        len(pictures),
        max((item.file for item in pictures), default=0),
        max((item.content for item in pictures), default=0),
    )


def _group(group: DuplicateGroup) -> FoundGroup:
    items = [group.keeper, *(member.item for member in group.members)]
    beside = {
        item.file: [shown(os.path.basename(path)) for path in group.beside[item.path]]
        for item in items
        if item.path in group.beside
    }
    return FoundGroup(
        group.kind,
        _picture(group.keeper),
        group.reason,
        tuple(map(_member, group.members)),
        round(group.lowest, 4),
        (group.weakest[0].file, group.weakest[1].file),
        beside,
    )


def _picture(item: Item) -> FoundPicture:
    return FoundPicture(item.file, item.content, item.size, item.width, item.height)


def _member(member: Member) -> FoundMember:
    return FoundMember(
        _picture(member.item), round(member.cosine, 4), member.turn, tuple(member.changes)
    )


def _set_different(
    context: Context, message: house_messages.SetDifferent, _control: Control, _emit: Emit
) -> Event:
    pairs = [(pair[0], pair[1]) for pair in message.pairs]
    marks.set_different(context.store, pairs, different=message.different)
    return Done(request=message.request)


# ---------------------------------------------------------------- files


def _trash(
    context: Context, message: house_messages.MoveToTrash, control: Control, emit: Emit
) -> Event:
    unwanted, missing = _unwanted(context, message)
    report = _Reporter(message.request, Stage.FILES, emit)
    outcome = trash.to_trash(context.store, unwanted, control, report)
    outcome.left.extend(missing)
    emit(Changed(folder=message.folder, encoder_id="", what=Change.FILES))
    emit(_told(message.request, outcome))
    return Done(request=message.request)


def _unwanted(
    context: Context, message: house_messages.MoveToTrash
) -> tuple[list[Unwanted], list[Left]]:
    """Return the files that may go; one whose keeper is not known is left."""
    db = context.store.reading
    paths = deeds.paths_of(db, [*message.files, *message.keepers])
    digests = deeds.digests_of(db, [*message.contents, *message.keeper_contents])
    going, left = [], []
    rows = zip(
        message.files, message.contents, message.keepers, message.keeper_contents, strict=True
    )
    for file, content, keeper, its in rows:
        path = paths.get(file)
        if path is None or content not in digests:
            left.append(Left(path or b"", Hindrance.VANISHED))
        elif not keeper:
            going.append(Unwanted(path, digests[content]))
        elif keeper in paths and its in digests:
            going.append(Unwanted(path, digests[content], paths[keeper], digests[its]))
        else:
            left.append(Left(path, Hindrance.LAST_COPY))
    return going, left


def _copy(
    context: Context, message: house_messages.CopyFiles, control: Control, emit: Emit
) -> Event:
    db = context.store.reading
    paths, digests = deeds.paths_of(db, message.files), deeds.digests_of(db, message.contents)
    pairs = zip(message.files, message.contents, strict=True)
    pictures = [
        (paths[file], digests.get(content, b"")) for file, content in pairs if file in paths
    ]
    report = _Reporter(message.request, Stage.FILES, emit)
    to = copies.Folder(os.fsencode(message.to))
    emit(_told(message.request, copies.copy_to(context.store, pictures, to, control, report)))
    return Done(request=message.request)


def _undo(
    context: Context, message: house_messages.UndoFiles, control: Control, emit: Emit
) -> Event:
    report = _Reporter(message.request, Stage.FILES, emit)
    outcome = undo(context.store, message.deed, control, report)
    emit(Changed(folder=message.folder, encoder_id="", what=Change.FILES))
    emit(_told(message.request, outcome))
    return Done(request=message.request)


def _told(request: int, outcome: Outcome) -> house_messages.FilesDone:
    return house_messages.FilesDone(
        request=request,
        deed=outcome.deed if outcome.done else 0,
        done=len(outcome.done),
        left=[os.fsdecode(one.path) for one in outcome.left],
        why=[str(one.why) for one in outcome.left],
        details=[one.detail for one in outcome.left],
        stopped=outcome.cancelled,
    )


HANDLERS: dict[type, Callable[[Context, Any, Control, Emit], Event]] = {
    house_messages.FindDuplicates: _find,
    house_messages.SetDifferent: _set_different,
    house_messages.MoveToTrash: _trash,
    house_messages.CopyFiles: _copy,
    house_messages.UndoFiles: _undo,
}
