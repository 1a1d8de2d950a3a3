"""The composition root: the command line, or the window.

Nothing heavy is imported here: a command does not need Qt, and the window does not need torch.
"""

import difflib
import multiprocessing
import os
import sqlite3
import sys
import threading
from importlib import import_module

from gallery.cli import COMMANDS, streams

ANSWER_S = 2.0  # a drive that takes longer is left to the window, which waits for nothing
FAILED, WRONG_USAGE = 1, 2


def main(argv: list[str] | None = None) -> int:
    """Run a command, or open the window; return the exit code."""
    multiprocessing.freeze_support()
    streams.settle()
    # scikit-learn would ask programs that a bare system lacks for the number of cores, and warn.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", str(os.cpu_count() or 1))
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        code: int = import_module("gallery.cli.main").main(arguments)
        return code
    return window(arguments)


def window(arguments: list[str]) -> int:
    """Open the window, on a folder when one is named."""
    # One thread is enough for the products the window makes, and more would get in its own way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    folder = os.fsencode(arguments[0]) if arguments else None
    if len(arguments) > 1 or folder == b"":
        told = _no_command(arguments[0], several=len(arguments) > 1)
        return streams.refuse(told, WRONG_USAGE, arguments)
    if folder is not None and _is_missing(folder):
        if os.path.dirname(folder):
            return streams.refuse(f"there is no folder {arguments[0]}", FAILED, arguments)
        return streams.refuse(_no_command(arguments[0]), WRONG_USAGE, arguments)
    code: int = import_module("gallery.ui.shell.run").run(folder)
    return code


def _no_command(word: str, *, several: bool = False) -> str:
    """Return what to say of a first word that is no command, and of no use as a folder."""
    if not word:
        return "the name of the folder is empty"
    near = difflib.get_close_matches(word, COMMANDS, 1)
    meant = f"did you mean “{near[0]}”?" if near else "see lookalike --help"
    if several:
        return f"“{word}” is no command, and the window opens one folder alone; {meant}"
    return f"there is neither a command nor a folder “{word}”; {meant}"


def _is_missing(folder: bytes) -> bool:
    """Return whether there surely is no such folder, and never was.

    The drive of one that is known may be away, and one that does not answer may hold it.
    """
    answers: list[bool] = []
    look = threading.Thread(target=lambda: answers.append(os.path.isdir(folder)), daemon=True)
    look.start()
    look.join(ANSWER_S)
    return answers == [False] and not _is_known(os.path.abspath(folder))


def _is_known(folder: bytes) -> bool:
    from gallery.core.paths import Home
    from gallery.library.reading import Reader

    try:
        reader = Reader(Home.default())
        try:
            return reader.folder_id(folder) > 0
        finally:
            reader.close()
    except (sqlite3.Error, OSError):  # there is no store yet, or none that can be read
        return False


if __name__ == "__main__":
    sys.exit(main())
