"""Pictures are copied to a folder, or linked from it: names kept, nothing ever overwritten."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gallery.core import atomic_file
from gallery.core.codes import Code
from gallery.core.deeds import DeedKind, DeedState, Hindrance, Left, Outcome
from gallery.core.errors import CancelledError, LookalikeError
from gallery.core.paths import shown
from gallery.engine.jobs.trash import Report, reason, unlike
from gallery.engine.workers.control import Control
from gallery.library import deeds
from gallery.library.store import Store

MOST_NAMES = 10_000  # each is a look at the drive


@dataclass(frozen=True, slots=True)
class Folder:
    """Where pictures are copied to, absolute; or where symbolic links to them are made."""

    path: bytes
    link: bool = False


def copy_to(
    store: Store,
    pictures: Sequence[tuple[bytes, bytes]],
    to: Folder,
    control: Control,
    report: Report,
) -> Outcome:
    """Copy files to a folder, or make links to them there.

    Args:
        store: what is done is written down in.
        pictures: absolute paths, and digests of the bytes.
        to: the folder, which is made where it is missing.
        control: stops it; what was copied until then stays, and can be undone.
        report: told how many are done, and of how many.

    Raises:
        LookalikeError: the folder cannot be made.
    """
    try:
        os.makedirs(to.path, exist_ok=True)
    except OSError as error:
        raise LookalikeError(
            Code.CANNOT_MAKE, path=shown(to.path), reason=error.strerror
        ) from error
    kind = DeedKind.LINK if to.link else DeedKind.COPY
    outcome = Outcome(deeds.begin(store, kind, pictures))
    make = _link if to.link else _copied(control)
    cancelled = False
    for number, (path, digest) in enumerate(pictures):
        place = (outcome.deed, number)
        try:
            control.check()
            target = _placed(path, digest, to.path, make)
        except CancelledError:
            deeds.note(store, place, DeedState.LEFT)
            cancelled = True
        except OSError as error:
            why = Hindrance.VANISHED if not os.path.lexists(path) else reason(error)
            outcome.left.append(Left(path, why, error.strerror or str(error)))
            deeds.note(store, place, DeedState.LEFT, why=why)
        else:
            _settle(store, place, path, target, outcome)
        if not cancelled:
            report(number + 1, len(pictures))
    return Outcome(outcome.deed, outcome.done, outcome.left, cancelled)


def _settle(
    store: Store, place: tuple[int, int], path: bytes, target: bytes | None, outcome: Outcome
) -> None:
    if target is None:
        outcome.left.append(Left(path, Hindrance.ALREADY_THERE))
        deeds.note(store, place, DeedState.LEFT, why=Hindrance.ALREADY_THERE)
    else:
        outcome.done.append((path, target))
        deeds.note(store, place, DeedState.DONE, target)


Make = Callable[[bytes, bytes], object]


def _copied(control: Control) -> Make:
    return lambda path, target: atomic_file.copy_new(path, target, control.check)


def _link(path: bytes, target: bytes) -> None:
    os.symlink(os.path.abspath(path), target)


def _placed(path: bytes, digest: bytes, folder: bytes, make: Make) -> bytes | None:
    """Make the copy under the first name that is free; None if it lies there already."""
    for target in _targets(folder, os.path.basename(path)):
        # lexists: a link that leads nowhere also has the name.
        if os.path.lexists(target):
            # The same bytes under this name: a second run of the same copy changes nothing.
            if unlike(target, digest) is None or _leads_to(target, path):
                return None
            continue
        with contextlib.suppress(FileExistsError):  # somebody was faster: the next name
            make(path, target)
            return target
    raise FileExistsError(f"there are {MOST_NAMES} files of this name")


def _leads_to(target: bytes, path: bytes) -> bool:
    with contextlib.suppress(OSError):
        return os.path.islink(target) and os.readlink(target) == os.path.abspath(path)
    return False


def _targets(folder: bytes, name: bytes) -> Iterator[bytes]:
    """Yield "a.jpg", "a (2).jpg", "a (3).jpg" ..."""
    stem, end = os.path.splitext(name)
    yield os.path.join(folder, name)
    for number in range(2, MOST_NAMES):
        yield os.path.join(folder, stem + b" (%d)" % number + end)
