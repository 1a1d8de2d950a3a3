"""The command line run as another program runs it: a process, its exit code, its JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

from gallery.cli import main as cli

ROOT = Path(__file__).parents[1]
# Stands in the way of any Qt, as on a machine whose system libraries for it are missing.
NO_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in ('PySide6', 'shiboken6'):
            raise ImportError('no Qt here')
sys.meta_path.insert(0, NoQt())
sys.argv[0] = 'lookalike'
from gallery.app import main
if __name__ == '__main__':
    sys.exit(main())
"""


def environment():
    """The environment without a display."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}


def start(*arguments, script=None, **more):
    """Start a command in a process of its own."""
    command = [sys.executable, script or str(ROOT / "main.py"), *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment(), **{**streams, **more})


def run(*arguments, script=None, timeout=150):
    """Run a command to its end; return exit code, standard output and standard error, as bytes."""
    process = start(*arguments, script=script)
    try:
        out, err = process.communicate(timeout=timeout)
    finally:
        process.kill()
    return process.returncode, out, err


class Here:
    """Commands run in this process, which is fastest; what they print is read from the streams."""

    def __init__(self, capfd):
        self._capfd = capfd

    def __call__(self, *arguments):
        """Return exit code, standard output and standard error of a command."""
        self._capfd.readouterr()
        code = cli.main([os.fsdecode(a) for a in arguments])
        out, err = self._capfd.readouterr()
        return code, out, err

    def json(self, *arguments):
        """Return the JSON document of a command that must succeed."""
        code, out, err = self(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)
