"""What lies at a path, and whether folders that were away are there again, told by a few files."""

import contextlib
import os
import time
from functools import partial

from gallery.core.errors import FolderError, StoreError
from gallery.engine.context import Context, Emit
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done, Event
from gallery.engine.jobs.scan import FolderPlace, differs_from_store
from gallery.engine.workers.control import Control
from gallery.engine.workers.detached import aside
from gallery.library import files
from gallery.library.scan import check_folder

SAMPLE = 32  # looked for one by one on a drive that may be slow, while a person waits
ABSENT = -1


def look_for(context: Context, message: messages.LookFor, control: Control, emit: Emit) -> Event:
    """Tell how much of each folder is there; one that is whole again is not away any more."""
    seen = []
    for text in message.folders:
        control.check()
        seen.append(aside(control, partial(presence, context, os.fsencode(text))))
    emit(
        messages.Seen(
            request=message.request,
            present=[present for present, _of in seen],
            of=[of for _present, of in seen],
        )
    )
    for text, (present, of) in zip(message.folders, seen, strict=True):
        # Only when all are there: a drive whose mount point is empty has none, half a copy has
        # some.
        if present == of > 0:
            _is_back(context, os.fsencode(text))
    return Done(request=message.request)


def compare(
    context: Context, message: messages.CompareFolder, control: Control, emit: Emit
) -> Event:
    """Tell whether a folder is as the store knows it; nothing is said of one that is away."""
    started, root = time.monotonic(), os.fsencode(message.folder)
    folder = files.known_folder(context.store, root)
    try:
        place = aside(control, lambda: FolderPlace.of(root, message.follow_links))
        differs = differs_from_store(context.store, folder, place, control)
    except FolderError:
        return Done(request=message.request)
    seconds = round(time.monotonic() - started, 3)
    emit(messages.Compared(request=message.request, differs=differs, seconds=seconds))
    return Done(request=message.request)


def presence(context: Context, root: bytes) -> tuple[int, int]:
    """Return how many of some files of a folder are there, and how many were looked for.

    ABSENT instead of a number when the folder itself cannot be listed.
    """
    try:
        check_folder(root)
    except FolderError:
        return ABSENT, 0
    folder = files.known_folder(context.store, root)
    paths = files.some_paths(context.store, folder, SAMPLE)
    return sum(os.path.lexists(os.path.join(root, path)) for path in paths), len(paths)


def what_are(context: Context, message: messages.WhatAre, control: Control, emit: Emit) -> Event:
    """Tell what lies at some paths, or did when they were opened."""
    paths = [os.fsencode(text) for text in message.paths]
    kinds = aside(control, lambda: [_kind(path) for path in paths])
    for at, path in enumerate(paths):
        # Nothing lies there now, and it was opened before: away, not a mistake of typing.
        if not kinds[at] and files.known_folder(context.store, path):
            kinds[at] = "away"
    emit(messages.PathsAre(request=message.request, kinds=kinds))
    return Done(request=message.request)


def _kind(path: bytes) -> str:
    if os.path.isdir(path):
        return "folder"
    return "file" if os.path.lexists(path) else ""


def _is_back(context: Context, root: bytes) -> None:
    folder = files.known_folder(context.store, root)
    if files.is_away(context.store, folder):
        # Another Lookalike at work will see for itself; this one looks again.
        with contextlib.suppress(StoreError), context.writing():
            files.set_away(context.store, folder, False)
