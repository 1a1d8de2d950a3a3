"""What was done with files is taken back; and what a death interrupted is settled."""

import os

from gallery.core.deeds import DeedKind, DeedState, Hindrance, Left, Outcome
from gallery.core.errors import CancelledError
from gallery.engine.jobs import system_trash
from gallery.engine.jobs.trash import Report, reason, unlike, where
from gallery.engine.workers.control import Control
from gallery.library import deeds, files
from gallery.library.deeds import DeedFile
from gallery.library.store import Store


def undo(store: Store, deed: int, control: Control, report: Report) -> Outcome:
    """Take a deed back, its last file first; each that cannot be is left and told.

    Files come back from the trash to where they lay. Copies and links are removed, if they are
    still what was made. `Outcome.done` gives each source, and where it was.
    """
    wanted = [file for file in deeds.files_of(store.reading, deed) if file.state is DeedState.DONE]
    outcome, cancelled = Outcome(deed), False
    for number, file in enumerate(reversed(wanted)):
        try:
            control.check()
        except CancelledError:
            cancelled = True
            break
        try:
            why = _restored(file) if file.kind is DeedKind.TRASH else _removed(file)
        except OSError as error:
            why = Left(file.source, reason(error), error.strerror or str(error))
        if why is None:
            deeds.note(store, (deed, file.number), DeedState.UNDONE, file.target)
            if file.kind is DeedKind.TRASH:
                files.mark_gone(store, deeds.file_ids(store.reading, [file.source]), False)
            outcome.done.append((file.source, file.target))
        else:
            outcome.left.append(why)
        report(number + 1, len(wanted))
    return Outcome(deed, outcome.done, outcome.left, cancelled)


def _restored(file: DeedFile) -> Left | None:
    place = file.target
    if not place or unlike(place, file.digest) is not None:
        # The trash may have renamed it, or the note of its place was lost with a death.
        place = where(file.source, file.digest)
    if not place:
        return Left(file.source, Hindrance.NOT_FOUND)
    try:
        system_trash.take_out(place, file.source)
    except FileExistsError:
        return Left(file.source, Hindrance.TAKEN)
    return None


def _removed(file: DeedFile) -> Left | None:
    # Already gone: what was to be undone is undone.
    if not os.path.lexists(file.target):
        return None
    if file.kind is DeedKind.LINK:
        is_ours = os.path.islink(file.target) and os.readlink(file.target) == file.source
    else:
        is_ours = unlike(file.target, file.digest) is None
    if not is_ours:
        return Left(file.source, Hindrance.CHANGED)
    os.unlink(file.target)
    return None


def settle(store: Store) -> list[DeedFile]:
    """Settle what was under way when the program died, and return those files.

    What lies in the trash was done, and can be undone; what lies where it lay was not. Nothing is
    moved.
    """
    found = deeds.under_way(store.reading)
    for file in found:
        state, target = DeedState.LEFT, b""
        if file.kind is DeedKind.TRASH and not os.path.lexists(file.source):
            target = where(file.source, file.digest)
            state = DeedState.DONE if target else DeedState.LEFT
        deeds.note(store, (file.deed, file.number), state, target)
    gone = [file.source for file in found if not os.path.lexists(file.source)]
    files.mark_gone(store, deeds.file_ids(store.reading, gone), True)
    return found
