"""What a command writes: only where it was told to, and never over what another program made.

An output of our own is told by its first bytes, so that the same command can be run again.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from gallery.cli import work
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError, UsageError
from gallery.core.paths import shown
from gallery.imaging.formats import OWN
from gallery.library.reading import Reader

HEAD_BYTES = 512  # what marks our own outputs stands before this in each of them
OWN_TEXT = "Lookalike output"
CONFIG = "projector_config.pbtxt"
PROJECTOR = (CONFIG, "vectors.tsv", "metadata.tsv", "sprite.png")
PICTURES = (".png", "")  # a folder for projectors holds a sprite
FORCE = "or use --force"

_PATH = re.compile(rb"(/|\\\\|[A-Za-z]:[\\/])")
_OURS: dict[str, Callable[[bytes], bool]] = {
    ".png": lambda head: OWN in head,
    ".svg": lambda head: OWN_TEXT.encode() in head,
    ".csv": lambda head: head.startswith((b"path,path_b64,", b"encoder,a,b,")),
    # A zip: the name of its first member stands at byte 30.
    ".npz": lambda head: head[30:39] == b"paths.npy",
    ".parquet": lambda head: head.startswith(b"PAR1"),
    ".txt": lambda head: _PATH.match(head) is not None,
}


@dataclass(frozen=True, slots=True)
class Output:
    """A file, or a folder for projectors, that a command was told to write."""

    path: Path
    force: bool

    @property
    def suffix(self) -> str:
        """In lower case, with its dot; "" for a folder."""
        return self.path.suffix.lower()


def named(name: str, suffix: str, option: str, *, force: bool) -> Output:
    """Return an output of one kind; UsageError when its name is that of another kind."""
    output = Output(Path(name), force)
    if output.suffix != suffix:
        kind = suffix[1:].upper()
        raise UsageError(f"{option} writes {kind}; name a file that ends with {suffix}.")
    return output


def check(
    session: work.WorkSession, outputs: Iterable[Output], folders: Iterable[bytes] = ()
) -> None:
    """Raise LookalikeError, with one sentence, for an output that must not be written.

    Args:
        session: of the command; the folders its store knows are scanned.
        outputs: what will be written.
        folders: more folders that are, or will be, scanned.
    """
    wanted = list(outputs)
    if not wanted:
        return
    reader = Reader(session.context.home)
    try:
        scanned = [*(row.path for row in reader.folders()), *folders]
    finally:
        reader.close()
    for output in wanted:
        _check_place(output, scanned)
        _check_what_is_there(output)


def check_folder(session: work.WorkSession, place: bytes, folder: bytes, *, force: bool) -> None:
    """Raise LookalikeError when pictures may not be copied to a folder: one that is scanned."""
    reader = Reader(session.context.home)
    try:
        scanned = [*(row.path for row in reader.folders()), folder]
    finally:
        reader.close()
    here = os.path.realpath(place).rstrip(b"/") + b"/"
    for root in scanned if not force else ():
        if here.startswith(os.path.realpath(root).rstrip(b"/") + b"/"):
            raise LookalikeError(
                f"{shown(place)} lies in a folder of pictures, {shown(root)};"
                f" name another place, {FORCE}."
            )


def _check_place(output: Output, scanned: list[bytes]) -> None:
    place = output.path if output.suffix == "" else output.path.parent
    # With links resolved on both sides: a folder of pictures may be reached in two ways.
    here = os.path.realpath(os.fsencode(place)).rstrip(b"/") + b"/"
    for folder in scanned:
        if not here.startswith(os.path.realpath(folder).rstrip(b"/") + b"/"):
            continue
        lies = f"{output.path} lies in a folder of pictures, {shown(folder)}"
        # No --force here: at the next scan the drawing would be a picture of the folder.
        if output.suffix in PICTURES:
            raise LookalikeError(f"{lies}, and would become one of them; name another place.")
        if not output.force:
            raise LookalikeError(f"{lies}; name another place, {FORCE}.")


def _check_what_is_there(output: Output) -> None:
    path = output.path
    if not os.path.lexists(path):
        return
    if output.suffix == "":
        _check_folder(output)
    elif path.is_dir():
        raise LookalikeError(f"{path} is a folder, not a file.")
    elif not path.is_file():
        raise LookalikeError(f"{path} is not an ordinary file.")
    elif not (output.force or _is_ours(path, output.suffix)):
        raise LookalikeError(
            f"{path} was not written by Lookalike, and would be lost; name another file, {FORCE}."
        )


def _check_folder(output: Output) -> None:
    folder = output.path
    if not folder.is_dir():
        raise LookalikeError(Code.NOT_A_FOLDER, path=folder)
    there = [name for name in PROJECTOR if os.path.lexists(folder / name)]
    if there and not output.force and OWN_TEXT.encode() not in _head(folder / CONFIG):
        raise LookalikeError(
            f"{folder / there[0]} was not written by Lookalike, and would be lost;"
            f" name another folder, {FORCE}."
        )


def _is_ours(path: Path, suffix: str) -> bool:
    head = _head(path)
    # An empty file is nobody's.
    return _OURS[suffix](head) or (not head and path.stat().st_size == 0)


def _head(path: Path) -> bytes:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(HEAD_BYTES)
    return b""


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; LookalikeError with one sentence if it cannot be."""
    # A short name of its own: what is allowed for the file is allowed for this one.
    beside = path.with_name(f".{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise LookalikeError(f"{path} cannot be written: {error.strerror}.") from error
