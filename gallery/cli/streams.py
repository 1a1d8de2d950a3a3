"""The standard streams of a command: its result alone on stdout, all it has to say on stderr.

Either may be closed, full, or read by nobody. That ends no work, and is told where it can be.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from gallery.core.paths import shown

FAILED = 1


def settle() -> None:
    """Put the null device where a standard stream was closed at the start.

    The next file that is opened would take its number, and whatever is printed would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # It takes the lowest free number, which is this one; workers are to have it too.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def say(text: str) -> None:
    """Say something on stderr, in one line."""
    write_error(f"lookalike: {one_line(text)}\n")


def write_error(text: str) -> None:
    """Write to stderr as it is; what cannot be said does not stop the work."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            print(text, end="", file=sys.stderr, flush=True)


def one_line(text: str) -> str:
    """Return a sentence as it may be shown: names in it may hold anything."""
    return shown(os.fsencode(text))


def refuse(text: str, code: int, arguments: list[str]) -> int:
    """Say why nothing is done, as JSON as well where `arguments` ask for it; return `code`."""
    say(text)
    if wants_json(arguments):
        with result() as out:
            out.write(error_document(text))
    return code


def error_document(text: str) -> bytes:
    """Return the JSON document of a failure."""
    return json.dumps({"error": one_line(text)}).encode() + b"\n"


def wants_json(arguments: list[str]) -> bool:
    """Return whether these arguments, right or wrong, ask for JSON."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    # argparse takes --js for --json, and here the arguments may be ones that it refuses.
    return any(len(option) > 2 and "--json".startswith(option) for option in options)


class Out:
    """Where the result goes: what stdout was when the command began."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._stream = stream

    def write(self, data: bytes) -> bool:
        """Write the result; return whether that was possible, and say so if not.

        A reader that closed early, as `head` does, is no failure.
        """
        reason = "standard output is closed"
        if self._stream is not None:
            try:
                self._stream.write(data)
                self._stream.flush()
                return True
            except BrokenPipeError:
                self._give_up()
                return True
            except OSError as error:
                self._give_up()
                reason = error.strerror or str(error)
        say(f"The result could not be written: {reason}.")
        return False

    def _give_up(self) -> None:
        """Let what is still in the buffer go nowhere, or it would be tried again at the end."""
        if self._stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@contextlib.contextmanager
def result() -> Iterator[Out]:
    """Yield a place for the result; whatever libraries print goes to stderr meanwhile."""
    if sys.stdout is None:
        yield Out(None)
        return
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    with os.fdopen(os.dup(1), "wb") as stream, contextlib.redirect_stdout(sys.stderr):
        # Also for C libraries, which write to the handle and know nothing of sys.stdout.
        os.dup2(2, 1)
        try:
            yield Out(stream)
        finally:
            os.dup2(stream.fileno(), 1)


def flush() -> int:
    """Flush what argparse has printed; return 0, or FAILED after saying why it is lost."""
    if sys.stdout is None:
        return 0
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            say(f"This could not be written: {getattr(error, 'strerror', error)}.")
            return FAILED
    return 0
