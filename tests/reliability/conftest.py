"""Decode workers and a context for the tests of this folder."""

from tests.engine_tools import context, decoders

__all__ = ["context", "decoders"]
