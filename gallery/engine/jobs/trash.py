"""Pictures go to the system's trash: looked at again first, and never the last copy."""

import contextlib
import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gallery.core.deeds import DeedKind, DeedState, Hindrance, Left, Outcome
from gallery.core.errors import CancelledError
from gallery.engine.jobs import system_trash
from gallery.engine.workers.control import Control
from gallery.engine.workers.detached import aside
from gallery.imaging.results import Failure
from gallery.imaging.source import hash_file
from gallery.library import deeds, files
from gallery.library.store import Store

Report = Callable[[int, int], None]
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A file that is to go.

    Attributes:
        path: absolute.
        digest: of the bytes, as they were when a person saw them.
        keeper: the file that stays in its place, absolute; b"" when a person wants it gone though
            it is the only one.
        keeper_digest: of the keeper's bytes.
    """

    path: bytes
    digest: bytes
    keeper: bytes = b""
    keeper_digest: bytes = b""


def to_trash(
    store: Store, unwanted: Sequence[Unwanted], control: Control, report: Report
) -> Outcome:
    """Move files to the trash, one after the other; each that cannot be is left and told.

    Raises:
        StoreError: what is done cannot be written down; then nothing more is done.
    """
    planned = [(one.path, one.digest) for one in unwanted]
    outcome = Outcome(deeds.begin(store, DeedKind.TRASH, planned))
    # A keeper that is to go as well keeps nothing: two pictures may each be named as the other's.
    going = {os.path.realpath(one.path) for one in unwanted}
    cancelled = False
    for number, one in enumerate(unwanted):
        place = (outcome.deed, number)
        try:
            why = None if cancelled else _objection(one, going, control)
        except CancelledError:
            cancelled = True
        if cancelled:
            deeds.note(store, place, DeedState.LEFT)
            continue
        if why is None:
            why = _put(store, place, one, outcome)
        if why is not None:
            deeds.note(store, place, DeedState.LEFT, why=why.why)
            outcome.left.append(why)
        report(number + 1, len(unwanted))
    return Outcome(outcome.deed, outcome.done, outcome.left, cancelled)


def _objection(one: Unwanted, going: set[bytes], control: Control) -> Left | None:
    """Return why a file must stay, None if it may go. Both files are read: dates may lie."""
    control.check()
    why = aside(control, lambda: unlike(one.path, one.digest))
    if why is not None:
        return Left(one.path, why)
    if one.keeper:
        stays = os.path.realpath(one.keeper) not in going and not _is_one_file(one)
        if not stays or aside(control, lambda: unlike(one.keeper, one.keeper_digest)) is not None:
            return Left(one.path, Hindrance.LAST_COPY)
    return None


def unlike(path: bytes, digest: bytes) -> Hindrance | None:
    """Return why the file at `path` does not hold the bytes of `digest`; None if it does."""
    found = hash_file(path)
    if isinstance(found, Failure):
        return Hindrance.CHANGED if os.path.lexists(path) else Hindrance.VANISHED
    return None if found[0] == digest else Hindrance.CHANGED


def _is_one_file(one: Unwanted) -> bool:
    """Return whether the file and its keeper are one, reached in two ways; hard links are two."""
    with contextlib.suppress(OSError):
        return os.path.samefile(one.path, one.keeper) and os.stat(one.path).st_nlink == 1
    return False


def _put(store: Store, place: tuple[int, int], one: Unwanted, outcome: Outcome) -> Left | None:
    try:
        system_trash.put(one.path)
    except OSError as error:
        if not os.path.lexists(one.path):  # gone in spite of it; it is looked for below
            pass
        else:
            return Left(one.path, reason(error), error.strerror or str(error))
    target = where(one.path, one.digest)
    deeds.note(store, place, DeedState.DONE, target)
    # At once: a death before the end must not leave it listed.
    files.mark_gone(store, deeds.file_ids(store.reading, [one.path]), True)
    outcome.done.append((one.path, target))
    return None


def where(path: bytes, digest: bytes) -> bytes:
    """Return where the file that lay at `path` lies in the trash; b"" if the system hides it."""
    for place in system_trash.find(path):
        if unlike(place, digest) is None:
            return place
    return b""


def reason(error: OSError) -> Hindrance:
    """Return the code for what the system said."""
    if error.errno in NO_ROOM:
        return Hindrance.NO_ROOM
    if error.errno in NOT_ALLOWED or isinstance(error, PermissionError):
        return Hindrance.NOT_ALLOWED
    return Hindrance.VANISHED if error.errno == errno.ENOENT else Hindrance.FAILED
