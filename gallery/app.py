"""The composition root: the command line, or the window.

Nothing heavy is imported here: a command does not need Qt, and the window does not need torch.
"""

import multiprocessing
import os
import sys
from importlib import import_module

from gallery.cli import COMMANDS


def main(argv: list[str] | None = None) -> int:
    """Run a command, or open the window; return the exit code."""
    multiprocessing.freeze_support()
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
    if len(arguments) > 1:
        print("lookalike: name one folder, or a command; see lookalike --help", file=sys.stderr)  # noqa: T201
        return 2
    folder = os.fsencode(arguments[0]) if arguments else None
    if folder is not None and not os.path.isdir(folder):
        print(f"lookalike: there is no folder {arguments[0]}", file=sys.stderr)  # noqa: T201
        return 1
    code: int = import_module("gallery.ui.run").run(folder)
    return code


if __name__ == "__main__":
    sys.exit(main())
