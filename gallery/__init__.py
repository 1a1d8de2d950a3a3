"""Lookalike: an interactive gallery that finds look-alikes."""

__version__ = "0.1.0"
