"""Lookalike from a checkout: `python main.py [FOLDER]`, or `python main.py COMMAND ...`."""

import sys

from gallery.app import main

if __name__ == "__main__":
    sys.exit(main())
