"""What JSON is in Python, for the documents that are printed, kept and read."""

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""An object of a document. What its fields hold is told by the code that makes it."""
