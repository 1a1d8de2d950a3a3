"""Lookalike as a module: `python -m gallery [FOLDER]`."""

import sys

from gallery.app import main

if __name__ == "__main__":
    sys.exit(main())
